"""The scan folder: whole files only, each exactly once, also when the process is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.history import sentence
from archive.jobs import Jobs, open_jobs
from archive.problems import Unavailable
from archive.space import Space, open_space
from archive.store.seam import Stored
from service.settings import Settings, from_environment
from service.watch import diagnosis, state, taking
from service.watch.failed import failed
from service.watch.layout import ignored
from service.watch.quiet import LONG, RESERVED, SHORT
from service.watch.run import Watcher, alone
from service.watch.taking import Taking

PDF = b"%PDF-1.4\n%d\n%%EOF\n"


@dataclass
class Firm:
    """A firm with a scan folder."""

    root: Path
    settings: Settings
    space: Space
    jobs: Jobs
    watcher: Watcher
    clock: float = 1000.0

    def look(self, later: float = SHORT) -> state.State:
        self.clock += later
        return self.watcher.look(self.clock)

    def drop(self, name: str, data: bytes = PDF) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def names(self) -> list[str]:
        return sorted(entry.scan.name for entry in self.space.intake.recent(10_000))

    def left(self, folder: str = "") -> list[str]:
        return sorted(path.name for path in (self.root / folder).rglob("*") if path.is_file() and path.name != ".mappe.lock")


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    root = tmp_path / "scans"
    root.mkdir()
    settings = from_environment({"MAPPE_DATA": str(tmp_path / "daten"), "MAPPE_WATCH": str(root), "MAPPE_UPLOAD_MB": "1"})
    settings.data.mkdir()
    space, jobs = open_space(settings.locations, "firma"), open_jobs(settings.jobs)
    yield Firm(root, settings, space, jobs, Watcher(settings, space, jobs))
    jobs.close()
    space.close()


def test_a_whole_file_is_taken_once_and_lies_in_erledigt_with_its_number(firm: Firm) -> None:
    firm.drop("SKM_1.pdf")
    assert firm.look().waiting == 1
    now = firm.look()
    [entry] = firm.space.intake.recent()
    assert (now.taken, now.waiting, now.last_number, now.last_name) == (1, 0, entry.eingangsnummer, "SKM_1.pdf")
    assert firm.left("erledigt") == [f"{entry.eingangsnummer}_SKM_1.pdf"]
    assert (entry.scan.source, entry.scan.media_type) == ("ordner", "application/pdf")
    assert firm.look().taken == state.read(firm.settings.data).taken == 1
    assert not list((firm.root / "in-arbeit").iterdir())


def test_ac_6_1_a_file_copied_slowly_comes_once_and_whole(firm: Firm) -> None:
    parts = [b"%PDF-1.4\n", b"a" * 5000, b"b" * 5000, b"\n%%EOF\n"]
    path = firm.drop("langsam.pdf", parts[0])
    firm.look()
    for number, part in enumerate(parts[1:], 2):
        assert firm.look(30).taken == 0
        with path.open("ab") as file:
            file.write(part)
        os.utime(path, ns=(number, number))
    firm.look()
    firm.look()
    assert [entry.size for entry in firm.space.intake.recent()] == [sum(map(len, parts))]


def test_what_is_open_for_writing_waits_however_long(firm: Firm) -> None:
    with (firm.root / "offen.pdf").open("wb") as file:
        file.write(PDF)
        file.flush()
        firm.look()
        assert firm.look(LONG * 2).waiting == 1
    assert firm.look().taken == 1


@pytest.mark.parametrize(("tail", "patience"), [(b"%PDF-1.4 abgeschnitten", LONG), (b"%PDF-1.4" + b"\x00" * 9000, RESERVED)])
def test_a_file_without_its_end_is_given_time(firm: Firm, tail: bytes, patience: float) -> None:
    firm.drop("halb.pdf", tail)
    firm.look()
    assert firm.look(patience - 1).taken == 0
    assert firm.look(2).taken == 1


def test_unfinished_names_wait_and_a_rename_counts_as_a_new_file(firm: Firm) -> None:
    path = firm.drop("scan.pdf.part")
    firm.drop("~$liste.pdf")
    firm.drop(".versteckt.pdf")
    firm.look()
    assert firm.look(LONG).waiting == 0
    path.rename(firm.root / "scan.pdf")
    assert firm.look().taken == 0
    assert firm.look().taken == 1
    assert (firm.names(), ignored("Thumbs.db")) == (["scan.pdf"], True)


def test_the_same_name_twice_is_two_papers_and_the_same_bytes_are_told_apart_as_a_duplicate(firm: Firm) -> None:
    for data in (PDF, PDF + b"zwei %%EOF", PDF):
        firm.drop("scan.pdf", data)
        firm.look()
        firm.look()
    assert [firm.space.intake.counts()[key] for key in ("received", "rejected")] == [2, 1]
    assert len(firm.left("erledigt")) == 3


def test_the_folder_below_is_kept_as_a_hint(firm: Firm) -> None:
    firm.drop("Lieferscheine/A-26-0153/ls.pdf")
    firm.look()
    firm.look()
    [entry] = firm.space.intake.recent()
    [received] = firm.space.journal.about(entry.eingangsnummer)
    assert received.body["hint"] == "Lieferscheine/A-26-0153"
    assert "aus dem Scan-Ordner, Unterordner „Lieferscheine/A-26-0153“" in sentence(received)


def test_what_is_not_taken_lies_in_fehler_with_a_reason(firm: Firm) -> None:
    firm.drop("leer.pdf", b"")
    firm.drop("riesig.pdf", PDF + b"x" * (1 << 20) + b"%%EOF")
    (firm.root / "verweis.pdf").symlink_to("/etc/hostname")
    firm.look()
    firm.look(LONG)
    firm.look()
    reasons = {one.name.split("_", 1)[1]: one.why for one in failed(firm.root)[1]}
    assert "leer" in reasons["leer.pdf"]
    assert "1 MB" in reasons["riesig.pdf"]
    assert "Verknüpfung" in reasons["verweis.pdf"]
    assert firm.names() == []


def test_killed_between_acceptance_and_moving_it_is_only_moved(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.drop("scan.pdf")
    firm.look()
    with monkeypatch.context() as power:
        power.setattr(Taking, "_move", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            firm.look()
    assert firm.names() == ["scan.pdf"]
    fresh = Watcher(firm.settings, firm.space, firm.jobs)
    fresh.look(firm.clock)
    [entry] = firm.space.intake.recent()
    assert firm.left() == [f"{entry.eingangsnummer}_scan.pdf"]


def _power_cut(*_: object) -> None:
    raise KeyboardInterrupt


def test_killed_again_and_again_each_of_many_is_taken_exactly_once(firm: Firm) -> None:
    for number in range(120):
        firm.drop(f"{number:03d}.pdf", b"%PDF-1.4\n" + str(number).encode() + b"\n%%EOF\n")
    script = (
        "from service.settings import from_environment\nfrom archive.space import open_space\nfrom archive.jobs import open_jobs\n"
        "from service.watch.run import Watcher\ns = from_environment()\n"
        "w = Watcher(s, open_space(s.locations, 'firma'), open_jobs(s.jobs))\nprint('los', flush=True)\nw.look(1.0)\nw.look(100.0)\n"
    )
    for kills in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", script], env={**os.environ, **firm.settings.environment()}, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.02 + 0.05 * kills)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    firm.look()
    firm.look()
    assert firm.names() == [f"{number:03d}.pdf" for number in range(120)]
    assert len(firm.left("erledigt")) == len(firm.left()) == 120


def test_only_one_process_picks_up(firm: Firm) -> None:
    firm.drop("scan.pdf")
    firm.look()
    with alone(firm.root):
        assert firm.look(LONG).taken == 0
    assert firm.look().taken == 1


class _Late:
    """Takes bytes while somebody goes on writing to the file they come from."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, _chunk: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(b"mehr")

    def keep(self) -> Stored:
        raise AssertionError


def test_a_file_written_to_while_it_is_read_goes_back(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    path = firm.drop("scan.pdf")
    with path.open("rb") as stream, pytest.raises(Unavailable) as told:
        taking._copied(stream, _Late(path))
    firm.look()
    with monkeypatch.context() as once:
        once.setattr(taking, "_copied", _again(told.value))
        firm.look()
    assert (firm.names(), firm.left()) == ([], ["scan.pdf"])


def _again(problem: Unavailable) -> Callable[..., bytes]:
    def fails(*_: object) -> bytes:
        raise problem

    return fails


def test_a_folder_that_is_away_or_closed_is_told_and_nothing_is_lost(firm: Firm, tmp_path: Path) -> None:
    assert [step.good for step in diagnosis.tried(firm.root)] == [True] * 5
    [step] = diagnosis.tried(tmp_path / "weg")
    assert "nicht erreichbar" in step.sentence
    assert not all(step.good for step in diagnosis.tried(firm.drop("datei.txt")))
    firm.root.rename(tmp_path / "ausgehängt")
    assert "nicht erreichbar" in firm.look().problem
    (tmp_path / "ausgehängt").rename(firm.root)
    assert firm.look().problem == ""
