"""Every list as CSV: opens in a German spreadsheet, complete, and harmless."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import httpx2
import pytest

from archive.order import Customer, Order, PurchaseOrder, PurchaseOrderLine, Supplier
from tests.cast import ANNA
from tests.service import papers
from tests.service.conftest import Live
from tests.service.papers import Paper


def rows(client: httpx2.Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture(scope="module")
def filled(live: Live) -> str:
    line = PurchaseOrderLine("10", "0004711", "=1+1", Decimal("2.5"), "kg", Decimal("1234.5"), Decimal(1), "3.1", due=date(2026, 3, 1))
    purchase = PurchaseOrder("B-26-0900", "70001", ("A-26-0112",), date(2026, 2, 1), (line,))
    items = [
        purchase,
        Supplier("70001", "@Stahl; Düren", city="Düren"),
        Customer("10001", "Pumpenbau"),
        Order("A-26-0999", title="Übermaß"),
    ]
    live.space.orders.save(items, ANNA)
    return papers.file(live.space, Paper(number="9001234"))


def test_each_list_is_complete_german_and_harmless(client: httpx2.Client, filled: str) -> None:
    (position,) = [row for row in rows(client, "/listen/bestellungen.csv") if row["Bestellung"] == "B-26-0900"]
    assert position["Artikel"] == "0004711"
    assert position["Text"] == "'=1+1"
    assert (position["Menge"], position["Preis"], position["Termin"]) == ("2,5", "1234,5", "01.03.2026")
    assert [row["Name"] for row in rows(client, "/listen/lieferanten.csv")] == ["'@Stahl; Düren"]
    assert ("10001", "Pumpenbau", "nein") in {(row["Nummer"], row["Name"], row["Gesperrt"]) for row in rows(client, "/listen/kunden.csv")}
    assert {row["Auftrag"] for row in rows(client, "/listen/mappen.csv")} >= {"A-26-0112", "A-26-0113", "A-26-0999"}
    assert filled in {row["Eingangsnummer"] for row in rows(client, "/listen/eingang.csv")}
    (paper,) = rows(client, "/listen/mappe.csv?nummer=A-26-0112")
    assert paper["Nummer"] == "9001234"
    assert "," in paper["Brutto"]


def test_lists_that_are_none(client: httpx2.Client, filled: str) -> None:
    assert filled
    assert client.get("/listen/geheim.csv").status_code == 404
    assert client.get("/listen/mappe.csv?nummer=A-99").status_code == 404


@pytest.mark.parametrize("page", ["/mappen", "/bestellungen", "/lieferanten", "/kunden", "/eingang", "/mappen/A-26-0112"])
def test_every_list_offers_its_file(client: httpx2.Client, filled: str, page: str) -> None:
    assert filled
    assert "/listen/" in client.get(page).text
