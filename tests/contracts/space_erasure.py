"""What erasing promises on every database: bytes go with the last paper that shows them, and not before."""

from __future__ import annotations

import hashlib
from pathlib import Path

from archive.backup import backup
from archive.deleting import confirm
from archive.enclosures import taken_in
from archive.erasing import erase_due, removal
from archive.intake import Sender
from archive.locations import Locations
from archive.restoring import restore
from archive.space import Space, open_as_is
from archive.store.erase import erase
from archive.store.seam import ORIGINALS
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal
from tests.contracts.space_deletion import CARLA, TODAY, filed, gone, inside, refused, wish


class ErasureContract:
    """Every test gets an empty space."""

    def test_a_mail_goes_with_the_last_paper_out_of_it(self, space: Space) -> None:
        furnish(space)
        mail = hand_in(space, b"mail", "mail.eml").eingangsnummer
        papers = [inside(space, mail, "eins"), inside(space, mail, "zwei")]
        for paper in papers:
            fields = {"rechnungsnummer": paper, "rechnungsdatum": "2014-01-01"}
            space.documents.file(paper, proposal(space, paper, fields=fields))
        with space.journal.change("mappe") as change:
            change.record("ausgepackt", mail, {"sentence": "ausgepackt", "parts": papers})
        for paper, along in ((papers[0], []), (papers[1], [mail])):
            wish(space, paper)
            assert confirm(space, paper, CARLA, TODAY) == [paper, *along]
        assert erase_due(space) == 3
        assert not list(space.store.keys(ORIGINALS))

    def test_a_mail_that_was_a_mistake_takes_its_papers_along(self, space: Space) -> None:
        furnish(space)
        mail = hand_in(space, b"mail", "mail.eml").eingangsnummer
        paper = inside(space, mail, "eins")
        wish(space, mail, "fehlscan", "Privat")
        with refused(""):
            wish(space, paper, "fehlscan", "noch einmal")
        assert confirm(space, mail, CARLA, TODAY) == [mail, paper]
        assert space.intake.counts()["deleted"] == 2

    def test_bytes_that_came_twice_go_together_and_may_come_again(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1")
        sha256 = space.intake.get(number).scan.sha256
        twin = hand_in(space, b"R-1", "Kopie.pdf").eingangsnummer
        wish(space, number)
        assert confirm(space, number, CARLA, TODAY) == [number, twin]
        erase_due(space)
        assert gone(space, twin, sha256)
        again = hand_in(space, b"R-1", "noch einmal.pdf")
        assert again.duplicate_of == ""
        assert space.store.size(ORIGINALS + sha256) == 3
        assert ORIGINALS + sha256 not in removal(space.catalog).gone
        assert verify(space).problems == ()

    def test_bytes_that_came_again_before_they_were_removed_stay(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1")
        sha256 = space.intake.get(number).scan.sha256
        wish(space, number)
        confirm(space, number, CARLA, TODAY)
        again = hand_in(space, b"R-1", "noch einmal.pdf")
        assert again.duplicate_of == ""
        erase_due(space)
        assert space.store.size(ORIGINALS + sha256) == 3
        assert verify(space).problems == ()

    def test_bytes_that_went_while_they_came_in_are_not_acknowledged(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1")
        wish(space, number)
        confirm(space, number, CARLA, TODAY)
        with space.intake.receive() as incoming:
            incoming.write(b"R-1")
            stored = incoming.keep()
        erase_due(space)
        with refused("noch einmal"):
            space.intake.acknowledge(stored, Sender("x.pdf", "application/pdf", "web", ANNA))
        assert sum(space.intake.counts().values()) == 1

    def test_bytes_that_should_be_gone_are_named(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1")
        wish(space, number)
        confirm(space, number, CARLA, TODAY)
        erase_due(space)
        with space.intake.receive() as incoming:
            incoming.write(b"R-1")
            incoming.keep()
        assert [(each.kind, each.eingangsnummer) for each in verify(space).problems] == [("loeschung", number)]

    def test_an_eraser_that_was_killed_is_gone_on_with(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1")
        sha256 = space.intake.get(number).scan.sha256
        wish(space, number)
        confirm(space, number, CARLA, TODAY)
        erase(space.store, ORIGINALS + sha256)  # and then the power went
        assert verify(space).problems == ()
        assert erase_due(space) == 1
        assert gone(space, number, sha256)
        assert verify(space).problems == ()

    def test_a_backup_of_before_and_after_can_be_restored(self, space: Space, tmp_path: Path) -> None:
        furnish(space)
        number, other = filed(space, "R-1"), filed(space, "R-2")
        sha256 = space.intake.get(number).scan.sha256
        wish(space, number)
        confirm(space, number, CARLA, TODAY)
        backup(space, tmp_path / "dazwischen")
        erase_due(space)
        backup(space, tmp_path / "danach")
        for name in ("dazwischen", "danach"):
            folder = tmp_path / f"neu-{name}"
            again = open_as_is(Locations(folder, f"sqlite:{folder / 'tabellen'}", f"file:{folder / 'ablage'}"), "firma")
            restore(again, tmp_path / name)
            assert again.intake.get(number).state == "deleted"
            assert again.intake.get(other).state == "filed"
            erase_due(again)
            assert gone(again, number, sha256)
            assert verify(again).problems == ()
            again.close()

    def test_a_deleted_paper_in_another_mail_is_taken_in_again_and_in_its_own_it_is_not(self, space: Space) -> None:
        furnish(space)
        mails = [hand_in(space, name, "mail.eml").eingangsnummer for name in (b"first mail", b"second mail")]
        first = _brought(space, mails[0])
        fields = {"rechnungsnummer": "R-1", "rechnungsdatum": "2014-01-01"}
        space.documents.file(first, proposal(space, first, fields=fields))
        assert _brought(space, mails[1]) == first
        wish(space, first)
        confirm(space, first, CARLA, TODAY)
        erase_due(space)
        assert _brought(space, mails[0]) == first
        assert gone(space, first, hashlib.sha256(b"inside").hexdigest()), "looking again into the same mail brings nothing back"
        again = _brought(space, mails[1])
        assert again != first
        assert space.intake.get(again).state == "received"
        assert _brought(space, mails[1]) == again
        assert verify(space).problems == ()


def _brought(space: Space, parent: str) -> str:
    sender = Sender("R-1.pdf", "application/pdf", "ausgepackt", "mappe", parent)
    return taken_in(space, hashlib.sha256(b"inside").hexdigest(), lambda incoming: incoming.write(b"inside"), sender)
