"""Stacks without separator sheets: where suggested splits are right, missing, or wrong. Laid together from papers that were read.

    PYTHONPATH=. .venv/bin/python -m benchmarks.stacks DATA [--stacks 30] [--misses]

DATA is the data folder of a demo (``mappe demo``). Papers are drawn by lot with a fixed seed; every reading is the one of the
demo, with its skew, fax, stamps and turned pages, so nothing is read again here.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.locations import Locations
from archive.scan import Page, Reading
from archive.space import Space, open_space
from ingest.pile import doubts, suggested


@dataclass(frozen=True, slots=True)
class Pile:
    """Pages laid together, and the numbers of those that truly begin a paper, without the first."""

    reading: Reading
    begins: frozenset[int]
    names: Sequence[str]


def papers(space: Space) -> list[Reading]:
    """The papers of the demo that are one paper on pages of their own: no e-invoices, nothing that was split."""
    found = []
    for entry in space.intake.recent(5000):
        if entry.state not in ("filed", "waiting") or entry.problem:
            continue
        reading = space.documents.reading(entry.eingangsnummer)
        if reading.einvoice is None and all(page.how != "file" for page in reading.pages):
            found.append(reading)
    return sorted(found, key=lambda reading: reading.scan.sha256)


def piles(found: Sequence[Reading], count: int) -> list[Pile]:
    """Stacks of three to eight papers."""
    rng = random.Random(9)
    return [_pile(rng.sample(list(found), rng.randint(3, min(8, len(found))))) for _ in range(count)]


def _pile(chosen: Sequence[Reading]) -> Pile:
    pages: list[Page] = []
    begins, names = set(), []
    for reading in chosen:
        begins.add(len(pages) + 1)
        for page in reading.pages:
            pages.append(replace(page, number=len(pages) + 1))
            names.append(f"{reading.scan.name} Seite {page.number}")
    return Pile(replace(chosen[0], pages=tuple(pages), codes=()), frozenset(begins - {1}), names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--stacks", type=int, default=30)
    parser.add_argument("--space", default="firma")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    space = open_space(Locations(asked.data, f"sqlite:{asked.data / 'tabellen'}", f"file:{asked.data / 'ablage'}"), asked.space)
    firm = space.orders.firm()
    found = papers(space)
    right = wrong = missed = seams = 0
    errors: dict[str, int] = {}
    held = 0
    for pile in piles(found, asked.stacks):
        held += bool(doubts(pile.reading, firm))
        told = set(suggested(pile.reading, firm))
        right += len(told & pile.begins)
        wrong += len(told - pile.begins)
        missed += len(pile.begins - told)
        seams += len(pile.reading.pages) - 1 - len(pile.begins)
        for number in (told - pile.begins) | (pile.begins - told):
            name = f"{'wrong' if number in told else 'missed'}: {pile.names[number - 1]}"
            errors[name] = errors.get(name, 0) + 1
    print(f"{len(found)} papers, {sum(len(reading.pages) > 1 for reading in found)} of several pages, {asked.stacks} stacks")
    print(f"{right + missed} true beginnings, {seams} pages that go on")
    print(f"recall {right / (right + missed):.3f}, precision {right / max(right + wrong, 1):.3f}")
    print(f"wrong splits {wrong} of {seams} pages that go on")
    alone = [reading.scan.name for reading in found if doubts(reading, firm)]
    print(f"held for a person: {held} of {asked.stacks} stacks, {len(alone)} of {len(found)} single papers {alone}")
    if asked.misses:
        for name, count in sorted(errors.items(), key=lambda each: -each[1])[:40]:
            print(f"{count:4} {name}")
    space.close()


if __name__ == "__main__":
    main()
