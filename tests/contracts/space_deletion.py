"""What deleting promises on every database: two persons, holds first, bytes gone for good, and a journal that proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from archive.backup import backup
from archive.confidence import mark
from archive.content import Correction
from archive.deleting import Actor, confirm, decline, deleted, propose, proposed
from archive.erasing import erase_due
from archive.intake import Sender
from archive.problems import Invalid, NotFound, Unavailable
from archive.rebuild import rebuild
from archive.retaining import kept, over
from archive.space import Space
from archive.store.seam import ORIGINALS
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal
from tests.contracts.space_confidence import seen

TODAY = date(2040, 1, 1)
BERND, CARLA = Actor("Bernd", "p1"), Actor("Carla", "p2")


def filed(space: Space, name: str, day: str = "2014-05-05", order: str = "A-26-0101") -> str:
    number = hand_in(space, name.encode(), f"{name}.pdf").eingangsnummer
    fields = {"rechnungsnummer": name, "rechnungsdatum": day}
    space.documents.file(number, proposal(space, number, order=order, fields=fields))
    return number


def inside(space: Space, parent: str, name: str) -> str:
    with space.intake.receive() as incoming:
        incoming.write(name.encode())
        stored = incoming.keep()
    return space.intake.acknowledge(stored, Sender(f"{name}.pdf", "application/pdf", "ausgepackt", ANNA, parent)).eingangsnummer


def wish(space: Space, number: str, kind: str = "frist", reason: str = "Frist vorbei") -> None:
    propose(space, number, (kind, reason), BERND, TODAY)


def gone(space: Space, number: str, sha256: str) -> bool:
    return space.intake.get(number).state == "deleted" and space.store.size(ORIGINALS + sha256) is None


@contextmanager
def refused(word: str) -> Iterator[None]:
    """Something a person is told, with this word in it."""
    with pytest.raises((Invalid, Unavailable)) as told:
        yield
    assert word in told.value.message


class DeletionContract:
    """Every test gets an empty space."""

    def test_two_persons_delete_and_the_journal_proves_it(self, space: Space, tmp_path: Path) -> None:
        furnish(space)
        number, other = filed(space, "R-1"), filed(space, "R-2")
        sha256, reading = space.intake.get(number).scan.sha256, space.documents.get(number).reading
        backup(space, tmp_path / "sicherung")
        assert (tmp_path / "sicherung" / ORIGINALS / sha256).exists()
        wish(space, number)
        assert [each.eingangsnummer for each in proposed(space.catalog)] == [number]
        assert confirm(space, number, CARLA, TODAY) == [number]
        assert proposed(space.catalog) == []
        assert verify(space).problems == ()
        assert erase_due(space) == 1
        assert gone(space, number, sha256)
        assert space.store.size(reading) is None
        assert erase_due(space) == 0
        with pytest.raises(NotFound):
            space.documents.get(number)
        assert [each.document.eingangsnummer for each in over(space, TODAY)] == [other]
        left = deleted(space)[0]
        assert [left[key] for key in ("eingangsnummer", "sha256", "who", "proposed_by", "erased")] == [
            number,
            sha256,
            "Carla",
            "Bernd",
            "ja",
        ]
        assert verify(space).problems == ()
        backup(space, tmp_path / "sicherung")
        assert not (tmp_path / "sicherung" / ORIGINALS / sha256).exists()

    def test_no_number_is_missing_and_the_counts_add_up(self, space: Space) -> None:
        furnish(space)
        numbers = [filed(space, f"R-{each}") for each in range(3)]
        wish(space, numbers[1])
        confirm(space, numbers[1], CARLA, TODAY)
        assert sorted(entry.eingangsnummer for entry in space.intake.recent()) == numbers
        assert sum(space.intake.counts().values()) == 3
        assert filed(space, "R-9") == numbers[-1][:-1] + "4"

    @pytest.mark.parametrize("again", [BERND, Actor("bernd"), Actor("Bernd mit neuem Namen", "p1")])
    def test_nobody_confirms_an_own_proposal(self, space: Space, again: Actor) -> None:
        furnish(space)
        number = filed(space, "R-1")
        wish(space, number)
        with refused("selbst"):
            confirm(space, number, again, TODAY)
        assert space.intake.get(number).state == "filed"

    def test_before_the_end_of_the_period_nothing_is_proposed(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1", "2026-01-01")
        with refused("aufzubewahren"):
            propose(space, number, ("frist", "x"), BERND, date(2034, 12, 31))
        wish(space, filed(space, "R-2"))
        with refused("aufzubewahren"):
            confirm(space, space.intake.recent()[0].eingangsnummer, CARLA, date(2020, 1, 1))

    @pytest.mark.parametrize("kind", ["frist", "fehlscan"])
    @pytest.mark.parametrize("of", ["beleg", "mappe"])
    def test_a_hold_wins_over_both_kinds_at_both_steps(self, space: Space, kind: str, of: str) -> None:
        furnish(space)
        number = filed(space, "R-1")
        held = number if of == "beleg" else "A-26-0101"
        wish(space, number, kind)
        space.holds.put(of, held, "Streit", ANNA)  # type: ignore[arg-type] — the parameter is one of them
        with refused("geschützt"):
            confirm(space, number, CARLA, TODAY)
        decline(space, number, "", CARLA)
        with refused("geschützt"):
            wish(space, number, kind)

    def test_a_mis_scan_is_out_of_sight_at_once_and_returns_when_declined(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1", "2039-01-01")
        before = space.documents.get(number)
        wish(space, number, "fehlscan", "Privater Brief")
        assert space.documents.of_order("A-26-0101") == []
        assert space.intake.get(number).problem == "quarantaene"
        for act in (lambda: space.documents.correct(number, Correction(), ANNA), lambda: space.documents.undo(number, ANNA)):
            with refused("Quarantäne"):
                act()
        decline(space, number, "gehört doch zu uns", CARLA)
        after = space.documents.get(number)
        assert (after.state, after.orders, after.findings, after.sentence) == ("filed", before.orders, before.findings, before.sentence)
        assert verify(space).problems == ()

    def test_a_mis_scan_goes_before_its_period_ends(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1", "2039-01-01")
        sha256 = space.intake.get(number).scan.sha256
        wish(space, number, "fehlscan", "Privater Brief")
        confirm(space, number, CARLA, TODAY)
        erase_due(space)
        assert gone(space, number, sha256)
        with pytest.raises(Invalid):
            space.documents.correct(number, Correction(), ANNA)

    def test_a_rebuild_knows_what_was_deleted(self, space: Space, reopen: Callable[[bool], Space]) -> None:
        furnish(space)
        first, second = filed(space, "R-1"), filed(space, "R-2")
        wish(space, first)
        confirm(space, first, CARLA, TODAY)
        wish(space, second, "fehlscan", "Privat")
        erase_due(space)
        rebuild(space.catalog, space.store)
        assert space.intake.get(first).state == "deleted"
        assert [each.eingangsnummer for each in proposed(space.catalog)] == [second]
        assert verify(space).problems == ()

    def test_what_does_not_fit_is_refused(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1")
        for kind, reason in (("frist", " "), ("egal", "x"), ("frist", "x" * 501)):
            with pytest.raises(Invalid):
                propose(space, number, (kind, reason), BERND, TODAY)
        with pytest.raises(Invalid):
            confirm(space, number, CARLA, TODAY)
        with pytest.raises(NotFound):
            wish(space, "E-2026-9999999")
        wish(space, number)
        with pytest.raises(Invalid):
            wish(space, number, "fehlscan")

    def test_what_its_proposer_can_not_see_still_counts(self, space: Space) -> None:
        furnish(space)
        note = hand_in(space, b"LS", "ls.pdf").eingangsnummer
        fields = {"lieferscheinnummer": "80015511", "lieferdatum": "2031-05-05"}
        space.documents.file(note, proposal(space, note, doctype="lieferschein", fields=fields))
        invoice = hand_in(space, b"R-9", "r.pdf").eingangsnummer
        fields = {"rechnungsnummer": "R-9", "lieferscheinnummer": "80015511"}
        space.documents.file(invoice, proposal(space, invoice, fields=fields))
        mark(space.journal, "beleg", invoice, "vertraulich", ANNA)
        day = date(2033, 6, 1)
        with seen(space) as other:
            assert kept(other, other.documents.get(note)).term.over(day) != kept(space, space.documents.get(note)).term.over(day)
            with pytest.raises(Invalid) as told:
                propose(other, note, ("frist", "x"), BERND, day)
        assert told.value.message == f"{note} ist noch aufzubewahren."
