"""kill -9 at every line of what the archive does: accepting, filing, backing up, restoring, building anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.backup import look
from archive.locations import Locations
from archive.restoring import restore
from archive.space import open_as_is, open_space
from archive.verify import verify

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Crashed:
    """What became of the archive, how often it was killed, and what each try said in the end."""

    where: Locations
    kills: int
    said: list[str]


def crashed(where: Locations, act: str, step: int) -> Crashed:
    command = [sys.executable, "-m", "tests.faults.crasher", str(where.data), where.db, where.store, act, str(step)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return Crashed(where, told["kills"], list(told["said"].values()))


@pytest.fixture(params=["sqlite", pytest.param("postgresql and s3", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Locations]:
    if request.param == "sqlite":
        yield Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")
    else:
        yield Locations(tmp_path, request.getfixturevalue("postgres_url"), request.getfixturevalue("s3_location"))


STEPS = [pytest.param(41, id="here and there"), pytest.param(1, id="every line", marks=pytest.mark.slow)]


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("step", STEPS)
def test_accepting_is_all_or_nothing(where: Locations, step: int) -> None:
    found = crashed(where, "accept", step)
    assert found.kills * step > 150
    with closing(open_space(where, "firma")) as space:
        book = space.intake.recent(100_000)
        assert set(found.said) <= {line.eingangsnummer for line in book}
        papers = Counter(line.scan.sha256 for line in book if line.state != "rejected")
        assert set(papers.values()) == {1}
        assert len(papers) == len(found.said) + 1
        assert all(line.problem == "doppelt" for line in book if line.state == "rejected")
        assert sorted(int(line.eingangsnummer[-7:]) for line in book) == list(range(1, len(book) + 1))
        assert len(list(space.store.keys("originale/"))) == len(papers)
        assert verify(space).ok
    assert not list(where.data.rglob(".unterwegs/*"))


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("step", [pytest.param(401, id="here and there"), pytest.param(29, id="closely", marks=pytest.mark.slow)])
def test_filing_and_deciding_happen_once(where: Locations, step: int) -> None:
    found = crashed(where, "file", step)
    assert found.kills * step > 300
    with closing(open_space(where, "firma")) as space:
        for number in found.said:
            assert space.documents.get(number).orders == ("A-26-0102",)
            kinds = Counter(entry.kind for entry in space.journal.about(number))
            assert (kinds["eingang"], kinds["abgelegt"], kinds["korrigiert"]) == (1, 1, 1)
        assert verify(space).ok


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("step", [pytest.param(601, id="here and there"), pytest.param(31, id="closely", marks=pytest.mark.slow)])
def test_a_backup_that_was_killed_is_made_good_by_the_next(where: Locations, step: int) -> None:
    found = crashed(where, "secure", step)
    assert found.kills > 1
    for number, folder in enumerate(sorted(where.data.glob("sicherung-*"))):
        to = where.data / f"neu-{number}"
        with closing(open_as_is(Locations(to, f"sqlite:{to / 'tabellen'}", f"file:{to / 'ablage'}"), "firma")) as space:
            assert str(restore(space, folder).seq) == str(look(folder).seq) == found.said[0]
            assert verify(space).ok


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("step", [pytest.param(601, id="here and there"), pytest.param(31, id="closely", marks=pytest.mark.slow)])
def test_a_restore_that_was_killed_is_begun_again(tmp_path: Path, step: int) -> None:
    where = Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")
    found = crashed(where, "bring_back", step)
    assert found.kills > 1
    assert len(set(found.said)) == 1
    for to in tmp_path.glob("neu-*"):
        with closing(open_space(Locations(to, f"sqlite:{to / 'tabellen'}", f"file:{to / 'ablage'}"), "firma")) as space:
            assert verify(space).ok
            assert space.intake.counts()["received"] == 1


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("step", [pytest.param(601, id="here and there"), pytest.param(31, id="closely", marks=pytest.mark.slow)])
def test_building_anew_is_all_or_nothing(where: Locations, step: int) -> None:
    found = crashed(where, "build_anew", step)
    assert found.kills > 1
    assert len(set(found.said)) == 1
    with closing(open_space(where, "firma")) as space:
        assert verify(space).ok
