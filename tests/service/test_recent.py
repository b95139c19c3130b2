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
from tests.service.conftest import settings


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
