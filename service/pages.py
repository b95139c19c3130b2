"""Page images and readings for the screens: out of the store, and page images drawn again when they were cleared away."""

from __future__ import annotations

import dataclasses
import threading

from archive.document import Document
from archive.originals import fetch, page_key
from archive.problems import NotFound
from archive.scan import Reading
from archive.scratch import scratch
from archive.space import Space

_drawing = threading.Lock()


def page_image(space: Space, eingangsnummer: str, number: int) -> bytes:
    """One page as WebP. Raises ``NotFound`` when there is no such page."""
    entry = space.intake.get(eingangsnummer)
    key = page_key(entry.scan.sha256, number)
    if space.store.size(key) is None:
        # One at a time: two people looking at the same paper must not draw it twice, and a page is heavy.
        with _drawing:
            if space.store.size(key) is None:
                _draw_again(space, eingangsnummer, number)
    with space.store.open(key) as stream:
        return stream.read()


def reading_of(space: Space, document: Document) -> Reading | None:
    """The words of a paper, ``None`` when it was filed by hand without being read."""
    return space.documents.reading(document.eingangsnummer) if document.reading else None


def _draw_again(space: Space, eingangsnummer: str, number: int) -> None:
    reading = space.documents.reading(eingangsnummer)
    # Only the page that is asked for: somebody waits for it.
    asked = tuple(page for page in reading.pages if page.number == number)
    if not asked:
        raise NotFound(f"Der Beleg {eingangsnummer} hat keine Seite {number}.", cause="no such page")
    # Reading machinery takes as long to import as the whole web process: only when an image is really missing.
    from ingest.read import page_images  # noqa: PLC0415

    with scratch() as folder:
        path = folder / "original"
        fetch(space.store, reading.scan.sha256, path)
        for drawn, image in page_images(path, dataclasses.replace(reading, pages=asked)):
            space.store.put(page_key(reading.scan.sha256, drawn), image)
