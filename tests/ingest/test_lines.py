"""Rows of goods: columns by heading, over pages, without heading, and what arithmetic decides."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.document import Line
from ingest.line_arithmetic import Read, adds_up, settled
from ingest.understand import understand
from tests.papers import REGISTER, reading

HEAD = "#Stahlhandel Düren GmbH\n\n#Rechnung RE-1\n\n"
FOOT = "\n\nSumme netto 100,00\nzzgl. 19 % MwSt 19,00\nGesamtbetrag 119,00"
TITLE = "Pos   Artikel-Nr.   Bezeichnung               Menge   Einzelpreis    Gesamt\n"


def _lines(*pages: str) -> tuple[Line, ...]:
    return understand(reading(*pages), REGISTER).lines


def test_every_column_of_a_row() -> None:
    (line,) = _lines(HEAD + TITLE + "10    RD60          Rundstahl 60 x 3 mm       2 Stk      50,00      100,00" + FOOT)
    assert (line.position, line.article, line.text) == ("10", "RD60", "Rundstahl 60 x 3 mm")
    assert (line.quantity, line.unit, line.unit_price, line.total) == (Decimal(2), "Stk", Decimal(50), Decimal(100))


def test_a_text_goes_on_below_and_group_headings_do_not() -> None:
    rows = (
        "10    RD60          Rundstahl                 2 Stk      40,00       80,00\n"
        "                    mit Zeugnis 3.1\n"
        "Lieferschein 80015511\n"
        "20    FL80          Flachstahl                4 Stk       5,00       20,00"
    )
    first, second = _lines(HEAD + TITLE + rows + FOOT)
    assert first.text == "Rundstahl mit Zeugnis 3.1"
    assert second.text == "Flachstahl"


@pytest.mark.parametrize("again", [TITLE, ""])
def test_a_table_goes_on_over_the_page_with_its_carry(again: str) -> None:
    one = (
        HEAD + TITLE + "10    RD60          Rundstahl                 2 Stk      40,00       80,00\n" + "Übertrag                    80,00"
    )
    two = again + "Übertrag                    80,00\n20    FL80          Flachstahl                4 Stk       5,00       20,00" + FOOT
    assert [(line.position, line.total) for line in _lines(one, two)] == [("10", Decimal(80)), ("20", Decimal(20))]


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("Pos   Omschrijving              Aantal   Prijs      Bedrag\n", "10    Staal                     2        50,00      100,00"),
        ("Pos   Désignation               Quantité   Prix     Montant\n", "10    Acier                     2          50,00    100,00"),
        ("Item  Description               Qty      Price      Amount\n", "10    Steel                     2        50.00      100.00"),
        ("Menge    Bezeichnung            Preis      Betrag\n", "2 Stk    Stahl                  50,00      100,00"),
        ("Pos | Bezeichnung |             Menge |  Preis |    Gesamt\n", "10 |  Stahl |                   2|Stk    50,00 |    100,00"),
    ],
)
def test_headings_of_many_papers(title: str, row: str) -> None:
    (line,) = _lines(HEAD + title + row + FOOT)
    assert (line.quantity, line.unit_price, line.total) == (Decimal(2), Decimal(50), Decimal(100))


def test_a_price_per_hundred() -> None:
    (line,) = _lines(HEAD + TITLE + "10    SCH8          Schrauben               500 Stk   20,00/100    100,00" + FOOT)
    assert (line.quantity, line.unit_price, line.price_base, line.total) == (Decimal(500), Decimal(20), Decimal(100), Decimal(100))


def test_a_row_without_heading_must_add_up() -> None:
    lines = _lines(HEAD + "Rundstahl blank     4    25,00    100,00\nProjekt     7    12,00    99,00" + FOOT)
    assert [(line.quantity, line.total) for line in lines] == [(Decimal(4), Decimal(100))]


@pytest.mark.parametrize(
    ("read", "quantity", "base"),
    [
        (Read(Decimal(1), Decimal("0.10"), Decimal(1), Decimal(100)), Decimal(1000), Decimal(1)),
        (Read(Decimal(1000), Decimal(10), Decimal(1), Decimal(100)), Decimal(1000), Decimal(100)),
        (Read(Decimal(4), Decimal(25), Decimal(1), Decimal(90), Decimal(10)), Decimal(4), Decimal(1)),
        (Read(None, Decimal(25), Decimal(1), Decimal(100)), Decimal(4), Decimal(1)),
        (Read(Decimal(7), Decimal(25), Decimal(1), Decimal(110)), Decimal(7), Decimal(1)),
    ],
)
def test_arithmetic_decides_between_readings_and_invents_none(read: Read, quantity: Decimal, base: Decimal) -> None:
    done = settled(read, [])
    assert (done.quantity, done.base, done.total) == (quantity, base, read.total)


def test_what_does_not_add_up_stays_as_read() -> None:
    wrong = Read(Decimal(7), Decimal(25), Decimal(1), Decimal(110))
    assert not adds_up(wrong)
    assert settled(wrong, []) == wrong


def test_ruled_lines_read_as_letters_do_not_hide_the_quantity() -> None:
    text = "#Lieferschein\nLieferschein-Nr.: L-1\n\nPos.   Artikel     Bezeichnung          Menge   Einh.\n"
    rows = "10     AL-50       Alu flach            3)m\n20     AL-60       Alu rund             ı10/m\n"
    rows += "30     AL-70       Alublech             3|5tk"
    found = understand(reading(text + rows), REGISTER).lines
    assert [str(line.quantity) for line in found] == ["3", "10", "3"]


def test_what_stands_behind_number_and_unit_is_not_the_quantity() -> None:
    text = "#Rechnung\nRechnungs-Nr.: R-1\n\nArtikel              Anzahl   Einheit   Stückwert     Summe\n"
    found = understand(reading(text + "Umrichter            1        Stk       399,30        399,30"), REGISTER).lines
    assert [str(line.quantity) for line in found] == ["1"]


def test_a_number_glued_to_its_unit_goes_before_what_stands_behind_it() -> None:
    text = "#Rechnung\nRechnungs-Nr.: R-1\n\nPos   Beschreibung      Nettopreis    Menge\n"
    found = understand(reading(text + "10    Obermonteur       43,20         3Std 19% 129,60"), REGISTER).lines
    assert [str(line.quantity) for line in found] == ["3"]
