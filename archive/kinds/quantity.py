"""Quantities: as amounts, but without fixed places: "12.5", "3". The unit is read beside it, not here."""

from __future__ import annotations

from decimal import Decimal

from archive.kinds import amount
from archive.kinds.kind import Kind, Parsed, no_objection


def parse(raw: str) -> Parsed | None:
    """``12,5``, ``1.000`` (thousand, not sure), ``1,000`` (one, not sure: line arithmetic decides)."""
    parsed = amount.parse(raw)
    return None if parsed is None else Parsed(_short(Decimal(parsed.value)), parsed.sure, parsed.note)


def _short(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def show(value: str) -> str:
    """``show("1234.5") == "1.234,5"``."""
    return f"{Decimal(value):,f}".translate(str.maketrans(",.", ".,"))


KIND = Kind("quantity", parse, no_objection, show)
