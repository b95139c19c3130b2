"""The three-way match as a table: what was ordered, which papers came, which deviations follow. Everything else must stay silent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.deviation import Deviation, Tolerances
from archive.document import Document, Line
from archive.order import STOCK, PurchaseOrder
from archive.threeway import Rules, match
from tests.bought import ORDER, paper, purchase, row, wanted

BOLT, STEEL = ("10", "4711", "Sechskantschraube M12"), ("20", "RD60", "Rundstahl 42CrMo4 Ø 60 mm")


def found(purchases: list[PurchaseOrder], *papers: Document, tolerances: Tolerances | None = None) -> tuple[Deviation, ...]:
    return match(ORDER, purchases, papers, Rules(STOCK, tolerances or Tolerances())).deviations


def types(deviations: tuple[Deviation, ...]) -> list[str]:
    return sorted(deviation.type for deviation in deviations)


def ls(number: str, *rows: Line, **fields: str) -> Document:
    return paper("lieferschein", number, rows, **fields)


def re(number: str, *rows: Line, **fields: str) -> Document:
    return paper("rechnung", number, rows, **fields)


QUANTITIES = [
    # ordered, unit, delivered on notes, invoiced on invoices, expected types
    ("100", "ST", ["100"], ["100"], []),
    ("100", "ST", ["60", "40"], ["100"], []),
    ("100", "ST", ["60", "40"], ["60", "40"], []),
    ("100", "ST", ["60"], [], ["nicht_geliefert"]),
    ("100", "ST", ["60"], ["60"], ["nicht_geliefert"]),
    ("100", "ST", ["60"], ["100"], ["menge", "nicht_geliefert"]),
    ("100", "ST", ["60", "50"], ["100"], ["nicht_pruefbar"]),
    ("100", "ST", ["60", "50"], ["110"], ["menge"]),
    ("100", "ST", ["101"], ["101"], ["menge"]),
    ("100", "ST", ["100"], ["120"], ["menge"]),
    ("100", "ST", [], ["100"], []),
    ("100", "ST", ["100"], [], []),
    ("100", "kg", ["105"], ["105"], []),
    ("100", "kg", ["110"], ["110"], []),
    ("100", "kg", ["112"], ["112"], ["menge"]),
    ("100", "kg", ["95"], ["95"], []),
    ("100", "kg", ["85"], ["85"], ["nicht_geliefert"]),
    ("24", "m", ["25.5"], ["25.5"], []),
    ("3", "Satz", ["3"], ["3"], []),
    ("120", "ST", ["128"], ["120"], ["nicht_pruefbar"]),
    ("640", "kg", ["6458"], ["640"], ["nicht_pruefbar"]),
    ("0.5", "t", ["0.5"], ["0.5"], []),
]


@pytest.mark.parametrize(("ordered", "unit", "notes", "invoices", "expected"), QUANTITIES)
def test_quantities(ordered: str, unit: str, notes: list[str], invoices: list[str], expected: list[str]) -> None:
    order = purchase("B-26-00401", wanted(*BOLT, ordered, unit, "2.50"))
    papers = [ls(f"L{at}", row(*BOLT, quantity, unit)) for at, quantity in enumerate(notes)]
    papers += [re(f"R{at}", row(*BOLT, quantity, unit, "2.50")) for at, quantity in enumerate(invoices)]
    assert types(found([order], *papers)) == expected


UNITS = [
    ("100", "ST", ("100", "Stck."), ("100", "C62"), []),
    ("100", "Stk", ("100", ""), ("100", "PCE"), []),
    ("2", "t", ("2000", "kg"), ("2000", "KGM"), []),
    ("12", "ST", ("6", "PAA"), ("6", "Paar"), []),
    ("3", "m", ("3000", "mm"), ("3", "MTR"), []),
    ("500", "ST", ("5", "CEN"), ("500", "H87"), []),
    ("6", "ST", ("6", "Stk"), ("198", "kg"), ["nicht_pruefbar"]),
    ("24", "m", ("24", "m"), ("108.5", "kg"), ["nicht_pruefbar"]),
    ("24", "m", ("108.5", "kg"), ("108.5", "kg"), ["nicht_pruefbar"]),
    ("200", "ST", ("2", "VPE"), ("2", "VPE"), ["nicht_pruefbar"]),
    ("2", "VPE", ("2", "Pkg"), ("2", "VPE"), []),
    ("8", "Std", ("8", "HUR"), ("8", "h"), []),
]


@pytest.mark.parametrize(("ordered", "unit", "delivered", "invoiced", "expected"), UNITS)
def test_units(ordered: str, unit: str, delivered: tuple[str, str], invoiced: tuple[str, str], expected: list[str]) -> None:
    order = purchase("B-26-00401", wanted(*STEEL, ordered, unit))
    papers = [ls("L1", row(*STEEL, *delivered)), re("R1", row(*STEEL, *invoiced))]
    assert types(found([order], *papers)) == expected


PRICES = [
    # ordered: price, base, unit; invoiced: quantity, unit, price, base, amount; expected
    (("8.00", 100, "ST"), ("500", "ST", "0.08", 1), []),
    (("0.08", 1, "ST"), ("500", "ST", "8.00", 100), []),
    (("8.00", 100, "ST"), ("500", "ST", "80.00", 1000), []),
    (("8.00", 100, "ST"), ("500", "ST", "8.00", 1), ["preis"]),
    (("8.00", 100, "ST"), ("5", "CEN", "8.00", 1), []),
    (("1000", 1, "t"), ("500", "kg", "1.00", 1), []),
    (("2.50", 1, "ST"), ("500", "ST", "2.80", 1), ["preis"]),
    (("2.50", 1, "ST"), ("500", "ST", "2.5125", 1), []),
    (("2.50", 1, "ST"), ("500", "ST", "2.55", 1), []),
    (("2.50", 1, "ST"), ("500", "ST", "2.56", 1), ["preis"]),
    (("2.50", 1, "ST"), ("500", "ST", "2.20", 1), ["preis"]),
    (("2.50", 1, "ST"), ("500", "ST", "2.50", 1, "1250.00"), []),
    (("2.50", 1, "ST"), ("500", "ST", "2.7778", 1, "1250.01"), []),
    (("2.50", 1, "ST"), ("500", "ST", "2.50", 1, "1350.00"), ["nicht_pruefbar"]),
    (("2.50", 1, "ST"), ("500", "ST", "3.00", 1, "1250.00"), []),
    (("2.50", 1, "ST"), ("500", "ST", "3.00", 1, "1310.00"), ["nicht_pruefbar"]),
    (("2.50", 1, "ST"), ("500", "ST", "3.00", 1, "1425.00"), ["preis"]),
    (("2.50", 1, "ST"), ("500", "ST", "2.50", 1, "1187.50"), ["preis"]),
    (("2.50", 1, "ST"), ("500", "ST", "", 1, "1250.00"), []),
    (("0.333", 1, "ST"), ("500", "ST", "0.33", 1), []),
    (("", 1, "ST"), ("500", "ST", "9.99", 1), []),
]


@pytest.mark.parametrize(("ordered", "invoiced", "expected"), PRICES)
def test_prices(ordered: tuple[str, int, str], invoiced: tuple[str | float, ...], expected: list[str]) -> None:
    price, base, unit = ordered
    quantity = "0.5" if unit == "t" else "500"
    order = purchase("B-26-00401", wanted(*BOLT, quantity, unit, price, base))
    papers = [ls("L1", row(*BOLT, quantity, unit)), re("R1", row(*BOLT, *invoiced))]
    assert types(found([order], *papers)) == expected


EXTRAS = [
    ("Fracht", "45.00", []),
    ("Verpackung und Porto", "12.50", []),
    ("Legierungszuschlag", "38.00", []),
    ("Mindermengenzuschlag", "25.00", []),
    ("Maut", "49.99", []),
    ("Zeugniskosten 3.1", "20.00", []),
    ("Fracht", "180.00", ["nicht_bestellt"]),
    ("Anzahlung laut Auftragsbestätigung", "500.00", []),
    ("Sonderrabatt", "-30.00", []),
    ("Arbeitshandschuhe Gr. 10", "36.00", ["nicht_bestellt"]),
]


@pytest.mark.parametrize(("text", "amount", "expected"), EXTRAS)
def test_rows_that_nobody_ordered(text: str, amount: str, expected: list[str]) -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    papers = [ls("L1", row(*BOLT, 100, "ST")), re("R1", row(*BOLT, 100, "ST", "2.50"), row("30", "", text, 1, "psch", amount))]
    assert types(found([order], *papers)) == expected


def test_much_freight_is_usual_on_a_large_invoice() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 4000, "ST", "2.50"))
    papers = [ls("L1", row(*BOLT, 4000, "ST")), re("R1", row(*BOLT, 4000, "ST", "2.50"), row("", "", "Fracht", 1, "psch", "420.00"))]
    assert found([order], *papers) == ()


def test_a_price_deviation_names_both_prices_and_both_places() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 60, "ST", "2.28"))
    bill = re("969380", row(*BOLT, 60, "Stk", "2.55", page=2))
    own = paper("bestellung", "B-26-00401", [row(*BOLT, 60, "ST", "2.28")])
    (deviation,) = found([order], own, ls("L1", row(*BOLT, 60, "ST")), bill)
    assert (deviation.type, deviation.expected, deviation.found) == ("preis", Decimal("2.28"), Decimal("2.55"))
    assert (deviation.difference, deviation.percent, deviation.amount) == (Decimal("0.27"), Decimal("11.8"), Decimal("16.20"))
    assert [(place.eingangsnummer, place.page, place.box) for place in deviation.evidence] == [
        (own.eingangsnummer, 1, own.lines[0].evidence.box),
        (bill.eingangsnummer, 2, bill.lines[0].evidence.box),
    ]
    assert deviation.sentence == (
        "Preis weicht ab: Position 10 Sechskantschraube M12 ist zu 2,28 € je Stk bestellt (Bestellung B-26-00401), "
        "auf Rechnung 969380 stehen 2,55 €: 11,8 % mehr, zusammen 16,20 €"
    )


def test_tolerances_are_the_firms() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    papers = [ls("L1", row(*BOLT, 103, "ST")), re("R1", row(*BOLT, 103, "ST", "2.60"))]
    assert types(found([order], *papers)) == ["menge", "preis"]
    assert found([order], *papers, tolerances=Tolerances(price=Decimal("0.05"), counted=Decimal("0.03"))) == ()


CREDITS = [
    # credit row: quantity, price; expected
    ((60, "ST", "0.27"), []),  # the surcharge is given back
    ((60, "ST", "0.10"), ["preis"]),  # less than that
]


@pytest.mark.parametrize(("given", "expected"), CREDITS)
def test_a_credit_note_can_correct_a_price(given: tuple[str | float, ...], expected: list[str]) -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 60, "ST", "2.28"))
    papers = [ls("L1", row(*BOLT, 60, "ST")), re("R1", row(*BOLT, 60, "ST", "2.55")), paper("gutschrift", "G1", [row(*BOLT, *given)])]
    assert types(found([order], *papers)) == expected


def test_a_credit_note_can_take_goods_back() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    papers = [ls("L1", row(*BOLT, 100, "ST")), re("R1", row(*BOLT, 120, "ST", "2.50"))]
    assert types(found([order], *papers)) == ["menge"]
    assert found([order], *papers, paper("gutschrift", "G1", [row(*BOLT, 20, "ST", "2.50")])) == ()


def test_a_credit_note_without_its_invoice_is_a_question() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    papers = [ls("L1", row(*BOLT, 100, "ST")), paper("gutschrift", "G1", [row(*BOLT, 100, "ST", "2.50")])]
    assert types(found([order], *papers)) == ["nicht_pruefbar"]


def test_the_same_invoice_twice_counts_once() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    first, again = re("R1", row(*BOLT, 100, "ST", "2.50")), re("R-1", row(*BOLT, 100, "ST", "2.50"))
    assert types(found([order], ls("L1", row(*BOLT, 100, "ST")), first, again)) == ["doppelt"]


def test_certificates_are_missed_when_the_goods_are_here() -> None:
    order = purchase("B-26-00401", wanted(*STEEL, 6, "ST", certificate="3.1"))
    note = ls("L1", row(*STEEL, 6, "ST"))
    assert found([order]) == ()
    assert types(found([order], note)) == ["zeugnis_fehlt"]
    assert found([order], note, paper("pruefbescheinigung", "Z1", [])) == ()


@pytest.mark.parametrize(
    ("wanted_kind", "kind", "missing"),
    [
        ("3.1", "2.2", True),
        ("3.1", "3.1", False),
        ("3.1", "3.2", False),
        ("2.2", "3.1", False),
        ("APZ 3.1", "2.1", True),
        ("ja", "2.2", False),
    ],
)
def test_a_certificate_of_a_lower_kind_does_not_do(wanted_kind: str, kind: str, missing: bool) -> None:
    order = purchase("B-26-00401", wanted(*STEEL, 6, "ST", certificate=wanted_kind))
    told = found([order], ls("L1", row(*STEEL, 6, "ST")), paper("pruefbescheinigung", "Z1", [], zeugnisart=kind))
    assert types(told) == (["zeugnis_fehlt"] if missing else [])
    if missing:
        assert told[0].sentence.endswith(f"; da ist nur Prüfbescheinigung Z1 nach {kind}")
        assert "E-p-Z1" in {place.eingangsnummer for place in told[0].evidence}


def test_a_decision_holds_only_for_the_same_facts() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    (first,) = found([order], ls("L1", row(*BOLT, 60, "ST")))
    (same,) = found([order], ls("L1", row(*BOLT, 60, "ST")))
    (more,) = found([order], ls("L1", row(*BOLT, 60, "ST")), ls("L2", row(*BOLT, 20, "ST")))
    assert first.key == same.key
    assert first.key != more.key
