"""What people's words about papers do on every database: papers that came twice, who bears costs, notes that leave their folder."""

from __future__ import annotations

import dataclasses

import pytest

from archive.content import Correction
from archive.document import Doubt
from archive.folders import folder
from archive.looks import BITS, alike
from archive.pairs import Compared
from archive.problems import Invalid, NotFound
from archive.rebuild import rebuild
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal
from tests.contracts.space_folders import monthly, note

LOOK = "f0" * (BITS // 8)


def twin(space: Space, first: str, data: bytes = b"again", order: str = "A-26-0101") -> str:
    """A paper that waits because it looks like another one."""
    number = hand_in(space, data).eingangsnummer
    read = proposal(space, number, order=order)
    doubt = Doubt("paper", f"Das Papier sieht aus wie der Eingang {first}.", "Ist es dasselbe Papier noch einmal?", first)
    reading = dataclasses.replace(read.reading, look=LOOK)
    space.documents.file(number, dataclasses.replace(read, reading=reading, doubts=(doubt,)))
    return number


class TwinsContract:
    """Every test gets an empty space."""

    def test_the_same_paper_leaves_its_folder_and_can_come_back(self, space: Space) -> None:
        furnish(space)
        first = note(space, "L1", "A-26-0101")
        second = twin(space, first)
        assert space.intake.get(second).state == "waiting"
        space.pairs.decide(second, first, ("gleiches_papier", "zweimal gescannt"), ANNA)
        line = space.intake.get(second)
        assert (line.state, line.problem) == ("rejected", "doppelt")
        assert line.sentence == f"Abgelehnt: Dieses Papier ist schon da, als Eingang {first}. Das hat {ANNA} entschieden."
        assert [d.eingangsnummer for d in folder(space, "A-26-0101").documents] == [first]
        said = space.pairs.of(first)
        assert [(p.first, p.second, p.verdict, p.reason, p.who) for p in said] == [
            (first, second, "gleiches_papier", "zweimal gescannt", ANNA)
        ]
        assert verify(space).ok
        rebuild(space.catalog, space.store)
        assert space.intake.get(second).state == "rejected"
        space.documents.undo(second, ANNA)
        assert (space.intake.get(second).state, space.pairs.of(second)) == ("waiting", [])

    def test_what_followed_the_second_paper_leaves_with_it(self, space: Space) -> None:
        furnish(space)
        first = note(space, "80015511", "A-26-0101")
        bill = monthly(space, "80015522")
        again = note(space, "80015522", "A-26-0102")
        assert space.documents.get(bill).orders == ("A-26-0101", "A-26-0102")
        space.pairs.decide(first, again, ("gleiches_papier", ""), ANNA)
        assert space.documents.get(bill).orders == ("A-26-0101",)
        space.documents.undo(again, ANNA)
        assert space.documents.get(bill).orders == ("A-26-0101", "A-26-0102")
        assert verify(space).ok

    def test_another_paper_goes_on_its_way(self, space: Space) -> None:
        furnish(space)
        first = note(space, "L1", "A-26-0101")
        second = twin(space, first)
        space.pairs.decide(first, second, ("anderes_papier", ""), ANNA)
        assert space.documents.get(second).state == "filed"
        assert space.documents.get(second).doubts == ()
        assert space.pairs.different(second) == {first}
        assert space.pairs.among([first, second]) == {frozenset((first, second))}
        lost = twin(space, first, b"a third", order="")
        space.pairs.decide(first, lost, ("anderes_papier", ""), ANNA)
        assert space.documents.get(lost).state == "waiting"
        assert verify(space).ok

    def test_two_papers_that_were_told_apart_both_count(self, space: Space) -> None:
        furnish(space)
        numbers = [note(space, "L1", "A-26-0101", quantity) for quantity in (5, 5, 7)][:1]
        copy = hand_in(space, b"copy").eingangsnummer
        read = proposal(space, copy, doctype="lieferschein", fields={"lieferscheinnummer": "L1", "lieferant": "Stahlhandel Düren GmbH"})
        space.documents.file(copy, dataclasses.replace(read, lines=space.documents.get(numbers[0]).lines))
        doubled = [each.deviation.type for each in folder(space, "A-26-0101").completeness.judged]
        assert "doppelt" in doubled
        space.pairs.decide(numbers[0], copy, ("anderes_papier", "zwei Lieferungen"), ANNA)
        assert "doppelt" not in [each.deviation.type for each in folder(space, "A-26-0101").completeness.judged]

    def test_nonsense_about_pairs_is_refused(self, space: Space) -> None:
        furnish(space)
        first, second = note(space, "L1", "A-26-0101"), note(space, "L2", "A-26-0101")
        for one, two, verdict in ((first, second, "vielleicht"), (first, first, "gleiches_papier")):
            with pytest.raises(Invalid):
                space.pairs.decide(one, two, (verdict, ""), ANNA)
        with pytest.raises(NotFound):
            space.pairs.decide(first, "E-1999-0000001", ("gleiches_papier", ""), ANNA)
        space.pairs.decide(first, second, ("gleiches_papier", ""), ANNA)
        with pytest.raises(Invalid):
            space.pairs.decide(first, second, ("gleiches_papier", ""), ANNA)

    def test_looks_lead_to_papers_of_the_same_type_that_came_before(self, space: Space) -> None:
        furnish(space)
        first = twin(space, "")
        later = twin(space, "", b"later")
        assert [number for number, _ in alike(space.catalog, LOOK, "rechnung", later)] == [first]
        assert alike(space.catalog, LOOK, "lieferschein", later) == []
        assert alike(space.catalog, "0f" * (BITS // 8), "rechnung", later) == []
        assert isinstance(space.pairs.of(first), list)
        assert all(isinstance(each, Compared) for each in space.pairs.of(first))

    def test_who_bears_additional_costs_is_kept(self, space: Space) -> None:
        furnish(space)
        note(space, "80015511", "A-26-0101")
        note(space, "80015522", "A-26-0102")
        bill = monthly(space, "80015511 80015522")
        space.documents.correct(bill, Correction(orders=("A-26-0101", "A-26-0102")), ANNA)
        for paper, order in ((bill, "A-26-0103"), ("E-2026-9999999", ""), (bill[:-1], "A-26-0101")):
            with pytest.raises(Invalid):
                space.bearers.choose(paper, order, ANNA)
        space.bearers.choose(bill, "A-26-0102", ANNA)
        assert folder(space, "A-26-0101").shares[bill].bearer == "A-26-0102"
        rebuild(space.catalog, space.store)
        assert space.bearers.of([bill]) == {bill: "A-26-0102"}
        space.bearers.choose(bill, "", ANNA)
        assert space.bearers.of([bill]) == {}
        assert verify(space).ok

    def test_an_invoice_leaves_the_folder_its_delivery_note_leaves(self, space: Space) -> None:
        furnish(space)
        bill = monthly(space, "80015522")
        late = note(space, "80015522", "A-26-0102")
        assert space.documents.get(bill).orders == ("A-26-0101", "A-26-0102")
        space.documents.undo(late, ANNA)
        document = space.documents.get(bill)
        assert document.orders == ("A-26-0101",)
        assert document.sentence == "Abgelegt in A-26-0101; nicht mehr in A-26-0102, weil der Lieferschein 80015522 nicht mehr dort liegt."
        space.documents.correct(late, Correction(orders=("A-26-0103",)), ANNA)
        assert space.documents.get(bill).orders == ("A-26-0101", "A-26-0103")
        space.documents.correct(late, Correction(orders=("A-26-0102",)), ANNA)
        assert space.documents.get(bill).orders == ("A-26-0101", "A-26-0102")
        assert verify(space).ok

    def test_what_lay_there_only_for_its_delivery_note_waits_again(self, space: Space) -> None:
        furnish(space)
        late = note(space, "80015522", "A-26-0102")
        bill = monthly(space, "80015522", order="")
        read = proposal(
            space, bill, fields={"rechnungsnummer": "R1", "lieferant": "Stahlhandel Düren GmbH", "lieferscheinnummer": "80015522"}
        )
        (link,) = read.links
        led = dataclasses.replace(link, order="A-26-0102", reason="der Lieferschein 80015522 schon dort liegt", through=late)
        space.documents.file(bill, dataclasses.replace(read, links=(led,)))
        assert space.documents.get(bill).orders == ("A-26-0102",)
        space.documents.correct(late, Correction(orders=("A-26-0101",)), ANNA)
        document = space.documents.get(bill)
        assert (document.state, document.orders) == ("waiting", ())
        assert [s.order for s in document.suggestions] == ["A-26-0102"]
        assert space.journal.about(bill)[-1].who == "mappe"

    def test_what_a_person_filed_stays_when_the_note_leaves(self, space: Space) -> None:
        furnish(space)
        late = note(space, "80015522", "A-26-0102")
        bill = monthly(space, "80015522")
        space.documents.correct(bill, Correction(orders=("A-26-0102",)), ANNA)
        space.documents.undo(late, ANNA)
        assert space.documents.get(bill).orders == ("A-26-0102",)
