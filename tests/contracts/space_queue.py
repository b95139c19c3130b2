"""What a space promises about the queue of what waits, on every database: its order, setting aside, rejecting, values shown on a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archive.content import Correction
from archive.document import Evidence
from archive.folders import folder
from archive.problems import Invalid
from archive.setting_aside import defer, discard
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, furnish
from tests.contracts.space_folders import monthly, note
from tests.contracts.space_stack import BOX, stack, states


class QueueContract:
    """Every test gets an empty space."""

    def test_a_paper_that_is_none_of_ours_is_rejected_with_a_reason_and_comes_back(self, space: Space) -> None:
        furnish(space)
        number = stack(space, order="A-26-0101")
        with pytest.raises(Invalid):
            discard(space, number, " ", ANNA)
        discard(space, number, "Werbung", ANNA)
        assert space.intake.get(number).sentence == "Abgelehnt: Werbung. So hat es Anna entschieden."
        assert states(space, number) == ["rejected"]
        assert folder(space, "A-26-0101").documents == ()
        space.documents.undo(number, ANNA)
        assert folder(space, "A-26-0101").documents[0].eingangsnummer == number
        assert verify(space).ok

    def test_the_queue_begins_with_the_oldest_and_knows_why_each_waits(self, space: Space) -> None:
        furnish(space)
        today = datetime.now(UTC).date()
        numbers = [stack(space, data=f"{n}".encode()) for n in range(3)]
        assert [w.eingangsnummer for w in space.queue.line(today).up] == numbers
        assert space.queue.line(today).counts() == {"auftrag": 3, "belegart": 0, "doppelt": 0, "abweichung": 0, "unlesbar": 0}
        defer(space, numbers[0], today + timedelta(days=1), "Einkauf fragen", ANNA)
        now = space.queue.line(today)
        assert ([w.eingangsnummer for w in now.up], now.resting[0].note) == (numbers[1:], "Einkauf fragen")
        assert [w.eingangsnummer for w in space.queue.line(today + timedelta(days=1)).up] == numbers
        space.documents.correct(numbers[1], Correction(orders=("A-26-0101",)), ANNA)
        assert [w.eingangsnummer for w in space.queue.line(today).up] == numbers[2:]
        space.documents.undo(numbers[1], ANNA)
        assert [w.eingangsnummer for w in space.queue.line(today).because("auftrag")] == numbers[1:]
        assert verify(space).ok

    def test_a_value_points_to_the_spot_where_a_person_showed_it(self, space: Space) -> None:
        furnish(space)
        number = stack(space)
        shown = Evidence(2, BOX, "1.234,50")
        after = space.documents.correct(number, Correction(None, (), {"brutto": "1.234,50"}, {"brutto": shown}), ANNA)
        finding = next(f for f in after.findings if f.field == "brutto")
        assert (finding.value, finding.raw, finding.page, finding.box) == ("1234.50", "1.234,50", 2, BOX)
        entry = space.journal.about(number)[-1]
        assert entry.body["correction"]["evidence"]["brutto"] == {"page": 2, "box": list(BOX), "raw": "1.234,50"}

    def test_papers_follow_a_delivery_note_that_is_rejected(self, space: Space) -> None:
        furnish(space)
        bill = monthly(space, "80015522")
        delivered = note(space, "80015522", "A-26-0102")
        assert space.documents.get(bill).orders == ("A-26-0101", "A-26-0102")
        discard(space, delivered, "Irrtum", ANNA)
        assert space.documents.get(bill).orders == ("A-26-0101",)
        assert verify(space).ok
