"""Whatever a child does, the caller gets an answer or a German sentence, and nothing is left running."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import pytest

from archive.problems import Problem, TooHeavy, Unavailable, Unreadable
from ingest.bounded import Bounds, protection, run


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


def _reach_out(port: int, folder: str) -> dict[str, str]:
    tried = {
        "internet": lambda: socket.create_connection(("127.0.0.1", port), 2),
        "unix": lambda: socket.socket(socket.AF_UNIX),
        "write": (Path(folder) / "new").touch,
        "overwrite": lambda: (Path(folder) / "there").write_text("x"),
        "remove": (Path(folder) / "there").unlink,
        "link": lambda: os.link(Path(folder) / "there", "linked"),
        "signal": lambda: os.kill(os.getppid(), 0),
        "program": lambda: subprocess.run(["touch", str(Path(folder) / "by-program")], check=True, capture_output=True),
    }
    return {name: _outcome(what) for name, what in tried.items()}


def _outcome(what: Callable[[], object]) -> str:
    try:
        what()
    except (OSError, subprocess.CalledProcessError) as error:
        return type(error).__name__
    return "done"


def test_who_takes_a_reader_over_finds_no_network_and_nothing_to_write_to(tmp_path: Path) -> None:
    if not all(astuple(protection())):
        pytest.skip("this kernel or container offers no seccomp or no Landlock")
    there = tmp_path / "there"
    there.write_text("as it was")
    with socket.create_server(("127.0.0.1", 0)) as server:
        outcomes = run(_reach_out, server.getsockname()[1], str(tmp_path))
    assert "done" not in outcomes.values(), outcomes
    assert there.read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def _write_to(folder: str) -> None:
    (Path(folder) / "new").write_text("x")


def test_a_folder_that_is_named_may_be_written_to(tmp_path: Path) -> None:
    run(_write_to, str(tmp_path), bounds=Bounds(folders=(str(tmp_path),)))
    assert (tmp_path / "new").read_text() == "x"


def _main_file() -> str:
    return str(getattr(sys.modules["__main__"], "__file__", ""))


def test_a_child_does_not_run_its_callers_main_module(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import pathlib, sys\n"
        f"pathlib.Path({str(tmp_path / 'runs')!r}).open('a').write('x')\n"
        "from ingest.bounded import run\n"
        "from tests.ingest.test_bounded import _main_file\n"
        "if __name__ == '__main__':\n"
        "    print(run(_main_file), run(_main_file))\n"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": root})
    assert "script.py" not in done.stdout
    assert (tmp_path / "runs").read_text() == "x"


_STANDING = """
import json, os, sys
os.nice(int(sys.argv[1]))
from ingest import bounded
from tests.ingest.test_bounded import standing
print(json.dumps([bounded.run(standing), os.getsid(0)]))
"""


def standing() -> list[int]:
    """How nice a child is, how nice what it starts is, and in whose session it works."""
    started = subprocess.run([sys.executable, "-c", "import os; print(os.nice(0))"], capture_output=True, text=True, check=True)
    return [os.nice(0), int(started.stdout), os.getsid(0)]


@pytest.mark.parametrize("nice", [0, 5, 12])
def test_readers_of_a_worker_come_behind_it_in_the_same_session(nice: int) -> None:
    """In a session of their own niceness would count for nothing: the kernel shares the processor between sessions first."""
    asking = os.nice(0) + nice
    reader = min(19, asking + 10) if asking > 0 else asking
    done = subprocess.run([sys.executable, "-c", _STANDING, str(nice)], capture_output=True, text=True, check=True)
    (own, below, session), mine = json.loads(done.stdout)
    assert (own, below) == (reader, reader)
    assert session == mine
