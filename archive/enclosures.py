"""Which papers came out of which: the files inside an e-invoice are papers of their own, found again by their bytes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.entry import Entry
from archive.intake import Intaken, Sender, enter, intaken, same_bytes
from archive.journal import Journal, about
from archive.space import Space
from archive.store.seam import Incoming


def with_bytes(catalog: Catalog, hashes: Collection[str]) -> Mapping[str, Intaken]:
    """For each hash the paper that holds these bytes: the first that was neither rejected nor deleted, else the first."""
    query = select(t.intake).where(t.intake.c.sha256.in_(set(hashes))).order_by(t.intake.c.eingangsnummer.desc())
    with catalog.read() as connection:
        found = [intaken(row) for row in connection.execute(query)]
    return {entry.scan.sha256: entry for entry in sorted(found, key=lambda entry: entry.state not in ("rejected", "deleted"))}


def parent(history: Iterable[Entry]) -> str:
    """The Eingangsnummer of the paper this one was taken from, "" for a paper of its own; ``history`` is what the journal says of it."""
    return next((str(entry.body["parent"]) for entry in history if entry.kind == "eingang" and entry.body.get("parent")), "")


def unpacked(journal: Journal, eingangsnummer: str, sentence: str, parts: Collection[str], left: Sequence[str] = ()) -> None:
    """Says for good that this was a ZIP or a mail whose files are papers of their own: ``parts``. It stays as it came.

    ``left`` names what is in it and was not taken, so that the numbers add up.
    """
    with journal.change("mappe") as change:
        state = change.connection.execute(select(t.intake.c.state).where(t.intake.c.eingangsnummer == eingangsnummer)).scalar()
        if state == "replaced":
            return  # another worker was faster
        change.record("ausgepackt", eingangsnummer, {"sentence": sentence, "parts": list(parts), "left": list(left)})


def taken_in(space: Space, sha256: str, pour: Callable[[Incoming], object], sender: Sender) -> str:
    """The Eingangsnummer of a file that lay in ``sender.parent``: a new one when these bytes are not here. May run twice.

    Bytes that were rejected or deleted before and come again, in another container, are a paper like any other; what this same
    container once brought is not brought again, whatever became of it.
    """
    with space.catalog.read() as connection:
        if known := _known(connection, sha256, sender.parent):
            return known
    with space.intake.receive() as incoming:
        pour(incoming)
        stored = incoming.keep()
    with space.journal.change(sender.who) as change:
        if known := _known(change.connection, stored.sha256, sender.parent):
            return known  # somebody else was faster
        receipt = enter(change, stored, sender)
        space.intake.must_be_kept(change.connection, stored)
    return receipt.eingangsnummer


def _known(connection: Connection, sha256: str, parent_number: str) -> str:
    numbers = connection.execute(select(t.intake.c.eingangsnummer).where(t.intake.c.sha256 == sha256)).scalars()
    brought = (number for number in sorted(numbers) if parent(about(connection, number)) == parent_number)
    return next(brought, "") or same_bytes(connection, sha256)
