"""When the disk will be full: what came in over the last weeks, carried on. A forecast, no promise."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from archive.standing import Standing

WEEKS = 30
"""Days that are looked at; the first weeks of an installation are fewer, and then as many as there are."""
OVERHEAD = 1.6
"""Bytes on the disk for each byte of an original, with page images, readings, journal, tables and index (see benchmarks/operations.md)."""
_FAR = 3650


@dataclass(frozen=True, slots=True)
class Forecast:
    """``daily`` bytes a day on the disk; ``days`` until it is full, ``None`` when that is more than ten years or not known."""

    daily: int
    days: int | None


def forecast(standings: Iterable[Standing], free: int, today: date) -> Forecast:
    """From what came in in all spaces up to yesterday, because today is not over."""
    first = (today - timedelta(days=WEEKS)).isoformat()
    found = [(day, size) for standing in standings for day, size in standing.days.items() if first <= day < today.isoformat()]
    if not found:
        return Forecast(0, None)
    span = max(7, (today - date.fromisoformat(min(day for day, _ in found))).days)
    daily = math.ceil(OVERHEAD * sum(size for _, size in found) / span)
    days = free // daily if daily else _FAR
    return Forecast(daily, days if days < _FAR else None)
