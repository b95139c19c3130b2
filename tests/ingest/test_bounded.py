"""Whatever a child does, the caller gets an answer or a German sentence, and nothing is left running."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archive.problems import Problem, TooHeavy, Unavailable, Unreadable
from ingest.bounded import Bounds, run


def _echo(value: object) -> object:
    return value


def _bytes(count: int) -> bytes:
    return b"\xff" * count


def _crash() -> None:
    ctypes.string_at(0)


def _spin() -> None:
    while True:
        pass


def _hoard() -> int:
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _write(size: int) -> int:
    with Path("big").open("wb") as file:
        file.writelines(b"\0" * (1 << 20) for _ in range(size >> 20))
    return size


def _refuse() -> None:
    raise Unavailable("Später.", cause="engine away", code="texterkennung")


def _fail() -> None:
    raise KeyError("strange file")


def _start_and_hang(mark: str) -> None:
    with subprocess.Popen(["sleep", mark]):
        time.sleep(3600)


def _folder() -> str:
    Path("left").write_text("x")
    return str(Path.cwd())


def running(mark: str) -> bool:
    """Whether a program with this argument runs (zombies do not count: their command line is empty)."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in entry.read_bytes().split(b"\0"):
                return True
        except OSError:
            continue
    return False


def gone(mark: str) -> bool:
    for _ in range(100):
        if not running(mark):
            return True
        time.sleep(0.05)
    return False


def test_json_and_bytes_come_back() -> None:
    assert run(_echo, {"a": [1, 2.5, None, "ü"]}) == {"a": [1, 2.5, None, "ü"]}
    assert run(_bytes, 3 << 20) == b"\xff" * (3 << 20)


def test_a_problem_travels_whole() -> None:
    with pytest.raises(Unavailable) as caught:
        run(_refuse)
    assert (caught.value.message, caught.value.cause, caught.value.code, caught.value.retry) == (
        "Später.",
        "engine away",
        "texterkennung",
        True,
    )


@pytest.mark.parametrize(
    ("function", "bounds", "kind"),
    [
        (_crash, Bounds(), TooHeavy),
        (_fail, Bounds(), Unreadable),
        (_hoard, Bounds(), TooHeavy),
        (_spin, Bounds(cpu=1), TooHeavy),
        (_spin, Bounds(wall=0.5), TooHeavy),
    ],
)
def test_broken_bounds_are_problems(function: object, bounds: Bounds, kind: type[Problem]) -> None:
    with pytest.raises(kind) as caught:
        run(function, bounds=bounds)
    assert "Bitte" in caught.value.message
    assert caught.value.cause


def test_files_are_bounded() -> None:
    with pytest.raises(Unreadable, match="File too large"):
        run(_write, 600 << 20)


def test_a_killed_child_leaves_no_program_behind() -> None:
    mark = f"31{os.getpid()}"
    with pytest.raises(TooHeavy):
        run(_start_and_hang, mark, bounds=Bounds(wall=1.5))
    assert gone(mark)


def test_when_the_caller_dies_its_child_dies_too() -> None:
    mark = f"32{os.getpid()}"
    code = f"from tests.ingest.test_bounded import _start_and_hang; from ingest.bounded import run; run(_start_and_hang, '{mark}')"
    with subprocess.Popen([sys.executable, "-c", code]) as caller:
        while not running(mark):
            assert caller.poll() is None
            time.sleep(0.05)
        caller.kill()
    assert gone(mark)


def test_each_child_has_a_folder_of_its_own_that_goes_away() -> None:
    first, second = run(_folder), run(_folder)
    assert first != second
    assert not Path(first).exists()


def test_many_threads_may_ask_at_once() -> None:
    answers: list[object] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(run(_echo, n))) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(6))
