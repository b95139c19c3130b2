"""Papers that a virus scanner objects to: rejected before anything reads them, kept, and never handed out. Scans nothing itself."""

from __future__ import annotations

import logging

from archive.problems import Problem
from archive.space import Space
from archive.store.seam import ORIGINALS
from ingest.scanner import scan

log = logging.getLogger(__name__)

INFECTED = "schadsoftware"
"""The code of the problem such a paper was rejected with."""


def passes(space: Space, eingangsnummer: str, place: str) -> bool:
    """Whether the scanner at ``place`` has nothing against a paper; otherwise it is rejected, or waits for the scanner.

    A paper that is decided already passes. ``place`` "" means that there is no scanner.
    """
    entry = space.intake.get(eingangsnummer)
    if not place or not (entry.state == "received" or (entry.state == "waiting" and entry.problem)):
        return True
    try:
        with space.store.open(ORIGINALS + entry.scan.sha256) as stream:
            found = scan(stream, place)
    except Problem as problem:
        log.warning("%s not scanned: %s", eingangsnummer, problem.cause)
        space.documents.postpone(eingangsnummer, problem)
        return False
    if not found:
        return True
    log.warning("%s is infected: %s", eingangsnummer, found)
    space.documents.reject(eingangsnummer, _infected(found))
    return False


def _infected(found: str) -> Problem:
    return Problem(
        f"Der Virenscanner hat Schadsoftware gefunden ({found}). Die Datei wird verwahrt und nicht herausgegeben. "
        "Bitte sagen Sie dem Absender Bescheid und öffnen Sie die Datei auch auf anderem Weg nicht.",
        cause=f"clamd: {found}",
        code=INFECTED,
    )
