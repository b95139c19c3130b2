"""Writing batches into a build: one commit each. That there is one writer at a time the caller sees to (``places.writing``)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate
from pathlib import Path

from whoosh.codec.base import Segment
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from search.index import IndexDocument
from search.whoosh_index.schema import MARK, fields
from search.whoosh_index.words import keep

_MEMORY = 64
"""MB a batch may gather before it is written out."""
_TIERS, _ENOUGH, _MOST_MERGED = (8, 64, 512), 8, 600
"""Sizes of segments that are merged with their like, how many it takes, and the most papers one commit may copy for that."""


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
    # Whoosh would keep a lock of its own for ever when it fails on a full disk; that of the build is held already.
    writer = index.writer(limitmb=_MEMORY, _lk=False)
    try:
        yield writer
        writer.commit(mergetype=_merge_few)
    except BaseException:
        with suppress(Exception):  # What can not be written can not be ended in good order, either; what went wrong is told above.
            writer.cancel()
        raise
    folder = Path(index.storage.folder)
    reader = index.reader()
    keep((leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()), folder)
    reader.close()


def _merge_few(writer: SegmentWriter, segments: list[Segment]) -> list[Segment]:
    """Whoosh's merge policy with a bound on one commit: its own now and then copies the whole index while a paper waits to be found.

    Returns the segments that stay; sizes are without deleted papers, so that segments full of those shrink away.
    """
    merged = _due(segments)
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


def _due(segments: list[Segment]) -> list[Segment]:
    """The smallest tier that is full, as far as the bound allows; segments without papers always."""
    lower, chosen = 0, [segment for segment in segments if not segment.doc_count()]
    for upper in _TIERS:
        tier = sorted((s for s in segments if lower < s.doc_count() <= upper), key=lambda s: int(s.doc_count()))
        if len(tier) >= _ENOUGH:
            sizes = accumulate(int(segment.doc_count()) for segment in tier)
            fitting = [segment for segment, size in zip(tier, sizes, strict=True) if size <= _MOST_MERGED]
            return chosen + (fitting if len(fitting) > 1 else [])
        lower = upper
    return chosen
