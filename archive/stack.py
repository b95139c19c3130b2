"""Splitting a stack into papers, merging papers into one, turning a page. Originals stay as they came; only who owns which page changes.

A part is a paper with an Eingangsnummer of its own, made of pages of its parent's original; the parent ends as ``replaced``. Reads
nothing: a worker makes the reading of a part from the pages that were read already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath

from archive import codec, correction
from archive.documents import filed
from archive.intake import Intaken, next_number
from archive.journal import Change
from archive.leaves import Bound, Leaf, bound_of
from archive.policy import listed
from archive.problems import Invalid, NotFound
from archive.scan import Reading
from archive.setting_aside import gone
from archive.space import Space

MOST_PARTS = 300
TURNS = (90, 180, 270)


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one paper, and what the cover sheet before them says, "" for none."""

    pages: tuple[int, ...]
    cover: str = ""


Whole = dict[int, Leaf]
"""The leaves of a paper by their page number on the screen."""


def split(
    space: Space, eingangsnummer: str, ranges: Sequence[Sequence[int] | Part], who: str, *, reading: Reading | None = None
) -> tuple[str, ...]:
    """Makes each of ``ranges`` (page numbers from 1, any order, each page once) a paper of its own and tells their Eingangsnummern.

    Pages in no range (separator sheets) belong to no part; they stay in the original. A paper that is being read is split
    with the ``reading`` of it. The parts are ``received``: a worker has to be told of them. Raises ``Invalid``.
    """
    wanted = [each if isinstance(each, Part) else Part(tuple(each)) for each in ranges]
    key = space.documents.keep(reading) if reading else ""
    whole_reading = reading or _reading(space, eingangsnummer)
    with space.journal.change(who) as change:
        entry = _standing(space, eingangsnummer, change, read=bool(key))
        whole = _leaves(space, eingangsnummer, whole_reading, key, change)
        _must_fit([part.pages for part in wanted], whole)
        parts = []
        for part in wanted:
            notes = _notes(whole_reading.notes, part.pages, last=part is wanted[-1])
            unread = _unread(whole_reading.unread, part.pages, last=part is wanted[-1])
            made = Bound(tuple(whole[number] for number in part.pages), notes, (eingangsnummer,), unread, part.cover)
            parts.append(_part(change, entry, _named(entry.scan.name, part.pages), made))
        left = sorted(set(whole) - {number for part in wanted for number in part.pages})
        beside = f" {_pages(left)} {'gehört' if len(left) == 1 else 'gehören'} zu keinem Teil." if left else ""
        body = {"sentence": f"Aufgeteilt in {listed(parts)}.{beside}", "parts": parts, "left_out": left}
        before = filed(change.connection, eingangsnummer)
        change.record("aufgeteilt", eingangsnummer, body)
    gone(space, {eingangsnummer: before})
    return tuple(parts)


def merge(space: Space, numbers: Sequence[str], who: str) -> str:
    """Makes one paper of several, their pages in the order given, and tells its Eingangsnummer. Raises ``Invalid``."""
    if len(numbers) < 2 or len(set(numbers)) != len(numbers) or len(numbers) > MOST_PARTS:
        raise Invalid("Bitte wählen Sie mindestens zwei verschiedene Belege aus.", cause="fewer than two papers to merge")
    readings = {number: _reading(space, number) for number in numbers}
    with space.journal.change(who) as change:
        entries = [_standing(space, number, change) for number in numbers]
        leaves = [leaf for number in numbers for leaf in _leaves(space, number, readings[number], "", change).values()]
        notes = tuple(dict.fromkeys(note for reading in readings.values() for note in reading.notes))
        unread = sum(len(reading.unread) for reading in readings.values())
        oldest = min(entries, key=lambda entry: entry.scan.received)
        first = replace(entries[0], scan=replace(entries[0].scan, received=oldest.scan.received))
        merged = _part(
            change, first, f"{first.scan.name} und {len(numbers) - 1} weitere", Bound(tuple(leaves), notes, tuple(numbers), unread)
        )
        before = {number: filed(change.connection, number) for number in numbers}
        for number in numbers:
            change.record("zusammengefasst", number, {"sentence": f"Zusammengefasst mit anderen in {merged}.", "parts": [merged]})
    gone(space, before)
    return merged


def turn(space: Space, eingangsnummer: str, page: int, degrees: int, who: str) -> None:
    """Turns a page clockwise by 90, 180 or 270 degrees; a worker has to read it again. Raises ``Invalid``."""
    if degrees not in TURNS:
        raise Invalid("Eine Seite lässt sich um 90, 180 oder 270 Grad drehen.", cause=f"turn by {degrees}")
    reading = _reading(space, eingangsnummer)
    with space.journal.change(who) as change:
        _standing(space, eingangsnummer, change)
        if correction.decided_by_person(change.history(eingangsnummer)):
            raise Invalid(
                "Über diesen Beleg hat schon ein Mensch entschieden. Bitte nehmen Sie zuerst diese Entscheidung zurück.",
                cause="turning a page of a decided paper",
            )
        whole = _leaves(space, eingangsnummer, reading, "", change)
        seen = next((each for each in reading.pages if each.number == page), None)
        if seen is None:
            raise Invalid(f"Eine Seite {page} hat dieser Beleg nicht.", cause=f"no page {page}")
        whole[page] = replace(whole[page], rotation=(seen.rotation + degrees) % 360, reading="", page=0)
        change.record("gedreht", eingangsnummer, {"leaves": codec.encode(tuple(whole.values())), "page": page, "degrees": degrees})


