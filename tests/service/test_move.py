"""Moving from one machine's folder to servers and back: nothing changes, nothing is missing, nothing is mixed up."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.installation.house import open_installation
from archive.installation.person import Membership, Person
from archive.installation.spaces import SpaceEntry
from archive.jobs.database import Database
from archive.problems import Invalid, Tampered
from archive.space import Space, open_as_is, open_space
from archive.verify import verify
from service.moving import move
from service.parts import House
from service.settings import Settings, from_environment
from tests.house.tree import ROOT
from tests.service.conftest import settings, stock
from tests.service.papers import Paper, file


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """An installation with two firms, some papers and a person."""
    chosen = settings(tmp_path / "hier")
    house = House(chosen)
    house.installation.people.first(Person("", "admin", "Admin", "hash", memberships=(Membership("firma", "admin"),)))
    house.installation.spaces.put(SpaceEntry("zwei", "Zweite Firma", "firma"), "Admin")
    for name in ("firma", "zwei"):
        space = house.parts(name).space
        stock(space)
        for number in range(4):
            file(space, Paper(number=f"88{number}{len(name)}"), f"{name}{number}.pdf")
    house.close()
    return chosen


@contextmanager
def space_of(chosen: Settings, name: str) -> Iterator[Space]:
    space = open_space(chosen.locations, name)
    try:
        yield space
    finally:
        space.close()


def picture(chosen: Settings) -> dict[str, object]:
    """Everything that must be the same at both places."""
    seen: dict[str, object] = {}
    with closing(open_installation(chosen.locations)) as installation:
        seen["firms"] = installation.spaces.all()
        seen["people"] = [(person.login, person.memberships) for person in installation.people.all()]
    for name in ("firma", "zwei"):
        with space_of(chosen, name) as space:
            verdict = verify(space)
            assert verdict.ok, verdict.problems[:3]
            book = [(line.eingangsnummer, line.scan.sha256, line.state) for line in space.intake.recent(100)]
            seen[name] = (space.journal.head(), book, sorted(space.store.keys("originale/")))
    return seen


@pytest.fixture
def there(here: Settings, tmp_path: Path, postgres_url: str, s3_location: str) -> Settings:
    return from_environment(
        {"MAPPE_DATA": str(tmp_path / "dort"), "MAPPE_DB": postgres_url, "MAPPE_STORE": s3_location, "MAPPE_INDEX": "postgresql:"}
    )


def test_to_servers_and_back_again_is_the_same(here: Settings, there: Settings, tmp_path: Path) -> None:
    before = picture(here)
    moved = move(here, there)
    assert {each.space for each in moved} == {"firma", "zwei"}
    assert picture(there) == before == picture(here)
    back = settings(tmp_path / "zurueck")
    move(there, back)
    assert picture(back) == before


def test_only_the_tables_or_only_the_store(here: Settings, postgres_url: str, tmp_path: Path) -> None:
    before = picture(here)
    tables = from_environment(here.environment() | {"MAPPE_DB": postgres_url})
    move(here, tables)
    assert picture(tables) == before
    store = from_environment(tables.environment() | {"MAPPE_STORE": f"file:{tmp_path / 'platte2'}"})
    move(tables, store)
    assert picture(store) == before


def test_broken_off_it_goes_on(here: Settings, tmp_path: Path) -> None:
    target = settings(tmp_path / "ziel")
    before = picture(here)

    class UnpluggedError(Exception):
        pass

    def pull(count: int) -> None:
        if count == 7:
            raise UnpluggedError

    with pytest.raises(UnpluggedError):
        move(here, target, pull)
    with space_of(target, "firma") as half:
        assert half.journal.head()[0] == 0, "half a space has no journal"
    move(here, target)
    move(here, target)
    assert picture(target) == before


def test_killed_at_any_moment_it_goes_on(here: Settings, tmp_path: Path) -> None:
    target = tmp_path / "ziel"
    command = [sys.executable, "-m", "service.cli", "move", "--db", f"sqlite:{target / 'tabellen'}", "--store", f"file:{target / 'ablage'}"]
    environment = {**os.environ, **here.environment()}
    for delay in (0.6, 1.2, 1.8):
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Jede Prüfsumme stimmt" in done.stdout
    assert picture(settings(target)) == picture(here)


def test_one_wrong_byte_stops_it(here: Settings, tmp_path: Path) -> None:
    with space_of(here, "firma") as space:
        number = space.intake.recent(1)[0].scan.sha256
    original = here.data / "ablage" / "firma" / "originale" / number
    original.chmod(0o600)
    data = bytearray(original.read_bytes())
    data[0] ^= 1
    original.write_bytes(bytes(data))
    with pytest.raises(Tampered):
        move(here, settings(tmp_path / "ziel"))
    space = open_as_is(settings(tmp_path / "ziel").locations, "firma")
    assert space.journal.head()[0] == 0
    space.close()


def test_it_refuses_while_somebody_works_and_over_another_archive(here: Settings, tmp_path: Path) -> None:
    target = settings(tmp_path / "ziel")
    jobs = Database(here.jobs)
    jobs.beat("rechner-7")
    with pytest.raises(Invalid) as working:
        move(here, target)
    assert "rechner-7" in working.value.message
    jobs.leave("rechner-7")
    jobs.close()
    other = House(target)
    stock(other.parts("firma").space)
    other.close()
    with pytest.raises(Invalid) as taken:
        move(here, target)
    assert "anderes Archiv" in taken.value.message
    third = settings(tmp_path / "drittes", MAPPE_SPACE="fremd")
    House(third).close()
    with pytest.raises(Invalid) as strange:
        move(here, third)
    assert "andere Einrichtung" in strange.value.message
