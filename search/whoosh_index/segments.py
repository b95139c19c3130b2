"""All segments of a build side by side, papers numbered through: terms, likenesses and columns of the whole index at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from whoosh.searching import Searcher

from search.whoosh_index.columns import Columns, Mask
from search.whoosh_index.postings import LENGTHS, Ids, Papers, Postings, Weights
from search.whoosh_index.vocabulary import Vocabulary, load

_K1, _B = 1.2, 0.75
_RARE, _SHARE = 2, 0.05
"""Papers a misreading of a word may be in: so many, or this share of those the word is in."""


class Segments:
    """What one searcher after another sees."""

    def __init__(self, folder: Path) -> None:
        self.columns = Columns()
        self.alive: Mask = np.zeros(0, np.bool_)
        self._folder = folder
        self._parts: dict[str, tuple[Postings, Vocabulary]] = {}
        self._starts: list[int] = []
        self._length: Weights = np.zeros(0, np.float32)

    def follow(self, searcher: Searcher) -> None:
        """Reads what is new and forgets what is gone. Papers that were taken out differ between readers of the same segment."""
        leaves = [(reader, start) for reader, start in searcher.reader().leaf_readers() if reader.doc_count_all()]
        self.columns.follow([reader for reader, _ in leaves])
        known, self._parts = self._parts, {}
        self.alive = np.ones(len(self.columns.lengths), np.bool_)
        for reader, start in leaves:
            name = str(reader.segment().segment_id())
            vocabulary = known[name][1] if name in known else load(reader, self._folder)
            postings = known[name][0] if name in known else Postings(reader)
            postings.reader = reader
            self._parts[name] = (postings, vocabulary)
            self.alive[[start + number for number in reader.segment().deleted_docs()]] = False
        self._starts = [start for _, start in leaves]
        lengths = LENGTHS[self.columns.lengths]
        self._length = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()) if len(lengths) else 1.0, 1.0))

    def papers(self, field: str, term: str) -> Papers:
        """Who has a term."""
        found = [postings.papers(field, term) for postings, _ in self._parts.values()]
        return Papers(
            self._through([each.ids for each in found]), np.concatenate([np.zeros(0, np.float32), *(each.weights for each in found)])
        )

    def worth(self, term: str) -> Papers:
        """Who has a word of the text, with what that is worth there (BM25)."""
        found = self.papers("text", term)
        rarity = np.log(len(self.alive) / (len(found.ids) + 1)) + 1
        return Papers(found.ids, (rarity * found.weights * (_K1 + 1) / (found.weights + self._length[found.ids])).astype(np.float32))

    def phrase(self, terms: tuple[str, ...], slop: int) -> Ids:
        """Who has the terms one after the other."""
        return self._through([postings.phrase(terms, slop) for postings, _ in self._parts.values()])

    def similar(self, word: str, most: int) -> tuple[Ids, set[str]]:
        """Who has what may be a misreading of this word, and which.

        A misreading is rare beside the word it comes from. What is like it and frequent is another word, unless this one stands
        nowhere: then it was mistyped.
        """
        each = [words.similar(word) for _, words in self._parts.values()]
        counts: Counter[str] = Counter()
        for words in each:
            counts.update(words)
        own = counts.pop(word, 0)
        rare = max(_RARE, own * _SHARE) if own else len(self.alive)
        likely = {term for term, count in counts.most_common() if count <= rare}
        return self._having([[term for term in words if term in likely][:most] for words in each])

    def misread(self, number: str, most: int) -> tuple[Ids, set[str]]:
        """Who has what may be a misreading of a long number, and which."""
        return self._having([words.misread(number)[:most] for _, words in self._parts.values()])

    def begun(self, prefix: str, most: int) -> tuple[Ids, set[str]]:
        """Who has the most frequent words that begin so, and which."""
        each = [words.begun(prefix) for _, words in self._parts.values()]
        counts: Counter[str] = Counter()
        for words in each:
            counts.update(words)
        frequent = {term for term, _ in counts.most_common(most)}
        return self._having([[term for term in words if term in frequent] for words in each])

    def guess(self, word: str) -> str:
        """The most frequent word that differs in two letters and stands in several papers, "" for none."""
        counts: Counter[str] = Counter()
        for _, words in self._parts.values():
            counts.update(words.guesses(word))
        best = counts.most_common(1)
        return best[0][0] if best and best[0][1] > 1 else ""

    def _having(self, terms: list[list[str]]) -> tuple[Ids, set[str]]:
        """Segment by segment, because a term that is not in one need not be looked for there."""
        empty = np.zeros(0, np.int32)
        ids = [
            np.concatenate([empty, *(postings.papers("text", term).ids for term in each)])
            for each, (postings, _) in zip(terms, self._parts.values(), strict=True)
        ]
        return self._through(ids), {term for each in terms for term in each}

    def _through(self, ids: list[Ids]) -> Ids:
        return np.concatenate([np.zeros(0, np.int32), *(each + start for each, start in zip(ids, self._starts, strict=True))]).astype(
            np.int32
        )
