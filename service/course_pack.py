"""A course handed on as one file, and a course opened from one: collects what belongs to it, keeps what comes with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self, cast
from zipfile import ZipFile

from archive.exercises import PREFIX
from archive.installation.course import Course, Wish
from archive.installation.courses import MOST_PLACES
from archive.note import CATEGORIES, Anchor, Film, Note
from archive.problems import Invalid, Tampered
from archive.scratch import scratch
from archive.space import Space
from archive.store.seam import ORIGINALS, Stored
from service import room
from service.exercises import own
from service.films import LARGEST_STILL, still_type
from service.library import attached_to
from service.parts import House
from service.screens import SCREENS
from training import pack
from training.authoring import looked_through
from training.film import film_facts
from training.pack import Pack
from training.subtitles import chapters_of, cues_of, lines_of, vtt
from training.tasks import tasks

SEVERAL = 4
"""A pack may hold so many times the largest film."""


def largest(house: House) -> int:
    """How many megabytes a pack may have."""
    return SEVERAL * house.settings.video_mb


def export(house: House, course: Course, target: Path) -> None:
    """Writes the pack of a course to ``target``."""
    space = _firm(house)
    keys = course.tasks or tuple(each.key for each in tasks())
    texts = {each.key: each.text for each in own(house).all(gone=True) if each.key in keys}
    notes = tuple(_general(note) for note in attached_to(space, keys))
    films = dict(_named(notes))
    with ExitStack() as streams:
        objects = {sha256: streams.enter_context(space.store.open(ORIGINALS + sha256)) for sha256 in films}
        pack.write(target, Pack(course.title, room.firm_state(house.settings), keys, course.plan, texts, notes, films), objects)


class Spool:
    """A pack while it arrives, as a file nobody else sees."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes."""
        self._file.write(chunk)
        self.size += len(chunk)

    def keep(self) -> Stored:
        """Says that all have come."""
        self._file.close()
        return Stored("", self.size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@contextmanager
def spooling() -> Iterator[Path]:
    """A path for a pack that is gone afterwards."""
    with scratch() as folder:
        yield folder / "paket.zip"


@dataclass(frozen=True, slots=True)
class Opened:
    """A course that was opened from a pack; ``same_firm`` is whether the pack was made for the demo firm that is here."""

    course: Course
    same_firm: bool


def open_from(house: House, file: Path, count: int, who: str) -> Opened:
    """Checks everything in a pack first, then keeps it and opens the course. Raises ``Invalid`` naming what is wrong."""
    room.papers(house.settings)
    if not 1 <= count <= MOST_PLACES:
        raise Invalid(f"Ein Kurs hat 1 bis {MOST_PLACES} Plätze.", cause=f"{count} places")
    with pack.opened(file, largest(house) * 1024 * 1024) as (found, packed):
        _must_be_usable(found)
        films = {sha256: _looked_into(packed, path) for sha256, path in found.films.items()}
        notes = [_clean(note, films) for note in found.notes]
        keys = _kept_exercises(house, found, who)
        _keep_films(_firm(house), found, packed)
    _keep_notes(_firm(house), notes, keys, who)
    wish = Wish(found.title or "Kurs aus einem Paket", tuple(keys.get(key, key) for key in found.tasks), found.plan)
    return Opened(room.open_course(house, wish, count, who), found.firm == room.firm_state(house.settings))


def _must_be_usable(found: Pack) -> None:
    for key, text in found.exercises.items():
        if not key.startswith(PREFIX):
            raise Invalid(f"Die Übung „{key[:60]}“ heißt nicht, wie eigene Übungen heißen.", cause=f"key {key!r}")
        _, wrong = looked_through(text)
        if wrong:
            raise Invalid(f"Die Übung „{key[:60]}“ im Paket ist nicht in Ordnung: {wrong[0]} Es wurde nichts übernommen.", cause=wrong[0])
    there = {each.key for each in tasks()} | found.exercises.keys()
    missing = [key for key in found.tasks if key not in there]
    if missing or not found.tasks:
        name = f": „{missing[0][:60]}“" if missing else ""
        raise Invalid(f"Im Paket fehlt eine Übung{name}. Es wurde nichts übernommen.", cause=f"missing {missing}")


def _looked_into(packed: ZipFile, path: str) -> Film | None:
    """A film of the pack; ``None`` for a still. Raises ``Problem`` for what is neither."""
    info = packed.getinfo(path)
    with packed.open(info) as stream:
        head = stream.read(16)
        if info.file_size <= LARGEST_STILL and still_type(head):
            return None
        stream.seek(0)
        facts = film_facts(cast("BinaryIO", stream), info.file_size)
    return Film("", info.file_size, "", facts.media_type, facts.codec, facts.seconds, "")


def _clean(note: Note, films: Mapping[str, Film | None]) -> Note:
    """A foreign note with values of ours only. Raises ``Invalid``."""
    try:
        return Note(
            "",
            str(note.title)[:200],
            note.category if note.category in CATEGORIES else "buero",
            tuple(Anchor(anchor.of, str(anchor.key)[:200]) for anchor in note.anchors if anchor.of in ("uebung", "seite", "belegart")),
            situation=str(note.situation)[:4000],
            todo=str(note.todo)[:4000],
            sign=str(note.sign)[:4000],
            expert=str(note.expert)[:4000],
            valid_until=note.valid_until,
            checked=note.checked,
            training=True,
            film=_clean_film(note.film, films) if note.film else None,
        )
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise Invalid("Ein Tipp oder Video im Paket ist nicht lesbar. Es wurde nichts übernommen.", cause=repr(error)) from error


def _clean_film(film: Film, films: Mapping[str, Film | None]) -> Film:
    facts = films[film.sha256]
    if facts is None or (film.poster and films[film.poster] is not None):
        raise ValueError("a film that is a still, or the other way round")
    start, end = max(0.0, float(film.start)), max(0.0, float(film.end))
    return dataclasses.replace(
        facts,
        sha256=film.sha256,
        name=str(film.name)[:200],
        rights=str(film.rights)[:300],
        start=start,
        end=end,
        poster=film.poster,
        cues=cues_of(vtt(film.cues)) if film.cues else (),
        chapters=chapters_of(lines_of(film.chapters)),
    )


def _kept_exercises(house: House, found: Pack, who: str) -> dict[str, str]:
    """The key of each exercise of the pack here; the same text is not kept twice."""
    there = {each.text: each.key for each in own(house).all()}
    return {key: there.get(text) or own(house).add(text, who) for key, text in found.exercises.items()}


def _keep_films(space: Space, found: Pack, packed: ZipFile) -> None:
    for sha256, path in found.films.items():
        with space.store.receive() as incoming:
            for chunk in pack.chunks(packed, path):
                incoming.write(chunk)
            if incoming.keep().sha256 != sha256:
                raise Tampered("Ein Video im Paket ist nicht mehr, was es war. Bitte lassen Sie sich das Paket neu geben.", cause=path)


def _keep_notes(space: Space, notes: list[Note], keys: Mapping[str, str], who: str) -> None:
    there = {(kept.note.title, kept.note.film.sha256 if kept.note.film else kept.note.written) for kept in space.knowledge.find()}
    for note in notes:
        if (note.title, note.film.sha256 if note.film else note.written) in there:
            continue
        anchors = tuple(Anchor(anchor.of, keys.get(anchor.key, anchor.key)) for anchor in note.anchors)
        space.knowledge.add(dataclasses.replace(note, anchors=anchors), who)


def _general(note: Note) -> Note:
    """Without what belongs to this firm alone: its suppliers, orders and drawings."""
    kept = tuple(anchor for anchor in note.anchors if anchor.of in ("uebung", "belegart") or anchor.key in SCREENS)
    return dataclasses.replace(note, anchors=kept)


def _named(notes: tuple[Note, ...]) -> Iterator[tuple[str, str]]:
    for note in notes:
        if note.film:
            yield note.film.sha256, f"videos/{note.key}.{note.film.media_type.split('/')[1]}"
            if note.film.poster:
                yield note.film.poster, f"videos/{note.key}-standbild"


def _firm(house: House) -> Space:
    return house.parts(house.settings.space).space
