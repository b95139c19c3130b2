"""Numbers of ours on a supplier's paper, held against the register: named as what they are, and as the one that is meant when misread.

A number that nobody entered, and one that was taken for another, is never sure. Files nothing: the ladder asks the pages itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from archive.document import Finding
from archive.order import Known, Register, Supplier, folded, plain
from archive.policy import SURE, quoted
from ingest.confusions import readings
from ingest.paper import Paper

OURS = ("bestellnummer", "auftragsnummer", "kommission", "zeichen")
"""Fields that hold numbers of ours on a supplier's paper."""

_KEYS = {"auftrag": "auftragsnummer", "bestellung": "bestellnummer"}
_STRANGE, _MEANT, _LEAST = SURE - 0.05, SURE - 0.1, SURE - 0.2
_POOR = 0.7
"""Read below this a digit may be any other; above it may be the next number, which nobody has entered yet."""
_BEHIND = 0.01


def named(paper: Paper, found: Sequence[Finding], register: Register, sender: Supplier | None) -> list[Finding]:
    """All findings, those of our numbers named by what the register knows them as; behind "Kommission" stands an order number.

    Numbers that nobody entered stand behind those that are known.
    """
    numbers = {f.value for f in found if f.field in OURS}
    kinds = {plain(k.number): k.kind for k in register.known(numbers)} if numbers else {}
    made = [_named(f, kinds.get(plain(f.value))) if f.field in OURS else f for f in found]
    if paper.own:
        return made
    taken = set(kinds)
    strange = []
    for at, f in enumerate(made):
        if f.field in OURS and f.confidence < 1.0 and plain(f.value) not in kinds:
            meant = _meant(f, paper, register, sender, taken)
            made[at] = meant or _shaped(f, paper, register)
            if meant:
                taken.add(plain(meant.value))
            elif made[at].field in _KEYS.values():
                strange.append(at)
    for at in strange:
        f = made[at]
        known = [other.confidence for i, other in enumerate(made) if other.field == f.field and i not in strange]
        behind = min((confidence - _BEHIND for confidence in known), default=1.0)
        made[at] = replace(f, confidence=max(min(f.confidence, _STRANGE, behind), 0.0), rule=f"{f.rule}; hier nicht bekannt")
    return made


def _named(f: Finding, kind: str | None) -> Finding:
    return replace(f, field=_KEYS.get(kind or "", "auftragsnummer" if f.field == "kommission" else f.field))


def _meant(f: Finding, paper: Paper, register: Register, sender: Supplier | None, taken: set[str]) -> Finding | None:
    """The finding with the one number that was misread here: an order, or a purchase order at this sender."""
    if f.field not in _KEYS.values() or not _scanned(f, paper):
        return None
    near = [k for k in register.alike([f.value]) if k.kind in _KEYS and (not k.supplier or not sender or k.supplier == sender.number)]
    some = next(filter(None, ([k for k in near if likely(k)] for likely in _ways(f))), [])
    if len(some) != 1 or plain(some[0].number) in taken:
        return None
    number = some[0].number
    rule = f"{f.rule}; gelesen ist {quoted(f.value)}, bekannt ist {number}"
    return replace(f, field=_KEYS[some[0].kind], value=number, confidence=min(_MEANT, max(f.confidence, _LEAST)), rule=rule)


def _ways(f: Finding) -> Iterator[Callable[[Known], bool]]:
    """How a number may have been misread, likeliest first; only one that was read badly may hold a wrong digit."""
    yield lambda known: folded(known.number) == folded(f.value)
    if f.confidence < _POOR:
        confused = set(readings(plain(f.value)))
        yield lambda known: plain(known.number) in confused
        yield lambda _: True


def _shaped(f: Finding, paper: Paper, register: Register) -> Finding:
    """Behind "Ihr Zeichen" a number may be any; one that looks like our orders or purchase orders is one that nobody entered."""
    if f.field != "zeichen":
        return f
    shapes = {_KEYS[k.kind] for k in register.alike([f.value]) if k.kind in _KEYS and _shape(k.number) == _shape(f.value)}
    fits = len(shapes) == 1 and any(field.key in shapes for field in paper.doctype.fields)
    return replace(f, field=shapes.pop()) if fits else f


def _shape(number: str) -> str:
    return re.sub(r"\d", "0", plain(number))


def _scanned(f: Finding, paper: Paper) -> bool:
    return any(page.number == f.page and page.how == "ocr" for page in paper.reading.pages)
