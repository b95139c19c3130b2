"""An archive that was packed and loaded again is the same archive: papers, tables, index, whatever the space is called there."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from archive.digest import sha256_of
from archive.problems import Invalid
from archive.verify import verify
from search.engines import open_index
from search.indexing import rebuild_index
from service import prepared
from service.cli.space import opened
from service.settings import Settings, from_environment
from tests.service.papers import Paper, file

GENERATOR = 3


def _settings(folder: Path, **values: str) -> Settings:
    return from_environment({"MAPPE_DATA": str(folder), **values})


@pytest.fixture
def packed(tmp_path: Path) -> tuple[Path, prepared.State]:
    """A space with two papers, its index, and the folder of the demo firm, packed."""
    settings = _settings(tmp_path / "werkstatt")
    with opened(settings) as space:
        file(space, Paper(), "rechnung.pdf")
        file(space, Paper(number="9001235", linked=False), "zweite.pdf")
        rebuild_index(space, settings.index, settings.index_folder)
        first = space.intake.recent(10)[-1].scan
    firm = settings.data / "musterfirma"
    (firm / "papiere").mkdir(parents=True)
    (firm / "papiere" / "rechnung.pdf").write_bytes(b"left behind")
    (firm / "gold.jsonl").write_text(json.dumps({"file": "rechnung.pdf", "sha256": first.sha256}) + "\n")
    path, made = tmp_path / "klein-1.tar", prepared.state("klein", 1, GENERATOR, settings)
    prepared.pack(settings, path, made)
    return path, made


@pytest.mark.parametrize("name", ["firma", "vorlage"])
def test_what_was_packed_is_there_again(packed: tuple[Path, prepared.State], tmp_path: Path, name: str) -> None:
    settings = _settings(tmp_path / "raum", MAPPE_SPACE=name)
    prepared.load(settings, packed[0])
    with opened(settings) as space:
        assert [entry.scan.name for entry in space.intake.recent(10)] == ["zweite.pdf", "rechnung.pdf"]
        assert space.documents.get(space.intake.recent(10)[-1].eingangsnummer).orders
        assert verify(space).ok
        sha256 = space.intake.recent(10)[-1].scan.sha256
    index = open_index(settings.index, settings.index_folder)
    assert index.state().documents == 2
    index.close()
    with (settings.data / "musterfirma" / "papiere" / "rechnung.pdf").open("rb") as stream:
        assert sha256_of(stream) == sha256


def test_changing_a_paper_beside_the_archive_changes_no_original(packed: tuple[Path, prepared.State], tmp_path: Path) -> None:
    settings = _settings(tmp_path / "raum")
    prepared.load(settings, packed[0])
    (settings.data / "musterfirma" / "papiere" / "rechnung.pdf").write_bytes(b"scribbled on")
    with opened(settings) as space:
        assert verify(space).ok


def test_an_archive_that_is_there_is_not_loaded_over(packed: tuple[Path, prepared.State], tmp_path: Path) -> None:
    settings = _settings(tmp_path / "raum")
    prepared.load(settings, packed[0])
    with pytest.raises(Invalid) as caught:
        prepared.load(settings, packed[0])
    assert "leeren Ordner" in caught.value.message


def test_a_load_that_was_broken_off_is_begun_again(packed: tuple[Path, prepared.State], tmp_path: Path) -> None:
    settings = _settings(tmp_path / "raum")
    rest = settings.data / prepared.FOLDER / "auspacken.neu"
    rest.mkdir(parents=True)
    (rest / "halb").write_text("left by somebody who was interrupted")
    prepared.load(settings, packed[0])
    assert not rest.exists()


def test_only_a_whole_archive_of_the_same_making_is_of_use(packed: tuple[Path, prepared.State], tmp_path: Path) -> None:
    path, made = packed
    settings = _settings(tmp_path / "raum")
    assert prepared.usable(path, made)
    assert not prepared.usable(path, prepared.state("klein", 1, GENERATOR + 1, settings))
    assert not prepared.usable(path, prepared.state("klein", 2, GENERATOR, settings))
    assert not prepared.usable(tmp_path / "missing.tar", made)
    (tmp_path / "half.tar").write_bytes(path.read_bytes()[:300])
    assert not prepared.usable(tmp_path / "half.tar", made)


def test_an_archive_names_nobody_of_the_machine_it_was_made_on(packed: tuple[Path, prepared.State]) -> None:
    with tarfile.open(packed[0]) as archive:
        members = archive.getmembers()
    assert {(member.uid, member.uname) for member in members} == {(0, "")}
    assert not [member.name for member in members if member.name.startswith("musterfirma/papiere/")]


def test_other_databases_are_refused(packed: tuple[Path, prepared.State], tmp_path: Path) -> None:
    settings = _settings(tmp_path / "raum", MAPPE_DB="postgresql://localhost/none")
    with pytest.raises(Invalid):
        prepared.load(settings, packed[0])
