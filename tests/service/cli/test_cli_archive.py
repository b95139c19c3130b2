"""Master data in, proving, backing up, putting back, building anew: the commands about the archive as a whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from service.cli.papers import accept
from service.cli.space import opened
from tests.service.cli.command_line import Mappe

ORDERS = "Auftragsnummer;Kunde;Bezeichnung\nA-26-0001;Meyer GmbH;Pumpe\nA-26-0002;Müller;Welle\n"


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "auftraege.csv"
    file.write_bytes(ORDERS.encode("cp1252"))
    return file


@pytest.fixture
def original(mappe: Mappe, orders: Path, tmp_path: Path) -> Path:
    """An archive with two orders and one paper; this is the paper's original in the store."""
    assert mappe("orders", "import", orders).status == 0
    paper = tmp_path / "Rechnung.pdf"
    paper.write_bytes(b"%PDF-1.4 kein Inhalt")
    with opened() as space:
        sha256 = accept(space, paper, "test", "Anna").sha256
    (file,) = (found for found in (tmp_path / "daten").rglob(sha256) if found.is_file())
    return file


def test_a_preview_changes_nothing(mappe: Mappe, orders: Path) -> None:
    counts = {"kind": "auftraege", "new": 2, "changed": 0, "same": 0, "errors": []}
    assert mappe("orders", "import", orders, "--preview", "--json").objects == [counts]
    assert mappe("orders", "import", orders, "--preview", "--json").objects == [counts]


def test_orders_come_from_csv_and_twice_is_harmless(mappe: Mappe, orders: Path) -> None:
    assert mappe("orders", "import", orders, "--json").objects[0]["new"] == 2
    again = mappe("orders", "import", orders, "--json").objects[0]
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    with opened() as space:
        assert space.orders.get("A-26-0002").customer == "Müller"


def test_a_bad_row_is_named_and_ends_with_1(mappe: Mappe, orders: Path) -> None:
    orders.write_text(ORDERS + ";ohne Nummer;Rad\n", encoding="utf-8")
    said = mappe("orders", "import", orders)
    assert said.status == 1
    assert "Zeile 4" in said.out


def test_a_missing_csv_is_a_sentence(mappe: Mappe, tmp_path: Path) -> None:
    said = mappe("orders", "import", tmp_path / "fehlt.csv")
    assert said.status == 1
    assert "fehlt.csv gibt es nicht" in said.err


def test_verify_proves_an_untouched_archive(mappe: Mappe, original: Path) -> None:
    said = mappe("verify", "--json")
    assert said.status == 0
    assert list(said.objects[0]) == ["ok", "checked", "problems"]
    assert said.objects[0]["ok"] is True
    assert said.objects[0]["checked"] > 0


def test_verify_names_the_eingang_of_a_changed_original(mappe: Mappe, original: Path) -> None:
    _flip(original)
    said = mappe("verify", "--json")
    assert said.status == 1
    (problem,) = said.objects[0]["problems"]
    assert list(problem) == ["eingangsnummer", "kind", "message"]
    assert problem["eingangsnummer"].startswith("E-")


def test_what_was_backed_up_comes_back(mappe: Mappe, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = mappe("backup", tmp_path / "sicherung", "--json")
    assert made.status == 0
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "neu"))
    assert mappe("restore", tmp_path / "sicherung", "--json").objects == made.objects
    assert mappe("verify", "--json").objects[0]["ok"] is True
    with opened() as space:
        assert space.orders.get("A-26-0001").customer == "Meyer GmbH"
        assert [entry.scan.name for entry in space.intake.recent()] == ["Rechnung.pdf"]


def test_a_backup_of_another_archive_is_never_written_over(
    mappe: Mappe, original: Path, orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mappe("backup", tmp_path / "sicherung", "--json").objects
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "andere"))
    mappe("orders", "import", orders)
    said = mappe("backup", tmp_path / "sicherung")
    assert said.status == 1
    assert "anderen Archivs" in said.err
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "neu"))
    assert mappe("restore", tmp_path / "sicherung", "--json").objects == made


def test_a_restore_that_was_broken_off_can_be_begun_again(
    mappe: Mappe, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mappe("backup", tmp_path / "sicherung")
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "neu"))
    with opened() as space:
        for key in ("originale/" + original.name, "journal/000000000/000000000001.json"):
            space.store.put(key, (tmp_path / "sicherung" / key).read_bytes())
    assert mappe("restore", tmp_path / "sicherung").status == 0
    assert mappe("verify").status == 0


