"""Of what is found for a word, how much does bear it: judged by what was printed, before characters were misread.

    python -m benchmarks.search_quality FOLDER 20000 whoosh: tantivy: [words=FILE] [seed=99]

Over indexes of ``benchmarks.search_build``. Judged are the first ``JUDGED`` papers, because their print has to be made up again, and
words that are found in at most ``MOST`` papers, all of which are read: the rarer a word, the more its misreadings weigh.
Another seed asks for other words.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.search import samples
from benchmarks.search_build import SEED, index_folder
from benchmarks.search_corpus import Corpus, words_given
from search.analysis import word_terms
from search.engines import open_index
from search.fold import fold, stem
from search.index import Index, Page

JUDGED, MOST, WORDS = 3000, 500, 150


class Printed(Corpus):
    """The corpus with the words that were printed on each paper."""

    def __init__(self, seed: int, others: Sequence[str]) -> None:
        super().__init__(seed, others=others)
        self._last: frozenset[str] = frozenset()

    def words_of(self, count: int) -> dict[str, frozenset[str]]:
        return {paper.eingangsnummer: self._last | frozenset(paper.supplier.split()) for paper in self.papers(count)}

    def _misread(self, text: str) -> str:
        self._last = frozenset(text.split())
        return super()._misread(text)


def judged(index: Index, chosen: list[str], printed: dict[str, frozenset[str]]) -> Counter[str]:
    """Papers by how they bear the word asked for: itself, at the end of a longer one, not at all."""
    found = Counter[str]()
    for word in chosen:
        if index.search(f"{word} ", Page(size=1)).total > MOST:
            continue
        found["words"] += 1
        for number in range(1, MOST // 100 + 1):
            hits = index.search(f"{word} ", Page(number, 100)).hits
            found.update(_borne(word, printed[hit.eingangsnummer]) for hit in hits if hit.eingangsnummer in printed)
            if len(hits) < 100:
                break
    return found


def _borne(word: str, words: frozenset[str]) -> str:
    own = stem(fold(word))
    if any(own in word_terms(other) for other in words):
        return "itself"
    return "end" if any(stem(fold(other)).endswith(own) for other in words) else "not"


def run(root: Path, count: int, engines: list[str]) -> None:
    printed = Printed(SEED, words_given(engines)).words_of(JUDGED)
    seed = next((int(each[5:]) for each in engines if each.startswith("seed=")), SEED)
    chosen = random.Random(seed).sample([one.word for one in samples(root, count) if word_terms(one.word)], WORDS)
    print(
        "| engine | words | papers judged | bear the word | bear it at the end of another | do not |\n| --- | --- | --- | --- | --- | --- |"
    )
    for engine in (each for each in engines if ":" in each):
        index = open_index(engine, index_folder(root, engine, count))
        found = judged(index, chosen, printed)
        papers = found.total() - found["words"]
        shares = " | ".join(f"{found[kind] / max(papers, 1):.3f}" for kind in ("itself", "end", "not"))
        print(f"| {engine.partition(':')[0]} | {found['words']} | {papers} | {shares} |", flush=True)
        index.close()


if __name__ == "__main__":
    place, number, *chosen_engines = sys.argv[1:]
    run(Path(place), int(number), chosen_engines)
