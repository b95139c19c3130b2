"""The rows of goods that were read, beside the paper and in the Klärung."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from archive.document import Evidence, Line
from tests.service.conftest import Live
from tests.service.papers import Paper, file

ROWS = (
    Line("10", "FL40", "Flachstahl", Decimal(12), "Stück", Decimal("24.5"), Decimal(1), Decimal(294), Evidence(1, None, "")),
    Line("", "", "Dichtung", None, "", Decimal(8), Decimal(100), None, Evidence(1, None, "")),
)


@pytest.mark.parametrize("where", ["belege", "klaerung"])
def test_rows_that_were_read_are_shown_with_what_is_missing(page: Page, live: Live, where: str) -> None:
    number = file(live.space, Paper(number=f"G-{where}", lines=ROWS), f"zeilen-{where}.pdf")
    page.goto(f"{live.address}/{where}/{number}")
    page.get_by_text("2 gelesene Zeilen").click()
    first, second = page.locator(".read-rows li").all()
    expect(first).to_contain_text("10 FL40 Flachstahl")
    expect(first).to_contain_text("Menge: 12 Stück · Preis: 24,50 € · Betrag: 294,00 €")
    expect(second).to_contain_text("Menge: nicht gelesen · Preis: 8,00 € je 100")


def test_a_paper_without_rows_says_nothing_of_them(page: Page, live: Live) -> None:
    number = file(live.space, Paper(number="G-ohne"), "ohne-zeilen.pdf")
    page.goto(f"{live.address}/belege/{number}")
    expect(page.locator(".read-rows")).to_have_count(0)
