"""The archive that a command works on, opened from the settings and closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from archive.space import Space, open_as_is, open_space
from service.settings import Settings, from_environment

WHO = "die Befehlszeile"
"""Who acts: it completes "weil … es so entschieden hat"."""


@contextmanager
def opened(settings: Settings | None = None, *, as_is: bool = False) -> Iterator[Space]:
    """The space named in the settings, created when it does not exist; ``as_is`` also with tables that are out of date."""
    chosen = settings or from_environment()
    chosen.data.mkdir(parents=True, exist_ok=True)
    space = (open_as_is if as_is else open_space)(chosen.locations, chosen.space)
    try:
        yield space
    finally:
        space.close()
