"""One build of an index on tantivy: writing in one commit each, and looks at the newest state for any number of threads."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Searcher

from search.index import IndexDocument
from search.question import Likenesses
from search.tantivy_index.questions import Questions
from search.tantivy_index.reading import Homes, TantivyReader
from search.tantivy_index.schema import MARK, mark, paper, schema

_MEMORY = 64_000_000
"""Bytes a batch may gather before it is written out."""
_MOST_HOMES = 200_000


def create(build: Path) -> None:
    """An empty index in a new folder."""
    tantivy.Index(schema(), path=str(build), reuse=False)


class TantivyBuild:
    """All work on one build. tantivy's errors go through; who called decides what they mean."""

    def __init__(self, build: Path) -> None:
        self._meta = build / "meta.json"
        self._index = tantivy.Index.open(str(build))
        self._index.config_reader("manual")
        self._questions = Questions(self._index.schema)
        self._homes: Homes = {}
        self._likenesses: Likenesses = {}
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()

    def add(self, documents: Sequence[IndexDocument], generation: int) -> None:
        with self._writer() as writer:
            for document in documents:
                writer.delete_documents_by_term("nr", document.eingangsnummer)
                writer.add_document(paper(document))
            if generation:
                writer.delete_documents_by_term("nr", MARK)
                writer.add_document(mark(generation))

    def remove(self, numbers: Collection[str]) -> None:
        with self._writer() as writer:
            for number in numbers:
                writer.delete_documents_by_term("nr", number)

    @contextmanager
    def _writer(self) -> Iterator[tantivy.IndexWriter]:
        writer = self._index.writer(_MEMORY, 1)
        try:
            yield writer
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            # Segments that were merged away would stay for ever otherwise.
            writer.garbage_collect_files()
            writer.wait_merging_threads()

    def probe(self) -> None:
        """Reads a paper and a word, so that damage shows now."""
        searcher = self._fresh()
        for _, address in searcher.search(tantivy.Query.all_query(), 1).hits:
            searcher.doc(address)
        searcher.terms_with_prefix("text", "a", limit=1)

    def count(self) -> tuple[int, int]:
        """Papers in the build and its generation."""
        searcher = self._fresh()
        found = searcher.search(self._questions.term("nr", MARK), 1).hits
        generation = int(bytes(searcher.doc(found[0][1])["record"][0])) if found else 0
        return searcher.num_docs - len(found), generation

    @contextmanager
    def reading(self) -> Iterator[TantivyReader]:
        """One look at the newest state."""
        if len(self._homes) > _MOST_HOMES:
            self._homes.clear()
        searcher, likenesses = self._look()
        yield TantivyReader(searcher, self._questions, self._homes, likenesses)

    def _fresh(self) -> Searcher:
        return self._look()[0]

    def _look(self) -> tuple[Searcher, Likenesses]:
        with self._lock:
            found = self._meta.stat()
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            if seen != self._seen:
                self._index.reload()
                self._seen = seen
                self._likenesses = {}  # Not emptied: who looks at the state before may still be filling it.
            return self._index.searcher(), self._likenesses

    def close(self) -> None:
        """Nothing stays open that would have to be given back."""
