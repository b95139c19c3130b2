"""Passwords in files: read from there, never quoted, never two of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.problems import Invalid
from service.settings import from_environment


def test_a_setting_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "mappe_db"
    secret.write_text("postgresql://mappe:geheim@rechner/mappe\n")
    chosen = from_environment({"MAPPE_DATA": str(tmp_path), "MAPPE_DB_FILE": str(secret), "MAPPE_INDEX": "postgresql:"})
    assert chosen.db == chosen.index == "postgresql://mappe:geheim@rechner/mappe"
    # Child processes get both, the file and what it says.
    assert from_environment(chosen.environment() | {"MAPPE_DB_FILE": str(secret)}) == chosen


def test_two_different_ones_or_a_missing_file_are_refused_without_the_secret(tmp_path: Path) -> None:
    secret = tmp_path / "ablage"
    secret.write_text("s3://zugang:streng-geheim@rechner/eimer")
    with pytest.raises(Invalid) as twice:
        from_environment({"MAPPE_STORE_FILE": str(secret), "MAPPE_STORE": "file:/anderswo"})
    with pytest.raises(Invalid) as missing:
        from_environment({"MAPPE_DB_FILE": str(tmp_path / "fehlt")})
    assert "MAPPE_STORE_FILE" in twice.value.message
    assert "fehlt" in missing.value.message
    assert "streng-geheim" not in f"{twice.value}{twice.value.message}"
