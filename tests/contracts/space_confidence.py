"""What is promised of confidential papers on every database: a veiled space does not know them, nor what shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from archive.catalog.tables_confidence import veil
from archive.confidence import hidden, mark, marked, must_be_open, newest, veiled
from archive.folder_list import Wanted, folders
from archive.folders import folder
from archive.holds import Of
from archive.intake import Sender
from archive.judging import judge_due
from archive.problems import Invalid, NotFound
from archive.rebuild import rebuild
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal


@contextmanager
def seen(space: Space) -> Iterator[Space]:
    """The space of somebody without the right."""
    url = space.catalog.engine.url
    location = f"sqlite:{url.database}".rpartition("/")[0] if url.drivername == "sqlite" else url.render_as_string(hide_password=False)
    other = veiled(space, location.replace("postgresql+psycopg", "postgresql"))
    try:
        yield other
    finally:
        other.close()


def filed(space: Space, name: str, doctype: str = "rechnung", order: str = "A-26-0101") -> str:
    number = hand_in(space, name.encode(), f"{name}.pdf").eingangsnummer
    space.documents.file(number, proposal(space, number, doctype=doctype, order=order, fields={"rechnungsnummer": name}))
    return number


def inside(space: Space, parent: str, name: str) -> str:
    """A paper taken out of another."""
    with space.intake.receive() as incoming:
        incoming.write(name.encode())
        stored = incoming.keep()
    return space.intake.acknowledge(stored, Sender(f"{name}.pdf", "application/pdf", "ausgepackt", ANNA, parent)).eingangsnummer


def say(space: Space, choice: str, number: str, of: Of = "beleg") -> None:
    mark(space.journal, of, number, choice, ANNA)


class ConfidenceContract:
    """Every test gets an empty space."""

    def test_a_type_is_hidden_with_everything_that_is_known_of_it(self, space: Space) -> None:
        furnish(space)
        secret, known = filed(space, "Z-SECRET", "stundenzettel"), filed(space, "R-OPEN")
        with seen(space) as other:
            assert [entry.eingangsnummer for entry in other.intake.recent()] == [known]
            assert other.intake.counts()["filed"] == 1
            assert [d.eingangsnummer for d in folder(other, "A-26-0101").documents] == [known]
            assert other.journal.about(secret) == []
            for look in (other.documents.get, other.intake.get, other.documents.reading):
                with pytest.raises(NotFound):
                    look(secret)
        assert space.documents.get(secret).doctype == "stundenzettel"

    def test_a_mark_hides_and_shows_again(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "R-1")
        say(space, "vertraulich", number)
        assert marked(space.catalog, "beleg", number) == "vertraulich"
        with seen(space) as other:
            assert other.intake.recent() == []
            say(space, "offen", number)
            assert [entry.eingangsnummer for entry in other.intake.recent()] == [number]

    def test_a_person_may_open_a_paper_of_a_confidential_type(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "Z-1", "stundenzettel")
        say(space, "offen", number)
        assert not hidden(space.catalog, [number])

    def test_a_folder_hides_its_papers_and_what_was_bought_for_it(self, space: Space) -> None:
        furnish(space)
        before = filed(space, "R-1")
        say(space, "vertraulich", "A-26-0101", "mappe")
        after, elsewhere = filed(space, "R-2"), filed(space, "R-3", order="A-26-0102")
        assert hidden(space.catalog, [before, after, elsewhere, "A-26-0101"]) == {before, after, "A-26-0101"}
        with seen(space) as other:
            assert "A-26-0101" not in {row.order.number for row in other.orders.all()}
            with pytest.raises(NotFound):
                other.orders.purchase_order("B-26-00401")
            with pytest.raises(NotFound):
                folder(other, "A-26-0101")
        say(space, "offen", "A-26-0101", "mappe")
        assert not hidden(space.catalog, [before, after, "A-26-0101"])

    def test_a_container_is_hidden_with_what_it_holds_and_the_rest_of_it_is_not(self, space: Space) -> None:
        furnish(space)
        mail = hand_in(space, b"mail", "mail.eml").eingangsnummer
        secret, harmless = inside(space, mail, "eins"), inside(space, mail, "zwei")
        space.documents.file(secret, proposal(space, secret, doctype="stundenzettel"))
        assert hidden(space.catalog, [mail, secret, harmless]) == {mail, secret}
        say(space, "vertraulich", mail)
        late = inside(space, mail, "drei")
        assert hidden(space.catalog, [mail, secret, harmless, late]) == {mail, secret, harmless, late}
        say(space, "offen", mail)
        assert hidden(space.catalog, [mail, secret, harmless, late]) == {mail, secret}

    def test_the_same_bytes_again_are_hidden_too(self, space: Space) -> None:
        furnish(space)
        first = filed(space, "Z-1", "stundenzettel")
        again = hand_in(space, b"Z-1", "Kopie.pdf").eingangsnummer
        assert hidden(space.catalog, [first, again]) == {first, again}

    def test_the_lists_say_nothing_of_folders_in_which_hidden_papers_were_compared(self, space: Space) -> None:
        furnish(space)
        quiet, loud = filed(space, "Z-1", "stundenzettel"), filed(space, "R-SECRET", order="A-26-0102")
        say(space, "vertraulich", loud)
        while judge_due(space):
            pass
        whole = {row.order.number for row in folders(space.catalog, Wanted()).items if row.state}
        with seen(space) as other:
            assert {row.order.number for row in folders(other.catalog, Wanted()).items if row.state} == whole - {"A-26-0102"}
        assert whole >= {"A-26-0101", "A-26-0102"}
        assert hidden(space.catalog, [quiet, loud]) == {quiet, loud}

    def test_what_is_written_through_a_veil_reaches_the_one_journal(self, space: Space) -> None:
        furnish(space)
        filed(space, "Z-1", "stundenzettel")
        with seen(space) as other:
            number = filed(other, "R-2")
            assert other.intake.get(number).state == "filed"
        assert space.intake.get(number).eingangsnummer.endswith("0000002")
        assert verify(space).problems == ()

    def test_an_original_of_several_papers_is_shown_to_those_who_may_see_all(self, space: Space) -> None:
        furnish(space)
        number = filed(space, "Z-1", "stundenzettel")
        sha256 = space.intake.get(number).scan.sha256
        must_be_open(space, sha256)
        with seen(space) as other, pytest.raises(NotFound):
            must_be_open(other, sha256)

    def test_a_rebuild_and_a_proof_find_the_same(self, space: Space) -> None:
        furnish(space)
        numbers = [filed(space, "Z-1", "stundenzettel"), filed(space, "R-2"), filed(space, "R-3", order="A-26-0102")]
        say(space, "vertraulich", numbers[2])
        say(space, "offen", numbers[0])
        with space.catalog.read() as connection:
            before = set(connection.execute(select(veil.c.eingangsnummer, veil.c.hidden)).all())
        assert verify(space).problems == ()
        rebuild(space.catalog, space.store)
        with space.catalog.read() as connection:
            assert set(connection.execute(select(veil.c.eingangsnummer, veil.c.hidden)).all()) == before
        assert newest(space.catalog)[0] > 0

    def test_nonsense_is_refused(self, space: Space) -> None:
        furnish(space)
        with pytest.raises(Invalid):
            say(space, "geheim", filed(space, "R-1"))
        with pytest.raises(NotFound):
            say(space, "vertraulich", "E-2026-9999999")
