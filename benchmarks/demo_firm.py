"""How well the demo firm's papers were filed and read, held against its gold file.

    ./mappe demo                                              (until all papers are through; any other way of feeding will do)
    python -m benchmarks.demo_firm DATA GOLD [--misses]

DATA is the data folder, GOLD the ``gold.jsonl`` beside the papers. Counts papers and values; nothing is timed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.document import Document
from archive.problems import NotFound
from archive.space import Space, open_space
from ingest.quality import verdicts
from ingest.truth import Labelled, labelled
from service.settings import from_environment

COPY = "gleich"
"""The form of files that are the same as an earlier one, byte for byte: there is nothing to file."""


@dataclass
class Tally:
    """What was counted, over all papers and by quality of the scan."""

    filing: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    values: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    layouts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    suggestions: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    settings = from_environment({"MAPPE_DATA": str(arguments.data)})
    space = open_space(settings.locations, settings.space)
    tally = Tally()
    papers = {paper.path.name: paper for paper in labelled(arguments.gold.parent)}
    for line in arguments.gold.read_text("utf-8").splitlines():
        truth = json.loads(line)
        if truth.get("stack"):
            # Which pages make which paper is a case of its own (benchmarks/demo_cases.py).
            tally.filing["in a stack"]["not judged here"] += 1
            continue
        judge(space, truth, papers.get(truth["file"]), tally)
    space.close()
    show(tally, misses=arguments.misses)


def judge(space: Space, truth: dict[str, Any], paper: Labelled | None, tally: Tally) -> None:
    """Compares one paper with its truth."""
    entries = [e for e in space.intake.recent(10_000) if e.scan.sha256 == truth["sha256"]]
    if not entries:
        return
    entry = entries[0 if truth["form"] == COPY else -1]
    try:
        document = space.documents.get(entry.eingangsnummer)
    except NotFound:
        document = None
    outcome = filing(entry.state, document, truth)
    tally.filing[truth["quality"]][outcome] += 1
    if outcome not in ("right", "right to wait", "rightly rejected"):
        wanted = f"wanted {truth['orders']} {truth['why']}"
        tally.misses.append(f"{truth['file']} ({truth['quality']}, {truth['layout']}): {outcome}: {entry.sentence} | {wanted}")
    if document is not None and entry.state == "waiting" and truth["orders"]:
        tally.suggestions[suggested(document, set(truth["orders"]))] += 1
    if document is None or paper is None:
        return
    for verdict in verdicts(paper, document):
        tally.values[f"{verdict.field} {truth['quality']}"][verdict.outcome] += 1
        tally.layouts[truth["layout"]][verdict.outcome] += 1
        if verdict.outcome != "right":
            what = f"{verdict.field} {verdict.outcome}: {verdict.found!r}, wanted {verdict.wanted!r}"
            tally.misses.append(f"{truth['file']} ({truth['quality']}): {what}")


def filing(state: str, document: Document | None, truth: dict[str, Any]) -> str:
    """What became of a paper, in one word or two."""
    if truth["expected"] == "rejected" or truth["form"] == COPY:
        return "rightly rejected" if state == "rejected" else "not rejected"
    orders = set(document.orders) if document else set()
    if state == "filed":
        wrong = orders - set(truth["orders"])
        return "WRONG FOLDER" if wrong else "right" if orders == set(truth["orders"]) else "some folders missing"
    if state == "waiting":
        return "right to wait" if truth["expected"] == "waiting" else "waits needlessly"
    return state


def suggested(document: Document, wanted: set[str]) -> str:
    """What the suggestions of a waiting paper are worth that belongs to an order."""
    orders = list(dict.fromkeys([*(link.order for link in document.links), *(s.order for s in document.suggestions)]))
    if not orders:
        return "no suggestion"
    return "the first is right" if orders[0] in wanted else "another is right" if wanted & set(orders) else "all wrong"


def show(tally: Tally, *, misses: bool) -> None:
    for quality, counts in sorted(tally.filing.items()):
        print(f"{quality:9} " + ", ".join(f"{name} {number}" for name, number in counts.most_common()))
    print("\nsuggestions of waiting papers that have a folder: " + ", ".join(f"{name} {n}" for name, n in tally.suggestions.most_common()))
    print()
    for shares in (tally.values, tally.layouts):
        for name, counts in sorted(shares.items()):
            total = counts.total()
            wrong = ", ".join(f"{n} {c}" for n, c in counts.most_common() if n != "right")
            print(f"{name:30} {counts['right'] / total:6.1%} of {total:3}  {wrong}")
        print()
    if misses:
        print("\n" + "\n".join(tally.misses))


if __name__ == "__main__":
    main()
