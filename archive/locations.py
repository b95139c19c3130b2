"""Where an installation lies, as plain values: settings need it long before tables or store are opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Locations:
    """Where everything of an installation lies. ``data`` is a local folder, ``db`` and ``store`` as ``docs/handbuch/betrieb.md`` says."""

    data: Path
    db: str
    store: str
