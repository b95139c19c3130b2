"""Writing batches into a build: one commit each, one writer at a time across all processes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import FileIndex, LockError
from whoosh.writing import SegmentWriter

from archive.problems import Unavailable
from search.index import IndexDocument
from search.whoosh_index.schema import MARK, fields
from search.whoosh_index.seals import seal

WAIT = 120.0
"""Seconds a writer waits for another one before it gives up."""
_MEMORY = 64
"""MB a batch may gather before it is written out."""


def add(index: FileIndex, documents: Sequence[IndexDocument], generation: int) -> None:
    """Adds or replaces the papers and moves the mark, in one commit."""
    latest = {document.eingangsnummer: document for document in documents}
    with _writer(index) as writer:
        for document in latest.values():
            writer.update_document(**fields(document))
        if generation:
            writer.update_document(nr=MARK, kind="mark", record=generation)


def remove(index: FileIndex, numbers: Collection[str]) -> None:
    """Takes papers out, in one commit."""
    with _writer(index) as writer:
        for number in numbers:
            writer.delete_by_term("nr", number)


@contextmanager
def _writer(index: FileIndex) -> Iterator[SegmentWriter]:
    try:
        writer = index.writer(timeout=WAIT, delay=0.05, limitmb=_MEMORY)
    except LockError as error:
        raise Unavailable(
            "Der Suchindex ist gerade beschäftigt. Das Papier ist sicher; es wird später noch einmal eingetragen.",
            cause=f"another writer held the index for {WAIT:.0f} s",
            code="index_beschaeftigt",
        ) from error
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    seal(Path(index.storage.folder))
