"""What a corrected document type teaches: the heading a supplier prints over papers of that type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.corrected import Corrected
from archive.doctypes import doctypes
from archive.lesson import Lesson
from archive.order import plain
from archive.scan import Page, Reading
from ingest.layout import Row, height, median_height, rows, segments, simple, text_of
from ingest.surroundings import same_print

_LONGEST = 6
_SHORTEST = 4
_LARGE = 1.12
_TITLE = 6.0  # headings of this weight say the type themselves


def lessons(reading: Reading, what: Corrected) -> Iterator[Lesson]:
    """The lesson of a paper whose type a person changed; none when its heading names another type or the supplier."""
    if what.now.doctype == what.machine.doctype or not reading.pages:
        return
    supplier = what.now.value("lieferant")
    heading = max((part for part in _headings(reading.pages[0]) if _speaks(part, supplier)), key=_weight, default=None)
    if heading is None or _names_another(text_of(heading), what.now.doctype):
        return
    yield Lesson(supplier, "art", "doctype", _print(heading), what.now.doctype, what.eingangsnummer, what.who, what.at, page=1)


def taught(reading: Reading, known: Sequence[Lesson]) -> Lesson | None:
    """The lesson whose heading stands on the first page."""
    if not reading.pages or reading.einvoice:
        return None
    headings = [_print(part) for part in _headings(reading.pages[0])]
    arts = (lesson for lesson in known if lesson.kind == "art")
    return next((lesson for lesson in arts if any(same_print(lesson.label, heading) for heading in headings)), None)


def _headings(page: Page) -> Iterator[Row]:
    """Short prints in the upper half that are larger than the text, or stand alone in capitals."""
    usual = median_height(page)
    for row in rows(page):
        for part in segments(row, 2.5):
            words = _wordy(part)
            if words and words[0].box[1] < 0.5 * page.height and (height(words[0]) >= _LARGE * usual or text_of(words).isupper()):
                yield words


def _wordy(part: Row) -> Row:
    """The words before the first one with a digit: "Warenbegleitpapier 4711" is headed "Warenbegleitpapier"."""
    end = next((at for at, word in enumerate(part) if any(c.isdigit() for c in word.text)), len(part))
    return part[:end] if 0 < end <= _LONGEST else ()


def _speaks(part: Row, supplier: str) -> bool:
    text = simple(text_of(part))
    name = plain(supplier).lower()
    return len(text) >= _SHORTEST and text not in simple(name) and name[:8] not in text


def _weight(part: Row) -> float:
    return max(height(word) for word in part)


def _print(part: Row) -> str:
    return text_of(part).strip(" :.#-")


def _names_another(text: str, doctype: str) -> bool:
    key = simple(text)
    return any(w >= _TITLE and simple(t) == key for d in doctypes().values() if d.key != doctype for t, w in d.titles.items())