def ranges_of(text: str) -> list[tuple[int, ...]]:
    """What people type: ``1-2, 3, 4-6+8`` is three papers. Raises ``Invalid``."""
    found = []
    for part in (part.strip() for part in re.split(r"[,;]", text) if part.strip()):
        spans = [re.fullmatch(r"\s*(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?\s*", span) for span in part.split("+")]
        if not all(spans):
            raise Invalid(f"„{part}“ ist kein Seitenbereich. Schreiben Sie zum Beispiel 1-2, 3, 4-6.", cause="bad page range")
        found.append(tuple(n for span in spans if span for n in range(int(span[1]), int(span[2] or span[1]) + 1)))
    return found


def _reading(space: Space, eingangsnummer: str) -> Reading:
    if space.intake.get(eingangsnummer).state not in ("filed", "waiting") or not _key(space, eingangsnummer):
        raise Invalid(
            "Die Seiten dieses Belegs lassen sich gerade nicht ordnen: Er wird noch gelesen, ließ sich nicht lesen oder ist schon ersetzt.",
            cause=f"{eingangsnummer} has no pages to work with",
        )
    return space.documents.reading(eingangsnummer)


def _key(space: Space, eingangsnummer: str) -> str:
    try:
        return space.documents.get(eingangsnummer).reading
    except NotFound:
        return ""


def _standing(space: Space, eingangsnummer: str, change: Change, *, read: bool = False) -> Intaken:
    """The paper as it stands in this transaction; nobody can change it before the end of it."""
    entry = space.intake.now(change.connection, eingangsnummer)
    if entry.state not in (("received", "waiting") if read else ("filed", "waiting")):
        raise Invalid("Dieser Beleg hat sich gerade geändert. Bitte sehen Sie ihn noch einmal an.", cause=f"{eingangsnummer} {entry.state}")
    return entry


def _leaves(space: Space, eingangsnummer: str, reading: Reading, key: str, change: Change) -> Whole:
    if reading.einvoice is not None:
        raise Invalid(
            "Eine E-Rechnung ist ein Ganzes: Ihre Seiten lassen sich nicht ordnen, ohne dass ihre Daten verloren gingen.",
            cause=f"{eingangsnummer} is an e-invoice",
        )
    if any(page.how == "file" for page in reading.pages):
        raise Invalid("Diese Datei hat keine eigenen Seiten. Sie bleibt, wie sie ist.", cause=f"{eingangsnummer} has no pages of its own")
    made = bound_of(change.connection, eingangsnummer).leaves
    key = key or _key(space, eingangsnummer)
    pages = [page.number for page in reading.pages]
    if made:
        return {number: replace(made[number - 1], reading=key, page=number) for number in pages}
    return {number: Leaf(reading.scan.sha256, number, None, key, number) for number in pages}


def _must_fit(ranges: Sequence[Sequence[int]], whole: Whole) -> None:
    taken = [number for pages in ranges for number in pages]
    if not ranges or any(not pages for pages in ranges) or len(ranges) > MOST_PARTS:
        raise Invalid("Bitte geben Sie für jeden Teil mindestens eine Seite an.", cause="an empty range")
    if unknown := sorted(set(taken) - set(whole)):
        raise Invalid(f"{_pages(unknown)} gibt es in diesem Beleg nicht.", cause=f"unknown pages {unknown}")
    if len(set(taken)) != len(taken):
        raise Invalid("Jede Seite kann nur zu einem Teil gehören.", cause="a page in two ranges")
    if len(ranges) == 1 and len(taken) == len(whole):
        raise Invalid("Bitte setzen Sie mindestens eine Trennung. So bleibt der Beleg, wie er ist.", cause="nothing to split")


def _part(change: Change, entry: Intaken, name: str, made: Bound) -> str:
    number = next_number(change.connection, datetime.now(UTC).astimezone().year)
    first = made.leaves[0].sha256
    body = {
        "sha256": first,
        "size": entry.size,
        "name": name,
        "media_type": entry.scan.media_type,
        "source": "zusammenfassung" if len(made.parents) > 1 else "teilung",
        "received": entry.scan.received.isoformat(),
        **codec.encode(made),
    }
    change.record("teil", number, body)
    return number


def _named(name: str, pages: Sequence[int]) -> str:
    path = PurePath(name)
    return f"{path.stem} ({_pages(pages)}){path.suffix}"


def _pages(numbers: Iterable[int]) -> str:
    """``Seite 3``, ``Seiten 1–4``, ``Seiten 1, 3 und 7``."""
    sorted_ = list(numbers)
    if len(sorted_) == 1:
        return f"Seite {sorted_[0]}"
    if sorted_ == list(range(sorted_[0], sorted_[0] + len(sorted_))):
        return f"Seiten {sorted_[0]}–{sorted_[-1]}"
    return f"Seiten {listed([str(number) for number in sorted_])}"


def _notes(notes: Sequence[str], pages: Sequence[int], *, last: bool) -> tuple[str, ...]:
    """What was said about the reading and concerns this part: about a page among its own, or, at the end of the stack, about all."""
    kept = []
    for note in notes:
        named = [int(number) for number in re.findall(r"Seite (\d+)", note)]
        if any(min(pages) <= number <= max(pages) for number in named) or (last and not named):
            kept.append(note)
    return tuple(kept)


def _unread(unread: Sequence[int], pages: Sequence[int], *, last: bool) -> int:
    """How many unread pages of the stack belong to a part: those between its pages, and at the end of the stack those behind."""
    return sum(min(pages) <= number <= max(pages) or (last and number > max(pages)) for number in unread)
