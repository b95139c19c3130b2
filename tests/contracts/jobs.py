"""What every job database must keep: nothing put is lost, whoever is killed; nothing runs twice without a reason.

Workers are real processes; a test kills them as the kernel would.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.jobs import Jobs, open_jobs, rhythm

PATIENCE = 60.0
"""Seconds until a test gives up waiting; nothing is asserted about how long things take."""


class Crew:
    """Worker processes over one database, and the ledger their handlers write."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._ledger = url, folder / "ledger"
        self._workers: dict[str, subprocess.Popen[bytes]] = {}

    def hire(self, name: str) -> None:
        leash = ["setpriv", "--pdeathsig", "KILL", "--"]
        command = [*leash, sys.executable, "-m", "tests.contracts.jobs_worker", self._url, name, str(self._ledger)]
        self._workers[name] = subprocess.Popen(command)

    def send(self, name: str, sign: signal.Signals) -> None:
        self._workers[name].send_signal(sign)

    def kill(self, name: str) -> None:
        worker = self._workers.pop(name)
        worker.kill()
        worker.wait()

    def dismiss(self, name: str) -> int:
        worker = self._workers.pop(name)
        worker.terminate()
        return worker.wait(PATIENCE)

    def names(self) -> list[str]:
        return sorted(self._workers)

    def lines(self, word: str) -> list[list[str]]:
        """[key, process] of every ledger line that begins with ``word``."""
        text = self._ledger.read_text(encoding="utf-8") if self._ledger.exists() else ""
        return [line.split("\t")[1:] for line in text.splitlines() if line.startswith(f"{word}\t")]

    def keys(self, word: str) -> list[str]:
        return [key for key, _ in self.lines(word)]


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextmanager
def opened(url: str) -> Iterator[Jobs]:
    jobs = open_jobs(url)
    try:
        yield jobs
    finally:
        jobs.close()


