"""The small set of the demo firm, made once for all tests that look at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from training import firm

SEED = 1


@dataclass(frozen=True)
class Demo:
    """A generated firm: its folder and the lines of its gold file by key."""

    folder: Path
    gold: dict[str, dict[str, Any]]

    def file(self, key: str) -> Path:
        return self.folder / "papiere" / self.gold[key]["file"]

    def cases(self, case: str) -> Iterator[dict[str, Any]]:
        return (entry for entry in self.gold.values() if entry["case"] == case)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("musterwerk")
    summary = firm.generate(folder, seed=SEED)
    entries = [json.loads(line) for line in summary.gold.read_text(encoding="utf-8").splitlines()]
    return Demo(folder, {entry["key"]: entry for entry in entries})