def test_a_second_backup_adds_what_is_new(mappe: Mappe, original: Path, orders: Path, tmp_path: Path) -> None:
    first = mappe("backup", tmp_path / "sicherung", "--json").objects[0]
    untouched = {file: file.stat().st_mtime_ns for file in (tmp_path / "sicherung" / "originale").rglob("*")}
    orders.write_text(ORDERS + "A-26-0003;Schulz;Rad\n", encoding="utf-8")
    mappe("orders", "import", orders)
    second = mappe("backup", tmp_path / "sicherung", "--json").objects[0]
    assert second["seq"] > first["seq"]
    assert untouched == {file: file.stat().st_mtime_ns for file in (tmp_path / "sicherung" / "originale").rglob("*")}


def test_a_damaged_backup_is_refused_and_nothing_is_written(
    mappe: Mappe, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mappe("backup", tmp_path / "sicherung")
    _flip(tmp_path / "sicherung" / "originale" / original.name)
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "neu"))
    said = mappe("restore", tmp_path / "sicherung")
    assert said.status == 1
    assert "beschädigt" in said.err
    assert not list((tmp_path / "neu").rglob(original.name))


def test_a_backup_never_covers_up_a_changed_original(mappe: Mappe, original: Path, tmp_path: Path) -> None:
    _flip(original)
    said = mappe("backup", tmp_path / "sicherung")
    assert said.status == 1
    assert "mappe verify" in said.err
    assert not (tmp_path / "sicherung" / "sicherung.json").exists()


def test_restore_into_an_archive_is_refused(mappe: Mappe, original: Path, tmp_path: Path) -> None:
    mappe("backup", tmp_path / "sicherung")
    said = mappe("restore", tmp_path / "sicherung")
    assert said.status == 1
    assert "schon ein Archiv" in said.err


def test_restore_from_an_empty_folder_is_refused(mappe: Mappe, tmp_path: Path) -> None:
    assert "keine vollständige Sicherung" in mappe("restore", tmp_path).err


def test_rebuild_gives_the_same_orders(mappe: Mappe, original: Path, tmp_path: Path) -> None:
    for table in (tmp_path / "daten" / "tabellen").iterdir():
        table.unlink()
    assert mappe("rebuild", "--json").objects[0]["entries"] > 2
    with opened() as space:
        assert [row.order.number for row in space.orders.all()] == ["A-26-0002", "A-26-0001"]
    assert mappe("verify").status == 0


def _flip(file: Path) -> None:
    file.chmod(0o640)
    data = bytearray(file.read_bytes())
    data[5] ^= 1
    file.write_bytes(data)


@pytest.mark.parametrize("damage", ["garbage", "holes"])
def test_a_damaged_file_of_tables_is_named_and_built_anew(mappe: Mappe, original: Path, tmp_path: Path, damage: str) -> None:
    assert original.is_file()
    (tables,) = (tmp_path / "daten").rglob("firma.sqlite")
    whole = tables.read_bytes()
    tables.write_bytes(b"garbage" * 2000 if damage == "garbage" else whole[:8192] + b"\xff" * (len(whole) - 8192))
    said = mappe("verify")
    assert said.status == 1
    assert "mappe rebuild" in said.err
    said = mappe("rebuild", "--json")
    assert (said.status, said.objects[0]["entries"]) == (0, 3)
    assert "liegen jetzt daneben" in said.err
    assert mappe("verify").status == 0


def test_an_archive_whose_store_is_gone_takes_nothing_in(mappe: Mappe, original: Path, tmp_path: Path) -> None:
    (tmp_path / "daten" / "ablage").rename(tmp_path / "nicht eingehängt")
    said = mappe("ingest", tmp_path / "Rechnung.pdf")
    assert said.status == 3
    assert "Datenträger eingehängt" in said.err
    assert not original.exists()


@pytest.mark.parametrize("what", ["original", "journal", "changed journal"])
def test_a_backup_without_everything_is_none(mappe: Mappe, original: Path, tmp_path: Path, what: str) -> None:
    victim = original if what == "original" else min(original.parents[1].joinpath("journal").rglob("*2.json"))
    victim.unlink()
    if what == "changed journal":
        victim.write_text("{}", encoding="utf-8")
    said = mappe("backup", tmp_path / "sicherung")
    assert (said.status, said.out) == (1, "")
    assert "nicht vollständig" in said.err
    assert "keine vollständige Sicherung" in mappe("restore", tmp_path / "sicherung").err


def test_a_backup_that_names_files_outside_is_refused(
    mappe: Mappe, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert original.is_file()
    assert mappe("backup", tmp_path / "sicherung").status == 0
    sums = tmp_path / "sicherung" / "SHA256SUMS"
    outside = hashlib.sha256((tmp_path / "Rechnung.pdf").read_bytes()).hexdigest()
    sums.write_text(f"{sums.read_text(encoding='utf-8')}{outside}  ../Rechnung.pdf\n", encoding="utf-8")
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "anderswo"))
    said = mappe("restore", tmp_path / "sicherung")
    assert said.status == 1
    assert "Liste der Prüfsummen" in said.err
