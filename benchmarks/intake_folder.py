"""Many files at once in the scan folder: how long they take, what it costs, and whether each came exactly once.

    PYTHONPATH=. python -m benchmarks.intake_folder FOLDER [--files 5000] [--kills 3]

FOLDER is made and must be empty. Papers are not read here; their jobs wait. With ``--kills`` the process is killed that often in between.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from archive.jobs import open_jobs
from archive.space import open_space
from service.settings import Settings, from_environment
from service.watch.run import Watcher

_BODY = b"0" * 20_000
_GAP = 100.0


def main() -> None:
    """Prints one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--child", action="store_true")
    given = parser.parse_args()
    scans = given.folder / "scans"
    settings = from_environment({"MAPPE_DATA": str(given.folder / "daten"), "MAPPE_WATCH": str(scans)})
    if given.child:
        _work(settings)
        return
    scans.mkdir(parents=True)
    settings.data.mkdir()
    for number in range(given.files):
        (scans / f"SKM_{number:05d}.pdf").write_bytes(b"%PDF-1.4\n" + str(number).encode() + _BODY + b"\n%%EOF\n")
    began = time.monotonic()
    for kill in range(given.kills):
        child = _child(given.folder)
        time.sleep(4 + kill)
        child.send_signal(signal.SIGKILL)
        child.wait()
    _child(given.folder).wait()
    took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    _tell(settings, given.files, f"{took:.0f} s, CPU {used.ru_utime + used.ru_stime:.0f} s, largest process {used.ru_maxrss >> 10} MB")


def _child(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "benchmarks.intake_folder", str(folder), "--child"], env={**os.environ})


def _work(settings: Settings) -> None:
    space, jobs = open_space(settings.locations, "firma"), open_jobs(settings.jobs)
    watcher = Watcher(settings, space, jobs)
    watcher.look(0.0)
    watcher.look(_GAP)
    jobs.close()
    space.close()


def _tell(settings: Settings, files: int, cost: str) -> None:
    space = open_space(settings.locations, "firma")
    counts = space.intake.counts()
    names = {entry.scan.name for entry in space.intake.recent(files * 2)}
    done = sum(1 for path in (Path(settings.watch) / "erledigt").rglob("*.pdf"))
    left = sum(1 for path in Path(settings.watch).glob("*.pdf"))
    print(
        f"{files} files: {sum(counts.values())} intakes, {len(names)} names, {counts['rejected']} rejected, {done} in erledigt, {left} left"
    )
    print(cost)
    space.close()


if __name__ == "__main__":
    main()
