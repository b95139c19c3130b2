"""Accounts and VAT ids that were misread, looked at again: the place alone, as one line, in letters and digits it can hold.

A number counts as read only when its check digits are right and no other look says something else. Words that are no such number,
or whose check digits are right already, are left as they are; a place costs some hundredths of a second (benchmarks/reading.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.kinds import iban, vat_id
from archive.problems import Unavailable
from archive.scan import Box, Word
from ingest import second_sums
from ingest.close_view import LOOKS, view
from ingest.layout import around, distance, gap, height, worst
from ingest.ocr import Engine, checked, for_lines
from ingest.sheet import Sheet

UNSURE = 0.3
"""The confidence of a number that only one look gave."""
_AGREED = 0.9
_WELL_READ = 0.75
"""Numbers that were read so well and are wrong are wrong on the paper (benchmarks/reading.md)."""
_NEAR = 2
_MOST = 12
_GAP = 1.5
_VAT_LABEL = re.compile(r"ust|umsatzst|vat|btw|tva|id.?nr|steuer.?id", re.IGNORECASE)
_VAT = re.compile(r"(?:D|0|O|Q)E[A-Z0-9]{6,11}")
_IBAN_LABEL = re.compile(r"[I1L|T]BAN", re.IGNORECASE)
_START = re.compile(r"[A-Z]{2}[0-9OQILSBGZ]{2}")
_END = re.compile(r"B[I1L][CG]|SWIFT|BLZ|UST", re.IGNORECASE)
_TAKEN_FOR_DIGITS = re.compile(r"[0OQ]?D?E[0-9OQDILSBGZTAEYJU]+")
_GERMAN_VAT = re.compile(r"DE\d{9}")
_SOME, _FEW = 4, 2
"""Digits in a word that make it a VAT id without a label before it, and behind one."""
_DIGITS = "0123456789"
_WITH_LETTERS = {"NL": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "GB": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AT": "U", "FR": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Neighbouring words of a page that should be one number: from ``start`` to ``end``, exclusive."""

    page: int
    start: int
    end: int
    print: str
    box: Box
    valid: Callable[[str], bool]

    @property
    def letters(self) -> str:
        """What may stand there besides digits: the country, and what its numbers hold."""
        country = self.print[:2] if self.print[:2] in iban.LENGTHS else "DE"
        return country + _WITH_LETTERS.get(country, "")


def looked_again(pages: Sequence[Sequence[Word]], sheets: Sequence[Sheet], engine: Engine) -> list[list[Word]]:
    """The words of each page, with numbers and sums in place of those that a second look could read."""
    return second_sums.looked_again(_numbers(pages, sheets, engine), sheets, engine)


def _numbers(pages: Sequence[Sequence[Word]], sheets: Sequence[Sheet], engine: Engine) -> list[list[Word]]:
    made = [list(words) for words in pages]
    places = [place for number, words in enumerate(pages) for place in list(_places(number, words))[:_MOST]]
    # From the end, so that the places before stay where they are.
    try:
        read = sorted(_read(places, sheets, engine), key=lambda one: -one[0].start)
    except Unavailable:
        return made  # the first reading was whole; it stands, with the doubts it deserves
    for place, value, agreed in read:
        made[place.page][place.start : place.end] = [Word(value, place.box, _AGREED if agreed else UNSURE)]
    return made


def _places(page: int, words: Sequence[Word]) -> Iterator[_Place]:
    at = 0
    while at < len(words):
        found = _account(words, at) or _vat(words, at)
        if found is None:
            at += 1
            continue
        start, end, valid = found
        printed = _plain(words[start:end])
        if not valid(printed) and not (_shaped(printed) and worst(words[start:end]) >= _WELL_READ):
            yield _Place(page, start, end, printed, around(words[start:end]), valid)
        at = end


def _shaped(printed: str) -> bool:
    """Whether it has the length and the digits of a number, check digits aside."""
    return bool(_GERMAN_VAT.fullmatch(printed)) or (len(printed) == iban.LENGTHS.get(printed[:2]) and printed[2:].isdigit())


def _account(words: Sequence[Word], at: int) -> tuple[int, int, Callable[[str], bool]] | None:
    """Behind "IBAN", or where a country and blocks of four begin."""
    if _IBAN_LABEL.fullmatch(_plain(words[at : at + 1])):
        start = at + 1
    elif _START.fullmatch(_plain(words[at : at + 1])):
        start = at
    else:
        return None
    wanted = iban.LENGTHS.get(_plain(words[start : start + 1])[:2], iban.LENGTHS["DE"])
    end = _run(words, start, wanted)
    size = len(_plain(words[start:end]))
    return (start, end, iban.valid) if wanted - 4 <= size <= wanted + 4 else None


def _vat(words: Sequence[Word], at: int) -> tuple[int, int, Callable[[str], bool]] | None:
    """A word that looks like a German VAT id, by its digits or by the label before it."""
    text = _plain(words[at : at + 1])
    before = "".join(word.text for word in words[max(at - 3, 0) : at])
    labelled = bool(_VAT_LABEL.search(before))
    digits = sum(c.isdigit() for c in text)
    likely = digits >= _SOME or (labelled and (digits >= _FEW or bool(_TAKEN_FOR_DIGITS.fullmatch(text))))
    return (at, at + 1, vat_id.valid) if likely and _VAT.fullmatch(text) else None


def _run(words: Sequence[Word], start: int, wanted: int) -> int:
    """Where the words of one number end: in one row, close together, no more than its length asks for."""
    end = start
    while end < len(words) and len(_plain(words[start:end])) < wanted and not _END.match(words[end].text):
        if end > start and not _close(words[end - 1], words[end]):
            break
        end += 1
    return end


def _close(left: Word, right: Word) -> bool:
    level = min(left.box[3], right.box[3]) - max(left.box[1], right.box[1])
    return level > 0.4 * min(height(left), height(right)) and 0 <= gap(left.box, right.box) + 2 < _GAP * height(left) + 2


def _plain(words: Sequence[Word]) -> str:
    return re.sub(r"[\W_]", "", "".join(word.text for word in words)).upper()


def _read(places: Sequence[_Place], sheets: Sequence[Sheet], engine: Engine) -> Iterator[tuple[_Place, str, bool]]:
    """Each place that could be read, what stands there, and whether two readings say so."""
    groups: dict[str, list[_Place]] = {}
    for place in places:
        groups.setdefault(place.letters, []).append(place)
    for letters, some in groups.items():
        views = [view(sheets[place.page], place.box, *look) for place in some for look in LOOKS]
        answers = [_plain(words) for words in checked(for_lines(engine, _DIGITS + letters).recognise(views), views)]
        for number, place in enumerate(some):
            mine = answers[number * len(LOOKS) : (number + 1) * len(LOOKS)]
            seen = Counter(a for a in mine if place.valid(a))
            if len(seen) == 1:
                value, votes = seen.most_common(1)[0]
                yield place, value, votes > 1 or distance(value, place.print, _NEAR) <= _NEAR
            elif not seen and (alike := _agreed(mine)) and not _GERMAN_VAT.fullmatch(place.print):
                yield place, alike, True


def _agreed(answers: Sequence[str]) -> str:
    """A VAT id with wrong check digits that most looks see: then these are printed, and the checks say so."""
    seen = Counter(answer for answer in answers if _GERMAN_VAT.fullmatch(answer)).most_common(1)
    return seen[0][0] if seen and seen[0][1] > 1 else ""
