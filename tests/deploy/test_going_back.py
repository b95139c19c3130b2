"""An update and the way back from it, with the program as it was before its tables last changed: taken from the history of this checkout.

What the Handbuch promises: the older program leaves newer tables alone and says so, and the backup of before the update brings
everything of that day back under it; papers that came in since are handed in again from the newer store.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT
from tests.pdfs import text_pdf

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

Run = Callable[..., subprocess.CompletedProcess[str]]


def _git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program before its tables last changed."""
    engine = "archive/catalog/engine.py"
    try:
        changed = _git("log", "-1", "--format=%H", "-G^SCHEMA = ", "--", engine).decode().strip()
        packed = _git("archive", "--format=tar", f"{changed}^", "archive", "ingest", "search", "training", "export", "service")
        needed = _git("show", f"{changed}^:requirements.lock").decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no history of the program: this is no git checkout, or a shallow one")
    folder = tmp_path_factory.mktemp("fassung")
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    assert (folder / engine).read_text() != (ROOT / engine).read_text()
    _with_what_is_gone(folder, needed)
    return folder


def _with_what_is_gone(program: Path, needed: str) -> None:
    """Packages the program needed then and nobody needs now, beside it: all others are here in the version of now."""
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", needed, re.MULTILINE))
    here = {_plain(each.name) for each in distributions()}
    gone = [f"{name}=={version}" for name, version in locked.items() if _plain(name) not in here]
    if gone:
        uv, into = shutil.which("uv"), ["--quiet", "--no-deps", "--target", str(program)]
        install = [uv, "pip", "install", "--python", sys.executable] if uv else [sys.executable, "-m", "pip", "install"]
        if subprocess.run([*install, *into, *gone], capture_output=True, check=False).returncode:
            pytest.skip(f"packages of the older program can not be had: {', '.join(gone)}")


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def mappe(program: Path, data: Path) -> Run:
    """The command line of a version over a data folder, as ``/opt/mappe`` would be started."""
    environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONSAFEPATH": "1", "MAPPE_DATA": str(data)}

    def run(*words: str | Path, fails: bool = False) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "service.cli", *map(str, words)]
        done = subprocess.run(command, env=environment, cwd=data.parent, capture_output=True, text=True, check=False)
        assert (done.returncode != 0) == fails, (words, done.stdout, done.stderr)
        return done

    return run


def papers(said: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.stdout.splitlines()]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_forward_by_itself_and_back_by_the_backup_of_before(before: Path, tmp_path: Path) -> None:
    data, backup = tmp_path / "daten", tmp_path / "vor-dem-update"
    old, new = mappe(before, data), mappe(ROOT, data)
    first, second = tmp_path / "alt.pdf", tmp_path / "neu.pdf"
    first.write_bytes(text_pdf("Rechnung", "Rechnungsnummer: RE-4711"))
    second.write_bytes(text_pdf("Rechnung", "Rechnungsnummer: RE-4712"))
    known = papers(old("ingest", first, "--wait", "--json"))
    old("backup", backup)

    new("verify")
    new("rebuild")  # a running service renews an index of an earlier version by itself
    assert papers(new("search", "RE-4711", "--json"))[0]["total"] == 1
    late = papers(new("ingest", second, "--wait", "--json"))[0]

    left = files(data / "tabellen")
    said = old("verify", fails=True)
    assert "neuere Fassung" in said.stderr
    assert "Traceback" not in said.stderr
    assert files(data / "tabellen") == left, "an older program leaves newer tables as they are"

    back = mappe(before, tmp_path / "zurueck")
    back("restore", backup)
    back("verify")
    assert papers(back("search", "RE-4711", "--json"))[0]["hits"][0]["eingangsnummer"] == known[0]["eingangsnummer"]
    again = papers(back("ingest", data / "ablage" / "firma" / "originale" / late["sha256"], "--wait", "--json"))[0]
    assert again["sha256"] == late["sha256"]
    assert again["state"] == late["state"]

    new("verify")
    assert papers(new("search", "RE-4712", "--json"))[0]["total"] == 1
