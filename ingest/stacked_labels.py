"""Labels in two rows, as narrow columns have them: "Rechnungs-" above "Nr.", "Ihre" above "Bestellung", "Rechnung" above "Nummer: 4711"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.doctypes import DocType
from ingest.columns import heading
from ingest.labels import Anchor, meant
from ingest.layout import Row, gap, height, segments, simple, text_of
from ingest.lexicon import PERSPECTIVE, Lexicon, lexicon

_NUMBER = frozenset({"nr", "no", "nummer", "number", "numero"})
_OPEN = ("exkl", "excl", "inkl", "incl")
_MOST = 3
_NEAR = 1.0
"""Heights of print between the two rows, and from one beginning to the other."""
_EDGE = 0.4


def with_stacked(page: int, printed: Sequence[Row], doctype: DocType, found: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
    """The labels of a page with those that go over two rows in place of what their lower half alone would mean."""
    words = lexicon(doctype)
    made = [anchor for number in range(1, len(printed)) for anchor in _ending_in(page, printed, number, words)]
    if not made:
        return found
    kept = [a for a in found if not any(a.number == m.number and a.start < m.end and m.start < a.end for m in made)]
    return tuple(sorted((*kept, *made), key=lambda a: (a.number, a.start)))


def _ending_in(page: int, printed: Sequence[Row], number: int, words: Lexicon) -> Iterator[Anchor]:
    upper, lower = printed[number - 1], printed[number]
    tops = _tops(upper, lower)
    strip = _strip(printed, number, tops)
    start = 0
    for part in segments(lower, 1.2):
        above = next((top for top in tops if _stands_on(top, part)), ())
        if above:
            for end in range(min(len(part), _MOST), 0, -1):
                behind = lower[start + end : start + end + 1]
                hit = meant((*above, *part[:end]), words) if strip or _goes_on(upper, above, part[:end], behind) else None
                if hit and hit[2]:
                    yield Anchor(page, number, lower, start, start + end, *hit, above)
                    break
        start += len(part)


def _tops(upper: Row, lower: Row) -> list[Row]:
    """The upper row in columns; narrow ones, with hardly a blank between them, are cut where one of the lower row begins."""
    starts = [part[0] for part in segments(lower, 1.2)]
    tops: list[Row] = []
    for part in segments(upper, 1.2):
        cuts = [at for at in range(1, len(part)) if any(abs(part[at].box[0] - s.box[0]) < _EDGE * height(s) for s in starts)]
        tops += [part[a:b] for a, b in pairwise((0, *cuts, len(part)))]
    return tops


def _strip(printed: Sequence[Row], number: int, tops: Sequence[Row]) -> bool:
    """Whether this row is the lower one of a strip of headings above their values: "Invoice | Customer" on "No. | No."."""
    upper, lower = printed[number - 1], printed[number]
    values = printed[number + 1] if number + 1 < len(printed) else ()
    if _figures(upper) or _figures(lower) or not _figures(values) or heading(lower, upper):
        return False
    return sum(any(_stands_on(top, part) for top in tops) for part in segments(lower, 1.2)) > 1


def _figures(row: Row) -> bool:
    return any(c.isdigit() for word in row for c in word.text)


def _stands_on(above: Row, part: Row) -> bool:
    size = min(height(above[0]), height(part[0]))
    close = -0.5 * size < part[0].box[1] - above[0].box[3] < _NEAR * size
    return close and len(above) <= _MOST and abs(above[0].box[0] - part[0].box[0]) < _NEAR * size


def _goes_on(row: Row, above: Row, part: Row, behind: Row) -> bool:
    """Whether the upper half is no label of its own with a value behind it, and asks for the lower one, ``part``."""
    text = text_of(above)
    if any(c.isdigit() for c in text):
        return False
    if text.endswith("-"):
        return True
    key = simple(text)
    if key in PERSPECTIVE:
        return True
    if any(any(c.isdigit() for c in w.text) for w in row if w.box[0] >= above[-1].box[2] and gap(above[-1].box, w.box) < 150):
        return False
    # A heading above a table that begins with "Nr." is no label: the number has to stand behind it.
    numbered = len(part) == 1 and simple(part[0].text) in _NUMBER and any(c.isdigit() for w in behind for c in w.text)
    return key.endswith(_OPEN) or numbered
