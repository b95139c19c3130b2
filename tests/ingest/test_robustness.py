"""Files that broke other readers, a sample of each set and all of them: none breaks ours, each ends with a sentence, sums add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.ending import whole_archive
from tests.robustness import SETS, files, put_through

MOST = (1 << 30) - (250 << 20)
"""What one paper may take of a worker's gigabyte, in bytes: a worker alone takes a quarter of it."""


@pytest.mark.shared
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("every", [pytest.param(60, id="a few"), pytest.param(1, id="all", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", SETS)
def test_every_file_of_the_set_ends_well(name: str, every: int, tmp_path: Path) -> None:
    if not (paths := files(name, every)):
        pytest.skip(f"the set {name} does not lie beside the repository")
    with whole_archive(tmp_path) as space:
        inside = 0
        for ending in put_through(space, paths):
            assert ending.state in ("filed", "waiting", "rejected", "replaced"), ending
            assert ending.sentence.startswith(("Abgelegt", "Wartet: ", "Abgelehnt: ", "Ausgepackt: ")), ending
            assert ending.sentence.endswith((".", ")")), ending
            assert ending.problem != "unerwartet", ending
            assert ending.memory < MOST, ending
            inside += ending.inside
        assert sum(space.intake.counts().values()) == len(paths) + inside
