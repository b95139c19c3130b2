"""What people know, written down or filmed, as values: a note or a video, what it is about, how a film is cut. Keeps nothing.

A note follows one pattern: situation, what to do, how to recognise it, who knows more, valid until. A video is a note with a film.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Of = Literal["belegart", "lieferant", "auftrag", "uebung", "seite", "zeichnung"]
Category = Literal["buero", "montage", "fertigung", "werkzeug"]

CATEGORIES: Mapping[str, str] = {
    "buero": "Büro",
    "montage": "Montage",
    "fertigung": "Fertigung",
    "werkzeug": "Werkzeugvoreinstellung",
}
OF_NAMES: Mapping[str, str] = {
    "belegart": "Belegart",
    "lieferant": "Lieferant",
    "auftrag": "Auftrag",
    "uebung": "Übung",
    "seite": "Bildschirm",
    "zeichnung": "Zeichnung",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a note is attached to: the key of a document type, exercise or screen, or the number of a supplier, order or drawing."""

    of: Of
    key: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said in a film, in seconds from its beginning."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where a part of a film begins, in seconds."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Film:
    """A film as it was handed in, and how it is shown. ``start`` and ``end`` are where it is cut, 0 for the whole; ``poster`` is
    the hash of its still, "" for none; ``seconds`` is 0 when the file does not say how long it is. ``rights`` says who may show it.
    """

    sha256: str
    size: int
    name: str
    media_type: str
    codec: str
    seconds: float
    rights: str
    start: float = 0.0
    end: float = 0.0
    poster: str = ""
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of knowledge. ``training`` lets places of a course see it too; ``checked`` is when somebody last looked it through."""

    key: str
    title: str
    category: Category = "buero"
    anchors: tuple[Anchor, ...] = ()
    situation: str = ""
    todo: str = ""
    sign: str = ""
    expert: str = ""
    valid_until: date | None = None
    checked: date | None = None
    training: bool = False
    film: Film | None = field(default=None)

    @property
    def written(self) -> str:
        """Everything that was written, without the title."""
        return " ".join(part for part in (self.situation, self.todo, self.sign, self.expert) if part)

    def outdated(self, today: date) -> bool:
        """Whether its time is over."""
        return self.valid_until is not None and self.valid_until < today


def fold(text: str) -> str:
    """Text as it is searched: no capitals, umlauts spelled out."""
    folded = text.casefold()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(letter, plain)
    return " ".join(folded.split())


def words_of(note: Note) -> str:
    """Everything a note is found by: what was written, what is said in its film, and what it is attached to."""
    film = note.film
    said = [cue.text for cue in film.cues] + [chapter.title for chapter in film.chapters] if film else []
    attached = [anchor.key for anchor in note.anchors]
    return fold(" ".join([note.title, CATEGORIES[note.category], note.written, *attached, *said]))


def objects_of(body: Mapping[str, Any]) -> Iterator[str]:
    """The hashes of the originals that a journal entry about a note relies on: film and still."""
    note = body.get("note")  # other entries say by this word what somebody wrote
    film = (note.get("film") if isinstance(note, Mapping) else None) or {}
    yield from (film[name] for name in ("sha256", "poster") if film.get(name))
