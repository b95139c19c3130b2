"""Deviations that papers of other folders may explain are questions."""

from __future__ import annotations

from archive.deviation import Deviation
from archive.document import Document
from archive.order import STOCK, PurchaseOrder
from archive.threeway import Rules, match
from tests.bought import ORDER, paper, purchase, row, wanted

BOLT = ("10", "4711", "Sechskantschraube M12")


def found(order: PurchaseOrder, *papers: Document) -> tuple[Deviation, ...]:
    return match(ORDER, [order], papers, Rules(STOCK)).deviations


def test_an_invoice_for_several_folders_asks_which_of_its_rows_is_meant() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    note = paper("lieferschein", "L1", [row(*BOLT, 100, "ST")])
    dear = row(*BOLT, 100, "ST", "2.90")
    once = paper("rechnung", "R1", [dear], names="", lieferscheinnummer="L1 L9")
    assert [each.type for each in found(order, note, once)] == ["preis"]
    twice = paper("rechnung", "R1", [dear, row(*BOLT, 40, "ST", "2.70")], names="", lieferscheinnummer="L1 L9")
    told = found(order, note, twice)
    assert {each.type for each in told} == {"nicht_pruefbar"}
    assert all(each.sentence.startswith("Nicht sicher zuzuordnen: Rechnung R1 nennt ") for each in told)


def test_a_delivery_note_that_is_not_here_explains_what_was_billed_beyond() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    bill = paper("rechnung", "R1", [row(*BOLT, 100, "ST", "2.50")], lieferscheinnummer="L1 L2")
    (question, *_) = found(order, paper("lieferschein", "L1", [row(*BOLT, 60, "ST")]), bill)
    told = [each for each in found(order, paper("lieferschein", "L1", [row(*BOLT, 60, "ST")]), bill) if "L2" in each.sentence]
    assert [each.type for each in told] == ["nicht_pruefbar"]
    assert told[0].sentence.startswith("Noch nicht zu prüfen: Lieferschein L2, den Rechnung R1 nennt, liegt nicht in dieser Mappe")
    assert question.type != "menge"
    assert (
        found(order, paper("lieferschein", "L1", [row(*BOLT, 60, "ST")]), paper("lieferschein", "L2", [row(*BOLT, 40, "ST")]), bill) == ()
    )


def test_a_note_whose_number_was_read_with_a_wrong_letter_is_here() -> None:
    order = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
    bill = paper("rechnung", "R1", [row(*BOLT, 100, "ST", "2.50")], lieferscheinnummer="ZL262556")
    note = paper("lieferschein", "21262556", [row(*BOLT, 60, "ST")])
    assert "menge" in [each.type for each in found(order, note, bill)]
