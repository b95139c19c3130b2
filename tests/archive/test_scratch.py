"""Folders of a moment: gone afterwards, also after a kill, and never taken from one who still works in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from archive.scratch import scratch, sweep

HOLD = "import time\nfrom archive.scratch import scratch\nwith scratch() as folder:\n    print(folder, flush=True)\n    time.sleep(600)\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_it_is_gone_afterwards(place: Path) -> None:
    with scratch() as folder:
        (folder / "original").write_bytes(b"x")
        assert folder.parent == place
    assert not list(place.iterdir())


def test_what_a_killed_process_left_is_swept_and_what_is_in_use_stays(place: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert holder.stdout
    folder = Path(holder.stdout.readline().strip())
    (folder / "original").write_bytes(b"x")
    _age(folder)
    sweep()
    assert (folder / "original").exists()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    sweep()
    assert not list(place.iterdir())


def test_a_new_folder_and_a_link_are_left_alone(place: Path) -> None:
    (place / "mappe-neu").mkdir()
    (place / "woanders").mkdir()
    (place / "mappe-link").symlink_to(place / "woanders")
    sweep()
    assert {path.name for path in place.iterdir()} == {"mappe-neu", "mappe-link", "woanders"}


def _age(folder: Path) -> None:
    before = time.time() - 3600
    os.utime(folder, (before, before))
