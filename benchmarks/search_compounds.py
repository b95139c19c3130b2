"""Compounds by their last word: how many of independent German ones are found by it, and how many that are found are none of its kind.

    python -m benchmarks.search_compounds test-de-large.txt

The file (jwordsplitter: politics, sport, science) has a word a line, taken apart by commas. Precision is a lower bound: it calls false
what the file does not take apart at that place, though it may be a compound there (*Westfrank-reich*). Results: search.md.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

from search.analysis import word_terms
from search.fold import fold, stem
from search.heads import headed


class Words:
    """All an archive has: these words, and others it knows besides."""

    def __init__(self, words: Iterable[str], others: Iterable[str] = ()) -> None:
        self._words = sorted(set(words))
        self._all = {*self._words, *others}

    def ending(self, end: str, most: int) -> Mapping[str, int]:
        return dict.fromkeys([word for word in self._words if word.endswith(end) and word != end][:most], 1)

    def known(self, words: Sequence[str]) -> Mapping[str, int]:
        return dict.fromkeys(self._all.intersection(words), 1)


def compounds(path: Path) -> list[list[str]]:
    """The compounds of the file, each as its pieces."""
    lines = [[piece.strip() for piece in line.split(",")] for line in path.read_text(encoding="utf-8").splitlines()]
    return [pieces for pieces in lines if len(pieces) > 1 and all(map(str.isalpha, pieces))]


def measure(name: str, known: Sequence[list[str]], archive: Words) -> str:
    ends = cache(lambda word: headed(archive, fold(word)))
    cuts: defaultdict[str, set[int]] = defaultdict(set)
    for pieces in known:
        cuts[stem(fold("".join(pieces)))] |= set(accumulate(len(fold(piece)) for piece in pieces[:-1]))
    found = Counter[bool]()
    hits = sum(_hit(pieces, ends(pieces[-1])) for pieces in known)
    for head in {pieces[-1] for pieces in known}:
        found.update(any(_is_cut(word, head, cut) for cut in cuts[word]) for word in ends(head) if cuts[word])
    return f"| {name} | {hits / len(known):.3f} | {found[True] / max(found.total(), 1):.3f} |"


def _hit(pieces: Sequence[str], found: Sequence[str]) -> bool:
    whole = "".join(pieces)
    return stem(fold(whole)) in found or stem(fold(pieces[-1])) in word_terms(whole)


def _is_cut(word: str, head: str, cut: int) -> bool:
    """Whether the head stands behind this cut: as much of it as its ending leaves."""
    rest = word[cut:]
    return bool(rest) and (fold(head).startswith(rest) or rest.startswith(stem(fold(head))))


def run(path: Path) -> None:
    known = compounds(path)
    words = [stem(fold("".join(pieces))) for pieces in known]
    parts = {stem(fold(piece)) for pieces in known for piece in pieces}
    print(f"{len(known)} compounds\n\n| the archive knows | found by their head | of what is found, of its kind |\n| --- | --- | --- |")
    print(measure("nothing but them", known, Words(words)))
    print(measure("their parts, too, as a grown one does", known, Words(words, parts)))


if __name__ == "__main__":
    run(Path(sys.argv[1]))
