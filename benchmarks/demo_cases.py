"""Which of the business cases planted in the demo firm's papers the archive noticed, case by case.

    ./mappe demo --set voll                                   (until all papers are through; any other way of feeding will do)
    PYTHONPATH=. python -m benchmarks.demo_cases DATA FOLDER [--all]

FOLDER holds ``gold.jsonl`` and ``faelle.jsonl``. *found*: the sign the case should give is there. *missed*: it is not. *asked*: it is
not, but a person is asked about these very goods, because print could not be read. *waits*: it can not be there yet, because a
paper of the same purchase orders waits for a person. *quiet*: a case about which nothing should be said, and nothing was; *alarm*:
something was. *not judged*: the paper never came in.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.completeness import Completeness
from archive.document import Document
from archive.folders import folder
from archive.intake import Intaken
from archive.problems import NotFound
from archive.space import Space, open_space
from service.settings import from_environment


@dataclass(frozen=True)
class Seen:
    """What the archive knows about the papers of one case: the first is the one the case is about."""

    case: Mapping[str, Any]
    truth: Mapping[str, Any]
    entries: tuple[Intaken, ...]
    document: Document | None
    folders: tuple[Completeness, ...]
    planted: frozenset[str] = frozenset()
    """Kinds of deviations that other cases planted in the same purchase orders."""
    waiting: bool = False
    """Whether a paper of the same purchase orders waits for a person."""

    @property
    def abouts(self) -> set[str]:
        return {doubt.about for doubt in self.document.doubts} if self.document else set()

    @property
    def deviations(self) -> set[str]:
        """Kinds of deviations in the folders that concern the purchase orders and rows of the case."""
        numbers = self.case["purchase_orders"]
        return {
            each.deviation.type
            for judged in self.folders
            for each in judged.judged
            if any(number in f"{each.deviation.about} {each.deviation.sentence}" for number in numbers)
        }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="print every case, not only those that were missed")
    arguments = parser.parse_args()
    settings = from_environment({"MAPPE_DATA": str(arguments.data)})
    space = open_space(settings.locations, settings.space)
    truths = {truth["key"]: truth for truth in _lines(arguments.folder / "gold.jsonl")}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    cases = _lines(arguments.folder / "faelle.jsonl")
    open_ = {entry.scan.sha256 for entry in space.intake.recent(10_000) if entry.state == "waiting"}
    waiting = {number for truth in truths.values() if truth["sha256"] in open_ for number in truth["fields"].get("bestellnummer", [])}
    for case in cases:
        seen = replace(look(space, case, truths), planted=_elsewhere(case, cases), waiting=bool(waiting & set(case["purchase_orders"])))
        verdict = judged(seen)
        counts[case["case"]][verdict] += 1
        if arguments.all or verdict not in ("found", "quiet"):
            print(f"{case['id']} {case['case']} {verdict}: {', '.join(case['files'])} {case['purchase_orders']} {case['about']}")
    space.close()
    print()
    for name, each in sorted(counts.items()):
        print(f"{name:40} {', '.join(f'{verdict} {count}' for verdict, count in each.most_common())}")
    total: Counter[str] = sum(counts.values(), Counter())
    print(f"\n{total.total()} cases: {', '.join(f'{verdict} {count}' for verdict, count in total.most_common())}")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _elsewhere(case: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """What other cases planted where this one is, so that it is not taken for a false alarm."""
    near = (other for other in cases if other["sign"] == "deviation" and set(other["purchase_orders"]) & set(case["purchase_orders"]))
    return frozenset(about for other in near for about in other["about"])


def look(space: Space, case: Mapping[str, Any], truths: Mapping[str, dict[str, Any]]) -> Seen:
    """Everything that is to be known about a case."""
    truth = truths[case["papers"][0]] if case["papers"] else {"sha256": "", "orders": []}
    entries = tuple(entry for entry in space.intake.recent(10_000) if entry.scan.sha256 == truth["sha256"])
    judged_folders = []
    for order in case["orders"]:
        try:
            judged_folders.append(folder(space, order).completeness)
        except NotFound:
            continue
    return Seen(case, truth, entries, _document(space, entries), tuple(judged_folders))


def _document(space: Space, entries: tuple[Intaken, ...]) -> Document | None:
    for entry in entries:
        try:
            return space.documents.get(entry.eingangsnummer)
        except NotFound:
            continue
    return None


def judged(seen: Seen) -> str:
    """One word or two for a case."""
    if seen.case["papers"] and not seen.entries:
        return "not judged"
    verdict = SIGNS[seen.case["sign"]](seen, set(seen.case["about"]))
    if verdict == "missed" and seen.case["sign"] == "deviation" and _asked(seen):
        return "asked"
    return "waits" if verdict == "missed" and seen.case["sign"] in ("links", "missing") and seen.waiting else verdict


def _asked(seen: Seen) -> bool:
    """Whether the folder says of these goods that something about them could not be read."""
    named = [f"Position {position} " for position in seen.case["positions"]]
    return any(
        each.deviation.type == "nicht_pruefbar"
        and number in each.deviation.sentence
        and any(one in each.deviation.sentence for one in named)
        for judged_ in seen.folders
        for each in judged_.judged
        for number in (*seen.case["purchase_orders"], *seen.truth["fields"].get("rechnungsnummer", []))
    )


def _found(right: object) -> str:
    return "found" if right else "missed"


def _duplicate(seen: Seen, _about: set[str]) -> str:
    return _found(len(seen.entries) > 1 and any(entry.state == "rejected" for entry in seen.entries))


def _links(seen: Seen, _about: set[str]) -> str:
    return _found(seen.document and set(seen.document.orders) == set(seen.truth["orders"]) and seen.entries[-1].state == "filed")


def _quiet(seen: Seen, about: set[str]) -> str:
    return "alarm" if about & ((seen.deviations - seen.planted) | seen.abouts) else "quiet"


def _missing(seen: Seen, about: set[str]) -> str:
    """The gap names the purchase order, or the number of the paper that is there."""
    number = next(iter(seen.truth.get("fields", {}).get("lieferscheinnummer", [])), "")
    named = [*seen.case["purchase_orders"], *([number] if number else [])]
    gaps = (gap for judged_ in seen.folders for gap in judged_.gaps if gap.doctype in about)
    return _found(any(name in f"{gap.number} {gap.core}" for gap in gaps for name in named))


def _told_twice(seen: Seen) -> bool:
    """The folder says that the paper is there twice: a delivery note is told by its rows too, which only the folder compares."""
    numbers = {entry.eingangsnummer for entry in seen.entries}
    return any(each.deviation.type == "doppelt" and each.deviation.about in numbers for judged_ in seen.folders for each in judged_.judged)


def _stack(seen: Seen, _about: set[str]) -> str:
    """Somebody is asked to part the papers, or they are parted already."""
    entry = seen.entries[-1]
    told = f"{entry.sentence} {' '.join(doubt.reason for doubt in seen.document.doubts) if seen.document else ''}"
    return _found(any(word in told for word in ("Papiere", "anderes Papier", "Belege", "getrennt", "Stapel")))


SIGNS: Mapping[str, Callable[[Seen, set[str]], str]] = {
    "doubt": lambda seen, about: _found(about & seen.abouts or ("paper" in about and _told_twice(seen))),
    "deviation": lambda seen, about: _found(about & seen.deviations),
    "state": lambda seen, about: _found(seen.entries[-1].state in about),
    "links": _links,
    "quiet": _quiet,
    "duplicate": _duplicate,
    "missing": _missing,
    "stack": _stack,
}


if __name__ == "__main__":
    main()
