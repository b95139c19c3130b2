"""Every list as CSV: opens in a German spreadsheet, complete, and harmless."""

from __future__ import annotations

import csv
import dataclasses
import io
from datetime import date
from decimal import Decimal

import httpx2
import pytest

from archive.order import Customer, Order, PurchaseOrder, PurchaseOrderLine, Supplier
from archive.orders_csv import preview
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
    firms = {(row["Kundennummer"], row["Name"], row["Status"]) for row in rows(client, "/listen/kunden.csv")}
    assert ("10001", "Pumpenbau", "offen") in firms
    assert {row["Auftrag"] for row in rows(client, "/listen/mappen.csv")} >= {"A-26-0112", "A-26-0113", "A-26-0999"}
    assert filled in {row["Eingangsnummer"] for row in rows(client, "/listen/eingang.csv")}
    (paper,) = rows(client, "/listen/mappe.csv?nummer=A-26-0112")
    assert paper["Nummer"] == "9001234"
    assert "," in paper["Brutto"]


@pytest.mark.parametrize("key", ["mappen", "bestellungen", "lieferanten", "kunden"])
def test_a_list_of_master_data_read_in_again_changes_nothing(client: httpx2.Client, live: Live, filled: str, key: str) -> None:
    assert filled
    firms = [
        Supplier("70001", "Stahl; Düren", ("Stahl & Co", "SD"), ("DE999990002",), ("DE02120300000000202051",), "4711", "Düren", "a@b.de"),
        Supplier("70002", "Alt GmbH", closed=True),
        Customer("10002", "Mühle KG", "Köln", "", "Zahlt spät"),
    ]
    line = PurchaseOrderLine("10", "0004711", "Blech", Decimal("2.5"), "ST", Decimal("1234.5"), Decimal(100), "3.1")
    more = dataclasses.replace(
        line, position="20", order="A-26-0999", their_article="X-1", cost_centre="4000", second_unit="kg", second_factor=Decimal("2.47")
    )
    live.space.orders.save([*firms, PurchaseOrder("B-26-0900", "70001", ("A-26-0112", "A-26-0999"), date(2026, 2, 1), (line, more))], ANNA)
    shown = preview(live.space, client.get(f"/listen/{key}.csv").content)
    kinds = {type(item) for item in shown.items}
    there = {kind: live.space.orders.existing(kind, [item.number for item in shown.items]) for kind in kinds}
    assert [item for item in shown.items if there[type(item)][item.number] != item] == []
    assert (shown.new, shown.errors, len(shown.items)) == (0, (), shown.same)
    assert shown.same


def test_lists_that_are_none(client: httpx2.Client, filled: str) -> None:
    assert filled
    assert client.get("/listen/geheim.csv").status_code == 404
    assert client.get("/listen/mappe.csv?nummer=A-99").status_code == 404


@pytest.mark.parametrize("page", ["/mappen", "/bestellungen", "/lieferanten", "/kunden", "/eingang", "/mappen/A-26-0112"])
def test_every_list_offers_its_file(client: httpx2.Client, filled: str, page: str) -> None:
    assert filled
    assert "/listen/" in client.get(page).text
