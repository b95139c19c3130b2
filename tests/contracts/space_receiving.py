"""What receiving goods promises on every database: one paper whole or not at all, counted once beside the delivery note."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from archive import healing
from archive.browsing import Asked, customers, purchase_orders, suppliers
from archive.content import Correction
from archive.folders import Folder, folder
from archive.order import STOCK, Customer, Known, Order, PurchaseOrder, PurchaseOrderLine, Supplier
from archive.problems import Invalid
from archive.rebuild import rebuild
from archive.receiving import Arrival, Photo, Received, receive
from archive.scan import Page
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal
from tests.contracts.space_folders import monthly, note

TODAY = date(2026, 11, 22)
BLANK = Page(1, 595.0, 842.0, 0, (), "ocr")


def arrived(space: Space, counted: Mapping[str, int], note_number: str = "", damage: str = "", begun: str = "8:00") -> Received:
    """Goods of B-26-00401, counted by Anna."""
    purchase = space.orders.purchase_order("B-26-00401")
    quantities = {f"B-26-00401/{position}": Decimal(quantity) for position, quantity in counted.items()}
    return receive(space, Arrival(purchase, quantities, TODAY, begun, note_number, damage), (), ANNA)


def told(shown: Folder) -> list[tuple[str, Decimal | None]]:
    """Type and difference of everything that does not fit or is not done."""
    return [(each.deviation.type, each.deviation.difference) for each in shown.completeness.judged]


class ReceivingContract:
    """Every test gets an empty space."""

    def test_a_receipt_is_a_paper_in_the_folder_and_counts_as_delivered(self, space: Space) -> None:
        furnish(space)
        done = arrived(space, {"10": 7}, "80015511")
        shown = folder(space, "A-26-0101")
        (paper,) = shown.documents
        assert (paper.eingangsnummer, paper.doctype, paper.state) == (done.eingangsnummer, "wareneingangsschein", "filed")
        assert paper.sentence == "Abgelegt in A-26-0101, weil die Ware zur Bestellung B-26-00401 angekommen ist"
        assert [(row.position, row.quantity) for row in paper.lines] == [("10", Decimal(7))]
        assert "80015511" in space.documents.reading(paper.eingangsnummer).pages[0].text
        assert told(shown) == [("nicht_geliefert", Decimal(-5))]
        assert shown.standings[0].delivered == 7
        assert any("Lieferschein 80015511" in sentence for sentence in shown.missing)
        assert any("Rechnung zu Wareneingang 80015511" in sentence for sentence in shown.missing)
        assert space.journal.about(done.eingangsnummer)[-1].who == ANNA
        assert verify(space).ok

    def test_receipt_and_delivery_note_of_one_delivery_count_once(self, space: Space) -> None:
        furnish(space)
        arrived(space, {"10": 12}, "80015511")
        note(space, "80015511", "A-26-0101")
        shown = folder(space, "A-26-0101")
        assert shown.standings[0].delivered == 12
        assert told(shown) == []
        assert [gap.doctype for gap in shown.completeness.gaps] == ["rechnung"]

    @pytest.mark.parametrize("number", ["", "8O015511"])
    def test_also_when_nobody_typed_the_number_or_it_was_misread(self, space: Space, number: str) -> None:
        furnish(space)
        arrived(space, {"10": 12}, number)
        note(space, "80015511", "A-26-0101")
        assert folder(space, "A-26-0101").standings[0].delivered == 12

    def test_papers_may_name_the_goods_by_the_suppliers_number(self, space: Space) -> None:
        furnish(space)
        purchase = space.orders.purchase_order("B-26-00401")
        lines = (dataclasses.replace(purchase.lines[0], article="W-80-3000", their_article="4711", text="Welle, Sachnummer 9"),)
        other = PurchaseOrderLine("20", "W-81", "Welle, Sachnummer 10", Decimal(12), "ST", their_article="4712")
        space.orders.save([dataclasses.replace(purchase, lines=(*lines, other))], ANNA)
        note(space, "80015511", "A-26-0101")
        assert [standing.delivered for standing in folder(space, "A-26-0101").standings] == [Decimal(12), Decimal(0)]

    def test_two_deliveries_are_two(self, space: Space) -> None:
        furnish(space)
        arrived(space, {"10": 5}, "80015511")
        note(space, "80099922", "A-26-0101", quantity=7)
        assert folder(space, "A-26-0101").standings[0].delivered == 12
        note(space, "80015511", "A-26-0101", quantity=5)
        shown = folder(space, "A-26-0101")
        assert shown.standings[0].delivered == 12
        assert told(shown) == []

    def test_what_was_counted_counts_and_the_note_that_says_more_does_not_fit(self, space: Space) -> None:
        furnish(space)
        note(space, "80015511", "A-26-0101")
        arrived(space, {"10": 10}, "80015511")
        shown = folder(space, "A-26-0101")
        assert shown.standings[0].delivered == 10
        assert sorted(told(shown)) == [("menge", Decimal(-2)), ("nicht_geliefert", Decimal(-2))]
        deviation = next(each.deviation for each in shown.completeness.judged if each.deviation.type == "menge")
        assert "12 auf Lieferschein 80015511, 10 gezählt" in deviation.sentence
        assert {place.eingangsnummer for place in deviation.evidence} >= {d.eingangsnummer for d in shown.documents}

    def test_one_note_may_be_counted_in_two_goes(self, space: Space) -> None:
        furnish(space)
        note(space, "80015511", "A-26-0101")
        arrived(space, {"10": 8}, "80015511")
        arrived(space, {"10": 4}, "80015511", begun="8:30")
        shown = folder(space, "A-26-0101")
        assert shown.standings[0].delivered == 12
        assert told(shown) == []

    def test_an_invoice_follows_the_delivery_note_that_only_the_receipt_names(self, space: Space) -> None:
        furnish(space)
        bill = monthly(space, "80015511", order="A-26-0102")
        before = space.journal.head()[0]
        done = arrived(space, {"10": 12}, "80015511")
        document = space.documents.get(bill)
        assert document.orders == ("A-26-0102", "A-26-0101")
        assert document.sentence.endswith("A-26-0101 kam dazu, weil der Wareneingang zum Lieferschein 80015511 dort liegt.")
        assert space.journal.about(bill)[-1].who == "mappe"
        (known,) = space.orders.delivered(["80015511"])
        assert known == Known("wareneingangsschein", "80015511", ("A-26-0101",), "70001", done.eingangsnummer)
        numbers, newest = healing.arrived(space.catalog, before)
        assert numbers == {"80015511"}
        assert healing.arrived(space.catalog, newest) == (frozenset(), newest)
        space.documents.undo(done.eingangsnummer, ANNA)
        assert space.documents.get(bill).orders == ("A-26-0102",)
        assert space.orders.delivered(["80015511"]) == []

    def test_receipt_and_note_do_not_pull_each_other_and_one_is_enough_to_stay(self, space: Space) -> None:
        furnish(space)
        bill = monthly(space, "80015511", order="A-26-0103")
        done = arrived(space, {"10": 12}, "80015511")
        late = note(space, "80015511", "A-26-0102")
        assert space.documents.get(done.eingangsnummer).orders == ("A-26-0101",)
        assert space.documents.get(late).orders == ("A-26-0102",)
        assert space.documents.get(bill).orders == ("A-26-0103", "A-26-0101", "A-26-0102")
        space.documents.correct(late, Correction(orders=("A-26-0101",)), ANNA)
        assert space.documents.get(bill).orders == ("A-26-0103", "A-26-0101")
        space.documents.undo(done.eingangsnummer, ANNA)
        assert space.documents.get(bill).orders == ("A-26-0103", "A-26-0101")

    def test_damage_is_something_to_decide(self, space: Space) -> None:
        furnish(space)
        arrived(space, {"10": 12}, "L1", damage="Zwei Stäbe verbogen.")
        shown = folder(space, "A-26-0101")
        assert told(shown) == [("schaden", None)]
        assert shown.completeness.state == "abweichung"
        expected = "Beschädigt angekommen: Zwei Stäbe verbogen (Wareneingangsschein L1)"
        assert shown.completeness.judged[0].deviation.sentence == expected

    def test_it_can_be_taken_back_and_is_never_read_over(self, space: Space) -> None:
        furnish(space)
        number = arrived(space, {"10": 7}, "80015511").eingangsnummer
        with pytest.raises(Invalid):
            space.documents.read_again(number, ANNA)
        space.documents.undo(number, ANNA)
        assert folder(space, "A-26-0101").standings[0].delivered == 0
        space.documents.file(number, proposal(space, number))
        paper = space.documents.get(number)
        assert (paper.state, paper.doctype, paper.lines[0].quantity) == ("waiting", "wareneingangsschein", Decimal(7))
        assert verify(space).ok

    def test_the_same_entry_twice_is_there_once(self, space: Space) -> None:
        furnish(space)
        first = arrived(space, {"10": 3})
        again = arrived(space, {"10": 3})
        assert (first.again, again.again, again.eingangsnummer) == (False, True, first.eingangsnummer)
        assert space.intake.counts()["filed"] == 1
        assert not arrived(space, {"10": 3}, begun="9:00").again

    def test_photos_lie_beside_it_and_delivery_notes_are_read(self, space: Space) -> None:
        furnish(space)
        photos = []
        for name, page in (("schaden.jpg", BLANK), ("lieferschein.jpg", None)):
            with space.intake.receive() as incoming:
                incoming.write(name.encode())
                photos.append(Photo(incoming.keep(), name, "image/jpeg", page))
        purchase = space.orders.purchase_order("B-26-00401")
        done = receive(space, Arrival(purchase, {}, TODAY, "8:00"), photos, ANNA)
        assert len(done.to_read) == 1
        assert space.intake.get(done.to_read[0]).state == "received"
        papers = folder(space, "A-26-0101").documents
        assert [paper.doctype for paper in papers] == ["wareneingangsschein", "sonstiges"]
        assert "Wareneingang" in papers[1].sentence
        rebuild(space.catalog, space.store)
        assert [paper.eingangsnummer for paper in folder(space, "A-26-0101").documents] == [paper.eingangsnummer for paper in papers]
        assert verify(space).ok

    def test_only_the_orders_of_what_arrived_and_stock_are_concerned(self, space: Space) -> None:
        furnish(space)
        lines = (
            PurchaseOrderLine("10", "1", "Bolzen", Decimal(5), "ST", order="A-26-0101"),
            PurchaseOrderLine("20", "2", "Muttern", Decimal(5), "ST", order="A-26-0102"),
        )
        mixed = PurchaseOrder("B-26-00409", "70001", ("A-26-0101", "A-26-0102"), lines=lines)
        unknown = PurchaseOrder("B-26-00410", "70001", ("A-26-9999",), lines=(PurchaseOrderLine("10", "3", "Scheiben"),))
        space.orders.save([mixed, unknown], ANNA)
        some = receive(space, Arrival(mixed, {"B-26-00409/20": Decimal(5)}, TODAY, "8:00"), (), ANNA)
        assert space.documents.get(some.eingangsnummer).orders == ("A-26-0102",)
        stock = space.orders.purchase_order("B-26-00403")
        kept = receive(space, Arrival(stock, {}, TODAY, "8:00", damage="Karton aufgerissen"), (), ANNA)
        assert space.documents.get(kept.eingangsnummer).orders == (STOCK,)
        lost = receive(space, Arrival(unknown, {"B-26-00410/10": Decimal(1)}, TODAY, "8:00"), (), ANNA)
        assert space.documents.get(lost.eingangsnummer).state == "waiting"
        assert verify(space).ok

    def test_what_is_no_receipt(self, space: Space) -> None:
        furnish(space)
        for counted, damage in (({}, ""), ({"10": -1}, ""), ({"10": 1}, "x" * 501)):
            with pytest.raises(Invalid):
                arrived(space, counted, damage=damage)
        assert sum(space.intake.counts().values()) == 0

    def test_a_closed_purchase_order_waits_for_nothing(self, space: Space) -> None:
        furnish(space)
        arrived(space, {"10": 7}, "L1")
        note(space, "L1", "A-26-0101", quantity=7)
        purchase = space.orders.purchase_order("B-26-00401")
        space.orders.save([dataclasses.replace(purchase, closed=True)], ANNA)
        assert told(folder(space, "A-26-0101")) == []
        found = purchase_orders(space.catalog, Asked(state="offen"))
        assert [each.number for each in found.items] == ["B-26-00403", "B-26-00402"]

    def test_a_wanted_certificate_keeps_the_folder_open_once_the_goods_are_here(self, space: Space) -> None:
        furnish(space)
        purchase = space.orders.purchase_order("B-26-00401")
        lines = (dataclasses.replace(purchase.lines[0], certificate="3.1"),)
        space.orders.save([dataclasses.replace(purchase, lines=lines)], ANNA)
        assert told(folder(space, "A-26-0101")) == []
        arrived(space, {"10": 12}, "L1")
        assert told(folder(space, "A-26-0101")) == [("zeugnis_fehlt", None)]

    def test_lists_are_searched_and_come_page_by_page(self, space: Space) -> None:
        furnish(space)
        space.orders.save([Customer("10001", "Bäckerei Öhlmann"), Supplier("70003", "Größe & Söhne", ("GS",)), Order("A-26-0104")], ANNA)
        assert [each.number for each in purchase_orders(space.catalog, Asked("stahlhandel")).items] == ["B-26-00402", "B-26-00401"]
        assert [each.number for each in purchase_orders(space.catalog, Asked("düren rundstahl")).items] == ["B-26-00401"]
        second = purchase_orders(space.catalog, Asked(page=2, size=2))
        assert ([each.number for each in second.items], second.total, second.pages) == (["B-26-00401"], 3, 2)
        assert [each.name for each in suppliers(space.catalog, Asked("SÖHNE")).items] == ["Größe & Söhne"]
        assert [each.number for each in customers(space.catalog, Asked("öhl")).items] == ["10001"]
        assert space.orders.customer("10001").name == "Bäckerei Öhlmann"
        assert hand_in(space, b"x").eingangsnummer
        assert verify(space).ok
