"""Rows of papers find their order lines, misread and mixed up as they may be; what was not read is a question and not a claim."""

from __future__ import annotations

import pytest

from archive.deviation import Deviation
from archive.document import Document
from archive.order import STOCK, PurchaseOrder
from archive.threeway import Rules, match
from tests.bought import ORDER, paper, purchase, row, wanted

BOLT, STEEL = ("10", "4711", "Sechskantschraube M12"), ("20", "RD60", "Rundstahl 42CrMo4 Ø 60 mm")


def found(purchases: list[PurchaseOrder], *papers: Document) -> tuple[Deviation, ...]:
    return match(ORDER, purchases, papers, Rules(STOCK)).deviations


PAIRED = [
    ("4711", "Sechskantschraube M12", "as written"),
    ("47I1", "Sechskantschraube M12", "a letter for a digit in the article"),
    ("", "Sechskantschraube M12 verzinkt Ihre Artikel-Nr. MW-00010", "by its words, with more words behind"),
    ("", "Sechskantsohraube Ml2", "by its words, misread"),
    ("", "Hexagon screw M12", "the only row and the only order line, with the same quantity"),
    ("99-4711-X", "Schraube", "the only row, a longer article number of the sender"),
]


@pytest.mark.parametrize(("article", "text", "why"), PAIRED)
def test_rows_find_their_order_line(article: str, text: str, why: str) -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    note = paper("lieferschein", "L1", [row("1", article, text, 100, "ST")])
    papers = [note, paper("rechnung", "R1", [row("1", article, text, 100, "ST", "2.50")])]
    assert found([order], *papers) == (), why


def test_equal_articles_of_two_orders_are_told_apart_by_quantity_and_sequence() -> None:
    one = purchase("B-26-00401", wanted(*BOLT, 24, "ST", "2.50"))
    two = purchase("B-26-00402", wanted(*BOLT, 36, "ST", "2.50"), orders=("A-26-0102",))
    both = {"names": "B-26-00401 B-26-00402", "orders": (ORDER, "A-26-0102")}
    exact = [paper("lieferschein", "L1", [row(*BOLT, 36, "ST"), row(*BOLT, 24, "ST")], **both)]  # type: ignore[arg-type]
    together = [paper("lieferschein", "L1", [row(*BOLT, 60, "ST")], **both)]  # type: ignore[arg-type]
    for papers in (exact, together):
        standing = match(ORDER, [one, two], papers, Rules(STOCK)).standings[0]
        assert standing.delivered == 24


def test_a_note_bound_into_an_invoice_is_not_invoiced_again() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    bill = paper("rechnung", "R1", [row(*BOLT, 100, "ST", "2.50"), row(*BOLT, 100, "ST", page=2)])
    assert found([order], paper("lieferschein", "L1", [row(*BOLT, 100, "ST")]), bill) == ()


def test_a_row_of_an_invoice_that_was_not_read_is_not_missing() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"), wanted(*STEEL, 6, "ST", "80.00"))
    note = paper("lieferschein", "L1", [row(*BOLT, 100, "ST"), row(*STEEL, 6, "ST")])
    bill = paper("rechnung", "R1", [row(*BOLT, 100, "ST", "2.50")], netto="730.00", steuer="138.70")
    (deviation,) = found([order], note, bill)
    assert deviation.sentence == (
        "Nicht prüfbar: Auf Rechnung R1 ist Position 20 Rundstahl 42CrMo4 Ø 60 mm der Bestellung B-26-00401 nicht zu lesen"
    )


def test_print_from_the_foot_of_a_page_is_no_row_of_goods() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    note = paper("lieferschein", "L1", [row(*BOLT, 100, "ST"), row("", "0002 0395", "Geschäftsführer IBAN", 20)])
    assert found([order], note) == ()


def test_rows_without_position_and_article_are_rows_of_their_own() -> None:
    ordered = purchase("B-26-00401", wanted("", "", "Rundstahl", 5, "m"), wanted("", "", "Sechskantschraube", 100, "ST"))
    note = paper("lieferschein", "L1", [row("1", "", "Sechskantschraube", 60, "ST"), row("2", "", "Rundstahl", 5, "m")])
    standings = match(ORDER, [ordered], [note], Rules(STOCK)).standings
    assert [standing.delivered for standing in standings] == [5, 60]
