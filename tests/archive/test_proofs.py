"""What sums prove where rows are unsure, payments in advance, conversions of an order's rows, columns that were read into each other."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from archive.advances import advance
from archive.deviation import Deviation
from archive.document import Document, Line
from archive.order import STOCK, PurchaseOrder
from archive.threeway import Rules, match
from tests.bought import BOX, ORDER, paper, purchase, row, wanted

BOLT, STEEL = ("10", "4711", "Sechskantschraube M12"), ("20", "RD60", "Rundstahl 42CrMo4 Ø 60 mm")
ORDERED = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"), wanted(*STEEL, 40, "kg", "5.00"))
NOTE = paper("lieferschein", "L1", [row(*BOLT, 100, "ST"), row(*STEEL, 40, "kg")])


def found(purchases: list[PurchaseOrder], *papers: Document) -> tuple[Deviation, ...]:
    return match(ORDER, purchases, papers, Rules(STOCK)).deviations


def blurred(net: str, *rows: Line, tax: str = "", gross: str = "") -> Document:
    """An invoice for 450 euros of goods whose rows do not add up."""
    tax = tax or f"{Decimal(net) * Decimal('0.19'):.2f}"
    gross = gross or f"{Decimal(net) + Decimal(tax):.2f}"
    lines = rows or (row(*BOLT, 180, "ST", "2.50", 1, "258.00"), row(*STEEL, 40, "kg", "5.08", 1, "20.90"))
    return paper("rechnung", "R1", lines, lieferscheinnummer="L1", netto=net, steuer=tax, brutto=gross)


def test_sums_that_prove_each_other_settle_rows_that_could_not_be_read() -> None:
    assert found([ORDERED], NOTE, blurred("450.00")) == ()


def test_sums_that_nothing_proves_settle_nothing() -> None:
    assert {d.type for d in found([ORDERED], NOTE, blurred("450.00", gross="555.50"))} == {"nicht_pruefbar"}


def test_a_sum_that_is_12_per_cent_too_high_is_a_price_that_deviates() -> None:
    (dear,) = found([ORDERED], NOTE, blurred("504.00"))
    assert (dear.type, dear.expected, dear.found, dear.percent) == ("preis", Decimal(450), Decimal(504), Decimal("12.0"))
    assert "Rechnung R1 kommt ohne Nebenkosten auf 504,00 € netto, nach Bestellung B-26-00401 wären es 450,00 €" in dear.sentence
    assert any(place.box == BOX and place.eingangsnummer == "E-r-R1" for place in dear.evidence)


def test_a_little_too_high_may_be_freight_that_was_not_read() -> None:
    assert {d.type for d in found([ORDERED], NOTE, blurred("470.00"))} == {"nicht_pruefbar"}


def test_freight_that_was_read_is_no_price() -> None:
    freight = row("", "", "Fracht und Verpackung", 1, "", "30.00")
    rows = (row(*BOLT, 180, "ST", "2.50", 1, "258.00"), row(*STEEL, 40, "kg", "5.08", 1, "20.90"), freight)
    assert found([ORDERED], NOTE, blurred("480.00", *rows)) == ()


def test_a_credit_note_for_the_invoice_settles_its_sum() -> None:
    back = paper("gutschrift", "G1", [], ursprungsrechnung="R1", netto="54.00")
    assert [d.type for d in found([ORDERED], NOTE, blurred("504.00"), back) if d.type == "preis"] == []


def test_an_arithmetic_error_is_one_when_the_sum_has_it_too() -> None:
    wrong = (row(*BOLT, 100, "ST", "2.50", 1, "270.00"), row(*STEEL, 40, "kg", "5.00"))
    assert [d.type for d in found([ORDERED], NOTE, blurred("470.00", *wrong))] == ["rechenfehler"]


def test_columns_read_into_each_other_are_put_right() -> None:
    turned = (row(*BOLT, "2.50", "", "100", 1, "250.00"), row(*STEEL, 40, "kg", "5.00"))
    assert found([ORDERED], NOTE, blurred("450.00", *turned)) == ()


def test_rows_without_readable_words_are_known_by_their_figures() -> None:
    nameless = (row("", "", "Ihre Artikel-Nr. MW-00100", 100, "ST", "2.50"), row("", "", "W* g3r lhm", 40, "kg", "5.00"))
    assert found([ORDERED], NOTE, blurred("450.00", *nameless)) == ()


CONVERTED = [
    # factor on the order, delivered, invoiced, expected types
    ("2.47", (100, "ST"), ("247", "kg", "1.0122"), []),
    ("2.47", (100, "ST"), ("249", "kg", "1.0041"), []),
    ("2.47", (100, "ST"), ("296.4", "kg", "1.0122"), ["menge"]),
    ("2.47", (100, "ST"), ("247", "kg", "1.2"), ["preis"]),
    ("", (100, "ST"), ("247", "kg", "1.0122"), ["nicht_pruefbar"]),
    ("2.47", ("0.247", "t"), ("100", "ST", "2.50"), []),
]


@pytest.mark.parametrize(("factor", "delivered", "invoiced", "expected"), CONVERTED)
def test_an_order_may_say_what_a_piece_weighs(
    factor: str, delivered: tuple[str | int, str], invoiced: tuple[str, str, str], expected: list[str]
) -> None:
    line = wanted(*BOLT, 100, "ST", "2.50")
    if factor:
        line = dataclasses.replace(line, second_unit="kg", second_factor=Decimal(factor))
    papers = [paper("lieferschein", "L1", [row(*BOLT, *delivered)]), paper("rechnung", "R1", [row(*BOLT, *invoiced)])]
    types = {d.type for d in found([purchase("B-26-00401", line)], *papers)}
    assert sorted(types) == expected


def test_advances_are_taken_off_the_final_invoice() -> None:
    first = paper("rechnung", "R1", [row("", "", "30 % Anzahlung", 1, "", "135.00")], rechnungsart="Anzahlungsrechnung", netto="135.00")
    goods = [row(*BOLT, 100, "ST", "2.50"), row(*STEEL, 40, "kg", "5.00")]
    less = row("", "", "abzüglich Anzahlung R1", 1, "", "-135.00", 1, "-135.00")
    right = paper("rechnung", "R22", [*goods, less], rechnungsart="Schlussrechnung", netto="315.00")
    assert advance(first)
    assert found([ORDERED], NOTE, first, right) == ()
    forgotten = paper("rechnung", "R22", goods, rechnungsart="Schlussrechnung", netto="450.00")
    (twice,) = found([ORDERED], NOTE, first, forgotten)
    assert (twice.type, twice.expected, twice.found, twice.amount) == ("anzahlung", Decimal(135), Decimal(0), Decimal(135))
    assert twice.sentence == "Anzahlungen: Rechnung R22 zieht 0,00 € ab, berechnet waren 135,00 € netto (Rechnung R1)"


def test_an_advance_may_be_taken_off_below_the_gross_amount() -> None:
    first = paper("rechnung", "R1", [], rechnungsart="Anzahlungsrechnung", netto="135.00", brutto="160.65")
    goods = [row(*BOLT, 100, "ST", "2.50"), row(*STEEL, 40, "kg", "5.00")]
    below = paper("rechnung", "R22", goods, rechnungsart="Schlussrechnung", netto="450.00", brutto="535.50", angezahlt="160.65")
    assert found([ORDERED], NOTE, first, below) == ()
    less = paper("rechnung", "R22", goods, rechnungsart="Schlussrechnung", netto="450.00", brutto="535.50", angezahlt="100.00")
    assert [d.type for d in found([ORDERED], NOTE, first, less)] == ["anzahlung"]


def test_a_receipt_without_rows_does_not_count_what_a_note_says_that_was_not_read() -> None:
    blind = paper("lieferschein", "L2", [])
    came = paper("wareneingangsschein", "W1", [], lieferscheinnummer="L2")
    goods = [row(*BOLT, 100, "ST", "2.50"), row(*STEEL, 40, "kg", "5.00")]
    bills = [paper("rechnung", f"R{n}", goods, lieferscheinnummer=f"L{n}") for n in (1, 2)]
    twice = purchase("B-26-00401", wanted(*BOLT, 200, "ST", "2.50"), wanted(*STEEL, 80, "kg", "5.00"))
    assert {d.type for d in found([twice], NOTE, blind, came, *bills)} == {"nicht_pruefbar"}


@pytest.mark.parametrize("told", [107, 101, 110, 710])
def test_a_ruled_line_read_as_a_digit_is_a_question(told: int) -> None:
    ordered = purchase("B-26-00401", wanted(*BOLT, 10, "ST", "2.50"))
    assert [d.type for d in found([ordered], paper("lieferschein", "L1", [row(*BOLT, told, "ST")]))] == ["nicht_pruefbar"]


def test_an_advance_bills_no_goods_and_is_no_invoice_for_a_delivery() -> None:
    repeats = [row(*BOLT, 100, "ST", "2.50"), row(*STEEL, 40, "kg", "5.00")]
    first = paper("rechnung", "R1", repeats, rechnungsart="Abschlagsrechnung", netto="450.00")
    assert [s.invoices for s in match(ORDER, [ORDERED], [NOTE, first], Rules(STOCK)).standings] == [(), ()]


def test_what_we_bill_for_a_supplier_gives_nothing_back() -> None:
    goods = [row(*BOLT, 100, "ST", "2.50"), row(*STEEL, 40, "kg", "5.00")]
    bill = paper("rechnung", "R1", goods, lieferscheinnummer="L1")
    credit = paper("gutschrift", "G1", goods)
    self_billed = paper("gutschrift", "G1", goods, rechnungsart="Gutschriftsverfahren")
    assert [s.returned for s in match(ORDER, [ORDERED], [NOTE, bill, credit], Rules(STOCK)).standings] == [100, 40]
    assert [s.returned for s in match(ORDER, [ORDERED], [NOTE, bill, self_billed], Rules(STOCK)).standings] == [0, 0]


def test_a_certificate_of_another_batch_is_told() -> None:
    order = purchase("B-26-00401", wanted(*STEEL, 40, "kg", "5.00", certificate="3.1"))
    note = paper("lieferschein", "L1", [row(*STEEL, 40, "kg")], schmelze="482911")
    bill = paper("rechnung", "R1", [row(*STEEL, 40, "kg", "5.00")], lieferscheinnummer="L1")
    assert found([order], note, bill, paper("pruefbescheinigung", "Z1", [], schmelze="482911")) == ()
    (other,) = found([order], note, bill, paper("pruefbescheinigung", "Z1", [], schmelze="517733"))
    assert other.type == "charge"
    assert other.sentence == (
        "Charge weicht ab: Prüfbescheinigung Z1 gilt für Charge 517733, geliefert wurde Charge 482911 (Lieferschein L1)"
    )
    assert {place.eingangsnummer for place in other.evidence} == {"E-p-Z1", "E-l-L1"}


def test_a_new_bank_account_is_a_warning_until_somebody_decides() -> None:
    bill = paper("rechnung", "R1", [row(*BOLT, 100, "ST", "2.50"), row(*STEEL, 40, "kg", "5.00")], iban="DE02120300000000202051")
    known = {"Stahlhandel Düren GmbH": frozenset({"DE88200800000970375700"})}
    (warning,) = match(ORDER, [ORDERED], [NOTE, bill], Rules(STOCK, accounts=known)).deviations
    assert warning.type == "iban"
    assert warning.sentence.endswith("Bitte telefonisch prüfen")
    entered = {"Stahlhandel Düren GmbH": frozenset({"DE88200800000970375700", "DE02120300000000202051"})}
    assert match(ORDER, [ORDERED], [NOTE, bill], Rules(STOCK, accounts=entered)).deviations == ()


def test_the_same_goods_ordered_at_two_prices_are_billed_each_at_its_own() -> None:
    cheap, dear = (purchase(f"B-26-0040{n}", wanted(*BOLT, 100, "ST", price)) for n, price in ((1, "2.50"), (2, "2.90")))
    notes = [paper("lieferschein", f"L{n}", [row(*BOLT, 100, "ST")], names=f"B-26-0040{n}") for n in (1, 2)]
    bill = paper("rechnung", "R1", [row(*BOLT, 100, "ST", "2.90"), row(*BOLT, 100, "ST", "2.50")], names="", lieferscheinnummer="L1 L2")
    assert found([cheap, dear], *notes, bill) == ()


@pytest.mark.parametrize(("total", "kind"), [("30.00", "nicht_pruefbar"), ("300.00", "preis")])
def test_a_price_from_amount_and_quantity_alone_that_is_far_off_is_a_question(total: str, kind: str) -> None:
    ordered = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    note = paper("lieferschein", "L1", [row(*BOLT, 100, "ST")])
    bill = paper("rechnung", "R1", [row(*BOLT, 100, "ST", "", 1, total)], lieferscheinnummer="L1")
    assert [d.type for d in found([ordered], note, bill)] == [kind]
