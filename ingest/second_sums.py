"""Net, tax and gross whose sums do not close, looked at again: each amount alone, as one line of digits.

Another reading counts only where arithmetic proves it: net and tax make gross to the cent, and the tax is a usual rate of the net.
Pages whose sums close, and pages without a tax, are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations, product

from archive.kinds import amount
from archive.problems import Unavailable
from archive.scan import Box, Page, Word
from ingest.close_view import LOOKS, view
from ingest.layout import Row, gap, height, rows, text_of
from ingest.ocr import Engine, checked, for_lines
from ingest.sheet import Sheet

_TAX = re.compile(r"mwst|m\.?w\.?st|\bu\.?st\b(?!\W{0,3}id)|umsatzsteuer(?!-?\s?id)|mehrwertst|\bvat\b|\bbtw\b|\btva\b", re.IGNORECASE)
_SUM = re.compile(r"netto|brutto|summe|gesamt|betrag|total|warenwert|positionen|zahlen|subtot", re.IGNORECASE)
_AMOUNT = re.compile(r"-?\d{1,3}(?:[.,' ]?\d{3})*[.,]\d{2}-?")
_LETTERS = "0123456789.,-"
_RATES = tuple(Decimal(rate) for rate in ("19", "7", "16", "5", "20", "10", "21", "9", "6"))
_CENT = Decimal("0.01")
_MOST_TAX = Decimal("0.27")
_MOST, _LAST, _EACH = 6, 40, 4
_LEFT = 1.6
"""Heights of print to the left of an amount in which a lost digit may stand."""
_WIDE = 4.5
"""Heights of print that are given to every amount: "1.234,56" is about as wide."""
_NEAR, _TORN = 0.5, 2.0
_DIGITS = 9
_MARKS = ".,‚„'"
_PROVED = 0.9


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the amount of a line of totals stands, and what it was read as."""

    page: int
    box: Box
    read: Decimal | None


def looked_again(pages: Sequence[Sequence[Word]], sheets: Sequence[Sheet], engine: Engine) -> list[list[Word]]:
    """The words of each page, with amounts in place of those that a second look could read and prove."""
    made = [list(words) for words in pages]
    asked = {number: places for number, words in enumerate(made) if (places := _open(number, words, sheets[number]))}
    every = [place for places in asked.values() for place in places]
    views = [view(sheets[place.page], place.box, *look) for place in every for look in LOOKS]
    try:
        answers = checked(for_lines(engine, _LETTERS).recognise(views), views) if views else []
    except Unavailable:
        return made  # the first reading was whole; it stands, with the doubts it deserves
    looks = {place: _values(place, answers[len(LOOKS) * at : len(LOOKS) * (at + 1)]) for at, place in enumerate(every)}
    for number, places in asked.items():
        for place, value in _proved({place: looks[place] for place in places}):
            if value != place.read:
                made[number] = _replaced(made[number], place.box, Word(f"{value:.2f}".replace(".", ","), place.box, _PROVED))
    return made


def _replaced(words: Sequence[Word], box: Box, whole: Word) -> list[Word]:
    """The words with one in place of the pieces that stand in the box."""
    at = next((i for i, word in enumerate(words) if _inside(word.box, box)), len(words))
    left = [word for word in words if not _inside(word.box, box)]
    return [*left[:at], whole, *left[at:]]


def _open(number: int, words: Sequence[Word], sheet: Sheet) -> list[_Place]:
    """The amounts of the lines of totals of a page with a tax, if no three amounts of the page fit each other."""
    printed = rows(Page(1, sheet.width, sheet.height, 0, tuple(words), "ocr"))
    lines = [row for row in printed if _TAX.search(text_of(row)) or _SUM.search(text_of(row))]
    places = [place for row in lines if (place := _place(number, row))][-_MOST:]
    if len(places) < 2 or not any(_TAX.search(text_of(row)) for row in lines):
        return []
    read = [value for row in printed for word in row if (value := _value(word.text)) is not None][-_LAST:]
    labelled = dict.fromkeys(place.read for place in places if place.read is not None)
    if any(_closes(*three) for three in permutations(dict.fromkeys(read), 3)) or any(
        _adds_up(*three) for three in permutations(labelled, 3)
    ):
        return []
    return places


def _place(number: int, row: Row) -> _Place | None:
    """The last amount of a line behind its words; digits whose comma or beginning was lost count as one."""
    end = len(row)
    while end > 0 and not any(c.isdigit() for c in row[end - 1].text):
        end -= 1
    start = end - 1
    if start < 1 or "%" in row[start].text or _letters(row[start].text) or sum(c.isdigit() for c in row[start].text) > _DIGITS:
        return None
    while start > 1 and not _letters(row[start - 1].text) and "%" not in row[start - 1].text and _goes_on(row[start - 1], row[start]):
        start -= 1
    last, size = row[end - 1].box, height(row[end - 1])
    free = row[start - 1].box[2] + 0.3 * size
    left = max(min(row[start].box[0] - _LEFT * size, last[2] - _WIDE * size), free)
    box = (min(left, row[start].box[0]), last[1] - 0.1 * size, last[2], last[3])
    return _Place(number, box, _value("".join(w.text for w in row[start:end])))


def _goes_on(left: Word, right: Word) -> bool:
    """Pieces of one amount; no amount begins or ends with a point or comma."""
    torn = right.text[0] in _MARKS or left.text[-1] in _MARKS
    return gap(left.box, right.box) < (_TORN if torn else _NEAR) * max(height(left), height(right))


def _letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _value(text: str) -> Decimal | None:
    bare = text.strip("€ *;")
    parsed = amount.parse(bare) if _AMOUNT.fullmatch(bare) else None
    return Decimal(parsed.value) if parsed else None


def _values(place: _Place, answers: Sequence[Sequence[Word]]) -> tuple[Decimal, ...]:
    """What may stand there: as read at first, and as each look says."""
    seen = (_value("".join(word.text for word in words)) for words in answers)
    return tuple(dict.fromkeys(value for value in (place.read, *seen) if value))[:_EACH]


def _proved(looks: dict[_Place, tuple[Decimal, ...]]) -> Iterator[tuple[_Place, Decimal]]:
    """The one set of values for three lines of the page that closes; nothing where two sets do."""
    found: dict[tuple[Decimal, Decimal, Decimal], Sequence[_Place]] = {}
    for net, tax, gross in permutations(looks, 3):
        for values in product(looks[net], looks[tax], looks[gross]):
            if _closes(*values):
                found.setdefault(values, (net, tax, gross))
    if len(found) == 1:
        values, three = next(iter(found.items()))
        yield from zip(three, values, strict=True)


def _adds_up(net: Decimal, tax: Decimal, gross: Decimal) -> bool:
    """Whether three labelled sums fit, as they do with several rates."""
    return net + tax == gross and 0 < tax / net <= _MOST_TAX if net else False


def _closes(net: Decimal, tax: Decimal, gross: Decimal) -> bool:
    """Whether net and tax make gross, and the tax is a usual rate of the net or nothing."""
    if net + tax != gross or not net:
        return False
    return any((net * rate / 100).quantize(_CENT, ROUND_HALF_UP) == tax for rate in _RATES)


def _inside(inner: Box, outer: Box) -> bool:
    across, down = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]
