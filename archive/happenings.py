"""The journal as other programs follow it: a few kinds of events with numbers and states, no texts, no names of people.

Whoever knows the number of the last event they saw asks for those after it; nothing is missed and nothing comes twice. Further fields
and kinds may be added, none is renamed. A paper's values are asked for by its Eingangsnummer. That a paper was deleted is told to
everybody, also of papers they may not see: whoever heard of it before has to know, and a number says nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from archive.confidence import unveiled
from archive.entry import Entry
from archive.space import Space

PAPER = {
    "eingang": "eingegangen",
    "teil": "eingegangen",
    "abgelegt": "abgelegt",
    "wartet": "wartet",
    "gestoert": "wartet",
    "abgelehnt": "abgelehnt",
    "korrigiert": "entschieden",
    "gleiches_papier": "entschieden",
    "zurueckgenommen": "zurueckgenommen",
    "ausgepackt": "ersetzt",
    "aufgeteilt": "ersetzt",
    "zusammengefasst": "ersetzt",
    "in_quarantaene": "abgelehnt",
    "quarantaene_aufgehoben": "zurueckgenommen",
    "verworfen": "abgelehnt",
    "aufgeloest": "ersetzt",
    "geloescht": "geloescht",
    "vernichtet": "vernichtet",
}
TOMBSTONES = ("geloescht", "vernichtet")
MASTER = {"auftrag": "auftrag", "bestellung": "bestellung"}
_KINDS = {**PAPER, **MASTER}
EVENTS = tuple(dict.fromkeys(_KINDS.values()))
"""What may happen, as programs read it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. ``about`` is an Eingangsnummer, or the number of an order or purchase order; ``state`` and what follows are a paper's."""

    seq: int
    at: datetime
    event: str
    about: str
    state: str = ""
    doctype: str = ""
    orders: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happenings:
    """Some events in order. ``up_to`` is where to go on: the last entry that was looked at, whether it is an event or not."""

    events: tuple[Happening, ...]
    up_to: int
    more: bool


def after(space: Space, seq: int, most: int) -> Happenings:
    """The next ``most`` events after an entry, fewer when there are not so many."""
    found: list[Happening] = []
    up_to = seq
    for entry in _entries(space, seq):
        if len(found) == most:
            return Happenings(tuple(found), up_to, more=True)
        up_to = entry.seq
        found += _told(entry)
    return Happenings(tuple(found), up_to, more=False)


def _entries(space: Space, seq: int) -> Iterator[Entry]:
    """What this space may know, and the tombstones of what it may not, in one order."""
    whole = unveiled(space)
    if whole is space:
        yield from space.journal.after(seq)
        return
    # Up to one moment: an entry written meanwhile could show in one of the two lists and push the reader past the other.
    last = whole.journal.head()[0]
    before = 0
    for entry in merge(space.journal.after(seq), whole.journal.after(seq, kinds=TOMBSTONES), key=lambda entry: entry.seq):
        if entry.seq > last:
            return
        if entry.seq != before:
            yield entry
        before = entry.seq


def _told(entry: Entry) -> Iterator[Happening]:
    event = _KINDS.get(entry.kind)
    if event is None:
        return
    if entry.kind in MASTER:
        yield Happening(entry.seq, entry.at, event, str(entry.body["number"]))
        return
    body = entry.body
    content: Mapping[str, Any] = body.get("content") or {}
    orders = tuple(dict.fromkeys(str(link["order"]) for link in content.get("links", ())))
    state = str(body.get("state") or _STATES.get(event, ""))
    parts = tuple(map(str, body.get("parts", ())))
    yield Happening(entry.seq, entry.at, event, entry.about, state, str(content.get("doctype", "")), orders, parts)


_STATES = {
    "eingegangen": "received",
    "wartet": "waiting",
    "abgelehnt": "rejected",
    "ersetzt": "replaced",
    "geloescht": "deleted",
    "vernichtet": "deleted",
}
