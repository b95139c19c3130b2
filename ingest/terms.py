"""Where the business terms of EN 16931 stand in an XML syntax, as data: how it is written, and what both syntaxes share.

Paths use local names; "|" separates alternatives, of which the first with a value counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MANY = frozenset({"BT-16", "BT-22", "BT-25", "BT-127", "BT-13", "BT-15", "BT-29", "BT-20", "BT-84", "BT-128", "BT-158"})
"""Terms that may stand several times; their values are joined by line breaks. Of all others the first counts."""


@dataclass(frozen=True, slots=True)
class Group:
    """A repeating group: where its members stand, and where the terms stand below each."""

    rows: str
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Syntax:
    """One syntax: terms of the head, lines, and groups of the head (``BG-23``) and of a line (``BG-27``)."""

    name: str
    profile: str
    head: Mapping[str, str]
    line: Group
    groups: Mapping[str, Group]
    line_groups: Mapping[str, Group]
