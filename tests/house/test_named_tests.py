"""Tests that the benchmarks name as proof exist."""

from __future__ import annotations

import re

from tests.house.tree import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_named_as_proof_is_there() -> None:
    named = {found for page in (ROOT / "benchmarks").glob("*.md") for found in NAMED.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 20
    lacking = [f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")]
    assert lacking == []
