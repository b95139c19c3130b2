"""When large imports are read: at any time, or in the hours that ``MAPPE_NIGHT`` names, such as ``20-6``. Knows no queue."""

from __future__ import annotations

import re
from datetime import datetime

from archive.problems import Invalid


def checked_hours(hours: str) -> str:
    """The setting itself. Raises ``Invalid`` unless it is empty or two hours of the day."""
    _bounds(hours)
    return hours


def may_import(hours: str, now: datetime) -> bool:
    """Whether imports may be read at this moment, by the clock of this machine."""
    bounds = _bounds(hours)
    if bounds is None:
        return True
    begin, end = bounds
    hour = now.astimezone().hour
    return begin <= hour < end if begin < end else hour >= begin or hour < end


def _bounds(hours: str) -> tuple[int, int] | None:
    if not hours:
        return None
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", hours.strip())
    begin, end = (int(match[1]), int(match[2])) if match else (0, 0)
    if begin == end or begin > 23 or end > 24:
        raise Invalid(
            f"Die Einstellung MAPPE_NIGHT nennt zwei verschiedene Stunden, zum Beispiel 20-6, nicht „{hours}“.",
            cause="MAPPE_NIGHT is not two hours of the day",
        )
    return begin, end
