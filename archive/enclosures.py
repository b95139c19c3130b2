"""Which papers came out of which: the files inside an e-invoice are papers of their own, found again by their bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.entry import Entry
from archive.intake import Intaken, intaken
from archive.journal import Journal


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
        change.record("ausgepackt", eingangsnummer, {"sentence": sentence, "parts": list(parts), "left": list(left)})
