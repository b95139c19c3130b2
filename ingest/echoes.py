"""The same number at other places of the paper: title, info block, foot, running head. Agreement confirms, a rival is a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.document import Finding
from archive.kinds import number
from archive.order import folded, plain
from archive.policy import SURE, quoted
from archive.scan import Box, Word
from ingest.layout import Row, around, distance, gap, height, overlap_x, text_of
from ingest.paper import Paper

_DOUBTED = SURE - 0.1
_BEHIND = 0.01
_SHORTEST = 4
_FEW, _MANY = 3, 5
_CLOSE, _GROUPS = 0.8, 1.1
"""White space within one number, and between its groups of digits, in heights of the print: a typewriter's blank is wide."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Sight:
    """A number as it stands at one place."""

    value: str
    page: int
    box: Box


def sights(paper: Paper) -> tuple[Sight, ...]:
    """Every run of one to three close words that may be a number, of groups of digits up to five, on all pages."""
    return tuple(s for sheet in paper.sheets for row in sheet.rows for s in _in_row(sheet.number, row))


def _in_row(page: int, row: Row) -> Iterator[Sight]:
    for start in range(len(row)):
        for end in range(start + 1, min(len(row), start + _MANY) + 1):
            words = row[start:end]
            if len(words) > _FEW and not all(w.text.isdigit() for w in words):
                break
            if any(gap(a.box, b.box) > _blank(a, b) * height(a) for a, b in pairwise(words)):
                break
            parsed = number.parse(text_of(words)) if any(c.isdigit() for c in text_of(words)) else None
            if parsed and len(plain(parsed.value)) >= _SHORTEST:
                yield Sight(parsed.value, page, around(words))


def _blank(one: Word, other: Word) -> float:
    return _GROUPS if one.text.isdigit() and other.text.isdigit() else _CLOSE


def confirmed(findings: Sequence[Finding], keys: Iterable[str], seen: Sequence[Sight]) -> list[Finding]:
    """The findings of these fields judged by the other places where their number, or one much like it, is printed."""
    wanted = set(keys)
    taken = {plain(f.value) for f in findings}
    return [_judged(f, seen, taken) if f.field in wanted and f.box else f for f in findings]


def contested(findings: Sequence[Finding], key: str) -> list[Finding]:
    """A paper has one number of its own: two that differ by a character or two are readings of the same one.

    Letters before the digits are rather taken for digits than digits for letters.
    """
    own = [f for f in findings if f.field == key]
    close = [f for f in own if any(_near(plain(f.value), plain(other.value)) for other in own if other is not f)]
    behind = [f for f in close if any(_lettered(other.value, f.value) for other in close)]
    return [replace(f, confidence=min(f.confidence, _DOUBTED - _BEHIND * (f in behind))) if f in close else f for f in findings]


def _lettered(one: str, other: str) -> bool:
    """Whether one begins with letters and goes on in digits where the other has digits from its beginning."""
    letters = re.fullmatch(r"([A-Z]+)\d+", plain(one))
    return letters is not None and folded(one) == folded(other) and plain(other)[: letters.end(1)].isdigit()


def _near(left: str, right: str) -> bool:
    return len(left) == len(right) and len(left) > _SHORTEST and 0 < distance(left, right, 2) <= 2


def _may_rival(s: Sight, taken: set[str]) -> bool:
    """No number that is known for another field's, and no year."""
    return plain(s.value) not in taken and not _YEAR.fullmatch(s.value)


def _in_groups(mine: str, printed: str) -> bool:
    """``7654 3210 001234`` beside ``7654``."""
    return mine.isdigit() and printed.isdigit() and printed.startswith(mine) and len(printed) > len(mine)


def _judged(f: Finding, seen: Sequence[Sight], taken: set[str]) -> Finding:
    mine = plain(f.value)
    elsewhere = [s for s in seen if not _same_place(f, s)]
    longer = {plain(s.value) for s in seen if _same_place(f, s) and re.fullmatch(re.escape(mine) + r"\d{1,4}", plain(s.value))}
    if whole := next((s for s in elsewhere if plain(s.value) in longer), None):
        # OCR tore the number here; unbroken it stands elsewhere
        return replace(f, value=whole.value, rule=f"{f.rule}; so auch auf Seite {whole.page}")
    rival = next((s for s in elsewhere if _may_rival(s, taken) and _rivals(mine, plain(s.value))), None)
    agreed = any(plain(s.value) == mine and _may_rival(s, set()) for s in elsewhere)
    if rival and not (agreed and _part(mine, plain(rival.value))):
        return replace(f, confidence=min(f.confidence, _DOUBTED), rule=f"{f.rule}; an anderer Stelle steht {quoted(rival.value)}")
    if agreed:
        return replace(f, confidence=round(min(0.99, f.confidence + 0.1), 3))
    if grouped := max((s.value for s in seen if _same_place(f, s) and _in_groups(mine, s.value)), key=len, default=""):
        return replace(f, value=grouped, confidence=min(f.confidence, _DOUBTED), rule=f"{f.rule}; in Gruppen gedruckt")
    if longer:
        return replace(f, confidence=min(f.confidence, _DOUBTED), rule=f"{f.rule}; dahinter stehen noch Ziffern")
    return f


def _same_place(f: Finding, s: Sight) -> bool:
    if f.box is None or f.page != s.page or overlap_x(f.box, s.box) <= 0:
        return False
    return min(f.box[3], s.box[3]) - max(f.box[1], s.box[1]) > 0


def _rivals(left: str, right: str) -> bool:
    """Likely two readings of one number: letters taken for digits, one character off, or a piece missing."""
    if left == right or min(len(left), len(right)) < _SHORTEST or not any(c.isdigit() for c in right):
        return False
    if folded(left) == folded(right) or _part(left, right):
        return True
    return min(len(left), len(right)) > _SHORTEST and distance(left, right, 1) == 1


def _part(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return 0 < len(long) - len(short) <= 3 and (long.startswith(short) or long.endswith(short))