class JobsContract:
    """Inherit it and give it a fixture ``url``, the location of an empty job database."""

    @pytest.fixture
    def jobs(self, url: str) -> Iterator[Jobs]:
        with opened(url) as jobs:
            yield jobs

    @pytest.fixture
    def crew(self, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:
        monkeypatch.setattr(rhythm, "ALIVE", 1.5)
        crew = Crew(url, tmp_path)
        yield crew
        for name in crew.names():
            crew.kill(name)

    def test_a_job_waits_runs_and_is_gone(self, jobs: Jobs, crew: Crew) -> None:
        jobs.put("process", "firma", "a@1")
        jobs.put("process", "firma", "a@1")
        jobs.put("process", "azubi", "x/y z")
        assert jobs.live("firma") == {("process", "a@1")}
        assert jobs.live("azubi") == {("process", "x/y z")}
        assert jobs.live("fir") == frozenset()
        assert jobs.waiting() == 2
        crew.hire("w1")
        until(lambda: "a@1" in crew.keys("start"))
        jobs.put("process", "firma", "a@1")
        assert jobs.live("firma") == {("process", "a@1")}
        until(lambda: not jobs.live("firma") and not jobs.live("azubi"))
        assert crew.keys("done").count("a@1") == 1
        jobs.put("process", "firma", "a@1")
        until(lambda: not jobs.live("firma"))
        assert crew.keys("done").count("a@1") == 2
        assert crew.dismiss("w1") == 0

    def test_urgent_jobs_run_first_and_one_at_a_time(self, jobs: Jobs, crew: Crew) -> None:
        for key in ("b1", "b2", "b3"):
            jobs.put("process", "firma", key)
        jobs.put("process", "firma", "now", urgent=True)
        assert jobs.waiting() == 4
        crew.hire("w1")
        until(lambda: not jobs.live("firma"))
        assert crew.keys("start")[0] == "now"
        assert crew.keys("start") == crew.keys("done")

    def test_a_failing_handler_ends_its_job_only(self, jobs: Jobs, crew: Crew) -> None:
        jobs.put("process", "firma", "boom", urgent=True)
        jobs.put("process", "firma", "fine")
        crew.hire("w1")
        until(lambda: not jobs.live("firma"))
        assert crew.keys("start") == ["boom", "fine"]
        assert crew.keys("done") == ["fine"]
        jobs.put("process", "firma", "boom")
        until(lambda: not jobs.live("firma"))
        assert crew.keys("start").count("boom") == 2

    def test_another_worker_finishes_what_a_killed_one_left(self, jobs: Jobs, crew: Crew) -> None:
        crew.hire("w1")
        jobs.put("process", "firma", "long@50")
        until(lambda: crew.keys("start"))
        crew.hire("w2")
        crew.kill("w1")
        until(lambda: not jobs.live("firma"))  # its executor is dead, it waits for none yet
        jobs.put("process", "firma", "long@50")  # which the keeper of the archive will do; it must not double it
        until(lambda: crew.keys("done") and not jobs.live("firma"))
        assert crew.keys("start") == ["long@50"] * 2

    def test_a_restarted_worker_goes_on_with_what_it_left(self, jobs: Jobs, crew: Crew) -> None:
        crew.hire("w1")
        jobs.put("index", "firma", "long@50")
        jobs.put("process", "firma", "next@50")
        until(lambda: len(crew.keys("start")) == 2)
        crew.kill("w1")
        crew.hire("w1")
        # Until it is back under its old name nobody living has the jobs: only their end tells.
        until(lambda: len(crew.keys("done")) == 2 and not jobs.live("firma"))
        assert sorted(crew.keys("done")) == ["long@50", "next@50"]

    def test_a_worker_told_to_stop_finishes_or_leaves_its_jobs(self, jobs: Jobs, crew: Crew) -> None:
        crew.hire("w1")
        jobs.put("index", "firma", "long@50")
        until(lambda: crew.keys("start"))
        jobs.put("process", "firma", "short@1")
        until(lambda: len(crew.keys("start")) == 2)
        assert crew.dismiss("w1") == 0
        assert crew.keys("done") == ["short@1"]
        assert jobs.live("firma") == frozenset()
        crew.hire("w2")
        until(lambda: "long@50" in crew.keys("done"))

    @pytest.mark.slow
    def test_a_paused_worker_loses_its_job_and_may_run_it_twice(self, jobs: Jobs, crew: Crew) -> None:
        crew.hire("w1")
        jobs.put("process", "firma", "long@4")
        until(lambda: crew.keys("start"))
        crew.send("w1", signal.SIGSTOP)
        crew.hire("w2")
        until(lambda: crew.keys("done"))
        crew.send("w1", signal.SIGCONT)
        until(lambda: len(crew.keys("done")) == 2)  # why handlers must be idempotent
        until(lambda: not jobs.live("firma"))
        jobs.put("process", "firma", "after")
        until(lambda: "after" in crew.keys("done") and not jobs.live("firma"))
        assert len(crew.keys("start")) == 3

    def test_what_a_killed_process_put_is_kept(self, url: str, jobs: Jobs, crew: Crew) -> None:
        code = (
            "import os, sys; from archive.jobs import open_jobs; jobs = open_jobs(sys.argv[1]);"
            "[(jobs.put('process', 'firma', f'k{n}'), print(n, flush=True)) for n in range(100000)]"
        )
        with subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE) as putting:
            assert putting.stdout is not None
            for _ in range(20):
                putting.stdout.readline()
            putting.kill()
            acknowledged = 20 + len([line for line in putting.stdout.read().splitlines(keepends=True) if line.endswith(b"\n")])
        live = {key for _, key in jobs.live("firma")}
        assert {f"k{n}" for n in range(acknowledged)} <= live

    def test_two_workers_share_and_nothing_is_lost_whoever_is_killed(self, jobs: Jobs, crew: Crew) -> None:
        dice = random.Random(7)
        expected = [f"j{n}@0.02" for n in range(100)]
        for name in ("w1", "w2"):
            crew.hire(name)
        for key in expected:
            jobs.put("process", "firma", key)
        for kills in range(1, 5):
            until(lambda seen=kills * 15: len(crew.keys("done")) >= seen)
            victim = dice.choice(crew.names())
            crew.kill(victim)
            crew.hire(victim)
        until(lambda: not jobs.live("firma") and not jobs.waiting())
        until(lambda: set(crew.keys("done")) >= set(expected))
        assert len({process for _, process in crew.lines("done")}) > 2
        twice = [key for key, count in Counter(crew.keys("start")).items() if count > 1]
        assert len(twice) <= 4  # at most what ran when its worker was killed

    def test_finished_jobs_are_thrown_away(self, jobs: Jobs, crew: Crew) -> None:
        jobs.put("process", "firma", "a")
        crew.hire("w1")
        until(lambda: not jobs.live("firma"))
        jobs.put("process", "firma", "b@50")
        until(lambda: "b@50" in crew.keys("start"))
        assert jobs.engine().prune(rhythm.KEEP) == 0
        until(lambda: jobs.engine().prune(0) == 1)
        assert jobs.live("firma") == {("process", "b@50")}

    def test_many_open_an_empty_database_at_once(self, url: str) -> None:
        code = "import sys; from archive.jobs import open_jobs; open_jobs(sys.argv[1]).put('process', 'firma', sys.argv[2])"
        openers = [subprocess.Popen([sys.executable, "-c", code, url, str(n)]) for n in range(3)]
        assert [opener.wait(PATIENCE) for opener in openers] == [0, 0, 0]
        with opened(url) as jobs:
            assert jobs.waiting() == 3

    def test_names_with_a_meaning_are_refused(self, jobs: Jobs) -> None:
        for name, space, key in (("pro/cess", "firma", "a"), ("process", "fir/ma", "a"), ("process", "firma", "")):
            with pytest.raises(ValueError, match="not a job"):
                jobs.put(name, space, key)
