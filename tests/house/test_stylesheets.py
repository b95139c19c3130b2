"""All stylesheets are loaded on every page: a class two of them lay out without saying where is laid out by the later one everywhere."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.house.tree import ROOT

_BARE = re.compile(r"^\.[\w-]+(?:, \.[\w-]+)* (?=\{)", re.MULTILINE)


def test_a_class_is_laid_out_by_one_stylesheet() -> None:
    sheets = sorted((ROOT / "service/static/css").glob("*.css"))
    assert sheets
    owners: dict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for bare in _BARE.findall(sheet.read_text(encoding="utf-8")):
            for name in re.findall(r"\.[\w-]+", bare):
                owners[name].add(sheet.name)
    assert {name: sorted(own) for name, own in owners.items() if len(own) > 1} == {}
