"""docs/glossary.md is one to one with the names in the program and the keys in the data."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from archive.doctypes import doctypes, shared_fields
from tests.house.tree import ROOT, syntax

TYPES = ("archive/scan.py", "archive/document.py", "archive/order.py", "archive/deviation.py", "archive/lesson.py", "archive/folders.py")


def _section(title: str) -> dict[str, str]:
    """First and second column of the table under a heading."""
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    part = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", glossary, flags=re.MULTILINE | re.DOTALL)
    assert part, f"docs/glossary.md has no section {title}"
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", part[1], flags=re.MULTILINE)
    twice = [key for key, count in Counter(key for key, _ in rows).items() if count > 1]
    assert not twice
    return dict(rows)


def test_every_type_has_one_line_and_a_german_word_of_its_own() -> None:
    lines = _section("Types")
    types = {
        node.name for name in TYPES for node in syntax(Path(name)).body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    assert set(lines) == types
    assert len(set(lines.values())) == len(lines)


def test_every_document_type_stands_there_as_it_is_called_on_screen() -> None:
    assert _section("Document types") == {key: doctype.name for key, doctype in doctypes().items()}


def test_every_field_stands_there_as_it_is_called_on_screen() -> None:
    everywhere = (*shared_fields(), *(field for doctype in doctypes().values() for field in doctype.fields))
    assert _section("Fields") == {field.key: field.name for field in reversed(everywhere) if field.name}
