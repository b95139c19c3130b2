"""``mappe demo`` without a running service: sets are written and refused. Reading a set is measured, not tested: it takes minutes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.problems import Invalid
from service.cli import demo_firm
from service.settings import from_environment
from tests.service.cli.command_line import Mappe


def test_a_set_is_written(mappe: Mappe, tmp_path: Path) -> None:
    said = mappe("demo", "--generate", tmp_path / "papiere", "--seed", "3", "--set", "mini")
    assert said.status == 0
    lines = (tmp_path / "papiere" / "gold.jsonl").read_text("utf-8").splitlines()
    assert {(entry["set"], entry["seed"]) for entry in map(json.loads, lines)} == {("mini", 3)}


def test_an_unknown_set_is_a_sentence(mappe: Mappe, tmp_path: Path) -> None:
    said = mappe("demo", "--generate", tmp_path / "papiere", "--set", "riesig")
    assert said.status != 0
    assert "Möglich ist: klein, voll, mini" in said.err


def test_every_file_is_handed_in_once_and_another_set_is_refused(tmp_path: Path) -> None:
    settings = from_environment({"MAPPE_DATA": str(tmp_path / "daten")})
    settings.data.mkdir()
    papers = demo_firm.prepare(settings, 1, "mini")
    assert len(papers) == len(set(papers)) == 13
    assert all(paper.is_file() for paper in papers)
    with pytest.raises(Invalid) as caught:
        demo_firm.prepare(settings, 1, "klein")
    assert "anderen (MAPPE_DATA)" in caught.value.message
