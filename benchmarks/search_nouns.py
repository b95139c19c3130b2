"""Words of real German from the list of nouns of the German Wiktionary, for measuring what was not tuned on them.

    python -m benchmarks.search_nouns nouns.csv FOLDER test-de-large.txt

``nouns.csv`` is that of the package german-nouns (Wiktionary, CC BY-SA; not part of this program). Writes ``compounds.txt`` in the form
``benchmarks.search_compounds`` reads: nouns that are two other nouns of the list, neither the whole nor its head in the file named last.
Writes ``words.txt`` for ``benchmarks.search_quality``: all nouns in all their cases, one a line, what is common first.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.search_compounds import compounds
from search.fold import fold

SEED, MOST = 23, 5000
_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens")
_SHORTEST = 3


def nouns(path: Path) -> dict[str, frozenset[str]]:
    """Each noun with all its forms."""
    with path.open(encoding="utf-8", newline="") as file:
        found: dict[str, frozenset[str]] = {}
        for row in csv.reader(file):
            lemma, pos = row[0], row[1]
            if lemma.isalpha() and lemma.istitle() and len(lemma) >= _SHORTEST and pos.split(",")[0] == "Substantiv":
                found[lemma] = found.get(lemma, frozenset()) | {form for form in (lemma, *row[7:]) if form.isalpha() and form.istitle()}
    return found


def taken_apart(known: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Front (with what links) and head of each noun that is two others; the longest head there is."""
    lower = {word.lower() for word in known}
    for word in sorted(known):
        whole = word.lower()
        for cut in range(_SHORTEST, len(whole) - _SHORTEST + 1):
            front, head = whole[:cut], whole[cut:]
            if head in lower and any(front.removesuffix(link) in lower for link in _LINKS if front.endswith(link)):
                yield word[:cut], head.capitalize()
                break


def held_out(known: Mapping[str, object], tuned: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Compounds of which neither the whole nor the head was among those the rules were chosen on."""
    wholes, heads = {fold("".join(pieces)) for pieces in tuned}, {fold(pieces[-1]) for pieces in tuned}
    left = [pair for pair in taken_apart(known) if fold("".join(pair)) not in wholes and fold(pair[1]) not in heads]
    return random.Random(SEED).sample(left, min(MOST, len(left)))


def by_use(known: Mapping[str, frozenset[str]]) -> list[str]:
    """Words that many others are made with first, as a stand-in for how common they are; then all in one random order."""
    counts: dict[str, int] = {}
    for front, head in taken_apart(known):
        for piece in (front.capitalize(), head):
            counts[piece] = counts.get(piece, 0) + 1
    order = sorted(known)
    random.Random(SEED).shuffle(order)
    order.sort(key=lambda word: -counts.get(word, 0))
    return list(dict.fromkeys(form for word in order for form in sorted(known[word], key=lambda form: form != word)))


if __name__ == "__main__":
    source, target, tuned_on = map(Path, sys.argv[1:])
    all_nouns = nouns(source)
    pairs = held_out(all_nouns, compounds(tuned_on))
    (target / "compounds.txt").write_text("".join(f"{front}, {head}\n" for front, head in pairs), encoding="utf-8")
    (target / "words.txt").write_text("\n".join(by_use(all_nouns)), encoding="utf-8")
    print(f"{len(all_nouns)} nouns, {len(pairs)} compounds")
