"""Folders and papers on their way out: put together in a folder of their own on disk, then sent and removed. Checks no rights.

One bundle at a time: each takes memory and time, and whoever looks at the screens meanwhile must not notice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse

from archive.confidence import must_be_open
from archive.document import Document
from archive.leaves import bound
from archive.originals import CHUNK, fetch
from archive.problems import Unavailable
from archive.scratch import scratch
from archive.space import Space
from export.archival import searchable
from export.datev import Month, pictures_zip
from export.datev import Picture as DatevPicture
from export.folder_pdf import Bundle, as_received, folder_pdf
from export.folder_zip import folder_zip
from export.parcel import AUDIENCES, Audience, Item, ending, items, plain_name
from service.handing_out import must_be_clean
from service.names import attachment
from service.pages import page_image

_PATIENCE = 20.0
DATEV_TAKES = frozenset({"pdf", "xml", "tif", "jpg", "png"})
_busy = threading.Lock()


def bundle_of(space: Space, number: str, wanted: list[str], audience: Audience) -> Bundle:
    """The chosen papers of a folder. Raises ``NotFound`` and what speaks against handing one of them out."""
    order = space.orders.get(number)
    found = [_sendable(space, item) for item in items(space, space.documents.of_order(number), set(wanted))]
    return Bundle(order, AUDIENCES[audience], found, datetime.now(UTC))


def as_zip(space: Space, bundle: Bundle, name: str) -> StreamingResponse:
    """The bundle as a ZIP."""

    def write(target: Path) -> None:
        folder_zip(space, bundle, target, lambda number, page: page_image(space, number, page))

    return sent(write, name, "application/zip")


def as_pdf(space: Space, bundle: Bundle, name: str) -> StreamingResponse:
    """The bundle as one PDF/A."""

    def write(target: Path) -> None:
        made = folder_pdf(
            bundle, lambda number, page: page_image(space, number, page), lambda item: original(space, item.document.scan.sha256)
        )
        target.write_bytes(made)

    return sent(write, name, "application/pdf")


def paper_pdf(space: Space, number: str) -> bytes:
    """One paper as a searchable PDF/A; an e-invoice with its original attached. Raises ``NotFound`` for what has no pages."""
    document, reading = space.documents.get(number), space.documents.reading(number)
    item = _sendable(space, Item(document, reading, whole=True))
    attached = []
    if item.einvoice:
        attached.append(as_received(plain_name(item.title), original(space, document.scan.sha256)))
    title = f"{item.title} {document.value('lieferant')}".strip()
    return searchable(title, reading.pages, lambda page: page_image(space, number, page), datetime.now(UTC), attached)


def pictures(space: Space, documents: Sequence[Document], month: Month, name: str) -> StreamingResponse:
    """The papers of a month for DATEV."""

    def write(target: Path) -> None:
        pictures_zip(target, (_picture(space, document) for document in documents), len(documents), month)

    return sent(write, name, "application/zip")


def _picture(space: Space, document: Document) -> DatevPicture:
    number = document.eingangsnummer
    reading = space.documents.reading(number) if document.reading else None
    item = _sendable(space, Item(document, reading, whole=not bound(space.catalog, number).leaves))
    files: list[tuple[str, bytes]] = []
    if item.whole:
        data = original(space, document.scan.sha256)
        files = [(kind, data)] if (kind := ending(data)) in DATEV_TAKES else []
    if not files:
        files = [
            (
                "pdf",
                searchable(item.title, reading.pages if reading else (), lambda page: page_image(space, number, page), datetime.now(UTC)),
            )
        ]
    return DatevPicture(number, f"{item.title} {document.value('lieferant')}", files)


def original(space: Space, sha256: str) -> bytes:
    """An original's bytes, proved against their hash."""
    with scratch() as folder:
        fetch(space.store, sha256, folder / "original")
        return (folder / "original").read_bytes()


def _sendable(space: Space, item: Item) -> Item:
    must_be_clean(space.intake.get(item.document.eingangsnummer))
    if item.whole:
        must_be_open(space, item.document.scan.sha256)
    return item


@contextmanager
def _alone() -> Iterator[None]:
    if not _busy.acquire(timeout=_PATIENCE):
        raise Unavailable(
            "Es wird gerade eine andere Mappe zusammengestellt. Bitte versuchen Sie es in einer Minute noch einmal.", cause="busy"
        )
    try:
        yield
    finally:
        _busy.release()


def sent(write: Callable[[Path], None], name: str, media_type: str) -> StreamingResponse:
    """Writes the file into a folder that is removed when its last byte is sent, or when the receiver goes away."""
    with ExitStack() as stack:
        target = stack.enter_context(scratch()) / "datei"
        with _alone():
            write(target)
        size, kept = target.stat().st_size, stack.pop_all()

    def chunks() -> Iterator[bytes]:
        with kept, target.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    headers = {"Content-Disposition": attachment(name), "Content-Length": str(size), "Content-Security-Policy": "sandbox"}
    return StreamingResponse(chunks(), media_type=media_type, headers=headers, background=BackgroundTask(kept.close))
