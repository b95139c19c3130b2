"""A photo that is to be looked at, not read: its one page, without words. Never decodes a foreign picture in this process."""

from __future__ import annotations

from archive.originals import fetch
from archive.scan import Page
from archive.scratch import scratch
from archive.store.seam import Store
from ingest import bounded, picture


def page_of(store: Store, sha256: str) -> Page:
    """The page of a photo in the store. Raises ``Unreadable`` for what is no picture."""
    with scratch() as folder:
        path = folder / "original"
        fetch(store, sha256, path)
        width, height = bounded.run(picture.extent, str(path.resolve()))
    return Page(1, width, height, 0, (), "ocr")
