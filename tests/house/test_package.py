"""What an installed package must bring with it: every file below its packages, not only the modules."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.house.tree import OURS, ROOT, tracked


def test_every_file_travels_with_the_package() -> None:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    files = [path for path in tracked() if path.parts[0] in OURS and path.suffix != ".py"]
    assert [str(path) for path in files if not _travels(path, patterns)] == []


def _travels(path: Path, patterns: dict[str, list[str]]) -> bool:
    """As setuptools does it: ``*`` stands for every package, and a folder whose name is no Python name is none."""
    if all(part.isidentifier() for part in path.parent.parts) and any(path.match(pattern) for pattern in patterns["*"]):
        return True
    return any(ROOT / path in (ROOT / package).glob(pattern) for package in patterns.keys() - {"*"} for pattern in patterns[package])
