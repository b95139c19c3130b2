"""What folders promise on every database: one for stock, collective invoices that grow, decisions that a rebuild finds again."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from archive.content import Correction
from archive.decisions import Said
from archive.document import Evidence, Line
from archive.folders import decide, folder
from archive.order import STOCK, Known, renamed
from archive.problems import Invalid
from archive.rebuild import rebuild
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal

STEEL = "Stahlhandel Düren GmbH"
BOX = (60.0, 300.0, 500.0, 312.0)


def note(space: Space, number: str, order: str, quantity: int = 12, sender: str = STEEL) -> str:
    """A delivery note, filed."""
    eingangsnummer = hand_in(space, f"ls {number} {order} {sender}".encode()).eingangsnummer
    fields = {"lieferscheinnummer": number, "lieferant": sender}
    read = proposal(space, eingangsnummer, doctype="lieferschein", order=order, fields=fields)
    row = Line("10", "4711", "Rundstahl", Decimal(quantity), "ST", None, Decimal(1), None, Evidence(1, BOX, "Rundstahl"))
    space.documents.file(eingangsnummer, dataclasses.replace(read, lines=(row,)))
    return eingangsnummer


def monthly(space: Space, notes: str, order: str = "A-26-0101", sender: str = STEEL) -> str:
    """An invoice that names two delivery notes, filed where the first of them lies."""
    eingangsnummer = hand_in(space, f"re {notes}".encode()).eingangsnummer
    read = proposal(space, eingangsnummer, order=order, fields={"rechnungsnummer": "R1", "lieferant": sender})
    found = [dataclasses.replace(read.findings[0], field="lieferscheinnummer", value=value, raw=value) for value in notes.split()]
    space.documents.file(eingangsnummer, dataclasses.replace(read, findings=(*read.findings, *found)))
    return eingangsnummer


class FoldersContract:
    """Every test gets an empty space."""

    def test_papers_for_no_order_lie_in_the_folder_of_stock(self, space: Space) -> None:
        furnish(space)
        assert space.orders.known(["B-26-00403"]) == [Known("bestellung", "B-26-00403", (STOCK,), "70002")]
        assert space.orders.all("gemeinkosten") == []
        number = note(space, "L1", STOCK)
        assert [d.eingangsnummer for d in folder(space, STOCK).documents] == [number]
        assert [p.number for p in folder(space, STOCK).purchase_orders] == ["B-26-00403"]
        assert [row.papers for row in space.orders.all("gemeinkosten")] == [1]
        note(space, "L2", STOCK)
        assert len(space.journal.about(STOCK)) == 1
        assert verify(space).ok

    def test_a_person_may_choose_stock_before_anything_lies_there(self, space: Space) -> None:
        furnish(space)
        number = note(space, "L1", "A-26-0101")
        assert space.documents.correct(number, Correction(orders=(STOCK,)), ANNA).orders == (STOCK,)

    def test_a_filed_collective_invoice_grows_with_its_delivery_notes(self, space: Space) -> None:
        furnish(space)
        note(space, "80015511", "A-26-0101")
        bill = monthly(space, "80015511 80015522")
        note(space, "80015522", "A-26-0102")
        document = space.documents.get(bill)
        assert document.orders == ("A-26-0101", "A-26-0102")
        assert document.sentence == "Abgelegt in A-26-0101 und A-26-0102; A-26-0102 kam dazu, weil der Lieferschein 80015522 dort liegt."
        assert space.journal.about(bill)[-1].who == "mappe"
        assert document.links[-1].evidence is not None
        assert verify(space).ok

    def test_it_grows_when_a_person_files_the_delivery_note(self, space: Space) -> None:
        furnish(space)
        bill = monthly(space, "80015522")
        late = note(space, "80015522", "")
        assert space.documents.get(bill).orders == ("A-26-0101",)
        space.documents.correct(late, Correction(orders=("A-26-0102",)), ANNA)
        assert space.documents.get(bill).orders == ("A-26-0101", "A-26-0102")
        assert [entry.who for entry in space.journal.about(bill)][-1] == "mappe"

    def test_it_does_not_grow_against_a_person_or_for_a_note_of_somebody_else(self, space: Space) -> None:
        furnish(space)
        decided = monthly(space, "80015522")
        space.documents.correct(decided, Correction(orders=("A-26-0103",)), ANNA)
        other = monthly(space, "80015533", sender="Normteile West KG")
        note(space, "80015522", "A-26-0102")
        note(space, "80015533", "A-26-0102")
        assert space.documents.get(decided).orders == ("A-26-0103",)
        assert space.documents.get(other).orders == ("A-26-0101",)

    def test_one_object_lies_in_every_folder_and_leaves_them_one_by_one(self, space: Space) -> None:
        furnish(space)
        note(space, "80015511", "A-26-0101")
        note(space, "80015522", "A-26-0102")
        bill = monthly(space, "80015511 80015522")
        space.documents.correct(bill, Correction(orders=("A-26-0101", "A-26-0102", "A-26-0103")), ANNA)
        held = [[d.eingangsnummer for d in folder(space, order).documents if d.eingangsnummer == bill] for order in _ORDERS]
        assert held == [[bill]] * 3
        assert len(list(space.store.keys("originale/"))) == 3
        space.documents.correct(bill, Correction(orders=("A-26-0101", "A-26-0103")), ANNA)
        held = [[d.eingangsnummer for d in folder(space, order).documents if d.eingangsnummer == bill] for order in _ORDERS]
        assert held == [[bill], [], [bill]]

    def test_papers_of_a_supplier_count_after_it_was_renamed(self, space: Space) -> None:
        furnish(space)
        note(space, "L1", "A-26-0101", quantity=12)
        before = folder(space, "A-26-0101").completeness
        old = space.orders.supplier("70001")
        space.orders.save([renamed(old, dataclasses.replace(old, name="Rur Stahl AG", ibans=("DE02120300000000202051",)))], ANNA)
        after = folder(space, "A-26-0101").completeness
        assert space.orders.supplier("70001").aliases[-1:] == (old.name,)
        assert (after.state, len(after.gaps), len(after.judged)) == (before.state, len(before.gaps), len(before.judged))
        assert [gap.supplier for gap in after.gaps] == ["Rur Stahl AG"] * len(after.gaps)

    def test_decisions_are_kept_with_reason_and_survive_a_rebuild(self, space: Space) -> None:
        furnish(space)
        note(space, "L1", "A-26-0101", quantity=7)
        (rest,) = folder(space, "A-26-0101").completeness.judged
        assert (rest.deviation.type, rest.decision, rest.deviation.difference) == ("nicht_geliefert", None, Decimal(-5))
        for wrong in (("akzeptiert", " "), ("vielleicht", "weil")):
            with pytest.raises(Invalid):
                decide(space, "A-26-0101", rest.deviation.key, Said(*wrong), ANNA)
        decide(space, "A-26-0101", rest.deviation.key, Said("storniert", "Rest wird nicht gebraucht"), ANNA)
        assert verify(space).ok
        rebuild(space.catalog, space.store)
        (kept,) = folder(space, "A-26-0101").completeness.judged
        assert kept.decision is not None
        assert (kept.settled, kept.decision.who, kept.decision.reason) == (True, ANNA, "Rest wird nicht gebraucht")
        with pytest.raises(Invalid):
            decide(space, "A-26-0101", rest.deviation.key, Said("reklamiert", "Ich sah noch keine Entscheidung", ""), ANNA)
        decide(space, "A-26-0101", rest.deviation.key, Said("offen", "", kept.decision.at.isoformat()), ANNA)
        assert folder(space, "A-26-0101").completeness.judged[0].decision is None
        with pytest.raises(Invalid):
            decide(space, "A-26-0101", "0" * 16, Said("akzeptiert", "weil"), ANNA)


_ORDERS = ("A-26-0101", "A-26-0102", "A-26-0103")
