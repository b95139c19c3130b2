"""Numbers a supplier gives its papers, held against those it gave before: a letter read as a digit shows, where nothing else proves it.

Asks only: a supplier may begin to number in another way, so a number that no misreading explains is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.doctypes import field_name
from archive.document import Doubt
from archive.policy import listed, quoted
from ingest.confusions import readings
from ingest.facts import Facts

FIELDS = ("rechnungsnummer", "lieferscheinnummer")
_LEAST = 3
"""So many numbers of one shape make it the usual one."""
_MOST = 2
"""Characters of a number that may be misread."""


def usual(facts: Facts) -> Iterator[Doubt]:
    """A number read from a picture that would look like those of before if a letter or digit in it was misread."""
    scanned = {page.number for page in facts.paper.reading.pages if page.how == "ocr"}
    for field in FIELDS:
        found = facts.best.get(field)
        if found is None or found.page not in scanned:
            continue
        if other := likelier(found.value, facts.usual.get(field, ())):
            name = field_name(field)
            before = listed(list(dict.fromkeys(facts.usual[field]))[:_MOST])
            reason = (
                f"{name} {found.value} sieht anders aus als frühere dieses Lieferanten ({before}). Vielleicht steht dort {quoted(other)}."
            )
            yield Doubt(field, reason, f"Stimmt {name}?")


def likelier(number: str, before: Sequence[str]) -> str:
    """The reading of a number that has the shape all numbers of before have, "" when the number has it, too, or none has."""
    same = {one for one in before if len(one) == len(number)}
    if len(same) < _LEAST or len(same) < len(set(before)):
        return ""
    kinds = [_kind({one[at] for one in same}) for at in range(len(number))]
    if not all(kinds) or _fits(number, kinds):
        return ""
    others = list(dict.fromkeys(other for other in readings(number, _MOST) if _fits(other, kinds)))
    nearest = [other for other in others if _changed(number, other) == _changed(number, others[0])]
    return nearest[0] if len(nearest) == 1 else ""


def _kind(seen: set[str]) -> str:
    """Which characters stand at a place: one certain letter or sign, any digit ("0"), or nothing that can be said ("")."""
    if all(c.isdigit() for c in seen):
        return "0"
    return next(iter(seen)) if len(seen) == 1 else ""


def _fits(number: str, kinds: Sequence[str]) -> bool:
    return all(c.isdigit() if kind == "0" else c == kind for c, kind in zip(number, kinds, strict=True))


def _changed(left: str, right: str) -> int:
    return sum(a != b for a, b in zip(left, right, strict=True))
