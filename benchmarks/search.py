"""Search side by side: engines on the same papers, same questions, taking turns; beside them what plain full text costs.

    python -m benchmarks.search_build FOLDER 20000 whoosh: tantivy:
    python -m benchmarks.search FOLDER 20000 whoosh: tantivy: [fts5] [plain=postgresql://…] [rum=postgresql://…]

Wall and CPU milliseconds; CPU is that of this process, the engine on PostgreSQL works in the server as well. Results and what they
mean: search.md. Over HTTP: ``benchmarks/search_http.py``.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.search_baselines import Baseline, Fts5, PlainPostgres
from benchmarks.search_build import SEED, batches, index_folder, papers
from benchmarks.search_corpus import Corpus, Sample
from search.analysis import word_terms
from search.engines import open_index
from search.index import Index, Page

ROUNDS, SAMPLES = 40, 400


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as people type it, and its words for a baseline."""

    text: str
    words: Sequence[str]
    prefix: bool = False
    phrase: bool = False


def samples(root: Path, count: int) -> list[Sample]:
    return [Sample(**each) for each in json.loads((root / f"samples-{count}.json").read_text())]


def questions(known: Sequence[Sample], seed: int = SEED) -> dict[str, Callable[[], Asked]]:
    """One maker of questions for each kind."""
    rng = random.Random(seed)
    words = Corpus(SEED).words
    common, middle = [w for w in words[30:60] if len(w) > 3], [w for w in words[400:1500] if len(w) > 3]

    def ask(chosen: Sequence[str], suffix: str = "") -> Asked:
        return Asked(" ".join(chosen) + suffix, chosen)

    def begun(length: int) -> Asked:
        start = rng.choice([word for word in middle if len(word) > 6 and word[:length].isalpha()])[:length]
        return Asked(start, [start], prefix=True)

    return {
        "order number": lambda: ask([rng.choice(known).order]),
        "invoice number typed with blanks": lambda: ask(re.split("[-/]", rng.choice(known).number)),
        "1 word of a paper": lambda: ask([rng.choice(known).word], " "),
        "1 word, middle": lambda: ask([rng.choice(middle)], " "),
        "1 word, in every 2nd paper": lambda: ask([rng.choice(common)], " "),
        "2 words": lambda: ask([rng.choice(middle), rng.choice(common)], " "),
        "3 words": lambda: ask([rng.choice(middle), rng.choice(common), rng.choice(common)], " "),
        "word still being typed, 5 letters": lambda: begun(5),
        "word still being typed, 3 letters": lambda: begun(3),
        "phrase in every paper": lambda: Asked('"freundlichen Grüßen"', ["freundlichen", "Grüßen"], phrase=True),
        "word with filters": lambda: ask([rng.choice(middle)], " datum:2024 betrag>500 typ:rechnung"),
        "nothing found, what was meant": lambda: ask([_slip(rng.choice(known).word, rng), "Xylophonkonzertreihe"]),
    }


def _slip(word: str, rng: random.Random) -> str:
    """The word with two neighbours the wrong way round."""
    place = rng.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


