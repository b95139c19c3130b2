"""What was learned from a supplier's papers, applied to the next one of the same supplier. Learns nothing, and never for another.

Check digits, arithmetic and our own numbers go before anything learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.doctypes import field_of
from archive.document import Finding
from archive.kinds import iban, vat_id
from archive.lesson import Lesson
from archive.order import plain
from archive.policy import SURE, quoted
from archive.scan import Page, Reading
from ingest.layout import Row, around, text_of, worst
from ingest.surroundings import behind, in_zone, same_print, spot_at, surroundings, zone_of
from ingest.values import read

_LABELLED, _PLACED, _OTHER_BUILD, _RIVAL, _AGREED = 0.95, 0.75, 0.8, 0.75, 0.97
_NEAR = 0.06
_MONEY = frozenset({"netto", "steuer", "brutto"})
_PROVED = 0.9
_VALID = {"iban": iban.valid, "ust_id": vat_id.valid}


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds for one supplier, the newest lesson first."""

    lessons: tuple[Lesson, ...] = ()

    def places(self, field: str) -> Iterator[Lesson]:
        """Where the value of a field stands."""
        return (lesson for lesson in self.lessons if lesson.kind == "stelle" and lesson.field == field)

    def bans(self, page: Page | None, finding: Finding) -> bool:
        """Whether a value stands where this field's value was said not to stand."""
        mine = [lesson for lesson in self.lessons if lesson.kind == "nicht" and lesson.field == finding.field]
        if not mine or page is None or finding.box is None:
            return False
        spot = spot_at(page, finding.box)
        ways = list(surroundings(spot)) if spot else []
        for lesson in mine:
            if lesson.label and any(way.relation == lesson.relation and same_print(way.label, lesson.label) for way in ways[:1]):
                return True
            if not lesson.label and not (ways and ways[0].label) and _near(lesson, page, finding):
                return True
        return False


def profile(lessons: Sequence[Lesson], supplier: str) -> Profile:
    """The lessons of one supplier; where two speak of the same place, only the newer one."""
    mine: dict[tuple[str, str, str, str], Lesson] = {}
    for lesson in lessons:
        if plain(supplier) and plain(lesson.supplier) == plain(supplier):
            spot = "" if lesson.label or not lesson.zone else str(lesson.zone)
            mine.setdefault((lesson.field, plain(lesson.label), lesson.relation, spot), lesson)
    return Profile(tuple(mine.values()))


def allowed(reading: Reading, known: Profile, found: Sequence[Finding]) -> list[Finding]:
    """The findings without those at places where their value was said not to stand."""
    pages = {page.number: page for page in reading.pages}
    return [f for f in found if not known.bans(pages.get(f.page), f)]


def learned(reading: Reading, known: Profile, keys: Sequence[str]) -> list[Finding]:
    """One finding per field of ``keys`` that somebody taught, where its place holds a value that can be one."""
    found = []
    for key in keys:
        finding = next((f for lesson in known.places(key) if (f := read_there(reading, lesson))), None)
        if finding and finding.field in _VALID and not _VALID[finding.field](finding.value):
            continue
        if finding:
            found.append(finding)
    return found


def read_there(reading: Reading, lesson: Lesson) -> Finding | None:
    """The value that stands where a lesson says; of several prints of the label the one of the usual build, then the nearest."""
    field = field_of(lesson.field)
    if field is None:
        return None
    every = [f for page in reading.pages for words in _words(page, lesson) if (f := _finding(page, words, field.kind, lesson))]
    if not every and lesson.label:
        # The label was misread or is gone: what stands in its old place and is built alike may be it, never surely.
        placed = read_there(reading, replace(lesson, label="", relation=""))
        return placed if placed and lesson.shape and _alike(placed, lesson) else None
    return min(every, key=lambda f: (not _alike(f, lesson), _away(f, lesson, reading)), default=None)


def joined(found: Sequence[Finding], taught: Sequence[Finding], several: frozenset[str]) -> list[Finding]:
    """Findings and what was learned made one: agreement confirms, and a contradiction is told."""
    result = list(found)
    for new in taught:
        same = next((f for f in result if f.field == new.field and plain(f.value) == plain(new.value)), None)
        if same:
            sure = max(same.confidence, min(_AGREED, new.confidence))
            result[result.index(same)] = replace(same, confidence=sure, rule=f"{same.rule}; {new.rule.split('; ')[-1]}")
            continue
        rival = max((f for f in result if f.field == new.field), key=lambda f: f.confidence, default=None)
        if rival is None or new.field in several:
            result.append(new)
        elif not _stands_firm(rival, new):
            result = [f for f in result if f.field != new.field]
            result.append(_contested(new, rival))
    return result


def _stands_firm(rival: Finding, new: Finding) -> bool:
    """Sums that were proved stay, and what a label says is not given up for a mere place."""
    if new.field in _MONEY and rival.confidence >= _PROVED:
        return True
    return new.confidence < SURE <= rival.confidence


def _contested(new: Finding, rival: Finding) -> Finding:
    if rival.confidence < SURE + 0.1:
        return new
    return replace(new, confidence=min(new.confidence, _RIVAL), rule=f"{new.rule}; an anderer Stelle steht {quoted(rival.value)}")


def _words(page: Page, lesson: Lesson) -> Iterator[Row]:
    if lesson.label and lesson.relation:
        yield from behind(page, lesson.label, lesson.relation)
    elif lesson.zone and page.number == lesson.page:
        yield from in_zone(page, lesson.zone)


def _finding(page: Page, words: Row, kind: str, lesson: Lesson) -> Finding | None:
    got = read(kind, words)
    if got is None:
        return None
    parsed, start, end = got
    value = words[start:end]
    build = 1.0 if _built(parsed.value, lesson.shape) else _OTHER_BUILD
    sure = (_LABELLED if lesson.label else _PLACED) * build * worst(value) ** 0.5
    way = {"rechts": "hinter", "darunter": "unter"}.get(lesson.relation, "")
    where = f"{way} {quoted(lesson.label)}" if way else "an der gewohnten Stelle"
    return Finding(
        lesson.field, parsed.value, text_of(value), page.number, around(value), round(sure, 3), f"{where}; {lesson.source} ({lesson.who})"
    )


def shape(value: str) -> str:
    """The build of a number: ``shape("RE-2026-0158") == "A-9-9"``."""
    return re.sub(r"9+", "9", re.sub(r"A+", "A", re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "A", value))))


def _built(value: str, wanted: str) -> bool:
    return not wanted or shape(value) == wanted


def _alike(finding: Finding, lesson: Lesson) -> bool:
    return _built(finding.value, lesson.shape)


def _away(finding: Finding, lesson: Lesson, reading: Reading) -> float:
    page = next(p for p in reading.pages if p.number == finding.page)
    if lesson.zone is None or finding.box is None:
        return float(finding.page)
    here = zone_of(page, finding.box)
    return abs(finding.page - lesson.page) + abs(here[0] - lesson.zone[0]) + abs(here[1] - lesson.zone[1])


def _near(lesson: Lesson, page: Page, finding: Finding) -> bool:
    if lesson.zone is None or finding.box is None or lesson.page != finding.page:
        return False
    here = zone_of(page, finding.box)
    return max(abs(here[0] - lesson.zone[0]), abs(here[1] - lesson.zone[1])) < _NEAR
