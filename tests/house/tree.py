"""The files under version control, as the house rules look at them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("archive", "ingest", "search", "training", "export", "service")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control that exists, relative to the root."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git checkout, so there is no list of files to look at")
    return tuple(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def python_files() -> tuple[Path, ...]:
    """The Python modules, tests and benchmarks included."""
    return tuple(path for path in tracked() if path.suffix == ".py")


def product_files() -> tuple[Path, ...]:
    """The Python modules of the service itself."""
    return tuple(path for path in python_files() if path.parts[0] in OURS)


def text(path: Path) -> str:
    """The text of a tracked file, "" for pictures and other binaries."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a tracked module."""
    return ast.parse(text(path), filename=str(path))