class Clock:
    """Wall and CPU milliseconds of calls."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def __call__(self, work: Callable[[], object]) -> None:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    def row(self) -> str:
        return f"{percentiles(self.cpu)} · {percentiles(self.wall)}"


def percentiles(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.1f} / {ordered[int(len(ordered) * 0.95)]:.1f}"


def measure(indexes: dict[str, Index], baselines: Sequence[Baseline], known: Sequence[Sample]) -> Iterator[str]:
    """Warm: each index has answered one question of every kind before."""
    names = [*indexes, *(baseline.name for baseline in baselines)]
    yield f"| question | {' | '.join(names)} |\n| --- |{' --- |' * len(names)}"
    page = Page(1, 10, by_folder=True)
    for kind, make in questions(known).items():
        clocks = {name: Clock() for name in names}
        for turn in range(ROUNDS + 1):
            asked = make()
            if not turn:
                for index in indexes.values():
                    index.search(asked.text, page)
                continue
            for name, index in indexes.items():
                clocks[name](partial(index.search, asked.text, page))
            for each in baselines:
                clocks[each.name](partial(each.search, asked.words, prefix=asked.prefix, phrase=asked.phrase))
        yield f"| {kind} | {' | '.join(clocks[name].row() for name in names)} |"
    rng = random.Random(SEED)
    clocks = {name: Clock() for name in indexes}
    for _ in range(ROUNDS):
        begun = rng.choice(known).order[:5]
        for name, index in indexes.items():
            clocks[name](partial(index.suggest, begun))
    yield f"| suggestion | {' | '.join(clock.row() for clock in clocks.values())} |{' – |' * len(baselines)}"


def writing(indexes: dict[str, Index]) -> Iterator[str]:
    """One more paper, and the first question after it."""
    yield "| one paper more | CPU · wall | first question after it |\n| --- | --- | --- |"
    for name, index in indexes.items():
        adding, asking = Clock(), Clock()
        for paper in Corpus(SEED + 1).papers(20):
            adding(partial(index.add, [paper]))
            asking(partial(index.search, paper.orders[0]))
        yield f"| {name} | {adding.row()} | {asking.row()} |"


def quality(indexes: dict[str, Index], baselines: Sequence[Baseline], known: Sequence[Sample]) -> Iterator[str]:
    """Of papers with misreadings: are they found by a word that stands in them, and by their number.

    Precision of a number: how many of the papers found for it bear it. A word is looked for in the scope of its order.
    """
    yield "| found in spite of misreadings | by a word | by its number | precision of numbers |\n| --- | --- | --- | --- |"
    # Words that say nothing are not looked for by anybody.
    chosen = random.Random(SEED).sample([one for one in known if word_terms(one.word)], SAMPLES)
    for name, index in indexes.items():
        word = sum(one.eingangsnummer in _found(index, f"{one.word} auftrag:{one.order}")[0] for one in chosen)
        by_number = [(one.eingangsnummer in found, total) for one in chosen for found, total in [_found(index, one.number)]]
        right, found = sum(hit for hit, _ in by_number), sum(total for _, total in by_number)
        yield f"| {name} | {word / len(chosen):.3f} | {right / len(chosen):.3f} | {right / max(found, 1):.3f} |"
    for each in baselines:
        plain = sum(one.eingangsnummer in each.search([one.word, one.order]) for one in chosen)
        numbers = sum(one.eingangsnummer in each.search([one.number]) for one in chosen)
        yield f"| {each.name} | {plain / len(chosen):.3f} | {numbers / len(chosen):.3f} | – |"


def _found(index: Index, query: str) -> tuple[set[str], int]:
    results = index.search(query, Page(size=100))
    return {hit.eingangsnummer for hit in results.hits}, results.total


def baselines(root: Path, count: int, chosen: Sequence[str]) -> Iterator[Baseline]:
    """The baselines asked for, filled when they are new."""
    for one in chosen:
        path = root / f"fts5-{count}.sqlite"
        new = not path.exists() if one == "fts5" else True
        kind, _, location = one.partition("=")
        baseline: Baseline = Fts5(path) if one == "fts5" else PlainPostgres(location, rum=kind == "rum")
        for batch in batches(papers(Corpus(SEED), count)) if new else ():
            baseline.add(batch)
        baseline.done()
        yield baseline


def run(root: Path, count: int, chosen: Sequence[str]) -> None:
    engines = [one for one in chosen if ":" in one and not one.startswith(("plain=", "rum="))]
    indexes = {one.partition(":")[0]: open_index(one, index_folder(root, one, count)) for one in engines}
    compared = list(baselines(root, count, [one for one in chosen if one not in engines]))
    known = samples(root, count)
    print(f"\n## {count} papers, load {os.getloadavg()[0]:.1f}\n\nCPU p50 / p95 · wall p50 / p95, ms\n", flush=True)
    for part in (measure(indexes, compared, known), quality(indexes, compared, known), writing(indexes)):
        for line in part:
            print(line, flush=True)
        print(flush=True)
    print(f"Memory of the process, at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB; load {os.getloadavg()[0]:.1f}")
    for index in indexes.values():
        index.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
