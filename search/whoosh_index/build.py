"""One build of an index on Whoosh: one long-lived searcher that is refreshed when somebody wrote, shared by all threads in turn."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.searching import Searcher

from search.arrays.reading import ArrayReader
from search.index import IndexDocument
from search.record import unpack
from search.whoosh_index import writing
from search.whoosh_index.schema import MARK, VERSION, schema
from search.whoosh_index.segments import Segments

__all__ = ["VERSION", "WhooshBuild", "create"]


def create(build: Path) -> None:
    """An empty index in a new folder."""
    FileStorage(str(build)).create_index(schema())


class WhooshBuild:
    """All work on one build. Whoosh's errors go through; who called decides what they mean.

    ``documents``, ``completions`` and ``offers`` are for the reader, while its look lasts.
    """

    def __init__(self, build: Path) -> None:
        self._lock = threading.Lock()
        # Our own schema is used, never the pickled one.
        self._index = FileStorage(str(build)).open_index(schema=schema())
        self._segments = Segments(build)
        self._searcher: Searcher = self._index.searcher()
        self._segments.follow(self._searcher)

    def add(self, documents: Sequence[IndexDocument], generation: int) -> None:
        writing.add(self._index, documents, generation)

    def remove(self, numbers: Collection[str]) -> None:
        writing.remove(self._index, numbers)

    def probe(self) -> None:
        """Touches every segment's terms, columns and stored records, so that damage shows now."""
        with self._lock:
            for reader, _ in self._fresh().reader().leaf_readers():
                count = reader.doc_count_all()
                if count:
                    reader.stored_fields(0), reader.stored_fields(count - 1)
                    next(iter(reader.lexicon("nr"))), next(iter(reader.lexicon("text")), None)

    def count(self) -> tuple[int, int]:
        """Papers in the build and its generation."""
        with self._lock:
            searcher = self._fresh()
            mark = searcher.document(nr=MARK)
            return searcher.doc_count() - (1 if mark else 0), int(mark["record"]) if mark else 0

    @contextmanager
    def reading(self) -> Iterator[ArrayReader]:
        """One look at the newest state, by one thread at a time."""
        with self._lock:
            self._fresh()
            yield ArrayReader(self._segments, self)

    def documents(self, papers: Sequence[int]) -> list[IndexDocument]:
        return [unpack(self._searcher.stored_fields(number)["record"]) for number in papers]

    def completions(self, beginning: str, most: int) -> list[str]:
        return [key.decode() for key in islice(self._searcher.reader().expand_prefix("completions", beginning), most)]

    def offers(self, completion: str) -> bool:
        return self._searcher.document_number(completions=completion) is not None

    def _fresh(self) -> Searcher:
        if not self._searcher.up_to_date():
            # Not refresh(): it keeps segments that were merged away and forgets deletions in those it reuses.
            old, self._searcher = self._searcher, self._index.searcher()
            old.close()
            self._segments.follow(self._searcher)
        return self._searcher

    def close(self) -> None:
        """Gives the files back."""
        with self._lock:
            self._searcher.close()
