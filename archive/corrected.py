"""What people changed about a paper, told from its journal: the machine's content, and the content that holds now. Judges neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive import codec
from archive.content import Content
from archive.entry import Entry

DECIDED = ("korrigiert", "zurueckgenommen")
"""Kinds of entries after which a paper has to be looked at again."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A paper a person decided about. ``machine`` is what was understood before, ``now`` what holds; ``fields`` were entered by hand."""

    eingangsnummer: str
    machine: Content
    now: Content
    fields: frozenset[str]
    who: str
    at: datetime


def corrected(history: Sequence[Entry]) -> Corrected | None:
    """The standing decisions of people about one paper; None when there are none, or nothing was read before."""
    machine: Content | None = None
    standing: list[Entry] = []
    for entry in history:
        if entry.kind in ("abgelegt", "wartet"):
            machine, standing = codec.decode(Content, entry.body["content"]), []
        elif entry.kind == "korrigiert":
            standing.append(entry)
        elif entry.kind == "zurueckgenommen" and standing:
            standing.pop()
    if machine is None or not standing:
        return None
    last = standing[-1]
    fields = frozenset(key for entry in standing for key in entry.body["correction"]["fields"])
    return Corrected(last.about, machine, codec.decode(Content, last.body["content"]), fields, last.who, last.at)
