"""Page images and readings for the screens: out of the store, and page images drawn again when they were cleared away."""

from __future__ import annotations

import dataclasses
import threading

from archive.document import Document
from archive.leaves import Leaf, bound
from archive.originals import page_key
from archive.problems import NotFound
from archive.scan import Reading
from archive.space import Space

_drawing = threading.Lock()


def page_image(space: Space, eingangsnummer: str, number: int) -> bytes:
    """One page as WebP. Raises ``NotFound`` when there is no such page."""
    leaf = _leaf(space, eingangsnummer, number)
    key = page_key(leaf.sha256, leaf.number, leaf.rotation)
    if space.store.size(key) is None:
        # One at a time: two people looking at the same paper must not draw it twice, and a page is heavy.
        with _drawing:
            if space.store.size(key) is None:
                _draw_again(space, eingangsnummer, number, leaf)
    with space.store.open(key) as stream:
        return stream.read()


def page_mark(leaf: Leaf) -> str:
    """What changes in the address of a page image when the page is turned, so that no browser shows the one of before."""
    return "" if leaf.rotation is None else f"?lage={leaf.rotation}"


def marks(space: Space, eingangsnummer: str) -> dict[int, str]:
    """For each page that a person turned, what goes behind the address of its image."""
    return {number: page_mark(leaf) for number, leaf in enumerate(bound(space.catalog, eingangsnummer).leaves, 1) if page_mark(leaf)}


def reading_of(space: Space, document: Document) -> Reading | None:
    """The words of a paper, ``None`` when it was filed by hand without being read."""
    return space.documents.reading(document.eingangsnummer) if document.reading else None


def _leaf(space: Space, eingangsnummer: str, number: int) -> Leaf:
    leaves = bound(space.catalog, eingangsnummer).leaves
    if leaves and not 1 <= number <= len(leaves):
        raise NotFound(f"Der Beleg {eingangsnummer} hat keine Seite {number}.", cause="no such page")
    return leaves[number - 1] if leaves else Leaf(space.intake.get(eingangsnummer).scan.sha256, number)


def _draw_again(space: Space, eingangsnummer: str, number: int, leaf: Leaf) -> None:
    reading = space.documents.reading(eingangsnummer)
    # Only the page that is asked for: somebody waits for it.
    page = next((page for page in reading.pages if page.number == number), None)
    if page is None:
        raise NotFound(f"Der Beleg {eingangsnummer} hat keine Seite {number}.", cause="no such page")
    # Reading machinery takes as long to import as the whole web process: only when an image is really missing.
    from ingest.rebound import draw_again  # noqa: PLC0415

    draw_again(space, leaf, page if leaf.rotation is None else dataclasses.replace(page, rotation=leaf.rotation))
