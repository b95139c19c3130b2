"""What a space promises about stacks on every database: parts, merged papers, turned pages, and that all of it can be taken back."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

import pytest

from archive.content import Correction
from archive.correction import can_take_back
from archive.folders import folder
from archive.leaves import bound
from archive.problems import Invalid, NotFound
from archive.rebuild import rebuild
from archive.scan import EInvoice, Page, Word
from archive.setting_aside import defer, discard
from archive.space import Space
from archive.stack import merge, split, turn
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal

BOX = (60.0, 200.0, 140.0, 216.0)


def stack(space: Space, pages: int = 4, order: str = "", data: bytes = b"stapel", notes: Sequence[str] = ()) -> str:
    """A paper of several pages; each page says its number."""
    number = hand_in(space, data, "Stapel.pdf").eingangsnummer
    read = proposal(space, number, order=order)
    made = tuple(Page(n, 595.0, 842.0, 0, (Word(f"Blatt{n}", BOX, 0.9),), "ocr") for n in range(1, pages + 1))
    reading = dataclasses.replace(read.reading, pages=made, notes=tuple(notes), count=pages + 2 * bool(notes))
    space.documents.file(number, dataclasses.replace(read, reading=reading))
    return number


def states(space: Space, *numbers: str) -> list[str]:
    return [space.intake.get(number).state for number in numbers]


class StackContract:
    """Every test gets an empty space."""

    def test_a_stack_becomes_papers_of_its_pages(self, space: Space) -> None:
        furnish(space)
        whole = stack(space, order="A-26-0101")
        parts = split(space, whole, [(1, 2), (3,), (4,)], ANNA)
        assert states(space, whole, *parts) == ["replaced", "received", "received", "received"]
        assert space.intake.get(whole).sentence == f"Aufgeteilt in {parts[0]}, {parts[1]} und {parts[2]}."
        line = space.intake.get(parts[0])
        assert (line.scan.sha256, line.scan.name) == (space.intake.get(whole).scan.sha256, "Stapel (Seiten 1–2).pdf")
        assert line.scan.received == space.intake.get(whole).scan.received
        made = bound(space.catalog, parts[0])
        assert (made.parents, [leaf.number for leaf in made.leaves]) == ((whole,), [1, 2])
        assert space.documents.kept(made.leaves[1].reading).pages[made.leaves[1].page - 1].text == "Blatt2"
        assert folder(space, "A-26-0101").documents == ()
        with pytest.raises(NotFound):
            space.documents.get(whole)
        assert sum(space.intake.counts().values()) == 4
        assert len(list(space.store.keys("originale/"))) == 1
        assert verify(space).ok

    def test_the_same_bytes_do_not_come_again_after_a_split(self, space: Space) -> None:
        whole = stack(space)
        split(space, whole, [(1, 2), (3, 4)], ANNA)
        assert hand_in(space, b"stapel").duplicate_of == whole

    def test_one_invoice_twice_in_a_stack_is_seen(self, space: Space) -> None:
        furnish(space)
        parts = split(space, stack(space), [(1,), (2,), (3, 4)], ANNA)
        for number, invoice in zip(parts, ("RE-1158", "RE-1158", "RE-1159"), strict=True):
            space.documents.file(number, proposal(space, number, fields={"rechnungsnummer": invoice, "lieferant": "Stahl Süd"}))
        scans = [space.intake.get(number).scan for number in parts]
        found = [[e.eingangsnummer for e in space.orders.papers_with("rechnungsnummer", "RE-1158", scan)] for scan in scans[:2]]
        assert found == [[], [parts[0]]]
        assert space.orders.papers_with("rechnungsnummer", "RE-1159", scans[2]) == []

    def test_taking_a_split_back_brings_the_stack_back_where_it_lay(self, space: Space) -> None:
        furnish(space)
        whole = stack(space, order="A-26-0101")
        parts = split(space, whole, [(1, 2), (3, 4)], ANNA)
        space.documents.file(parts[0], proposal(space, parts[0]))
        space.documents.undo(whole, ANNA)
        assert states(space, whole, *parts) == ["filed", "replaced", "replaced"]
        assert [d.eingangsnummer for d in folder(space, "A-26-0101").documents] == [whole]
        assert "zurückgenommen" in space.intake.get(parts[0]).sentence
        assert not can_take_back(space.journal.about(parts[0]))
        with pytest.raises(Invalid):
            space.documents.undo(parts[0], ANNA)
        space.documents.file(parts[1], proposal(space, parts[1]))
        assert states(space, parts[1]) == ["replaced"]
        assert verify(space).ok

    def test_what_a_person_decided_about_a_part_is_not_lost_by_taking_back(self, space: Space) -> None:
        furnish(space)
        whole = stack(space)
        parts = split(space, whole, [(1, 2), (3, 4)], ANNA)
        space.documents.file(parts[0], proposal(space, parts[0], order=""))
        space.documents.correct(parts[0], Correction(orders=("A-26-0102",)), ANNA)
        with pytest.raises(Invalid, match=parts[0]):
            space.documents.undo(whole, ANNA)
        space.documents.undo(parts[0], ANNA)
        space.documents.undo(whole, ANNA)
        assert states(space, whole) == ["waiting"]

    def test_a_replaced_paper_is_left_alone(self, space: Space) -> None:
        furnish(space)
        whole = stack(space)
        split(space, whole, [(1,), (2, 3, 4)], ANNA)
        for act in (
            lambda: space.documents.correct(whole, Correction(orders=("A-26-0101",)), ANNA),
            lambda: space.documents.read_again(whole, ANNA),
            lambda: split(space, whole, [(1,), (2, 3, 4)], ANNA),
            lambda: merge(space, [whole, stack(space, data=b"x")], ANNA),
            lambda: discard(space, whole, "Werbung", ANNA),
        ):
            with pytest.raises(Invalid):
                act()
        assert states(space, whole) == ["replaced"]

    @pytest.mark.parametrize("ranges", [[(1, 2, 3, 4)], [(1,), ()], [(1, 2), (2, 3, 4)], [(1, 2), (3, 4, 5)], []])
    def test_ranges_that_do_not_fit_are_refused(self, space: Space, ranges: list[tuple[int, ...]]) -> None:
        whole = stack(space)
        with pytest.raises(Invalid):
            split(space, whole, ranges, ANNA)
        assert states(space, whole) == ["waiting"]

    def test_separator_sheets_belong_to_no_part(self, space: Space) -> None:
        whole = stack(space)
        parts = split(space, whole, [(1,), (3, 4)], ANNA)
        assert space.intake.get(whole).sentence == f"Aufgeteilt in {parts[0]} und {parts[1]}. Seite 2 gehört zu keinem Teil."

    def test_a_paper_that_is_being_read_is_split_with_its_reading(self, space: Space) -> None:
        number = hand_in(space, b"neu", "neu.pdf").eingangsnummer
        with pytest.raises(Invalid):
            split(space, number, [(1,), (2,)], "mappe")
        pages = tuple(Page(n, 595.0, 842.0, 0, (Word(f"Blatt{n}", BOX, 0.9),), "ocr") for n in (1, 2))
        reading = dataclasses.replace(proposal(space, number).reading, pages=pages)
        parts = split(space, number, [(1,), (2,)], "mappe", reading=reading)
        assert states(space, number, *parts) == ["replaced", "received", "received"]
        assert verify(space).ok

    def test_parts_can_be_split_and_merged_again(self, space: Space) -> None:
        whole = stack(space)
        first, second = split(space, whole, [(1, 2, 3), (4,)], ANNA)
        for part, pages in ((first, 3), (second, 1)):
            read = proposal(space, part, order="")
            made = tuple(dataclasses.replace(read.reading.pages[0], number=n) for n in range(1, pages + 1))
            space.documents.file(part, dataclasses.replace(read, reading=dataclasses.replace(read.reading, pages=made)))
        inner = split(space, first, [(1,), (2, 3)], ANNA)
        assert [leaf.number for leaf in bound(space.catalog, inner[1]).leaves] == [2, 3]
        with pytest.raises(Invalid):
            space.documents.undo(whole, ANNA)
        space.documents.undo(first, ANNA)
        both = merge(space, [second, first], ANNA)
        assert [leaf.number for leaf in bound(space.catalog, both).leaves] == [4, 1, 2, 3]
        assert verify(space).ok

    def test_papers_become_one_and_stand_alone_again(self, space: Space) -> None:
        furnish(space)
        first, second = stack(space, 1, data=b"eins"), stack(space, 2, "A-26-0101", data=b"zwei")
        both = merge(space, [first, second], ANNA)
        assert states(space, first, second, both) == ["replaced", "replaced", "received"]
        assert space.intake.get(first).sentence == f"Zusammengefasst mit anderen in {both}."
        hashes = {leaf.sha256 for leaf in bound(space.catalog, both).leaves}
        assert hashes == {space.intake.get(number).scan.sha256 for number in (first, second)}
        assert sum(space.intake.counts().values()) == 3
        space.documents.undo(first, ANNA)
        assert states(space, first, second, both) == ["waiting", "filed", "replaced"]
        assert verify(space).ok

    @pytest.mark.parametrize("how", [[0], [0, 0]])
    def test_one_paper_is_not_merged(self, space: Space, how: list[int]) -> None:
        papers = [stack(space)]
        with pytest.raises(Invalid):
            merge(space, [papers[n] for n in how], ANNA)

    def test_a_turned_page_is_read_again_and_the_others_are_not(self, space: Space) -> None:
        whole = stack(space)
        turn(space, whole, 2, 90, ANNA)
        leaves = bound(space.catalog, whole).leaves
        assert states(space, whole) == ["received"]
        assert [(leaf.rotation, bool(leaf.reading)) for leaf in leaves] == [(None, True), (90, False), (None, True), (None, True)]
        space.documents.file(whole, proposal(space, whole, order=""))
        assert states(space, whole) == ["waiting"]
        for page, degrees in ((9, 90), (1, 45)):
            with pytest.raises(Invalid):
                turn(space, whole, page, degrees, ANNA)

    def test_pages_of_a_decided_paper_are_not_turned(self, space: Space) -> None:
        furnish(space)
        whole = stack(space)
        space.documents.correct(whole, Correction(orders=("A-26-0101",)), ANNA)
        with pytest.raises(Invalid):
            turn(space, whole, 1, 180, ANNA)
        assert states(space, whole) == ["filed"]

    def test_reading_a_part_again_uses_nothing_of_before(self, space: Space) -> None:
        part = split(space, stack(space), [(1, 2), (3, 4)], ANNA)[1]
        space.documents.file(part, proposal(space, part, order=""))
        space.documents.read_again(part, ANNA)
        assert [(leaf.number, leaf.reading) for leaf in bound(space.catalog, part).leaves] == [(3, ""), (4, "")]

    def test_an_e_invoice_stays_whole(self, space: Space) -> None:
        number = hand_in(space, b"xml").eingangsnummer
        read = proposal(space, number, order="")
        invoice = EInvoice("ubl", "xrechnung", "", {"BT-1": "R1"})
        space.documents.file(number, dataclasses.replace(read, reading=dataclasses.replace(read.reading, einvoice=invoice)))
        for act in (lambda: split(space, number, [(1,), (2,)], ANNA), lambda: merge(space, [number, stack(space)], ANNA)):
            with pytest.raises(Invalid, match="e-invoice"):
                act()

    def test_what_could_not_be_read_is_told_with_the_part_it_concerns(self, space: Space) -> None:
        whole = stack(space, notes=["Seite 2 ist beschädigt.", "Die Datei hat 400 Seiten. Gelesen wurden nur die ersten 4."])
        parts = split(space, whole, [(1, 3), (4,)], ANNA)
        assert [len(bound(space.catalog, part).notes) for part in parts] == [1, 1]
        assert "400" in bound(space.catalog, parts[1]).notes[0]
        assert [bound(space.catalog, part).unread for part in parts] == [0, 2]

    def test_all_of_it_is_rebuilt(self, space: Space) -> None:
        furnish(space)
        parts = split(space, stack(space), [(1, 2), (3, 4)], ANNA)
        for part in parts:
            space.documents.file(part, proposal(space, part, order=""))
        both = merge(space, parts, ANNA)
        other = stack(space, data=b"andere")
        turn(space, other, 1, 180, ANNA)
        discard(space, stack(space, data=b"werbung"), "Werbung", ANNA)
        late = stack(space, data=b"spaeter")
        defer(space, late, date(2999, 1, 1), "", ANNA)
        before = (space.intake.recent(), bound(space.catalog, both), space.queue.line(date(2026, 11, 2)))
        rebuild(space.catalog, space.store)
        assert (space.intake.recent(), bound(space.catalog, both), space.queue.line(date(2026, 11, 2))) == before
        assert verify(space).ok
