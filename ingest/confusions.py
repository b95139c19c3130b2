"""Other readings of misread print: characters that OCR takes for each other. Proposals only; whoever asks must check and ask a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from ingest.layout import distance

_PAIRS = "0O 0Q 0D 06 08 09 1I 1L 17 14 2Z 27 35 38 39 5S 56 58 6G 68 69 8B 89"
_CONFUSED: dict[str, str] = {}
for _pair in _PAIRS.split():
    for _order in (_pair, _pair[::-1]):
        _CONFUSED[_order[0]] = _CONFUSED.get(_order[0], "") + _order[1]
_MOST = 4000
_LONG = 15


def readings(value: str, most: int = 1) -> Iterator[str]:
    """What may stand there instead, with up to ``most`` characters misread, fewest first."""
    spots = [i for i, c in enumerate(value) if c in _CONFUSED]
    tried = 0
    for count in range(1, most + 1):
        for chosen in combinations(spots, count):
            for other in _replaced(value, chosen):
                tried += 1
                if tried > _MOST:
                    return
                yield other


def _replaced(value: str, chosen: tuple[int, ...]) -> Iterator[str]:
    if not chosen:
        yield value
        return
    for other in _CONFUSED[value[chosen[0]]]:
        yield from _replaced(value[: chosen[0]] + other + value[chosen[0] + 1 :], chosen[1:])


def repaired(value: str, valid: Callable[[str], bool]) -> str:
    """The only reading with one misread character that is valid, "" when there is none or more than one."""
    found = {other for other in readings(value) if valid(other)}
    return found.pop() if len(found) == 1 else ""


def alike(printed: str, wanted: str) -> bool:
    """Whether ``wanted`` may stand where ``printed`` was read: two characters wrong or lost, in long numbers four, most of them right."""
    allowed = 4 if len(wanted) >= _LONG else 2
    return len(wanted) > allowed and bool(printed) and distance(printed, wanted, allowed) <= allowed
