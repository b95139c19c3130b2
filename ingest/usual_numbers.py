"""Numbers a supplier gives its papers, held against those it gave before: a letter read as a digit shows, where nothing else proves it.

What stands there more likely is proposed, and never sure: a supplier may begin to number in another way. A number that no misreading
explains is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.document import Finding, best_value
from archive.order import Register, Supplier
from archive.policy import SURE, quoted
from archive.scan import Reading
from ingest.confusions import readings

FIELDS = ("rechnungsnummer", "lieferscheinnummer")
_LEAST = 3
"""So many numbers of one shape make it the usual one; fewer tell which of two readings is likelier, and that one is doubtful."""
_MOST = 2
"""Characters of a number that may be misread."""
_PROPOSED = SURE - 0.1
_BEHIND = 0.01
_STROKES = "1Il|!"
"""What the frame around a number is read as."""


def held(findings: Sequence[Finding], register: Register, sender: Supplier | None, reading: Reading) -> list[Finding]:
    """All findings, the sender's own numbers held against those on its papers of before."""
    named = [key for key in FIELDS if sender and best_value(findings, key)]
    return proposed(findings, {key: register.numbers_of(sender.name, key, reading.scan) for key in named if sender}, reading)


def proposed(findings: Sequence[Finding], usual: Mapping[str, Sequence[str]], reading: Reading) -> list[Finding]:
    """All findings; a number read from a picture takes the usual shape if it was misread, or stands behind another one that has it.

    ``usual`` are numbers of before of this sender by field.
    """
    scanned = {page.number for page in reading.pages if page.how == "ocr"}
    made = list(findings)
    for field, before in usual.items():
        every = [at for at, f in enumerate(made) if f.field == field]
        best = max(every, key=lambda at: made[at].confidence, default=None)
        kinds = _kinds(before, 1)
        if best is None or not kinds or made[best].page not in scanned or _fits(made[best].value, kinds):
            continue
        fitting = next((at for at in every if _fits(made[at].value, kinds)), None)
        if fitting is not None:
            made[best] = replace(made[best], confidence=min(made[best].confidence, made[fitting].confidence - _BEHIND))
        elif likelier(made[best].value, before, 1):
            made[best] = _doubted(made[best], likelier(made[best].value, before), next(one for one in before if _fits(one, kinds)))
    return made


def _doubted(f: Finding, other: str, before: str) -> Finding:
    """The number with what stands there more likely, if that is known."""
    read = f"gelesen ist {quoted(f.value)}, frühere" if other else "frühere"
    rule = f"{f.rule}; {read} dieses Lieferanten sehen aus wie {quoted(before)}"
    return replace(f, value=other or f.value, confidence=min(f.confidence, _PROPOSED), rule=rule)


def likelier(number: str, before: Sequence[str], least: int = _LEAST) -> str:
    """The reading of a number that has the shape all numbers of before have, "" when the number has it, too, or none has."""
    kinds = _kinds(before, least)
    if not kinds or _fits(number, kinds):
        return ""
    if number[:1] in _STROKES and kinds[0] != "0" and _fits(number[1:], kinds):
        return number[1:]
    others = list(dict.fromkeys(other for other in readings(number, _MOST) if _fits(other, kinds)))
    nearest = [other for other in others if _changed(number, other) == _changed(number, others[0])]
    return nearest[0] if len(nearest) == 1 else ""


def _kinds(before: Sequence[str], least: int) -> list[str]:
    """What stands at each place of all numbers of before, [] when they are too few or of several shapes."""
    same = _well_read(set(before))
    if len(same) < least or len({len(one) for one in same}) > 1:
        return []
    kinds = [_kind(set(at)) for at in zip(*same, strict=True)]
    return kinds if all(kinds) else []


def _well_read(numbers: set[str]) -> set[str]:
    """Without those that are misreadings of another one, of a shape that more of them have."""
    shapes = Counter(_shape(one) for one in numbers)
    return {one for one in numbers if not any(other in numbers and shapes[_shape(other)] > shapes[_shape(one)] for other in readings(one))}


def _shape(number: str) -> str:
    return re.sub(r"\d", "0", number)


def _kind(seen: set[str]) -> str:
    """Which characters stand at a place: one certain letter or sign, any digit ("0"), or nothing that can be said ("")."""
    if all(c.isdigit() for c in seen):
        return "0"
    return next(iter(seen)) if len(seen) == 1 else ""


def _fits(number: str, kinds: Sequence[str]) -> bool:
    return len(number) == len(kinds) and all(c.isdigit() if kind == "0" else c == kind for c, kind in zip(number, kinds, strict=True))


def _changed(left: str, right: str) -> int:
    return sum(a != b for a, b in zip(left, right, strict=True))
