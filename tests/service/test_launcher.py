"""The launcher in a checkout of its own, with a lock file that asks for nothing: set-up, second start, odd places."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

FAKE = 'import sys\nprint("|".join(sys.argv[1:]))\nsys.exit(7 if "schief" in sys.argv else 0)\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The launcher with a command line that repeats its arguments, in a folder with a blank and an umlaut."""
    root = tmp_path / "Büro 1"
    (root / "service" / "cli").mkdir(parents=True)
    shutil.copy2(ROOT / "mappe", root / "mappe")
    for name in ("requirements.lock", "requirements-test.lock"):
        (root / name).write_text("# nothing\n")
    for name in ("service/__init__.py", "service/cli/__init__.py"):
        (root / name).write_text("")
    (root / "service" / "cli" / "__main__.py").write_text(FAKE)
    return root


def _call(program: Path | str, *arguments: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH", "CI", "MAPPE_YES")}
    return subprocess.run(
        [program, *arguments], cwd=cwd, env=env | environ, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def test_help_needs_no_set_up(checkout: Path) -> None:
    done = _call(checkout / "mappe", "--help")
    assert (done.returncode, done.stdout) == (0, "--help\n")
    assert not (checkout / ".venv").exists()


def test_the_first_start_sets_up_and_the_second_only_starts(checkout: Path) -> None:
    first = _call(checkout / "mappe", "ingest", "a b", "ä", "")
    assert (first.returncode, first.stdout) == (0, "ingest|a b|ä|\n")
    assert "eingerichtet" in first.stderr
    second = _call(checkout / "mappe", "ingest")
    assert (second.returncode, second.stdout, second.stderr) == (0, "ingest\n", "")


def test_the_exit_status_is_that_of_the_command(checkout: Path) -> None:
    assert _call(checkout / "mappe", "--help", "schief").returncode == 7


def test_it_works_through_links_and_from_another_folder(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "eins").symlink_to("Büro 1/mappe")
    elsewhere = tmp_path / "anderswo"
    elsewhere.mkdir()
    (elsewhere / "zwei").symlink_to(tmp_path / "eins")
    # a folder of the same name where the call comes from must not be taken for the service
    (elsewhere / "service").mkdir()
    (elsewhere / "service" / "__init__.py").write_text("raise SystemExit(99)\n")
    for program in ("./zwei", elsewhere / "zwei", "../eins"):
        done = _call(program, "help", cwd=elsewhere)
        assert (done.returncode, done.stdout) == (0, "help\n")
    on_path = _call("zwei", "help", cwd=tmp_path, PATH=f"{elsewhere}:{os.environ['PATH']}")
    assert on_path.stdout == "help\n"


def test_an_interrupted_set_up_begins_again(checkout: Path) -> None:
    _call(checkout / "mappe", "ingest")
    half = checkout / ".venv" / "lib" / "half-a-package"
    half.mkdir()
    (checkout / ".venv" / ".mappe-unfinished").touch()
    (checkout / ".venv" / ".mappe-run").unlink()
    done = _call(checkout / "mappe", "ingest")
    assert (done.returncode, done.stdout) == (0, "ingest\n")
    assert not half.exists()


def test_a_changed_lock_is_installed(checkout: Path) -> None:
    _call(checkout / "mappe", "ingest")
    (checkout / "requirements.lock").write_text("# still nothing\n")
    assert "eingerichtet" in _call(checkout / "mappe", "ingest").stderr
    assert _call(checkout / "mappe", "ingest").stderr == ""


def test_a_lock_without_hashes_is_refused(checkout: Path) -> None:
    (checkout / "requirements.lock").write_text("shtab==1.13.0\n")
    done = _call(checkout / "mappe", "ingest")
    assert done.returncode == 3
    assert "ließen sich nicht einrichten" in done.stderr
    assert done.stdout == ""


def test_without_a_python_it_says_so(checkout: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bin"
    bare.mkdir()
    for program in ("sh", "dirname", "readlink", "cat", "sha256sum", "id", "grep"):
        (bare / program).symlink_to(shutil.which(program) or program)
    done = _call(checkout / "mappe", "--help", PATH=str(bare))
    assert done.returncode == 3
    assert "kein Python ab Version 3.11" in done.stderr
    service = _call(checkout / "mappe", "serve", PATH=str(bare))
    assert service.returncode == 3
    assert "python3-venv" in service.stderr
    assert "kein Debian" in service.stderr


def test_it_is_plain_posix_shell() -> None:
    assert subprocess.run(["sh", "-n", ROOT / "mappe"], check=False).returncode == 0
