"""What earlier versions wrote is opened, proved, backed up and restored by this one; what a later one wrote is refused."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text

from archive.backup import backup
from archive.catalog.database import Blueprint, Database
from archive.catalog.engine import SCHEMA, VERSIONS, Catalog
from archive.catalog.tables import metadata
from archive.entry import from_object, object_key, seal, to_object
from archive.installation.house import BLUEPRINT, open_installation
from archive.installation.tables import metadata as of_installation
from archive.locations import Locations
from archive.problems import Problem
from archive.rebuild import rebuild
from archive.restoring import restore
from archive.space import Space, open_as_is, open_space
from archive.verify import verify
from tests.contracts.space_proof import picture
from tests.versions.make import HERE, PEOPLE

KEPT = sorted(path.stem for path in HERE.glob("*.zip"))


@pytest.fixture(params=KEPT)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the data folder and the backup of an earlier version."""
    with zipfile.ZipFile(HERE / f"{request.param}.zip") as packed:
        packed.extractall(tmp_path)
    return tmp_path


def locations(data: Path) -> Locations:
    return Locations(data, f"sqlite:{data / 'tabellen'}", f"file:{data / 'ablage'}")


def as_it_was(space: Space) -> None:
    """What ``tests/versions/make.py`` put in."""
    counts = space.intake.counts()
    assert {state: number for state, number in counts.items() if number} == {"filed": 1, "waiting": 2, "rejected": 2}
    assert space.documents.get("E-2026-0000001").value("rechnungsnummer") == "RE-4711"
    assert space.orders.get("A-26-0103").customer == "Bäckerei Öhlmann"
    verdict = verify(space)
    assert verdict.ok, verdict.problems


def test_an_earlier_data_folder_is_brought_up_to_date(kept: Path) -> None:
    where = locations(kept / "daten")
    with closing(open_space(where, "firma")) as space:
        as_it_was(space)
        before = picture(space)
        rebuild(space.catalog, space.store)
        assert picture(space) == before
    with closing(open_installation(where)) as installation:
        assert [person.login for person in installation.people.all()] == ["anna"]
    with closing(open_space(where, "firma")) as again:
        as_it_was(again)


def test_an_earlier_backup_is_restored_and_a_new_one_into_the_same_folder_adds_to_it(kept: Path) -> None:
    where = locations(kept / "neu")
    with closing(open_as_is(where, "firma")) as space, closing(open_installation(where)) as installation:
        held = restore(space, kept / "sicherung")
        assert space.journal.head() == (held.seq, held.hash)
        assert installation.load((kept / "sicherung" / PEOPLE).read_bytes(), "test")
        assert [person.login for person in installation.people.all()] == ["anna"]
        as_it_was(space)
        assert backup(space, kept / "sicherung").seq == held.seq


def test_an_earlier_backup_goes_into_other_parts(kept: Path, postgres_url: str, s3_location: str) -> None:
    where = Locations(kept / "neu", postgres_url, s3_location)
    with closing(open_as_is(where, "firma")) as space:
        restore(space, kept / "sicherung")
        as_it_was(space)


@pytest.mark.parametrize("newest", [SCHEMA])
def test_what_a_later_version_wrote_is_refused_and_left_as_it_is(kept: Path, newest: str) -> None:
    where = locations(kept / "daten")
    with closing(open_space(where, "firma")) as space, space.catalog.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    file = kept / "daten" / "tabellen" / "firma.sqlite"
    before = file.read_bytes()
    with pytest.raises(Problem) as refused:
        open_space(where, "firma")
    assert refused.value.code == "neuere_daten"
    assert "Bitte starten Sie die neuere Fassung" in refused.value.message
    assert file.read_bytes() == before
    assert newest < "9999"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Where tables can be made."""
    return (lambda: f"sqlite:{tmp_path}") if request.param == "sqlite" else (lambda: request.getfixturevalue("postgres_url"))


@pytest.mark.parametrize(
    ("blueprint", "wanted"),
    [(Blueprint("firma", "mappe_firma", VERSIONS, SCHEMA), metadata), (BLUEPRINT, of_installation)],
    ids=["space", "installation"],
)
def test_every_step_on_the_way_leads_to_the_tables_the_program_knows(
    database: Callable[[], str], blueprint: Blueprint, wanted: MetaData
) -> None:
    """Stops at each version in turn, as an installation that was updated each time."""
    location = database()
    for number in range(1, int(blueprint.newest) + 1):
        _up_to(location, blueprint, f"{number:04d}")
    made = Database(location, blueprint)
    with made.engine.connect() as connection:
        # Every database has its version and its keys; not every program has a table for them.
        there = {"include_name": lambda name, kind, _: kind != "table" or name in wanted.tables}
        context = MigrationContext.configure(connection, opts=there)
        differences = compare_metadata(context, wanted)
    made.close()
    assert differences == []


def _up_to(location: str, blueprint: Blueprint, version: str) -> None:
    from alembic import command  # noqa: PLC0415 — as the program itself does it
    from alembic.config import Config  # noqa: PLC0415

    from archive.catalog.connecting import connect  # noqa: PLC0415

    engine = connect(location, blueprint.file, blueprint.schema)
    with engine.connect() as connection, connection.execution_options(mappe_write=True).begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{blueprint.schema}"'))
        config = Config()
        config.set_main_option("script_location", str(VERSIONS.parent))
        config.set_main_option("version_locations", str(blueprint.versions))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        if version == "0001":
            connection.execute(text("INSERT INTO meta (key, value) VALUES ('writer', '')"))
    engine.dispose()


def test_the_catalog_opens_what_the_steps_made(tmp_path: Path) -> None:
    _up_to(f"sqlite:{tmp_path}", Blueprint("firma", "mappe_firma", VERSIONS, SCHEMA), "0001")
    with closing(Catalog(f"sqlite:{tmp_path}", "firma")) as catalog:
        assert catalog.is_whole()


def test_a_backup_of_a_later_version_is_refused(kept: Path) -> None:
    """Nothing of it is to be seen afterwards: the tables stay empty, and the right version can be started."""
    last = max((kept / "sicherung" / "journal").rglob("*.json"))
    entry = from_object(last.read_bytes())
    draft = replace(entry, seq=entry.seq + 1, kind="noch_unbekannt", prev=entry.hash, hash="")
    later = replace(draft, hash=seal(draft))
    key = object_key(later.seq)
    (kept / "sicherung" / key).write_bytes(to_object(later))
    sums = kept / "sicherung" / "SHA256SUMS"
    sums.write_text(f"{sums.read_text()}{hashlib.sha256(to_object(later)).hexdigest()}  {key}\n")
    manifest = kept / "sicherung" / "sicherung.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"seq": later.seq, "hash": later.hash}))
    with closing(open_as_is(locations(kept / "neu"), "firma")) as space:
        with pytest.raises(Problem) as refused:
            restore(space, kept / "sicherung")
        assert refused.value.code == "neuere_daten"
        assert space.journal.head()[0] == 0
