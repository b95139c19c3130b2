"""The reading of a paper made of pages of originals: pages read before are taken over, turned ones are read as they were turned."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.leaves import Bound, Leaf
from archive.originals import fetch, page_key
from archive.problems import Unreadable
from archive.reading_json import page_from_json
from archive.scan import Code, Page, Reading, Scan
from archive.scratch import scratch
from archive.space import Space
from ingest import bounded, pages
from ingest.media import recognise
from ingest.ocr import Engine, Tesseract
from ingest.read import page_image
from ingest.turned import read_turned

COVER = "Deckblatt"
"""The kind of the code that stood on the cover sheet: on page 0, for the sheet is no page of the paper."""


@dataclass
class _Sources:
    """Readings and originals that pages are taken from, each fetched once."""

    space: Space
    folders: ExitStack
    readings: dict[str, Reading] = field(default_factory=dict)
    originals: dict[str, Path] = field(default_factory=dict)

    def page(self, leaf: Leaf) -> Page | None:
        if leaf.reading not in self.readings:
            self.readings[leaf.reading] = self.space.documents.kept(leaf.reading)
        return next((page for page in self.readings[leaf.reading].pages if page.number == leaf.page), None)

    def codes(self, leaf: Leaf) -> list[Code]:
        """Those of a page that :meth:`page` gave."""
        return [code for code in self.readings[leaf.reading].codes if code.page == leaf.page]

    def original(self, leaf: Leaf) -> Path:
        if leaf.sha256 not in self.originals:
            path = self.folders.enter_context(scratch()) / "original"
            fetch(self.space.store, leaf.sha256, path)
            self.originals[leaf.sha256] = path
        return self.originals[leaf.sha256]


def read_bound(space: Space, scan: Scan, made: Bound, engine: Engine | None = None) -> Reading:
    """The reading of the leaves in their order, numbered from 1; images that are missing are drawn. Raises a ``Problem``."""
    with ExitStack() as folders:
        sources = _Sources(space, folders)
        found, codes = [], [Code(made.cover, COVER, 0, (0.0, 0.0, 0.0, 0.0))] if made.cover else []
        for number, leaf in enumerate(made.leaves, 1):
            kept = sources.page(leaf) if leaf.reading else None
            codes += [replace(code, page=number) for code in sources.codes(leaf)] if kept else []
            page = kept or _anew(sources, leaf, engine or Tesseract())
            _draw(sources, leaf, page)
            found.append(replace(page, number=number))
    return Reading(scan, tuple(found), None, made.notes, tuple(codes), len(found) + made.unread)


def draw_again(space: Space, leaf: Leaf, page: Page) -> None:
    """Puts the image of a page into the store that was cleared away there, or never drawn."""
    with ExitStack() as folders:
        _draw(_Sources(space, folders), leaf, page)


def _anew(sources: _Sources, leaf: Leaf, engine: Engine) -> Page:
    path = sources.original(leaf)
    file, media = bounded.absolute(path), recognise(path)
    if leaf.rotation is not None:
        return page_from_json(bounded.run(read_turned, file, media, leaf.number, leaf.rotation, engine))
    answer = bounded.run(pages.read_pages, file, media, [leaf.number], engine)
    if not answer["pages"]:
        raise Unreadable(f"Seite {leaf.number} ließ sich nicht lesen. Das Original ist unverändert.", cause="; ".join(answer["notes"]))
    return page_from_json(answer["pages"][0])


def _draw(sources: _Sources, leaf: Leaf, page: Page) -> None:
    key = page_key(leaf.sha256, leaf.number, leaf.rotation)
    if sources.space.store.size(key) is None:
        sources.space.store.put(key, _image(sources, leaf, page))


def _image(sources: _Sources, leaf: Leaf, page: Page) -> bytes:
    return page_image(sources.original(leaf), replace(page, number=leaf.number))
