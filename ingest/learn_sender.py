"""Marks by which a sender is known again: what a person's naming of the supplier teaches, and what such lessons tell of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.corrected import Corrected
from archive.document import Finding
from archive.kinds import iban, vat_id
from archive.lesson import MARKS, Lesson
from archive.order import plain
from archive.policy import SURE, quoted
from archive.scan import Reading
from ingest.confusions import alike
from ingest.layout import simple

_NET = re.compile(r"(?:www\.|@)([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6})\b", re.IGNORECASE)
_TAUGHT = 0.93
_WORD = 4
_VALID = {"ust_id": vat_id.valid, "iban": iban.valid}


def lessons(reading: Reading, what: Corrected) -> Iterator[Lesson]:
    """One lesson per mark on a paper whose supplier a person named: numbers with right check digits, and print that is like the name."""
    supplier, wrong = what.now.value("lieferant"), what.machine.value("lieferant")
    if "lieferant" not in what.fields or plain(supplier) == plain(wrong):
        return
    marks = [(kind, mark) for kind, mark in _marks(reading, what.machine.findings) if kind != "netz" or _like(mark, supplier)]
    if wrong and (_like(wrong, supplier) or alike(plain(wrong), plain(supplier))):
        marks.append(("name", wrong))
    for kind, mark in marks:
        yield Lesson(supplier, "absender", kind, mark, supplier, what.eingangsnummer, what.who, what.at)


def sender(reading: Reading, found: Sequence[Finding], known: Sequence[Lesson]) -> Finding | None:
    """The supplier whose mark stands on the paper; none when marks of several do."""
    taught = [lesson for lesson in known if lesson.kind == "absender"]
    marks = list(_marks(reading, found)) if taught else []
    marks += [("name", f.value) for f in found if f.field == "lieferant"]
    for kind in MARKS:
        seen = {plain(mark) for which, mark in marks if which == kind}
        owners = {plain(lesson.supplier): lesson for lesson in taught if lesson.field == kind and plain(lesson.label) in seen}
        if len(owners) == 1:
            lesson = next(iter(owners.values()))
            spot = next((f for f in found if f.field == kind and plain(f.value) == plain(lesson.label)), None)
            place = (spot.raw, spot.page, spot.box) if spot else (lesson.label, 0, None)
            return Finding(
                "lieferant", lesson.supplier, *place, _TAUGHT, f"an {quoted(lesson.label)} erkannt; {lesson.source} ({lesson.who})"
            )
    return None


def _marks(reading: Reading, found: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    for f in found:
        proved = _VALID[f.field](f.value) if f.field in _VALID else f.confidence >= SURE
        if f.field in (*_VALID, "steuernummer") and proved:
            yield f.field, f.value
    text = "\n".join(page.text for page in reading.pages)
    for name in dict.fromkeys(match.lower().removeprefix("www.") for match in _NET.findall(text)):
        yield "netz", name


def _like(print_: str, name: str) -> bool:
    """Whether a longer word of a firm's name stands in the print, or the other way round."""
    key, own = _spelled(print_), _spelled(name)
    words = [word for word in map(_spelled, re.split(r"\W+", name)) if len(word) >= _WORD]
    return any(word in key for word in words) or (len(key) >= _WORD and key in own)


def _spelled(text: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.casefold().replace(umlaut, letters)
    return simple(text)
