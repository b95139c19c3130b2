"""Deleting films of the library with two persons, in the same steps as papers: out of sight at once, bytes gone when confirmed.

For who withdrew their consent, and for what never should have been filmed. What was written stays in the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from archive.catalog.engine import Catalog
from archive.catalog.tables_deletion import deletion
from archive.catalog.tables_knowledge import knowledge
from archive.confidence import unveiled
from archive.entry import Entry
from archive.holds import Hold
from archive.journal import Change, about
from archive.note import objects_of
from archive.problems import Invalid, NotFound
from archive.space import Space
from archive.store.seam import ORIGINALS

FILM = "video"
"""The kind of such a proposal, beside ``frist`` and ``fehlscan`` of papers."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants a film deleted and why; ``person`` is their id, "" where nobody has to log in."""

    reason: str
    who: str
    person: str = ""


def is_film(number: str) -> bool:
    """Whether this is the key of a note or film and no Eingangsnummer."""
    return number.startswith("W-")


def propose_film(space: Space, change: Change, key: str, wish: Wish) -> None:
    """The first of two persons. From here on it is in no library. Raises ``Invalid`` with what stands in the way, ``NotFound``."""
    live = _live(change.connection, key)
    history = change.history(key)
    if change.connection.execute(select(deletion.c.main).where(deletion.c.eingangsnummer == key)).first():
        raise Invalid("Das Löschen ist schon vorgeschlagen.", cause=f"{key} is proposed")
    if not _objects(history):
        raise Invalid("Hier gibt es keine Videodatei zu löschen. Einen Tipp können Sie entfernen.", cause=f"{key} has no film")
    _must_not_be_held(space, history)
    reason = f"Video „{_last(history)['title']}“: {wish.reason}"
    change.record("loeschen_vorgeschlagen", key, {"main": key, "kind": FILM, "reason": reason, "person": wish.person, "live": live})
    if live:
        change.record("wissen_entfernt", key, {})


def declined(change: Change, key: str) -> None:
    """Somebody said no: what was in the library before is there again."""
    history = change.history(key)
    proposal = next(entry for entry in reversed(history) if entry.kind == "loeschen_vorgeschlagen")
    if proposal.body["live"]:
        change.record("wissen", key, {"note": _last(history)})


def confirmed(space: Space, change: Change, key: str, wish: Wish) -> None:
    """The second person said yes; all versions of the film and its stills go, but for what another film or paper shows.

    Raises ``Invalid`` for a hold.
    """
    history = change.history(key)
    _must_not_be_held(space, history)
    objects = _objects(history)
    body = {
        "reason": wish.reason,
        "kind": FILM,
        "proposed_by": wish.who,
        "doctype": "",
        "sha256": objects[0],
        "size": (_last(history).get("film") or {}).get("size", 0),
        "keys": [ORIGINALS + sha256 for sha256 in objects],
    }
    change.record("wissen_geloescht", key, body)


def left_behind(catalog: Catalog) -> list[tuple[str, str]]:
    """Keys and titles of what was only taken out of the library: its film still lies in the store."""
    waits = select(deletion.c.eingangsnummer)
    query = select(knowledge.c.key).where(knowledge.c.state == "entfernt", knowledge.c.key.not_in(waits)).order_by(knowledge.c.at.desc())
    with catalog.read() as connection:
        found = [(key, about(connection, key)) for key in connection.execute(query).scalars()]
    return [(key, str(_last(history)["title"])) for key, history in found if _objects(history)]


def _must_not_be_held(space: Space, history: Sequence[Entry]) -> None:
    """Raises ``Invalid`` when a folder the film is attached to must not lose anything, whoever may see the folder."""
    orders = [anchor["key"] for anchor in _last(history).get("anchors", ()) if anchor["of"] == "auftrag"]
    holds: tuple[Hold, ...] = unveiled(space).holds.on(history[-1].about, orders)
    if holds:
        raise Invalid(
            "Dieses Video gehört zu einer geschützten Mappe. Bitte heben Sie zuerst deren Schutz auf.",
            cause=f"{history[-1].about}: {holds[0].number} is held",
        )


def _live(connection: Connection, key: str) -> bool:
    state = connection.execute(select(knowledge.c.state).where(knowledge.c.key == key)).scalar()
    if state is None:
        raise NotFound("Diesen Tipp gibt es nicht mehr.", cause=f"no note {key}")
    return bool(state == "gilt")


def _last(history: Sequence[Entry]) -> dict[str, Any]:
    """What was said last, as the journal keeps it."""
    return next(dict(entry.body["note"]) for entry in reversed(history) if entry.kind == "wissen")


def _objects(history: Sequence[Entry]) -> list[str]:
    """The hashes of all versions and stills, the newest film first, without those that were deleted already."""
    gone = {key.removeprefix(ORIGINALS) for entry in history if entry.kind == "wissen_geloescht" for key in entry.body["keys"]}
    named = [sha256 for entry in reversed(history) for sha256 in objects_of(entry.body)]
    return [sha256 for sha256 in dict.fromkeys(named) if sha256 not in gone]
