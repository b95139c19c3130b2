"""Disks that are full, read-only or damaged, and a clock that jumps: sentences instead of losses, and work goes on afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from archive import intake, journal
from archive.backup import backup
from archive.locations import Locations
from archive.problems import Problem, Unavailable
from archive.space import Space, open_space
from archive.verify import verify
from ingest.pipeline import process
from search.engines import open_index
from search.indexing import keep_up
from tests.cast import furnish, hand_in, proposal
from tests.contracts.index_keeping import ROOT
from tests.contracts.index_papers import finds
from tests.pdfs import text_pdf

INVOICE = text_pdf("Rechnung", "Rechnungsnummer: RE-00012", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], check=False, capture_output=True).returncode:
        pytest.skip("a small disk can not be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def opened(data: Path) -> Space:
    return open_space(Locations(data, f"sqlite:{data / 'tabellen'}", f"file:{data / 'ablage'}"), "firma")


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with pytest.raises(OSError, match="space"):
        filler.write_bytes(b"\0" * (8 << 20))
    return filler


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


def until_it_breaks(space: Space, number: str) -> None:
    """Work of all kinds and sizes; a little room may be left at first."""
    for n in range(300):
        space.documents.file(number, proposal(space, number, fields={"rechnungsnummer": f"RE-{n}"}))
        hand_in(space, f"{n}".encode() * (1 if n % 2 else 4000))


def test_tables_and_store_on_a_full_disk(disk: Path) -> None:
    space = opened(disk)
    furnish(space)
    number = hand_in(space, INVOICE).eingangsnummer
    filler = fill(disk)
    with pytest.raises(Unavailable) as refused:
        until_it_breaks(space, number)
    assert "Platz" in refused.value.message
    before = space.intake.recent(1000)
    filler.unlink()
    after = hand_in(space, b"z" * 5_000).eingangsnummer
    assert {line.eingangsnummer for line in before} | {after} <= {line.eingangsnummer for line in space.intake.recent(1000)}
    space.journal.copy()
    verdict = verify(space)
    assert verdict.ok, verdict.problems
    space.close()
    again = opened(disk)
    assert verify(again).ok
    again.close()


@pytest.mark.parametrize("engine", ["whoosh:", "tantivy:"])
def test_an_index_on_a_full_disk_says_what_it_lacks_and_heals(disk: Path, tmp_path: Path, engine: str) -> None:
    # In a process of its own, because Whoosh leaves files that it could not write to the collector of garbage.
    program = (
        "import sys; from pathlib import Path; from tests.faults.test_disks import cramped; cramped(*map(Path, sys.argv[2:]), sys.argv[1])"
    )
    command = [sys.executable, "-c", program, engine, disk, tmp_path / "daten"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def cramped(disk: Path, data: Path, engine: str) -> None:
    """The index alone stands on the full disk."""
    folder = disk / "index"
    space, index = opened(data), open_index(engine, folder)
    furnish(space)
    first = filed(space, 1)
    keep_up(space, engine, folder, index)
    filler = fill(disk)
    later: list[str] = []

    def work() -> None:
        for number in range(2, 60):
            later.append(filed(space, number))
            keep_up(space, engine, folder, index)

    with pytest.raises(Unavailable, match="index_nicht_erreichbar"):
        work()
    later.append(filed(space, len(later) + 2))
    assert space.documents.get(later[-1]).state == "filed"
    assert first in finds(index, "RE-00001")
    assert space.documents.changed_after(index.state().generation, limit=100)
    filler.unlink()
    keep_up(space, engine, folder, index)
    assert not space.documents.changed_after(index.state().generation, limit=100)
    assert [finds(index, f"RE-{number:05}") for number in range(1, len(later) + 2)] == [{number} for number in (first, *later)]
    index.close()
    space.close()


def filed(space: Space, number: int) -> str:
    """A paper of its own words and number."""
    nr = hand_in(space, f"%PDF {number}".encode()).eingangsnummer
    space.documents.file(nr, proposal(space, nr, fields={"rechnungsnummer": f"RE-{number:05}"}))
    return nr


def test_a_backup_onto_a_full_disk_is_none_and_says_so(disk: Path, tmp_path: Path) -> None:
    space = opened(tmp_path / "daten")
    furnish(space)
    for n in range(8):
        hand_in(space, bytes([n]) * (1 << 20))
    with pytest.raises(Unavailable, match="nicht_erreichbar") as refused:
        backup(space, disk / "sicherung")
    assert "Platz" in refused.value.message
    assert not (disk / "sicherung" / "sicherung.json").exists()
    assert verify(space).ok
    space.close()


def test_a_data_folder_that_became_read_only(disk: Path) -> None:
    space = opened(disk)
    furnish(space)
    number = hand_in(space, INVOICE).eingangsnummer
    space.journal.copy()
    space.catalog.engine.dispose()  # a disk with files open for writing can not be turned
    remount(disk, "ro")
    for act in (lambda: hand_in(space, b"neu"), lambda: space.documents.file(number, proposal(space, number))):
        with pytest.raises(Unavailable) as refused:
            act()
        assert "Rechte" in refused.value.message
    space.catalog.engine.dispose()
    remount(disk, "rw")
    assert space.intake.get(number).state == "received"
    process(space, number)
    assert space.intake.get(number).state == "filed"
    hand_in(space, b"neu")
    assert verify(space).ok
    space.close()


def test_a_start_on_a_read_only_data_folder_is_a_sentence(disk: Path) -> None:
    opened(disk).close()
    remount(disk, "ro")
    with pytest.raises(Problem) as refused:
        opened(disk).close()
    assert "Bitte" in refused.value.message
    remount(disk, "rw")
    opened(disk).close()


class Clock(datetime):
    """A clock that goes wrong by ``error``."""

    error = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.error


@pytest.mark.parametrize("jumps", [(-400, 0), (0, -1, 3650, -20_000, 0)], ids=["back a year", "to and fro"])
def test_a_clock_that_jumps_gives_no_number_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jumps: tuple[int, ...]) -> None:
    for module in (intake, journal):
        monkeypatch.setattr(module, "datetime", Clock)
    space = opened(tmp_path)
    furnish(space)
    numbers = []
    for turn, days in enumerate(jumps * 3):
        monkeypatch.setattr(Clock, "error", timedelta(days=days))
        number = hand_in(space, f"paper {turn}".encode()).eingangsnummer
        space.documents.file(number, proposal(space, number, fields={"rechnungsnummer": f"RE-{turn}"}))
        numbers.append(number)
    assert len(set(numbers)) == len(numbers)
    assert {number[:7] for number in numbers} == {f"E-{(datetime.now(UTC) + timedelta(days=d)).astimezone().year}-" for d in jumps}
    for line in space.intake.recent():
        assert line.state == "filed"
    assert verify(space).ok
    space.close()
