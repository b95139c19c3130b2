"""Headings of tables of goods as the programs of suppliers print them: in several lines, with prices per unit, with two columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.document import Line
from ingest.understand import understand
from tests.papers import REGISTER, reading

HEAD = "#Stahlhandel Düren GmbH\n\n#Rechnung RE-1\n\n"
FOOT = "\n\nSumme netto 100,00\nzzgl. 19 % MwSt 19,00\nGesamtbetrag 119,00"


def _lines(*pages: str) -> tuple[Line, ...]:
    return understand(reading(*pages), REGISTER).lines


def test_a_heading_of_several_lines_that_names_the_tax_is_not_the_end() -> None:
    table = (
        "Nr.       Beschreibung         Menge  Einheit   Preis    MwSt.      Betrag\n"
        "                                                Ohne       %          Ohne\n"
        "@0.66 Ohne MwSt.\n"
        "277845    Laserzuschnitt       4      Stück     340,53   19       1.362,12\n"
        "792049    Kupplung             100    Stück     225,27   19      22.527,00"
    )
    first, second = _lines(
        HEAD + table + "\n\nTotal EUR Ohne MwSt.     23.889,12\n19% MwSt.     4.538,93\nTotal EUR Inkl. MwSt.     28.428,05"
    )
    assert (first.text, first.quantity, first.total) == ("Laserzuschnitt", Decimal(4), Decimal("1362.12"))
    assert (second.quantity, second.total) == (Decimal(100), Decimal(22527))


def test_a_price_with_what_it_is_for_in_its_column() -> None:
    table = "Pos   Artikel/Bezeichnung           Menge   ME    Preis/PE     Betrag EUR\n"
    (line,) = _lines(HEAD + table + "1     477182                        50      Stk   447,30/100   223,65" + FOOT)
    assert (line.quantity, line.unit_price, line.price_base, line.total) == (
        Decimal(50),
        Decimal("447.30"),
        Decimal(100),
        Decimal("223.65"),
    )


@pytest.mark.parametrize(("printed", "price", "base"), [("742", "7.42", 1), ("742,00", "742", 100)])
def test_a_price_that_lost_its_comma_is_not_one_for_a_hundred(printed: str, price: str, base: int) -> None:
    table = "Pos   Bezeichnung                    Menge   ME    E-Preis     Gesamt\n"
    (line,) = _lines(HEAD + table + f"1     Vierkantrohr S235JRH           16      m     {printed:>7}     118,72" + FOOT)
    assert (line.unit_price, line.price_base, line.total) == (Decimal(price), Decimal(base), Decimal("118.72"))


def test_a_delivery_note_of_two_columns() -> None:
    note = (
        "#Lieferschein Nr. 118/26\n\nzu Ihrer Bestellung B-26-00417\n\nStück          Bezeichnung\n50             Laserzuschnitt 1.4301\n"
    )
    first, second = _lines(note + "2              Rillenkugellager 6205-2Z\n\n\n\nWare in einwandfreiem Zustand erhalten:\n")
    assert [(line.text, line.quantity) for line in (first, second)] == [
        ("Laserzuschnitt 1.4301", Decimal(50)),
        ("Rillenkugellager 6205-2Z", Decimal(2)),
    ]


def test_a_weight_close_behind_the_unit_does_not_hide_the_quantity() -> None:
    note = "#Lieferschein 80417118\n\nPos     Material   Bezeichnung                       Menge  Gewicht\n"
    (line,) = _lines(note + "000020  467754     Pneumatikschlauch PUN-8 blau     100 ST 200,40 KG\n")
    assert (line.quantity, line.unit) == (Decimal(100), "ST")


def test_a_price_per_kilogram_is_one_heading() -> None:
    table = "Position   Leistung              Gewicht kg   Preis je kg        Betrag\n"
    (line,) = _lines(HEAD + table + "1          Wellendichtring                 2         86,94    173,88 EUR" + FOOT)
    assert (line.quantity, line.unit_price, line.total) == (Decimal(2), Decimal("86.94"), Decimal("173.88"))


PAPER = "#Stahlhandel Düren GmbH\n\n#{title} RE-1\n\n"


def test_the_unit_stands_close_before_the_price_and_its_base_close_before_the_total() -> None:
    table = "Artikel     Bezeichnung               Menge   ME  Preis  PE   Betrag\n"
    table += "4711-10     Sechskantschraube M8x40   200   ST   12,40  100  24,80\n"
    (row,) = _lines(PAPER.format(title="Rechnung") + table + "\nSumme netto 24,80\n19 % MwSt 4,71\nGesamt 29,51")
    assert (row.quantity, row.unit, row.unit_price, row.total) == (Decimal(200), "ST", Decimal("12.40"), Decimal("24.80"))
    assert row.price_base == 100


def test_the_product_at_the_end_of_a_row_goes_before_what_leaning_columns_say() -> None:
    table = "Pos   Stück   kg    Benennung                 €/kg    EUR\n2     12   18,0   Welle    Vergüten   1,95   35,10\n"
    (row,) = _lines(PAPER.format(title="Rechnung") + table + "\nSumme netto 35,10\n19 % MwSt 6,67\nGesamt 41,77")
    assert (row.quantity, row.unit_price, row.total) == (Decimal(18), Decimal("1.95"), Decimal("35.10"))


def test_a_craftsman_writes_hours_and_lump_sums_without_a_heading() -> None:
    rows = (
        "    14 Std.   Schlosser, Montage vor Ort            à 58,00 €        812,00 €\n"
        "     1 psch.  Anfahrt                                                 45,00 €\n"
        "    22 m      Winkelstahl 40x40x4                   à 6,80 €         149,60 €\n"
    )
    found = _lines(PAPER.format(title="Rechnung") + rows + "\nZwischensumme 1.006,60\n19 % MwSt 191,25\nGesamt 1.197,85")
    assert [(row.position, row.quantity, row.unit, row.total) for row in found] == [
        ("", Decimal(14), "Std", Decimal("812.00")),
        ("", Decimal(1), "psch", Decimal("45.00")),
        ("", Decimal(22), "m", Decimal("149.60")),
    ]


def test_a_sentence_below_the_table_is_no_text_of_its_last_row() -> None:
    table = "Pos.   Artikelnr.   Bezeichnung        Menge\n1      O5D100       Abstandssensor     2 Stk\n"
    (row,) = _lines(PAPER.format(title="Lieferschein") + table + "\nVersandbedingung: Standard Transport\n")
    assert row.text == "Abstandssensor"
    (row,) = _lines(PAPER.format(title="Lieferschein") + table + "                    24 V, mit Stecker\n")
    assert row.text == "Abstandssensor 24 V, mit Stecker"


def test_a_heading_with_a_slash_begins_with_its_first_word() -> None:
    table = "Pos.   Zeichnung / Bezeichnung   Menge    Stückpreis   Gesamt\n"
    table += "1      Z-10804-B                 50 Stk   7,85         392,50\n"
    (row,) = _lines(PAPER.format(title="Rechnung") + table + "\nSumme netto 392,50\n19 % MwSt 74,58\nGesamt 467,08")
    assert (row.position, row.text, row.quantity) == ("1", "Z-10804-B", Decimal(50))


def test_what_stands_close_behind_the_position_is_not_lost() -> None:
    table = "Pos Material    Menge      Preis       Wert\n000010 908745   4 ST       128,40      513,60\n"
    (row,) = _lines(PAPER.format(title="Rechnung") + table + "\nSumme netto 513,60\n19 % MwSt 97,58\nGesamt 611,18")
    assert (row.position, row.article, row.total) == ("000010", "908745", Decimal("513.60"))


def test_a_rounded_net_price_beside_price_and_discount_is_no_doubt() -> None:
    table = "Nr.   Bezeichnung        Menge   Bruttopreis   Rabatt   Nettopreis   Wert\n"
    table += "1     Schutzschalter     12 ST   8,90          {}       5,79         69,42\n"
    foot = "\nSumme netto 69,42\n19 % MwSt 13,19\nGesamt 82,61"
    for less, doubted in (("35", False), ("25", True)):
        proposal = understand(reading(PAPER.format(title="Rechnung") + table.format(less) + foot), REGISTER)
        assert any("nicht 69,42" in d.reason for d in proposal.doubts) is doubted


def test_freight_is_charged_by_consignments() -> None:
    table = (
        "Sendung   Datum      Relation               Colli     kg    Fracht EUR\n"
        "4410982   05.10.26   Aachen - Stuttgart     2 EP     640        118,40\n"
        "4411377   08.10.26   Gent (BE) - Aachen     1 EP     310        142,00"
    )
    first, second = _lines(HEAD + table + "\n\nSumme netto 260,40\nzzgl. 19 % MwSt 49,48\nGesamtbetrag 309,88")
    assert (first.article, first.quantity, first.unit, first.total) == ("4410982", Decimal(2), "EP", Decimal("118.40"))
    assert (second.quantity, second.total) == (Decimal(1), Decimal(142))


def test_sums_below_their_headings_are_no_row() -> None:
    table = "Pos   Bezeichnung          Menge     Preis     Rab.     Betrag\n1     Bremsenreiniger      20 Stk    13,80              276,00"
    sums = (
        "\n\nWarenwert     Bonus 2 %     Mindermenge     Nettobetrag     MwSt-Satz     MwSt-Betrag     Rechnungsbetrag\n"
        "276,00        -5,52         10,00           280,48          19,00 %       53,29           333,77"
    )
    proposal = understand(reading(HEAD + table + sums), REGISTER)
    (line,) = proposal.lines
    assert (line.quantity, line.total) == (Decimal(20), Decimal(276))
    assert proposal.value("brutto") == "333.77"
