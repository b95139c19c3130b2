"""Search side by side: the index as it is configured against bare SQLite FTS5, same papers, same questions, taking turns.

    python -m benchmarks.search 2000 10000

CPU milliseconds of one process; figures of one run are only good as ratios. Results and what they mean: search.md.
"""

from __future__ import annotations

import random
import re
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.search_corpus import Corpus, Sample
from search.engines import open_index
from search.index import Index, IndexDocument, Page
from search.indexing import LARGE_BATCH

SEED, ROUNDS, SAMPLES, BATCH = 6, 25, 400, LARGE_BATCH


class Baseline:
    """SQLite FTS5 with folded umlauts, no German: what a plain index of the text would do."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE VIRTUAL TABLE t USING fts5(nr UNINDEXED, body, tokenize='unicode61 remove_diacritics 2', prefix='3 4')")

    def add(self, papers: list[IndexDocument]) -> None:
        with self._db:
            self._db.executemany("INSERT INTO t VALUES (?, ?)", [(paper.eingangsnummer, "\n".join(paper.text)) for paper in papers])

    def search(self, match: str) -> list[str]:
        found = self._db.execute(
            "SELECT nr, snippet(t, 1, '[', ']', '…', 12) FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", (match,)
        ).fetchall()
        self._db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone()
        return [row[0] for row in found]


def quoted(*words: str) -> str:
    return " ".join(f'"{word}"' for word in words)


def questions(corpus: Corpus) -> dict[str, Callable[[], tuple[str, str]]]:
    """For each kind: our question and the baseline's."""
    rng = random.Random(SEED)
    common, middle = corpus.words[30:60], corpus.words[400:1500]

    def pick(words: list[str]) -> str:
        return rng.choice([word for word in words if len(word) > 3])

    def sample() -> Sample:
        return rng.choice(corpus.samples)

    def ask(words: list[str], suffix: str = "") -> tuple[str, str]:
        return " ".join(words) + suffix, quoted(*words)

    def begun() -> tuple[str, str]:
        start = pick([word for word in middle if len(word) > 6])[:5]
        return start, f"{start}*"

    def rare() -> tuple[str, str]:
        return ask([sample().word], " ")

    return {
        "order number": lambda: ask([sample().order]),
        "invoice number typed with blanks": lambda: ask(re.split("[-/]", sample().number)),
        "1 word of a paper": rare,
        "1 word, middle": lambda: ask([pick(middle)], " "),
        "1 word, in every 2nd paper": lambda: ask([pick(common)], " "),
        "2 words": lambda: ask([pick(middle), pick(common)], " "),
        "3 words": lambda: ask([pick(middle), pick(common), pick(common)], " "),
        "word still being typed, 5 letters": begun,
        "phrase in every paper": lambda: ('"freundlichen Grüßen"', quoted("freundlichen Grüßen")),
        "word with filters": lambda: ask([pick(middle)], " datum:2024 betrag>500 typ:rechnung"),
    }


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def batches(papers: Iterator[IndexDocument]) -> Iterator[list[IndexDocument]]:
    while batch := list(islice(papers, BATCH)):
        yield batch


def build(corpus: Corpus, count: int, index: Index, baseline: Baseline) -> tuple[float, float]:
    ours = theirs = 0.0
    for batch in batches(corpus.papers(count)):
        ours += cpu(lambda batch=batch: index.add(batch, generation=1))  # type: ignore[misc]
        theirs += cpu(lambda batch=batch: baseline.add(batch))  # type: ignore[misc]
    return ours / count, theirs / count


def percentiles(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.1f} / {ordered[int(len(ordered) * 0.95)]:.1f}"


def recall(corpus: Corpus, index: Index, baseline: Baseline) -> list[str]:
    """Of papers with misreadings: found by a word that stands in them, and by their number; is the paper among the hits.

    The precision of a number is how many of the papers found for it are the one that bears it.
    """
    rng = random.Random(SEED)
    rows = []
    for what, key in (("a word of the paper, with its order", "word"), ("the paper's number", "number")):
        ours = theirs = found = 0
        chosen = rng.sample(corpus.samples, SAMPLES)
        for one in chosen:
            asked = getattr(one, key)
            scope = f" auftrag:{one.order}" if key == "word" else ""
            results = index.search(f"{asked} {scope}", Page(size=100))
            ours += one.eingangsnummer in {hit.eingangsnummer for hit in results.hits}
            found += results.total
            limited = quoted(asked) + (f" AND {quoted(one.order)}" if scope else "")
            theirs += one.eingangsnummer in baseline.search(limited)
        precision = f"{ours / found:.3f}" if key == "number" else "–"
        rows.append(f"| {what} | {ours / len(chosen):.3f} | {precision} | {theirs / len(chosen):.3f} |")
    return rows


def run(count: int, folder: Path) -> None:
    corpus = Corpus(SEED)
    index, baseline = open_index("whoosh:", folder / "index"), Baseline(folder / "fts5.sqlite")
    ours, theirs = build(corpus, count, index, baseline)
    size = sum(path.stat().st_size for path in folder.glob("fts5*"))
    print(f"\n## {count} papers\n")
    print(f"Build, CPU ms per paper: {ours:.1f} (FTS5 {theirs:.2f}); size {index.state().size >> 20} MB (FTS5 {size >> 20} MB)\n")
    more = list(Corpus(SEED + 1).papers(20))
    one = [cpu(lambda paper=paper: index.add([paper])) for paper in more]  # type: ignore[misc]
    print(
        f"One more paper, CPU ms: {percentiles(one)}, most {max(one):.0f}; first question after it: {cpu(lambda: index.search('x')):.1f}\n"
    )
    index.close()
    measure(corpus, folder / "index", baseline)


def measure(corpus: Corpus, folder: Path, baseline: Baseline) -> None:
    """Questions to an index that is there, opened anew, so that nothing is in memory but what a question brought there."""
    index = open_index("whoosh:", folder)
    print(f"Opening it, CPU ms: {cpu(lambda: index.search('x')):.0f}\n")
    print("| question | ours p50 / p95 | most | FTS5 p50 / p95 | ratio of medians |\n| --- | --- | --- | --- | --- |")
    for kind, ask in questions(corpus).items():
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            mine, plain = ask()
            times[0].append(cpu(lambda mine=mine: index.search(mine)))  # type: ignore[misc]
            times[1].append(cpu(lambda plain=plain: baseline.search(plain)))  # type: ignore[misc]
        middle = [sorted(each)[ROUNDS // 2] for each in times]
        ratio = f"{middle[0] / max(middle[1], 0.01):.0f}"
        print(f"| {kind} | {percentiles(times[0])} | {max(times[0]):.0f} | {percentiles(times[1])} | {ratio} |")
    rng = random.Random(SEED)
    suggested = [cpu(lambda: index.suggest(rng.choice(corpus.samples).order[:5])) for _ in range(ROUNDS)]
    print(f"| suggestion | {percentiles(suggested)} | {max(suggested):.0f} | – | – |\n")
    print("| recall with misreadings | ours | precision | FTS5 |\n| --- | --- | --- | --- |")
    print("\n".join(recall(corpus, index, baseline)))
    print(f"\nMemory of the process, at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")
    index.close()


if __name__ == "__main__":
    for number in map(int, sys.argv[1:] or ["2000"]):
        with tempfile.TemporaryDirectory() as scratch:
            run(number, Path(scratch))
