"""Which invoices are proposals for booking and on which side, and what each of the others is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from archive.booking import Accounts, Booking
from archive.document import Document, Finding
from archive.order import Supplier
from archive.scan import Scan
from export.datev_rows import rows

BOOKING = Booking("29098", "55003", 1, 4, Accounts(costs="3400", key="9"))
STEEL = Supplier("70001", "Stahlhandel Düren GmbH")
XML = "die Rechnungsdaten (XML) die Art"


def document(number: str, doctype: str = "rechnung", reason: str = "‚Rechnung‘ groß im Kopf steht", **fields: str) -> Document:
    usual = {"lieferant": STEEL.name, "rechnungsnummer": "RE-1", "rechnungsdatum": "2026-10-14"}
    values = {**usual, "netto": "100.00", "steuer": "19.00", "brutto": "119.00", **fields}
    scan = Scan("a" * 64, "x.pdf", "application/pdf", "web", datetime(2026, 10, 14, tzinfo=UTC))
    findings = tuple(Finding(key, value, value, 1, None, 1.0, "test") for key, value in values.items())
    return Document(number, scan, "filed", "", doctype, reason, "", 1, findings, (), (), (), (), scan.received)


@pytest.mark.parametrize(
    ("doctype", "reason", "amounts", "side"),
    [
        ("rechnung", "", ("100.00", "19.00", "119.00"), "H"),
        ("rechnung", "", ("-100.00", "-19.00", "-119.00"), "S"),
        ("gutschrift", "", ("100.00", "19.00", "119.00"), "S"),
        ("gutschrift", "", ("-100.00", "-19.00", "-119.00"), "S"),
        ("gutschrift", "", ("100.00", "19.00", "-119.00"), "S"),
        ("gutschrift", f"{XML} 381 (Gutschrift) nennen", ("100.00", "19.00", "119.00"), "S"),
        ("gutschrift", f"{XML} 384 (Rechnungskorrektur) nennen", ("-100.00", "-19.00", "-119.00"), "S"),
        ("gutschrift", "‚Stornorechnung‘ groß im Kopf steht", ("100.00", "19.00", "119.00"), "S"),
    ],
)
def test_a_credit_note_takes_money_back_however_it_is_printed(doctype: str, reason: str, amounts: tuple[str, str, str], side: str) -> None:
    found = document("E-1", doctype, reason, **dict(zip(("netto", "steuer", "brutto"), amounts, strict=True)))
    [one], left = rows([found], BOOKING, [STEEL])
    assert (one.side, one.amount, left) == (side, Decimal("119.00"), [])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"steuer": "7.00", "brutto": "107.00"}, "hat 7 % Steuer. Das Aufwandskonto ist für 19 %"),
        ({"steuer": "13.00", "brutto": "113.00"}, "Mehrere Steuersätze"),
        ({"steuer": "0.00", "brutto": "100.00"}, "Ohne Steuer"),
        ({"steuer": "19.00", "brutto": "120.00"}, "ergeben nicht"),
        ({"steuer": "19.00", "brutto": "-119.00", "netto": "-100.00"}, "ergeben nicht"),
        ({"netto": "0.10", "steuer": "0.02", "brutto": "0.12"}, "so klein"),
        ({"netto": ""}, "nicht gelesen"),
        ({"rechnungsdatum": "2026-02-30"}, "kein Tag"),
        ({"waehrung": "USD"}, "USD"),
        ({"brutto": ""}, "fehlt"),
        ({"rechnungsnummer": "日本"}, "kein Zeichen"),
        ({"netto": "10000000000.00", "steuer": "1900000000.00", "brutto": "11900000000.00"}, "größer"),
        ({"lieferant": "Unbekannt KG"}, "kein bekannter Lieferant"),
        ({"doctype": "gutschrift", "reason": "‚Rechnungskorrektur‘ groß im Kopf steht"}, "ohne Minus"),
        ({"reason": f"{XML} 384 (korrigierte Rechnung) nennen"}, "ohne Minus"),
        ({"doctype": "gutschrift", "reason": f"{XML} 389 (Gutschrift) nennen"}, "bucht eine Person"),
        ({"doctype": "gutschrift", "reason": "Anna es so entschieden hat", "rechnungsart": "Gutschriftsverfahren"}, "bucht eine Person"),
        ({"reason": f"{XML} 325 (Proforma) nennen"}, "Proforma"),
        ({"rechnungsart": "Anzahlungsrechnung"}, "Anzahlungsrechnung"),
        ({"rechnungsart": "Schlussrechnung"}, "Schlussrechnung"),
    ],
)
def test_what_is_not_plain_is_left_to_a_person(changed: dict[str, str], why: str) -> None:
    found, [left] = rows([document("E-1", **changed)], BOOKING, [STEEL])
    assert found == []
    assert why in left.why


def test_accounts_are_for_one_tax_rate() -> None:
    reduced = replace(BOOKING, suppliers={"70001": Accounts("70001", "3300", rate="7")})
    [one], left = rows([document("E-1", steuer="7.00", brutto="107.00")], reduced, [STEEL])
    assert (one.accounts.costs, one.accounts.key, left) == ("3300", "", [])
    assert "hat 19 % Steuer. Das Aufwandskonto ist für 7 %" in rows([document("E-1")], reduced, [STEEL])[1][0].why


DEARER = {"netto": "200.00", "steuer": "38.00", "brutto": "238.00"}


@pytest.mark.parametrize(
    ("numbers", "other", "why"),
    [
        (("RE-1", "re -1"), {}, "Dieselbe Rechnung ist schon als E-1 da"),
        (("RE-1", "RE-1"), DEARER, "mit anderem Tag oder Betrag"),
        (("RE-1", "RE-1"), {"rechnungsdatum": "2026-10-15"}, "mit anderem Tag oder Betrag"),
        (("RE-1", "RE 1"), {}, "fast dieselbe Nummer hat auch E-1"),
        (("RE_100_1", "RE_10_01"), DEARER, "Dort hieße sie RE1001 wie bei E-1"),
        (("2026.1.11", "2026.11.1"), DEARER, "Dort hieße sie 2026111 wie bei E-1"),
        (("R" * 36 + "1", "R" * 36 + "2"), {}, "zu lang"),
    ],
)
def test_two_invoices_with_numbers_alike_are_not_booked_as_one(numbers: tuple[str, str], other: dict[str, str], why: str) -> None:
    first, second = numbers
    found, [left] = rows([document("E-1", rechnungsnummer=first), document("E-2", rechnungsnummer=second, **other)], BOOKING, [STEEL])
    assert [row.eingangsnummer for row in found] == ["E-1"]
    assert why in left.why


def test_two_invoices_with_different_numbers_are_both_booked() -> None:
    pair = [document("E-1", rechnungsnummer="RE-100-1"), document("E-2", rechnungsnummer="RE-10-01", **DEARER)]
    found, left = rows(pair, BOOKING, [STEEL])
    assert ([row.number for row in found], left) == (["RE-100-1", "RE-10-01"], [])
    note = document("E-3", "gutschrift", rechnungsnummer="RE-100-1")
    assert len(rows([*pair, note], BOOKING, [STEEL])[0]) == 3
