"""A reading prepared for understanding: rows and labels of every page, computed once. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from archive.doctypes import DocType
from archive.order import Firm
from archive.scan import Page, Reading, Word
from ingest.labels import Anchor, anchors
from ingest.layout import Row, gap, height, median_height, overlap_x, rows
from ingest.stacked_labels import with_stacked

_POOR = 0.87
"""Mean confidence of the words of a page below which it was hard to read: most faxes, some coarse scans, no page at 200 dpi."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page with its printed rows and the labels in them. ``taken`` names the places (row, word) that belong to labels.

    ``seen`` tells that its words were read from a picture, ``poor`` that this was hard: a letter in ten may be another.
    """

    number: int
    width: float
    height: float
    print_height: float
    rows: tuple[Row, ...]
    anchors: tuple[Anchor, ...]
    taken: frozenset[tuple[int, int]]
    seen: bool = False
    poor: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A reading seen as one document type. ``own`` tells that our firm wrote it, which turns "Ihre" and "Unsere" round."""

    reading: Reading
    doctype: DocType
    own: bool
    firm: Firm
    sheets: tuple[PrintedPage, ...]

    def anchors(self) -> Iterator[tuple[PrintedPage, Anchor]]:
        """All labels of all pages in reading order."""
        return ((sheet, anchor) for sheet in self.sheets for anchor in sheet.anchors)


def prepare(reading: Reading, doctype: DocType, firm: Firm, *, own: bool) -> Paper:
    """Rows and labels of all pages but our own sheet of an e-invoice: its data are told, and need not be read from it again."""
    sheets = (_printed(page, doctype) for page in reading.pages if page.how != "einvoice")
    return Paper(reading, doctype, own, firm, tuple(sheets))


def _printed(page: Page, doctype: DocType) -> PrintedPage:
    printed = rows(page)
    found = with_stacked(page.number, printed, doctype, anchors(page.number, printed, doctype))
    taken = frozenset((a.number, i) for a in found for i in range(a.start, a.end))
    seen = page.how == "ocr"
    poor = seen and bool(page.words) and fmean(word.confidence for word in page.words) < _POOR
    return PrintedPage(page.number, page.width, page.height, median_height(page), printed, found, taken, seen, poor)


_APART = 5.0
"""Heights of print between two values of a column."""
_LABEL = 4
"""Words of a label, at most."""
_WITHIN = 0.6
"""Heights of print between two words of one line of print, at most."""
_REACH, _TWO_ROWS = 2.4, 3.8
"""Heights of print between a label and the value below it."""


def right_of(sheet: PrintedPage, anchor: Anchor) -> Row:
    """The words behind a label up to the next label of the row; empty when the first one stands too far away.

    Beside a label in two rows the value may stand in the upper one.
    """
    words = _up_to_label(sheet, anchor.number, anchor.row, anchor.end)
    last = anchor.words[-1]
    if not words and anchor.above:
        upper, last = sheet.rows[anchor.number - 1], anchor.above[-1]
        words = _up_to_label(sheet, anchor.number - 1, upper, upper.index(last) + 1)
    if words and gap(last.box, words[0].box) > 0.45 * sheet.width:
        return ()
    return _in_one_language(words)


def _in_one_language(words: Row) -> Row:
    """``/ Grade: S355`` behind "Werkstoff": the same label in another language goes."""
    end = next((at for at, word in enumerate(words[:_LABEL]) if word.text.endswith(":")), 0)
    return words[end + 1 :] if end and words[0].text.startswith("/") else words


def _up_to_label(sheet: PrintedPage, number: int, row: Row, start: int) -> Row:
    end = start
    while end < len(row) and (number, end) not in sheet.taken:
        end += 1
    return row[start:end]


def below(sheet: PrintedPage, anchor: Anchor) -> Row:
    """The words under a label, as in an info block or a table with one row; empty when the next label stands there."""
    label, size = anchor.box, max(height(w) for w in anchor.words)
    following = next((a for a in sheet.anchors if a.number == anchor.number and a.start >= anchor.end), None)
    right = min(following.box[0] if following else sheet.width, label[2] + 0.35 * sheet.width)
    column = (label[0] - 0.8 * size, label[1], right - 0.3 * size, label[3])
    for number in range(anchor.number + 1, min(anchor.number + 5, len(sheet.rows))):
        row = sheet.rows[number]
        inside = [i for i, w in enumerate(row) if _starts_in(w, column)]
        if not inside:
            continue
        first = row[inside[0]]
        if inside[0] and not anchor.start and gap(row[inside[0] - 1].box, first.box) < _WITHIN * height(first):
            return ()  # the middle of a line of print that begins elsewhere, as that of an address below a heading
        # Beside labels in two rows one of a single row stands higher above its value.
        reach = _TWO_ROWS if any(a.above for a in sheet.anchors if a.number == anchor.number + 1) else _REACH
        if first.box[1] - label[3] > reach * size or (number, inside[0]) in sheet.taken:
            return ()
        if overlap_x(first.box, label) <= 0 and first.box[0] > label[2] + 3 * size:
            return ()
        return tuple(row[i] for i in inside)
    return ()


def column_below(sheet: PrintedPage, anchor: Anchor, first: Row) -> Iterator[Row]:
    """The words further down in the column that :func:`below` began with ``first``, as far as rows stand close and no label comes."""
    left, right = first[0].box[0], max(word.box[2] for word in first)
    last = first[0]
    for number in range(anchor.number + 1, len(sheet.rows)):
        row = sheet.rows[number]
        inside = [i for i, word in enumerate(row) if overlap_x(word.box, (left, 0.0, right, 0.0)) > 0]
        if not inside or row[inside[0]].box[1] <= last.box[3]:
            continue
        labelled = any((number, at) in sheet.taken for at in range(len(row)))
        if row[inside[0]].box[1] - last.box[3] > _APART * height(last) or labelled:
            return
        last = row[inside[0]]
        yield tuple(row[i] for i in inside)


def _starts_in(word: Word, column: tuple[float, float, float, float]) -> bool:
    return column[0] <= word.box[0] < column[2] or overlap_x(word.box, column) > 0.6 * (word.box[2] - word.box[0])
