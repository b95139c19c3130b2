"""What lies in the scan folder, and what in it can not be looked into: named, and no reason for others to wait."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.problems import Unavailable
from service.watch import failed
from service.watch.layout import OLD, sights
from service.watch.moving import move_new


def lay(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def test_what_lies_too_deep_is_named(tmp_path: Path) -> None:
    lay(tmp_path, "gut.pdf", "1/2/3/4/auch.pdf", "1/2/3/4/5/tief.pdf")
    passed_by: dict[Path, str] = {}
    assert [sight.path.name for sight in sights(tmp_path, passed_by)] == ["auch.pdf", "gut.pdf"]
    assert [(path.name, "tiefer als 4 Ebenen" in why) for path, why in passed_by.items()] == [("5", True)]


def test_a_folder_nobody_may_read_is_passed_by_and_the_root_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "gut.pdf", "zu/a.pdf", "lost+found/b.pdf", "weg/c.pdf")
    whole = os.scandir
    closed = {"zu": PermissionError(13, "closed"), "lost+found": PermissionError(13, "closed"), "weg": FileNotFoundError(2, "gone")}

    def listing(path: Path) -> object:
        if path.name in closed:
            raise closed[path.name]
        return whole(path)

    monkeypatch.setattr(os, "scandir", listing)
    passed_by: dict[Path, str] = {}
    assert [sight.path.name for sight in sights(tmp_path, passed_by)] == ["gut.pdf"]
    assert list(passed_by) == [Path("zu")]
    closed[tmp_path.name] = PermissionError(13, "closed")
    with pytest.raises(Unavailable):
        list(sights(tmp_path, passed_by))


def test_what_keeps_an_unfinished_name_for_a_day_is_named_and_left(tmp_path: Path) -> None:
    lay(tmp_path, "~Angebot.pdf", "scan.tmp", "neu.part", ".still", "~$offen.docx", "Thumbs.db")
    for name in ("~Angebot.pdf", "scan.tmp", ".still", "~$offen.docx", "Thumbs.db"):
        os.utime(tmp_path / name, times=(0, (tmp_path / name).stat().st_mtime - OLD - 60))
    passed_by: dict[Path, str] = {}
    assert list(sights(tmp_path, passed_by)) == []
    assert sorted(path.name for path in passed_by) == ["scan.tmp", "~Angebot.pdf"]


def test_moving_writes_over_nothing_also_where_files_have_one_name_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "a.pdf", "b.pdf")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "no links here")

    for network_drive in (False, True):
        with monkeypatch.context() as drive:
            if network_drive:
                drive.setattr(os, "link", refused)
            with pytest.raises(FileExistsError):
                move_new(tmp_path / "a.pdf", tmp_path / "b.pdf")
            move_new(tmp_path / "a.pdf", tmp_path / "c.pdf")
            move_new(tmp_path / "c.pdf", tmp_path / "a.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


def test_a_file_tried_again_keeps_its_longer_name_when_its_own_is_taken(tmp_path: Path) -> None:
    lay(tmp_path, "scan.pdf", "fehler/abc123_scan.pdf", "fehler/abc123_scan.pdf.txt")
    failed.again(tmp_path, "abc123_scan.pdf")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["abc123_scan.pdf", "scan.pdf"]
