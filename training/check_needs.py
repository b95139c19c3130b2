"""What each kind of check needs, so that a foreign exercise is refused before anybody does it. Runs no check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from training.checks import KINDS
from training.tasks import Check

Fits = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 300


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9


def _amount(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _texts(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= 100 and all(map(_text, value))


def _pages(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, list) and each and all(map(_number, each)) for each in value)


def _values(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str | int | float) for each in value.values())


def _state(value: Any) -> bool:
    return value in ("received", "filed", "waiting", "rejected", "replaced")


_NEEDS: Mapping[str, Mapping[str, Fits]] = {
    "zahl": {"wert": _number},
    "betrag": {"wert": _amount},
    "anzahl_in_mappe": {"auftrag": _text},
    "auswahl": {"wert": lambda value: _text(value) or _number(value)},
    "nummern": {"werte": _texts},
    "geoeffnet": {},
    "zugeordnet": {"papier": _text, "auftraege": _texts},
    "in_mappe": {"papier": _text, "auftrag": _text},
    "zustand": {"papier": _text, "zustand": _state},
    "wert": {"papier": _text, "feld": _text, "wert": lambda value: isinstance(value, str | int)},
    "verlauf": {"eintrag": _text},
    "getrennt": {"papier": _text, "seiten": _pages},
    "teile": {"papier": _text, "zahl": _number},
    "text": {"mindestens": _number},
    "notiz": {"mindestens": _number},
}
_MAY: Mapping[str, Mapping[str, Fits]] = {
    "geoeffnet": {"papier": _text, "mappe": _text},
    "verlauf": {"papier": _text, "auftrag": _text, "mit": _values},
    "zustand": {"grund": _text},
    "notiz": {"an": lambda value: value in ("lieferant", "auftrag", "belegart")},
}
_ONE_OF: Mapping[str, tuple[str, str]] = {"geoeffnet": ("papier", "mappe"), "verlauf": ("papier", "auftrag")}


def objections(check: Check) -> list[str]:
    """What is wrong with a check, in words for the person who writes it."""
    if check.kind not in KINDS:
        return [f"Die Prüfung „{check.kind}“ gibt es nicht. Es gibt: {', '.join(KINDS)}."]
    needed, allowed = _NEEDS[check.kind], _MAY.get(check.kind, {})
    wrong = [f"Der Prüfung „{check.kind}“ fehlt „{name}“." for name in needed if name not in check.needs]
    fits = {**allowed, **needed}
    wrong += [f"Die Prüfung „{check.kind}“ kennt „{name}“ nicht." for name in check.needs if name not in fits]
    wrong += [
        f"In der Prüfung „{check.kind}“ stimmt „{name}“ nicht."
        for name, value in check.needs.items()
        if name in fits and not fits[name](value)
    ]
    if (either := _ONE_OF.get(check.kind)) and not set(either) & set(check.needs):
        wrong.append(f"Der Prüfung „{check.kind}“ fehlt „{either[0]}“ oder „{either[1]}“.")
    return wrong
