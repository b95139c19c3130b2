"""Numbers and days of an e-invoice, exactly. A stranger wrote them: what is no sane number is none, however Python would read it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
_LONGEST, _LARGEST = 40, 15
"""Letters of a number, and digits before the point: beyond there is no amount, but "1e999999999" would fill the memory."""


def decimal(raw: str) -> Decimal | None:
    """``None`` for what is no number: also for NaN, Infinity, "1_000", digits of other scripts, and what is far too large."""
    text = raw.strip()
    if not text.isascii() or "_" in text or len(text) > _LONGEST:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _LARGEST else None


def day(raw: str) -> str | None:
    """``"2026-03-18"`` for ``"20260318"``, ``"2026-03-18"`` and what has a time or time zone behind; ``None`` for what is no day."""
    found = _DAY.match(raw.strip())
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else None
    except ValueError:
        return None
