"""What this machine keeps foreign files from, told in sentences for the administration. Protects nothing itself."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from archive.problems import Problem
from ingest import bounded, scanner
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Guarded:
    """One line: what it is about, whether it holds, and the sentence about it."""

    name: str
    holds: bool
    sentence: str


def guarded(settings: Settings) -> list[Guarded]:
    """Each by trying, not by believing a setting."""
    lines = list(_readers())
    if settings.clamav:
        there = scanner.answers(settings.clamav)
        said = "antwortet" if there else "antwortet nicht, neue Papiere warten auf ihn"
        lines.append(Guarded("Virenscanner", there, said))
    else:
        lines.append(Guarded("Virenscanner", holds=True, sentence="keiner eingerichtet (MAPPE_CLAMAV)"))
    return lines


@functools.cache
def _readers() -> tuple[Guarded, ...]:
    """Tried once: what the system allows does not change while we run."""
    try:
        found = bounded.protection()
    except Problem as problem:
        return (Guarded("Leser", holds=False, sentence=problem.message),)
    weak = "auf diesem System nicht möglich; Speicher und Zeit sind trotzdem begrenzt"
    return (
        Guarded("Leser ohne Netz", found.network, "ja" if found.network else weak),
        Guarded("Eigener Ordner", found.writing, "Leser schreiben nirgends sonst" if found.writing else weak),
    )
