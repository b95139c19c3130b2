"""What lies in the scan folder, and what in it can not be looked into: named, and no reason for others to wait."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.problems import Unavailable
from service.watch.layout import sights


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
