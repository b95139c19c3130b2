"""Labels on a page: which field a printed label names, and whose number it is (Ihre/Unsere). Does not read values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.doctypes import DocType, Side
from archive.scan import Box, Word
from ingest.compounds import last_part
from ingest.layout import Row, around, gap, height, simple, text_of
from ingest.lexicon import Hit, Lexicon, Meaning, Perspective, lexicon

_LEGAL_FORM = re.compile(r"[BN]\.?\s?V\b")  # "Janssens B.V." is no building project
_NORMS = frozenset({"en", "din", "iso", "vdi", "astm"})  # "certificate EN 10204" is not "certificate No 10204"
_LONGEST = 7  # words of a label, perspective and "Nr." included


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label found on page ``page``: words ``start`` to ``end`` (exclusive) of ``row``, which is row ``number`` of the page.

    ``above`` holds the words of a label in two rows that stand in the upper one.
    """

    page: int
    number: int
    row: Row
    start: int
    end: int
    perspective: Perspective
    meanings: tuple[Meaning, ...]
    exact: bool
    above: Row = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the label."""
        return (*self.above, *self.row[self.start : self.end])

    @property
    def box(self) -> Box:
        """Where the label stands."""
        return around(self.words)

    @property
    def text(self) -> str:
        """The label as printed, without the colon."""
        return text_of(self.words).strip(" :#*.-/|")

    def side(self, *, own: bool) -> Side:
        """Whose number stands behind the label, as far as "Ihre" and "Unsere" tell; ``own`` papers turn it round."""
        if not self.perspective:
            return ""
        return "ours" if (self.perspective == "ihre") != own else "theirs"

    def meaning(self, *, own: bool) -> Meaning | None:
        """The field the label names on this paper, None when the words before it contradict all its fields."""
        side = self.side(own=own)
        if side:
            fitting = [m for m in self.meanings if m.field.side == side] or [m for m in self.meanings if not m.field.side]
        elif own:
            fitting = sorted(self.meanings, key=lambda m: m.field.side == "theirs")
        else:
            fitting = [m for m in self.meanings if m.field.unqualified]
        return fitting[0] if fitting else None


def anchors(page: int, printed: Sequence[Row], doctype: DocType) -> tuple[Anchor, ...]:
    """All labels in the rows of page ``page`` in reading order; longer labels win over shorter ones inside them."""
    words = lexicon(doctype)
    return tuple(a for number, row in enumerate(printed) for a in _in_row(page, number, row, words))


def _in_row(page: int, number: int, row: Row, words: Lexicon) -> Iterable[Anchor]:
    start = 0
    while start < len(row):
        hit = _at(row, start, words)
        if hit is None:
            start += 1
            continue
        end, (perspective, meanings, exact) = hit
        yield Anchor(page, number, row, start, end, perspective, meanings, exact)
        start = end


def _at(row: Row, start: int, words: Lexicon) -> tuple[int, Hit] | None:
    if start and _LEGAL_FORM.match(row[start].text) and _goes_on(row[start - 1], row[start]):
        return None
    last = start + 1
    while last < min(len(row), start + _LONGEST) and _goes_on(row[last - 1], row[last]):
        last += 1
    readings = [(end, hit) for end in range(last, start, -1) if (hit := meant(row[start:end], words))]
    exact = [r for r in readings if r[1][2]]
    return next(iter(exact or readings), None) or _compound(row[start:last], start, words)


def _compound(part: Row, start: int, words: Lexicon) -> tuple[int, Hit] | None:
    """``Mietrechnung Nr.``: what its last part means, but weaker than a label that says just that."""
    if not (last := last_part(part[0].text)):
        return None
    for end in range(len(part), 0, -1):
        hit = words.find(last + simple(text_of(part[1:end])))
        if numbers := tuple(Meaning(m.field, strong=False) for m in hit[1] if m.field.kind == "number") if hit else ():
            return start + end, ("", numbers, False)
    return None


def _goes_on(left: Word, right: Word) -> bool:
    """A label ends at a colon and at white space."""
    return gap(left.box, right.box) < 1.3 * height(left) and not left.text.endswith(":")


def meant(part: Row, words: Lexicon) -> Hit | None:
    """What these words mean as a label; ``None`` when they are none."""
    raw = text_of(part)
    key = simple(raw)
    if not 2 <= len(key) <= 45 or not simple(part[0].text) or simple(part[-1].text) in {"", *_NORMS}:
        return None
    if len(key) == 2 and (not raw.strip(".:").isupper() or (_LEGAL_FORM.match(raw) and "." in raw)):
        return None
    # "Rechnungs-Nr./Datum" is only two letters away from "Rechnungsdatum", "Lieferschein/Datum" none from "Lieferscheindatum".
    return _with_day(raw, key, words) or words.find(key)


def _with_day(raw: str, key: str, words: Lexicon) -> Hit | None:
    """``Rechnungs-Nr./Datum`` and ``Ihre Bestellung / vom`` name the number; the day behind it goes along."""
    match = re.search(r"[/,|]\s*(?:datum|date|vom|v\.?)\s*[:.]?$", raw, re.IGNORECASE)
    hit = words.find(simple(raw[: match.start()])) if match and key else None
    return hit if hit and any(m.field.kind == "number" for m in hit[1]) else None
