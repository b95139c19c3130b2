"""Tries out the scan folder, step by step, and says in German what is wrong with it. Changes nothing that stays."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.problems import Unavailable
from service.watch.layout import missing
from service.watch.run import alone

_LEAST = 200 << 20
"""Bytes that should be free: moving needs none, but whoever scans into the folder does."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried, with what came of it."""

    good: bool
    sentence: str


def tried(root: Path) -> list[Step]:
    """Every step up to the first that fails."""
    steps: list[Step] = []
    for attempt in (_there, _readable, _writable, _lockable, _roomy):
        steps.append(attempt(root))
        if not steps[-1].good:
            break
    return steps


def _there(root: Path) -> Step:
    if not root.exists():
        return Step(False, missing(root))
    if not root.is_dir():
        return Step(False, f"„{root}“ ist kein Ordner. Bitte nennen Sie mit MAPPE_WATCH einen Ordner.")
    return Step(True, f"Der Ordner „{root}“ ist da.")


def _readable(root: Path) -> Step:
    try:
        list(root.iterdir())
    except OSError:
        return Step(False, "Der Inhalt lässt sich nicht lesen. Bitte geben Sie dem Dienst das Recht, in den Ordner zu sehen.")
    return Step(True, "Der Inhalt lässt sich lesen.")


def _writable(root: Path) -> Step:
    trial = root / f".mappe-probe-{secrets.token_hex(4)}"
    moved = trial.with_name(trial.name + "-2")
    try:
        trial.write_bytes(b"Probe")
        trial.rename(moved)
    except OSError as error:
        trial.unlink(missing_ok=True)
        full = "Der Datenträger ist voll." if error.errno in (28, 122) else "Der Dienst darf in dem Ordner nicht schreiben und umbenennen."
        return Step(False, f"{full} Bitte prüfen Sie Rechte und freien Platz.")
    moved.unlink(missing_ok=True)
    return Step(True, "Dateien lassen sich anlegen, verschieben und löschen.")


def _lockable(root: Path) -> Step:
    try:
        with alone(root) as first:
            return Step(True, "Die Sperre gegen doppeltes Abholen wirkt." if first else "Ein anderer Dienst holt den Ordner gerade ab.")
    except Unavailable as problem:
        return Step(False, problem.message)


def _roomy(root: Path) -> Step:
    free = shutil.disk_usage(root).free
    told = f"{free / (1 << 30):.1f}".replace(".", ",") + " GB sind frei."
    return Step(
        free >= _LEAST, told if free >= _LEAST else f"Der Datenträger ist fast voll: {told} Bitte räumen Sie den Ordner „erledigt“ auf."
    )
