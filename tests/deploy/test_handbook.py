"""Every command of the Handbuch page on running the service is run, in the order in which it stands there.

``mappe`` is the real one; ``docker`` (``composer``) and ``systemctl`` are stand-ins that hold each call against the files it names and
run what it would run inside a container. The installer itself is run by test_containers.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive.jobs.database import Database
from archive.space import open_space
from archive.verify import verify
from service.parts import House
from tests.house.tree import ROOT
from tests.pdfs import text_pdf
from tests.service.conftest import settings, stock
from tests.service.papers import Paper, file

PAGE = ROOT / "docs/handbuch/einrichten.md"

MAPPE = """#!/bin/sh
export PYTHONPATH={root}
# Who enters a person is asked for a password, twice.
if [ "$1 $2" = "user add" ]; then
    yes "drei kleine Schrauben" 2>/dev/null | head -4 | {python} -m service.cli "$@"
else
    exec {python} -m service.cli "$@"
fi
"""
DOCKER = '#!/bin/sh\nexec {python} {root}/tests/deploy/composer.py "$@"\n'
SYSTEMCTL = """#!/bin/sh
set -eu
for word in "$@"; do unit=$word; done
[ -f "docker/systemd/$unit.service" ] || [ -f "docker/systemd/$unit" ]
"""


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def stage(tmp_path: Path) -> dict[str, str]:
    """A folder in which the commands find what they name, and the surroundings to run them in."""
    bin_, mnt, data = tmp_path / "bin", tmp_path / "mnt", tmp_path / "daten"
    for folder in (bin_, mnt / "altbestand", tmp_path / "geheim"):
        folder.mkdir(parents=True)
    shutil.copytree(ROOT / "docker", tmp_path / "docker", ignore=shutil.ignore_patterns("secrets"))
    programs = {
        "mappe": MAPPE.format(root=ROOT, python=sys.executable),
        "docker": DOCKER.format(root=ROOT, python=sys.executable),
        "systemctl": SYSTEMCTL,
        "sudo": '#!/bin/sh\nexec "$@"\n',
    }
    for name, text in programs.items():
        (bin_ / name).write_text(text)
        (bin_ / name).chmod(0o755)
    (tmp_path / "docker/systemd/install").write_text('#!/bin/sh\n[ $# = 0 ] || [ "$1" = --back ]\n')
    (tmp_path / "geheim" / "mappe_db").write_text(f"sqlite:{tmp_path / 'gross' / 'tabellen'}")
    (tmp_path / "geheim" / "mappe_store").write_text(f"file:{tmp_path / 'gross' / 'ablage'}")
    for number in range(2):
        (mnt / "altbestand" / f"{number}.pdf").write_bytes(text_pdf("Rechnung", f"Rechnungsnummer: RE-{number}"))
    house = House(settings(data))
    stock(house.parts("firma").space)
    file(house.parts("firma").space, Paper(number="4711"), "eigen.pdf")
    house.close()
    return {"PATH": f"{bin_}:{os.environ['PATH']}", "MAPPE_DATA": str(data), "RUN_SECRETS": str(tmp_path / "geheim"), "MNT": str(mnt)}


@pytest.mark.timeout(600)
def test_every_command_of_the_page_runs(stage: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "daten"
    assert len(blocks()) > 12
    for block in blocks():
        worker = Database(settings(data).jobs)
        if "doctor" in block:  # it is asked while the service runs
            worker.beat("rechner-1")
        script = block.replace("/mnt/", f"{stage['MNT']}/")
        done = subprocess.run(["sh", "-eu", "-c", script], cwd=tmp_path, env=stage, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (block, done.stdout[-1500:], done.stderr[-1500:])
        worker.leave("rechner-1")
        worker.close()
    for folder in ("daten", "gross", "mnt/neu", "mnt/ziel", "mnt/zurueck"):
        with closing(open_space(settings(tmp_path / folder).locations, "firma")) as space:
            verdict = verify(space)
            assert verdict.ok
            assert sum(space.intake.counts().values()) >= 3
    assert not list(data.rglob("*gast*")), "what was removed is gone"


def test_no_command_of_the_page_stands_outside_the_blocks() -> None:
    """A block of another kind would be a command that nobody runs."""
    assert set(re.findall(r"^```(\w*)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)) == {"sh", ""}
