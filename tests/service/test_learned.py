"""Gelerntes and Lesequalität on screen: seen, told apart by supplier, forgotten."""

from __future__ import annotations

import httpx2
import pytest
from playwright.sync_api import Page, expect

from archive.content import Correction
from ingest.learn import catch_up
from tests.service.conftest import Live
from tests.service.papers import Paper, file


@pytest.fixture(scope="module")
def corrected(live: Live) -> str:
    """A filed paper whose order number at the supplier a person entered; it stands behind "Nr."."""
    number = file(live.space, Paper(number="9004711"), "gelernt.pdf")
    fields = {"lieferant": "Stahlhandel Düren GmbH", "auftragsnummer_lieferant": "9004711"}
    live.space.documents.correct(number, Correction(fields=fields), "Anna")
    assert catch_up(live.space)
    return number


def test_what_was_learned_stands_there_with_its_paper_and_can_be_forgotten(page: Page, live: Live, corrected: str) -> None:
    page.goto(f"{live.address}/gelernt")
    row = page.get_by_role("row").filter(has_text="Auftragsnummer des Lieferanten steht")
    expect(row).to_contain_text(f"{corrected} (Anna")
    row.get_by_role("button", name="Vergessen").click()
    expect(page.get_by_role("status").first).to_contain_text("Vergessen")
    expect(page.get_by_text("Auftragsnummer des Lieferanten steht")).to_have_count(0)
    page.goto(f"{live.address}/belege/{corrected}/verlauf")
    expect(page.get_by_text("Nicht mehr gelernt: Auftragsnummer des Lieferanten")).to_be_visible()


def test_one_supplier_alone(page: Page, live: Live, corrected: str) -> None:
    page.goto(f"{live.address}/gelernt?lieferant=Andere GmbH")
    expect(page.get_by_text("Zu diesem Lieferanten ist nichts gelernt.")).to_be_visible()


def test_forgetting_what_is_not_learned_says_so(live: Live) -> None:
    answer = httpx2.post(f"{live.address}/gelernt/gibtesnicht/vergessen", headers={"origin": live.address})
    assert answer.status_code == 404
    assert "nicht mehr gelernt" in answer.text


def test_the_report_counts_what_people_decided(page: Page, live: Live, corrected: str) -> None:
    page.goto(f"{live.address}/verwaltung")
    page.get_by_role("link", name="Lesequalität").click()
    fields = page.get_by_role("region", name="Nach Feldern")
    expect(fields.get_by_role("row").filter(has_text="Auftragsnummer des Lieferanten")).to_contain_text("0 (0 %)")
    expect(page.get_by_role("region", name="Nach Lieferanten")).to_contain_text("Stahlhandel Düren GmbH")
