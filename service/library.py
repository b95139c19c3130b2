"""What a visitor finds in the library: the notes of the space at hand, and at a place of a course also what the firm shows there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from archive.doctypes import doctype, doctypes
from archive.knowledge import Kept
from archive.note import OF_NAMES, Anchor, Note
from archive.order import Supplier
from archive.problems import NotFound
from archive.space import Space
from service.auth.visitor import Visitor
from service.parts import House
from service.screens import SCREENS, anchors_of, new_note

OWN, SHARED = "/wissen", "/lehrstoff"


@dataclass(frozen=True, slots=True)
class Found:
    """A note and the address it is read at."""

    kept: Kept
    base: str

    @property
    def note(self) -> Note:
        """The note itself."""
        return self.kept.note

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"{self.base}/{self.note.key}"


@dataclass(frozen=True, slots=True)
class Hints:
    """What stands at the top of a screen: links to notes about it, and the address to write one, "" where none is offered."""

    links: tuple[tuple[str, str, bool], ...] = ()
    new: str = ""


NO_HINTS = Hints()


def hints(house: House, visitor: Visitor, path: str, values: Mapping[str, Any]) -> Hints:
    """The notes about what a page shows."""
    if path.startswith((OWN, SHARED)):
        return NO_HINTS
    anchors = anchors_of(path, values)
    if not anchors:
        return NO_HINTS
    found = [(note, OWN) for note in house.parts_for(visitor).space.knowledge.at(anchors)]
    if visitor.training:
        general = [anchor for anchor in anchors if anchor.of in ("uebung", "seite", "belegart")]
        found += [(note, SHARED) for note in _firm(house).knowledge.at(general, training=True)]
    links = tuple((f"{base}/{note.key}", note.title, note.film is not None) for note, base in found)
    return Hints(links, new_note(anchors) if visitor.may("WORK") else "")


def search(house: House, visitor: Visitor, words: str, category: str = "") -> list[Found]:
    """Notes and videos with these words, those of the space at hand first."""
    found = [Found(kept, OWN) for kept in house.parts_for(visitor).space.knowledge.find(words, category)]
    if visitor.training:
        found += [Found(kept, SHARED) for kept in _firm(house).knowledge.find(words, category, training=True)]
    return found


def shared(house: House, visitor: Visitor, key: str) -> tuple[Space, Kept]:
    """A note of the firm that places of courses may see. Raises ``NotFound``."""
    space = _firm(house)
    kept = space.knowledge.get(key)
    if not visitor.training or not kept.note.training:
        raise NotFound("Diesen Tipp gibt es hier nicht.", cause=f"{key} is not shown at places")
    return space, kept


def attached_to(space: Space, exercises: Collection[str]) -> Sequence[Note]:
    """The notes and videos that belong to these exercises."""
    return space.knowledge.at([Anchor("uebung", key) for key in exercises])


def attached(space: Space, exercises: Mapping[str, str], anchors: Sequence[Anchor]) -> list[tuple[str, str, str]]:
    """What a note is attached to, for people: what it is, its name, and where it is, "" where that is nowhere."""
    suppliers = space.orders.existing(Supplier, [anchor.key for anchor in anchors if anchor.of == "lieferant"])
    rows = []
    for anchor in anchors:
        name, href = anchor.key, ""
        if anchor.of == "lieferant":
            name = suppliers[anchor.key].name if anchor.key in suppliers else anchor.key
            href = f"/lieferanten/{quote(anchor.key)}/bearbeiten"
        elif anchor.of == "auftrag":
            href = f"/mappen/{quote(anchor.key)}"
        elif anchor.of == "belegart":
            name = doctype(anchor.key).name if anchor.key in doctypes() else anchor.key
        elif anchor.of == "seite":
            name, href = SCREENS.get(anchor.key, anchor.key), f"/{anchor.key}" if anchor.key in SCREENS else ""
        elif anchor.of == "uebung":
            name = exercises.get(anchor.key, anchor.key)
        rows.append((OF_NAMES[anchor.of], name, href))
    return rows


def _firm(house: House) -> Space:
    return house.parts(house.settings.space).space
