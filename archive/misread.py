"""Whether two numbers may be one and the same, read badly. Decides nothing: a likely misreading is a matter for people."""

from __future__ import annotations

from decimal import Decimal

_CONFUSED = ("08", "06", "09", "17", "14", "27", "38", "35", "56", "58", "68", "69", "89", "49", "05")
_PAIRS = {frozenset(pair) for pair in _CONFUSED}


def misread(found: Decimal, expected: Decimal) -> bool:
    """Digits that OCR takes for each other, a point of dirt, or a ruled line read as a digit: 128 for 120, 64 for 6.4, 361 for 36."""
    left, right = f"{found.normalize():f}", f"{expected.normalize():f}"
    if left == right:
        return False
    digits = left.replace(".", ""), right.replace(".", "")
    if digits[0] == digits[1]:
        return True  # only the point differs
    if len(digits[0]) != len(digits[1]):
        return _ruled(*sorted(digits, key=len))
    differing = [frozenset(pair) for pair in zip(*digits, strict=True) if pair[0] != pair[1]]
    return len(differing) <= 2 and all(pair in _PAIRS for pair in differing)


def _ruled(short: str, long: str) -> bool:
    """The rule beside a column, upright or slightly skewed, is taken for one more digit before or behind the number."""
    return long in {f"{short}{line}" for line in "17"} | {f"{line}{short}" for line in "17"}
