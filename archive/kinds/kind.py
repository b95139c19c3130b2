"""What a value kind is: three functions that turn print into a normalised value, judge it, and show it to a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parsed:
    """A normalised value. ``sure`` is False when the print allows another value; ``note`` says which, in German."""

    value: str
    sure: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """``parse`` gives None for print that is no such value; ``check`` gives a German objection or ""; ``show`` the German form."""

    key: str
    parse: Callable[[str], Parsed | None]
    check: Callable[[str], str]
    show: Callable[[str], str]


def no_objection(_value: str) -> str:
    """The check of kinds whose values carry no check digit or rule."""
    return ""
