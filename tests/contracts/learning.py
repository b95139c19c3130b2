"""What a space promises about learning from corrections, from a paper handed in to the next one read right, on every database."""

from __future__ import annotations

import pytest

from archive.catalog import tables as t
from archive.content import Correction
from archive.history import sentence as told
from archive.lesson import sentence
from archive.problems import NotFound
from archive.rebuild import rebuild
from archive.space import Space
from archive.verify import verify
from ingest.learn import catch_up
from ingest.pipeline import process
from tests.cast import ANNA, furnish, hand_in
from tests.pdfs import text_pdf


def invoice(number: str, sender: str = "Stahlhandel Düren GmbH") -> bytes:
    """An invoice whose number stands behind words that nobody could know to be a label."""
    ours = "Ihre Bestellung: B-26-00401"
    return text_pdf(sender, "Rechnung", f"Vorgangszahl: {number}", "Rechnungsdatum: 12.03.2026", ours, "Gesamtbetrag 119,00 EUR")


def read(space: Space, data: bytes) -> str:
    """A paper through the whole way; tells its Eingangsnummer."""
    number = hand_in(space, data).eingangsnummer
    process(space, number)
    return number


def number_of(space: Space, eingangsnummer: str) -> str:
    return space.documents.get(eingangsnummer).value("rechnungsnummer")


class LearningContract:
    """Every test gets an empty space."""

    def test_one_correction_teaches_where_the_next_paper_prints_it(self, space: Space) -> None:
        first = self._corrected(space)
        again = read(space, invoice("77-1002"))
        finding = next(f for f in space.documents.get(again).findings if f.field == "rechnungsnummer")
        assert (finding.value, finding.rule) == ("77-1002", f"hinter ‚Vorgangszahl'; gelernt aus {first} ({ANNA})")
        assert [sentence(lesson) for lesson in space.lessons.all()] == ["Rechnungsnummer steht hinter ‚Vorgangszahl'"]
        assert verify(space).ok

    def test_another_supplier_learns_nothing_from_it(self, space: Space) -> None:
        self._corrected(space)
        assert number_of(space, read(space, invoice("77-1002", "Normteile West KG"))) == ""

    def test_a_correction_taken_back_teaches_nothing_any_more(self, space: Space) -> None:
        first = self._corrected(space)
        space.documents.undo(first, ANNA)
        assert catch_up(space) == []
        assert space.lessons.all() == ()
        assert number_of(space, read(space, invoice("77-1002"))) == ""
        assert verify(space).ok

    def test_what_a_person_forgets_is_not_learned_again(self, space: Space) -> None:
        first = self._corrected(space)
        lesson = space.lessons.all()[0]
        space.lessons.forget(lesson.key, ANNA)
        with pytest.raises(NotFound):
            space.lessons.forget(lesson.key, ANNA)
        assert space.lessons.all() == ()
        second = read(space, invoice("77-1002"))
        assert number_of(space, second) == ""
        space.documents.correct(second, Correction(orders=("A-26-0101",), fields={"rechnungsnummer": "77-1002"}), ANNA)
        assert catch_up(space) == []
        assert "Nicht mehr gelernt: Rechnungsnummer steht hinter ‚Vorgangszahl'." in [told(e) for e in space.journal.about(first)]

    def test_a_rebuild_knows_the_same_and_looks_again_without_learning_twice(self, space: Space) -> None:
        self._corrected(space)
        before, entries = space.lessons.all(), space.journal.head()[0]
        rebuild(space.catalog, space.store)
        assert space.lessons.all() == before
        assert catch_up(space) == []
        assert space.journal.head()[0] == entries

    def test_each_decision_is_looked_at_once(self, space: Space) -> None:
        self._corrected(space)
        assert space.lessons.due()[0] == ()
        with space.catalog.write() as connection:
            connection.execute(t.meta.delete().where(t.meta.c.key == "learned"))
        assert len(space.lessons.due()[0]) == 1

    def _corrected(self, space: Space) -> str:
        furnish(space)
        first = read(space, invoice("77-1001"))
        assert number_of(space, first) == ""
        decision = Correction(orders=("A-26-0101",), fields={"rechnungsnummer": "77-1001"})
        space.documents.correct(first, decision, ANNA)
        assert len(catch_up(space)) == 1
        return first
