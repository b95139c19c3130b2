"""What is done to foreign bytes inside the bounded child to read them: look how many pages there are, read some.

Each function here is the body of one child and answers JSON or bytes. Nothing here is called in a web or worker process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive import codec
from archive.problems import Problem, TooHeavy, Unavailable, Unreadable
from archive.reading_json import page_to_json
from archive.scan import Box, Code, Page, Word
from ingest import codes, einvoice, enclosed, in_pictures, laid_out, listing, mend, orient, picture, render, textlayer
from ingest.associated import associated
from ingest.media import MEDIA_TYPES
from ingest.ocr import Engine
from ingest.plausible import quality
from ingest.roles import role_of
from ingest.sheet import Sheet
from ingest.swollen import NOTE, swollen

_AT_ONCE = 40_000_000
"""Pixels held in memory at once: four A4 pages at 300 dpi, one A0."""
_SMALLEST = 16
"""Pixels of a side below which no letter fits; text recognition breaks on such pictures."""
_MOST_WORDS = 20_000
"""A large drawing has some thousand words; a page with more than this was made to keep us busy."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A page on its way. With a ``sheet`` it has to be read from its image, ``page`` is its text layer; with neither nobody looks.

    Boxes of ``codes`` are those of the page before it is turned. ``beside`` tells that the sheet shows nothing but what the layer lacks.
    """

    number: int
    sheet: Sheet | None
    page: Page | None
    codes: tuple[Code, ...] = ()
    beside: bool = False


@dataclass
class _Found:
    """What the pages gave so far, by their numbers."""

    pages: dict[int, Page] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    codes: dict[int, tuple[Code, ...]] = field(default_factory=dict)

    def add(self, task: _Task, page: Page, *, blank: bool = False) -> None:
        self.pages[task.number] = rounded(replace(page, role=role_of(page, blank=blank)))
        shape = (page.height, page.width) if page.rotation in (90, 270) else (page.width, page.height)
        self.codes[task.number] = tuple(
            replace(code, box=_tenths(textlayer.turned_box(code.box, page.rotation, *shape))) for code in task.codes
        )


def survey(path: str, media: str) -> dict[str, Any]:
    """Number of pages, the e-invoice in it if any, notes on a broken one; for an XML invoice its pages too."""
    kind = MEDIA_TYPES[media]
    if kind == "xml":
        opened = einvoice.unfold(Path(path).read_bytes(), "")
        pages = [page_to_json(page) for page in listing.pages(opened.invoice)]
        return {"count": len(pages), **einvoice.told(opened), "notes": enclosed.plan(opened)[1], "pages": pages}
    if kind == "file":
        pages = [page_to_json(page) for page in laid_out.pages(path, media)]
        return {"count": len(pages), **einvoice.told(None), "notes": [], "pages": pages}
    if kind == "image":
        return {"count": picture.count(path), **einvoice.told(None), "notes": []}
    with render.opened(path) as document:
        count = len(document)
        hybrid, notes = (None, [NOTE]) if swollen(path) else einvoice.embedded(render.attachments(document))
    if hybrid is None and not notes:
        hybrid, notes = einvoice.embedded(associated(path))
    if count == 0:
        raise Unreadable("Dieses PDF hat keine Seiten. Bitte lassen Sie es sich noch einmal schicken.", cause="0 pages")
    notes += enclosed.plan(hybrid)[1] if hybrid else []
    notes += [] if render.is_whole(path) else [mend.NOTE]
    return {"count": count, **einvoice.told(hybrid), "notes": notes}


def read_pages(path: str, media: str, numbers: Sequence[int], engine: Engine | None) -> dict[str, Any]:
    """The pages with these numbers. Without an engine, pages that need one come back in ``skipped``."""
    if MEDIA_TYPES[media] == "file":
        laid = [page_to_json(page) for page in laid_out.pages(path, media) if page.number in numbers]
        return {"pages": laid, "notes": [], "codes": [], "skipped": []}
    found = _Found()
    skipped: list[int] = []
    held: list[_Task] = []
    for task in _tasks(path, media, numbers, found.notes, seeing=engine is not None):
        if task.sheet is None and task.page is not None:
            found.add(task, task.page)
        elif task.sheet is None:
            skipped.append(task.number)
        elif min(task.sheet.image.size) < _SMALLEST:
            found.add(task, Page(task.number, task.sheet.width, task.sheet.height, 0, (), "ocr"))
            found.notes[task.number] = f"Seite {task.number} ist zu klein, um etwas darauf zu lesen."
        elif engine is None:
            skipped.append(task.number)
        else:
            held.append(task)
            if sum(t.sheet.image.width * t.sheet.image.height for t in held if t.sheet) > _AT_ONCE - 9_000_000:
                _recognise(held, engine, found)
                held = []
    if engine is not None and held:
        _recognise(held, engine, found)
    return {
        "pages": [page_to_json(found.pages[n]) for n in sorted(found.pages)],
        "notes": [found.notes[n] for n in sorted(found.notes)],
        "codes": [codec.encode(code) for n in sorted(found.codes) for code in found.codes[n]],
        "skipped": skipped,
    }


def _tasks(path: str, media: str, numbers: Sequence[int], notes: dict[int, str], *, seeing: bool) -> Iterator[_Task]:
    """The pages, those with a good text layer read already. A damaged page becomes a note, the others go on.

    Without ``seeing`` no page of a PDF is rendered: nobody would look at it.
    """
    if MEDIA_TYPES[media] == "image":
        for number in numbers:
            try:
                sheet = picture.grey(path, number)
                yield _Task(number, sheet, None, codes.find(sheet, number))
            except (Problem, OSError, EOFError, ValueError) as error:
                _refuse_only_page(numbers, notes, number, error)
        return
    with render.opened(path) as document, textlayer.Layers(path, numbers) as layers:
        for number in numbers:
            try:
                yield _pdf_task(document[number - 1], number, layers, seeing=seeing)
            except (render.PdfiumError, ValueError) as error:
                _refuse_only_page(numbers, notes, number, error)


def _refuse_only_page(numbers: Sequence[int], notes: dict[int, str], number: int, error: Exception) -> None:
    if list(numbers) == [1]:
        if isinstance(error, Problem):
            raise error
        raise Unreadable(
            "Diese Datei ist beschädigt und lässt sich nicht lesen. Bitte geben Sie sie noch einmal ab.", cause=repr(error)
        ) from error
    notes[number] = f"Seite {number} ist beschädigt und konnte nicht gelesen werden."


def _pdf_task(page: render.PdfPage, number: int, layers: textlayer.Layers, *, seeing: bool) -> _Task:
    width, height = page.get_size()
    if min(width, height) < 1:
        raise ValueError(f"page {number} measures {width} x {height}")
    layer = layers.layer(number, width, height) if render.has_text(page) else textlayer.Layer((), 0)
    if len(layer.words) > _MOST_WORDS:
        raise TooHeavy(
            f"Auf dieser Seite stehen mehr als {_MOST_WORDS} Wörter. Bitte sehen Sie die Datei selbst an.",
            cause=f"{len(layer.words)} words on page {number}",
        )
    if layer.rotation in (90, 270):
        width, height = height, width
    found = Page(number, width, height, layer.rotation, layer.words, "pdf-text")
    share = render.picture_share(page)
    if textlayer.believable(layer.words, share):
        small = render.small(page)
        rest = in_pictures.rest(found, small, lambda: render.grey(page)) if seeing and share < textlayer.SCAN else None
        return _Task(number, rest, found, codes.find(small, number), beside=rest is not None)
    if not seeing:
        return _Task(number, None, None)
    sheet = render.grey(page)
    return _Task(number, sheet, found if layer.words else None, codes.find(sheet, number))


def _recognise(tasks: Sequence[_Task], engine: Engine, found: _Found) -> None:
    beside = [(task, task.page, task.sheet) for task in tasks if task.beside and task.page and task.sheet]
    for (task, _, _), page in zip(beside, in_pictures.completed([(page, sheet) for _, page, sheet in beside], engine), strict=True):
        found.add(task, page)
    tasks = [task for task in tasks if not task.beside]
    try:
        readings = orient.read([task.sheet for task in tasks if task.sheet], engine)
    except Problem:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise Unavailable(
            "Die Texterkennung ist abgestürzt. Das Lesen wird später wiederholt.", cause=repr(error), code="texterkennung"
        ) from error
    for task, seen in zip(tasks, readings, strict=True):
        page = _better(task, seen)
        found.add(task, page, blank=seen.blank)
        if not page.words and not seen.blank:
            found.notes[task.number] = f"Auf Seite {task.number} wurde kein Text erkannt, obwohl sie nicht leer ist."


def _better(task: _Task, seen: orient.Sighted) -> Page:
    """Our reading, unless the text layer it replaces looks more like language (a foreign script, for instance)."""
    ours = Page(
        task.number, seen.width, seen.height, seen.rotation, seen.words, "ocr", seen.skew, flat=task.sheet is not None and task.sheet.flat
    )
    if task.page is None:
        return ours
    theirs = quality((word.text, 1.0) for word in task.page.words)
    return task.page if theirs > seen.quality else ours


def rounded(page: Page) -> Page:
    """Tenths of a point and hundredths of confidence: finer is noise, and the stored reading stays small."""
    words = tuple(Word(word.text, _tenths(word.box), round(word.confidence, 2)) for word in page.words)
    return replace(page, width=round(page.width, 1), height=round(page.height, 1), words=words, skew=round(page.skew, 2))


def _tenths(box: Box) -> Box:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
