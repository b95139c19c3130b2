"""A command line with a data folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.cli.command_line import Mappe


@pytest.fixture
def mappe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mappe:
    monkeypatch.chdir(tmp_path)
    for name in ("SPACE", "DB", "STORE", "INDEX"):
        monkeypatch.delenv(f"MAPPE_{name}", raising=False)
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "daten"))
    return Mappe(capsys)
