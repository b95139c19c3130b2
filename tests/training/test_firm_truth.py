"""What the gold file claims holds together: sums, check digits, links, and the traps are really traps."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from stdnum import iban
from stdnum.be import vat as be_vat
from stdnum.de import vat as de_vat
from stdnum.nl import btw as nl_vat

from archive.order import STOCK
from tests.training.conftest import SEED, Demo
from training.firm.masterdata import master
from training.firm.parties import firm, suppliers

CHECKS = {"DE": de_vat, "NL": nl_vat, "BE": be_vat}


def _table(demo: Demo, name: str) -> list[dict[str, str]]:
    with (demo.folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_sums(demo: Demo) -> None:
    checked = 0
    for key, entry in demo.gold.items():
        fields = {name: values[0] for name, values in entry["fields"].items()}
        for line in entry["lines"]:
            if line["total"]:
                total = Decimal(line["quantity"]) * Decimal(line["unit_price"]) / Decimal(line["price_base"])
                assert abs(total - Decimal(line["total"])) <= Decimal("0.005"), key
        if "netto" in fields:
            checked += 1
            assert sum(Decimal(line["total"]) for line in entry["lines"]) == Decimal(fields["netto"]), key
            assert Decimal(fields["netto"]) + Decimal(fields["steuer"]) == Decimal(fields["brutto"]), key
    assert checked > 20


@pytest.mark.parametrize("number", sorted(suppliers()))
def test_check_digits_of_suppliers(number: str) -> None:
    party = suppliers()[number].party
    assert iban.is_valid(party.iban)
    assert not party.vat_id or CHECKS[party.country].is_valid(party.vat_id)
    assert party.country != "DE" or not party.vat_id or party.vat_id.startswith("DE99999")


def test_check_digits_of_our_firm() -> None:
    assert iban.is_valid(firm().iban)
    assert de_vat.is_valid(firm().vat_id)


def test_every_link_leads_somewhere(demo: Demo) -> None:
    orders = {row["auftragsnummer"] for row in _table(demo, "auftraege.csv")}
    purchases = {row["bestellnummer"] for row in _table(demo, "bestellungen.csv")}
    known = {row["lieferantennummer"] for row in _table(demo, "lieferanten.csv")}
    assert {row["auftragsnummer"] for row in _table(demo, "bestellungen.csv")} - {""} <= orders
    for key, entry in demo.gold.items():
        assert set(entry["orders"]) <= orders | {STOCK}, key
        assert set(entry["purchase_orders"]) <= purchases, key
        assert entry["supplier"] in known, key


def test_tables_carry_the_lines_of_purchase_orders(demo: Demo) -> None:
    rows = {(row["bestellnummer"], row["position"]): row for row in _table(demo, "bestellungen.csv")}
    for purchase in master(SEED).purchases.values():
        for line in purchase.lines:
            row = rows[purchase.number, str(line.position)]
            assert Decimal(row["einzelpreis"].replace(",", ".")) == line.article.price
            assert row["preiseinheit"] == str(line.article.base)
            assert row["zeugnis"] == line.article.certificate


def test_the_collective_invoice_names_three_orders(demo: Demo) -> None:
    entry = demo.gold["r02"]
    assert len(entry["orders"]) == len(entry["fields"]["bestellnummer"]) == len(entry["fields"]["lieferscheinnummer"]) == 3
    assert {line["order"] for line in entry["lines"]} == set(entry["orders"])


def test_the_monthly_invoice_can_only_be_joined_by_delivery_notes(demo: Demo) -> None:
    entry = demo.gold["r10"]
    assert "bestellnummer" not in entry["fields"]
    assert "auftragsnummer" not in entry["fields"]
    notes = {demo.gold[key]["fields"]["lieferscheinnummer"][0]: demo.gold[key]["orders"] for key in ("l10", "l11", "l12")}
    assert set(entry["fields"]["lieferscheinnummer"]) == set(notes)
    assert sorted(entry["orders"]) == sorted(order for orders in notes.values() for order in orders)


def test_the_decoy_is_one_of_our_orders_and_not_the_right_one(demo: Demo) -> None:
    entry = demo.gold["r09"]
    decoy = "A-26-0103"
    assert decoy in master(SEED).orders
    assert decoy not in entry["orders"]
    assert decoy not in entry["fields"].get("auftragsnummer", [])


def test_wrong_numbers_are_wrong(demo: Demo) -> None:
    known = master(SEED)
    misprint = demo.gold["r15"]["fields"]["bestellnummer"][0]
    assert misprint not in known.purchases
    assert sum(a != b for a, b in zip(misprint, "B-26-00419", strict=True)) == 1
    assert demo.gold["r17"]["fields"]["auftragsnummer"][0] not in known.orders


def test_a_partial_delivery_leaves_a_rest(demo: Demo) -> None:
    delivered = {line["position"]: Decimal(line["quantity"]) for line in demo.gold["l05"]["lines"]}
    ordered = {str(line.position): line.quantity for line in master(SEED).purchases["B-26-00405"].lines}
    assert delivered["10"] < ordered["10"]
    assert demo.gold["r03"]["lines"][0]["quantity"] == str(delivered["10"])


def test_the_surcharge_is_twelve_per_cent(demo: Demo) -> None:
    paid = Decimal(demo.gold["r22"]["lines"][1]["unit_price"])
    agreed = master(SEED).purchases["B-26-00431"].lines[1].article.price
    assert abs(paid / agreed - Decimal("1.12")) < Decimal("0.01")


def test_whoever_must_look_is_told_why(demo: Demo) -> None:
    assert all(entry["why"] for entry in demo.gold.values() if entry["expected"] != "filed")
