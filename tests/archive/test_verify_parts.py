"""A proof in parts finds what a whole one finds, each thing on exactly one of the days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.space import Space, open_space
from archive.verify import Part, verify
from tests.cast import furnish, hand_in
from tests.contracts.space_proof import lived_in


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    lived_in(opened)
    for n in range(12):
        hand_in(opened, f"paper {n}".encode())
    yield opened
    opened.close()


@pytest.mark.parametrize("days", [1, 2, 7, 30])
def test_all_days_together_are_the_whole(space: Space, tmp_path: Path, days: int) -> None:
    assert all(verify(space, part=Part(day, days)).ok for day in range(days))
    damaged = sorted((tmp_path / "ablage" / "firma" / "originale").iterdir())[::4]
    journal = sorted((tmp_path / "ablage" / "firma" / "journal").rglob("*.json"))[5]
    for file in (*damaged, journal):
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:-1] + b"!")
    whole = {(problem.eingangsnummer, problem.kind) for problem in verify(space).problems}
    found = [
        (problem.eingangsnummer, problem.kind)
        for day in range(days)
        for problem in verify(space, part=Part(day, days)).problems
        if problem.kind in ("original", "journal")
    ]
    assert set(found) == {each for each in whole if each[1] in ("original", "journal")}
    assert len(found) == len(damaged) + 1
