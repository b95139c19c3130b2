"""A process does not keep every space open it ever saw, and never closes one that is in use."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from archive.installation.spaces import SpaceEntry
from archive.jobs import open_jobs
from service import parts, recent, worker
from service.parts import House
from service.recent import Recent
from service.worker import Duties
from tests.cast import furnish
from tests.service.conftest import settings
from tests.service.papers import Paper, file


def test_the_longest_unused_go_and_the_busy_stay() -> None:
    seen = Recent()
    for name in ("a", "b", "c", "d"):
        seen.touch(name)
    seen.touch("a")
    with seen.using("b"):
        assert seen.superfluous(0, most=2) == ["c", "d"]
        assert seen.superfluous(0, most=0) == ["a"]
    assert seen.superfluous(0, most=0) == ["b"]
    seen.touch("e")
    assert seen.superfluous(60, most=0) == []


def test_a_web_process_closes_what_nobody_used_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "IDLE", -1.0)
    monkeypatch.setattr(Recent.superfluous, "__defaults__", (3,))
    house = House(settings(tmp_path))
    try:
        names = [f"firma{number}" for number in range(8)]
        for name in names:
            assert house.parts(name).space.intake.counts()["filed"] == 0
        assert len(house._open) <= 4
        assert house.parts("firma0").space.intake.waiting() == 0
    finally:
        house.close()


def test_a_worker_looks_after_all_and_keeps_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recent.superfluous, "__defaults__", (3,))
    chosen = settings(tmp_path)
    house = House(chosen)
    for number in range(8):
        house.parts(f"firma{number}")
        house.installation.spaces.put(SpaceEntry(f"firma{number}", f"Firma {number}", "firma"), "Admin")
    with closing(open_jobs(chosen.jobs)) as jobs:
        duties = Duties(chosen, jobs)
        duties.reconcile()
        assert len(duties._spaces) == 3
        assert len(house.installation.tallies.kept()) == 9
        duties.close()
    house.close()
    assert recent.MOST_OPEN >= 10
    assert worker.ROUND.total_seconds() < 60


def test_where_nothing_happens_nothing_is_to_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A round over a hundred quiet firms must not give the workers a hundred jobs."""
    chosen, put = settings(tmp_path), []
    monkeypatch.setattr(Duties, "_index_soon", lambda _duties, name: put.append(name))
    monkeypatch.setattr(worker, "ANYWAY", 1e9)
    with closing(House(chosen)) as house, closing(open_jobs(chosen.jobs)) as jobs, closing(Duties(chosen, jobs)) as duties:
        rounds = []
        for change in (None, None, furnish, None, lambda space: file(space, Paper(number="4711")), None):
            if change:
                change(house.parts("firma").space)
            put.clear()
            duties._reconcile("firma")
            rounds.append(len(put))
        assert rounds == [1, 0, 1, 0, 1, 1], "a paper that no index has yet is a reason every time"
