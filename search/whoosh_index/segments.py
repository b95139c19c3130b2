"""All segments of a build side by side, papers numbered through: terms, likenesses and columns of the whole index at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from whoosh.searching import Searcher

from search.arrays.columns import Columns, Mask
from search.arrays.evaluating import NO_IDS, NO_WEIGHTS, Ids, Papers
from search.arrays.vocabulary import Vocabulary
from search.question import Likenesses
from search.whoosh_index.columns import part
from search.whoosh_index.postings import Postings
from search.whoosh_index.words import load


class Segments:
    """What one searcher after another sees."""

    def __init__(self, folder: Path) -> None:
        self.columns = Columns()
        self.alive: Mask = np.zeros(0, np.bool_)
        self._folder = folder
        self._parts: dict[str, tuple[Postings, Vocabulary]] = {}
        self._starts: list[int] = []
        self.likenesses: Likenesses = {}

    def follow(self, searcher: Searcher) -> None:
        """Reads what is new and forgets what is gone. Papers that were taken out differ between readers of the same segment."""
        leaves = [(reader, start) for reader, start in searcher.reader().leaf_readers() if reader.doc_count_all()]
        names = [str(reader.segment().segment_id()) for reader, _ in leaves]
        self.columns.follow(names, lambda place: part(leaves[place][0]))
        known, self._parts = self._parts, {}
        self.likenesses = {}  # Not emptied: who looks at the state before may still be filling it.
        taken = np.zeros(len(self.columns.lengths), np.bool_)
        for name, (reader, start) in zip(names, leaves, strict=True):
            vocabulary = known[name][1] if name in known else load(reader, self._folder)
            postings = known[name][0] if name in known else Postings(reader)
            postings.reader = reader
            self._parts[name] = (postings, vocabulary)
            taken[[start + number for number in reader.segment().deleted_docs()]] = True
        self._starts = [start for _, start in leaves]
        self.alive = np.zeros(len(taken), np.bool_)
        self.alive[self.papers("kind", "paper").ids] = True
        self.alive &= ~taken

    def expect(self, terms: Iterable[tuple[str, str]]) -> None:
        """Nothing is gained by fetching several at once."""

    def papers(self, field: str, term: str) -> Papers:
        """Who has a term."""
        found = [postings.papers(field, term) for postings, _ in self._parts.values()]
        return Papers(self._through([each.ids for each in found]), np.concatenate([NO_WEIGHTS, *(each.weights for each in found)]))

    def having(self, field: str, terms: tuple[str, ...]) -> Ids:
        """Who has one of the terms. A word that is not in a segment's vocabulary need not be looked for there."""
        return self._through(
            [
                np.concatenate(
                    [NO_IDS, *(postings.papers(field, term).ids for term in (words.perhaps(terms) if field == "text" else terms))]
                )
                for postings, words in self._parts.values()
            ]
        )

    def in_row(self, terms: tuple[str, ...], slop: int) -> Ids:
        """Who has the terms one after the other."""
        return self._through([postings.in_row(terms, slop) for postings, _ in self._parts.values()])

    def similar(self, word: str) -> Mapping[str, int]:
        return self._summed(words.similar(word) for words in self._words())

    def guesses(self, word: str) -> Mapping[str, int]:
        return self._summed(words.guesses(word) for words in self._words())

    def begun(self, prefix: str, most: int) -> list[str]:
        return [term for term, _ in self._summed(words.begun(prefix, 2 * most) for words in self._words()).most_common(most)]

    def ending(self, end: str, most: int) -> Mapping[str, int]:
        return dict(self._summed(words.ending(end, 2 * most) for words in self._words()).most_common(most))

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        return self._summed(own.known(words) for own in self._words())

    def misread(self, number: str) -> list[str]:
        return list(dict.fromkeys(term for words in self._words() for term in words.misread(number)))

    def _words(self) -> Iterator[Vocabulary]:
        return (words for _, words in self._parts.values())

    @staticmethod
    def _summed(each: Iterable[Mapping[str, int]]) -> Counter[str]:
        """What all vocabularies say together."""
        counts: Counter[str] = Counter()
        for own in each:
            for term, count in own.items():
                counts[term] += count
        return counts

    def _through(self, ids: list[Ids]) -> Ids:
        return np.concatenate([NO_IDS, *(each + start for each, start in zip(ids, self._starts, strict=True))]).astype(np.int32)
