"""The journal as other programs follow it: a few kinds of events with numbers and states, no texts, no names of people.

Whoever knows the number of the last event they saw asks for those after it; nothing is missed and nothing comes twice. Further fields
and kinds may be added, none is renamed. A paper's values are asked for by its Eingangsnummer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.entry import Entry
from archive.journal import Journal

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
}
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


def after(journal: Journal, seq: int, most: int) -> Happenings:
    """The next ``most`` events after an entry, fewer when there are not so many."""
    found: list[Happening] = []
    up_to = seq
    for entry in journal.after(seq):
        if len(found) == most:
            return Happenings(tuple(found), up_to, more=True)
        up_to = entry.seq
        found += _told(entry)
    return Happenings(tuple(found), up_to, more=False)


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


_STATES = {"eingegangen": "received", "wartet": "waiting", "abgelehnt": "rejected", "ersetzt": "replaced"}
