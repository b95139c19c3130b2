"""Rows of goods: columns by heading, over pages, without heading, and what arithmetic decides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from archive.document import Line
from archive.scan import Word
from ingest.column_places import leaning, levelled
from ingest.line_arithmetic import Read, adds_up, settled
from ingest.row_numbers import products
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


LOST = "Pos   Artikel-Nr.   Bezeichnung               Menge   Einzelpreis\n"


def test_totals_whose_heading_was_lost_are_found_by_arithmetic() -> None:
    rows = (
        "10    RD60          Rundstahl                 2 Stk      40,00       19 %      80,00\n"
        "20    FL80          Flachstahl                4 Stk       5,00       19 %      20,00\n"
        "30    FL90          Flachstahl                1 Stk       7,50       19 %       7,50"
    )
    assert [line.total for line in _lines(HEAD + LOST + rows + FOOT)] == [Decimal(80), Decimal(20), Decimal("7.5")]


def test_a_table_without_a_heading_is_found_by_its_products_and_keeps_rows_in_line_with_them() -> None:
    rows = (
        "1     Rundstahl blank           2 kg       40,00      80,00     19\n"
        "2     Flachstahl verzinkt       4 kg        5,00      20,00     19\n"
        "3     Vierkantstahl             1 kg        7,50       7,50     19"
    )
    assert [(line.quantity, line.total) for line in _lines(HEAD + rows + FOOT)] == [
        (Decimal(2), Decimal(80)),
        (Decimal(4), Decimal(20)),
        (Decimal(1), Decimal("7.5")),
    ]


@pytest.mark.parametrize("line", ["Positionen EUR", "Zwischensumme", "Warenwert netto", "Übertrag", "Sous-total"])
def test_a_line_of_totals_is_neither_a_row_nor_the_text_of_one(line: str) -> None:
    row = "10    RD60          Rundstahl                 2 Stk      50,00      100,00\n"
    (only,) = _lines(HEAD + TITLE + row + f"{line}                                               100,00" + FOOT)
    assert only.text == "Rundstahl"


def test_a_total_that_can_not_be_read_is_worked_out_and_asked_for() -> None:
    proposal = understand(reading(HEAD + TITLE + "10    RD60          Rundstahl                 2 Stk      50,00       7" + FOOT), REGISTER)
    assert proposal.lines[0].total == Decimal("100.00")
    assert any("Aus Menge und Preis errechnet" in doubt.reason for doubt in proposal.doubts)


def test_rates_of_tax_are_no_discounts() -> None:
    (line,) = products((_word("3"), _word("Stk", 20), _word("10,00", 60), _word("19%", 120), _word("30,00", 160)))
    assert (line.quantity.value, line.price.value, line.total.value) == (Decimal(3), Decimal(10), Decimal(30))
    assert not list(products((_word("3"), _word("Stk", 20), _word("10,00", 60), _word("19%", 120), _word("24,30", 160))))
    assert list(products((_word("3"), _word("Stk", 20), _word("10,00", 60), _word("10%", 120), _word("27,00", 160))))


def test_columns_lean_with_a_skewed_page_and_evidence_lies_where_it_is_printed() -> None:
    word = Word("80,00", (100.0, 500.0, 130.0, 510.0), 1.0)
    (straight,) = levelled((word,), 0.05)
    assert straight.box[0] == pytest.approx(100 - 0.05 * 505)
    assert leaning(straight.box, 0.05) == pytest.approx(word.box)


def _word(text: str, left: float = 0.0) -> Word:
    return Word(text, (left, 0.0, left + 6.0 * len(text), 10.0), 1.0)


@pytest.mark.parametrize(("article", "kept"), [("RD60", True), ("ZUSCHN", True), ("Zeugnis,", False)])
def test_words_in_the_column_of_articles_are_the_name(article: str, kept: bool) -> None:
    (line,) = _lines(HEAD + TITLE + f"10    {article:14}nachberechnet             2 Stk      50,00      100,00" + FOOT)
    assert (line.article, line.text) == ((article, "nachberechnet") if kept else ("", f"{article} nachberechnet"))


@pytest.mark.parametrize(("confidence", "total"), [(0.3, Decimal(-100)), (0.95, Decimal(100))])
def test_a_minus_that_was_lost_in_poor_print_is_that_of_the_quantity(confidence: float, total: Decimal) -> None:
    made = reading(HEAD + TITLE + "10    RD60          Rundstahl                -2 Stk      50,00      100,00" + FOOT)
    page = made.pages[0]
    words = tuple(replace(w, confidence=confidence) if w.text == "100,00" and w.box[1] < 140 else w for w in page.words)
    (line,) = understand(replace(made, pages=(replace(page, words=words),)), REGISTER).lines
    assert line.total == total


def test_a_sum_of_pieces_is_no_text_of_the_last_row() -> None:
    rows = "10    RD60          Rundstahl                 2 Stk\nGesamt                                         2 Stk"
    title = "Pos   Artikel-Nr.   Bezeichnung               Menge\n"
    (line,) = _lines(HEAD.replace("Rechnung", "Lieferschein") + title + rows)
    assert (line.text, line.quantity) == ("Rundstahl", Decimal(2))


def test_a_price_for_a_hundred_is_a_price() -> None:
    title = "Pos   Bezeichnung          Menge      Preis/100     Rabatt    Gesamt\n"
    (line,) = _lines(HEAD + title + "10    Kanten               100 Stk    111,11        10 %      100,00" + FOOT)
    assert (line.quantity, line.unit_price, line.price_base, line.total) == (Decimal(100), Decimal("111.11"), Decimal(100), Decimal(100))


def test_a_unit_below_its_number_is_the_unit() -> None:
    rows = (
        "10    RD60          Rundstahl                 2          40,00       80,00\n"
        "                    mit Zeugnis 3.1           Stk\n"
        "20    FL80          Flachstahl                4 kg        5,00       20,00\n"
        "                    blank                     Stk"
    )
    first, second = _lines(HEAD + TITLE + rows + FOOT)
    assert (first.text, first.unit) == ("Rundstahl mit Zeugnis 3.1", "Stk")
    assert (second.text, second.unit) == ("Flachstahl blank Stk", "kg")
