"""All segments of a build side by side, papers numbered through: terms, likenesses and columns of the whole index at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from whoosh.searching import Searcher

from search.arrays.columns import Columns, Mask
from search.arrays.evaluating import NO_IDS, NO_WEIGHTS, Ids, Papers
from search.arrays.vocabulary import Vocabulary
from search.whoosh_index.columns import part
from search.whoosh_index.postings import Postings
from search.whoosh_index.words import load

_MOST_ANSWERS = 500
"""Words whose likenesses are kept in memory until the index changes."""


class Segments:
    """What one searcher after another sees."""

    def __init__(self, folder: Path) -> None:
        self.columns = Columns()
        self.alive: Mask = np.zeros(0, np.bool_)
        self._folder = folder
        self._parts: dict[str, tuple[Postings, Vocabulary]] = {}
        self._starts: list[int] = []
        self._answers: dict[tuple[str, str], Counter[str]] = {}

    def follow(self, searcher: Searcher) -> None:
        """Reads what is new and forgets what is gone. Papers that were taken out differ between readers of the same segment."""
        leaves = [(reader, start) for reader, start in searcher.reader().leaf_readers() if reader.doc_count_all()]
        names = [str(reader.segment().segment_id()) for reader, _ in leaves]
        self.columns.follow(names, lambda place: part(leaves[place][0]))
        known, self._parts = self._parts, {}
        self._answers.clear()
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
        return self._counted("similar", word, lambda words: words.similar(word))

    def guesses(self, word: str) -> Mapping[str, int]:
        return self._counted("guesses", word, lambda words: words.guesses(word))

    def begun(self, prefix: str, most: int) -> list[str]:
        return [term for term, _ in self._counted(f"begun {most}", prefix, lambda words: words.begun(prefix, 2 * most)).most_common(most)]

    def ending(self, end: str, most: int) -> list[str]:
        return [term for term, _ in self._counted(f"ending {most}", end, lambda words: words.ending(end, 2 * most)).most_common(most)]

    def known(self, words: Sequence[str]) -> set[str]:
        return set().union(*(own.known(words) for _, own in self._parts.values()))

    def misread(self, number: str) -> list[str]:
        return list(dict.fromkeys(term for _, words in self._parts.values() for term in words.misread(number)))

    def _counted(self, kind: str, word: str, ask: Callable[[Vocabulary], dict[str, int]]) -> Counter[str]:
        """What all vocabularies say together. One question asks for the same several times, and who types repeats himself."""
        known = self._answers.get((kind, word))
        if known is not None:
            return known
        counts: Counter[str] = Counter()
        for _, words in self._parts.values():
            for term, count in ask(words).items():
                counts[term] += count
        if len(self._answers) > _MOST_ANSWERS:
            self._answers.clear()
        self._answers[kind, word] = counts
        return counts

    def _through(self, ids: list[Ids]) -> Ids:
        return np.concatenate([NO_IDS, *(each + start for each, start in zip(ids, self._starts, strict=True))]).astype(np.int32)
