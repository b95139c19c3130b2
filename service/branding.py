"""What a space looks like to those who work in it. Asked for with every page, so kept for a moment."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from archive.installation.house import Installation

_FRESH = 15.0
"""Seconds until a change is seen everywhere."""
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """``logo`` is the hash of the picture, "" without one; ``title`` is "" while the only firm chose no name."""

    colour: str = ""
    logo: str = ""
    title: str = ""


NO_LOOK = Look()
_kept: dict[tuple[int, str], tuple[float, Look]] = {}


def look_of(installation: Installation, space: str) -> Look:
    """The look of a space."""
    key, now = (id(installation), space), time.monotonic()
    found = _kept.get(key)
    if found is None or now - found[0] > _FRESH:
        if len(_kept) > _MOST:
            _kept.clear()
        found = _kept[key] = (now, _asked(installation, space))
    return found[1]


def changed(installation: Installation, space: str) -> None:
    """Has the next page look anew; those of other processes follow within seconds."""
    _kept.pop((id(installation), space), None)


def _asked(installation: Installation, space: str) -> Look:
    brand = installation.brands.get(space)
    return Look(brand.colour, hashlib.sha256(brand.logo).hexdigest()[:12] if brand.logo else "", _title(installation, space))


def _title(installation: Installation, space: str) -> str:
    """The firm's name, once it was chosen or where there are several firms: who works for two must see at which one he is."""
    firms = {entry.name: entry.title for entry in installation.spaces.all() if entry.kind == "firma"}
    return firms.get(space, "") if len(firms) > 1 or installation.brands.has(space) else ""
