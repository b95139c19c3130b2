"""Builds indexes for the search benchmark and tells what that took.

    python -m benchmarks.search_build FOLDER COUNT whoosh: tantivy: postgresql://… [words=FILE]

Each engine gets ``FOLDER/ENGINE-COUNT`` as a data folder, so that a service can be started over it. ``samples-COUNT.json`` beside
them holds what was printed on the papers. ``FILE`` has real words, one a line, in place of invented ones.

From ``MOST_BODIES`` papers on their texts repeat (each with numbers of its own), because a million different ones take hours to make
up: such an index has fewer different words than a grown one. From ``MOST_ANALYSED`` on they are not analysed again, either, which
makes this process larger and the engine look quicker than it is.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.search_corpus import END_OF_BODY, Corpus, words_given
from search.engines import build_index, open_index
from search.index import IndexDocument
from search.indexing import LARGE_BATCH

SEED, SAMPLES, MOST_BODIES, MOST_ANALYSED = 6, 5000, 20_000, 100_000


def data_folder(root: Path, engine: str, count: int) -> Path:
    return root / f"{engine.partition(':')[0]}-{count}"


def index_folder(root: Path, engine: str, count: int) -> Path:
    """The index's own folder. One database holds the indexes of all sizes, each as a space of its own."""
    space = f"firma{count}" if engine.startswith("postgresql") else "firma"
    return data_folder(root, engine, count) / "index" / space


def papers(corpus: Corpus, count: int) -> Iterator[IndexDocument]:
    """Papers of the corpus, from ``MOST_BODIES`` on with bodies of earlier ones."""
    if count <= MOST_BODIES:
        return corpus.papers(count)
    return corpus.repeated(count, MOST_BODIES)


def batches(all_papers: Iterator[IndexDocument]) -> Iterator[list[IndexDocument]]:
    while batch := list(islice(all_papers, LARGE_BATCH)):
        yield batch


def build(root: Path, engine: str, count: int, words: Sequence[str] = ()) -> None:
    """One index, with its figures as a line on standard output."""
    corpus, folder = Corpus(SEED, others=words), index_folder(root, engine, count)
    spent = {"cpu": 0.0, "wall": 0.0}
    done = 0
    with build_index(engine, folder) as index:
        for batch in batches(papers(corpus, count)):
            done += len(batch)
            _timed(spent, lambda batch=batch, done=done: index.add(batch, generation=done))  # type: ignore[misc]
            if done % (LARGE_BATCH * 10) == 0:
                print(f"… {engine.partition(':')[0]} {done}", file=sys.stderr, flush=True)
    samples = random.Random(SEED).sample(corpus.samples, min(SAMPLES, len(corpus.samples)))
    (root / f"samples-{count}.json").write_text(json.dumps([asdict(sample) for sample in samples]))
    present = open_index(engine, folder)
    state = present.state()
    present.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"| {state.engine} | {state.documents} | {spent['cpu'] / count * 1000:.2f} | {spent['wall'] / count * 1000:.2f} "
        f"| {state.size >> 20} | {memory} |",
        flush=True,
    )


def _timed(spent: dict[str, float], work: Callable[[], Any]) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    spent["cpu"] += time.process_time() - cpu
    spent["wall"] += time.perf_counter() - wall


def _once() -> None:
    """Bodies that come again are analysed once, in this process: it is the engine that is measured, and hours that are saved."""
    from functools import lru_cache  # noqa: PLC0415  # only for the largest corpus

    from search.analysis import Token, tokens  # noqa: PLC0415  # as above
    from search.postgres_index import writing  # noqa: PLC0415  # as above
    from search.tantivy_index import schema  # noqa: PLC0415  # as above
    from search.whoosh_index import schema as other  # noqa: PLC0415  # as above

    known = lru_cache(MOST_BODIES)(lambda text: list(tokens(text)))

    def spliced(text: str) -> Iterator[Token]:
        body, mark, rest = text.partition(END_OF_BODY)
        found = known(body) if mark else []
        yield from found
        first = found[-1].position + 10 if found else 0
        for token in tokens(rest if mark else body):
            yield Token(token.start, token.end, token.position + first, token.length, token.kind, token.terms)

    for module in (schema, writing, other):
        module.tokens = spliced  # type: ignore[attr-defined]


if __name__ == "__main__":
    place, number, *engines = sys.argv[1:]
    if int(number) >= MOST_ANALYSED:
        _once()
    print("| engine | papers | CPU ms per paper | wall ms per paper | MB | MB of memory, at most |\n| --- | --- | --- | --- | --- | --- |")
    for chosen in engines:
        if not chosen.startswith("words="):
            build(Path(place), chosen, int(number), words_given(engines))
