"""What ``mappe doctor`` tries out on the spot, one part after the other: each check really uses the part. Repairs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing

from archive.catalog.engine import Catalog
from archive.installation.house import open_installation
from archive.jobs import open_jobs
from archive.locations import Locations
from archive.problems import Problem
from archive.store import open_store
from archive.store.seam import DERIVED
from search.engines import open_index
from service.operations.judgement import Point
from service.settings import Settings

_GOOD_LANGUAGE = "deu"


def examine(settings: Settings) -> Iterator[Point]:
    """Each part tried out. A part that fails does not keep the others from being tried."""
    checks: tuple[tuple[str, Callable[[Settings], str], str], ...] = (
        ("Datenordner", _folder, "Prüfen Sie Pfad und Rechte von MAPPE_DATA."),
        ("Texterkennung", _reader, "Richten Sie die Pakete tesseract-ocr und tesseract-ocr-deu ein."),
        ("Tabellen", _tables, "Prüfen Sie MAPPE_DB. Beschädigte Tabellen stellt „mappe rebuild“ wieder her."),
        ("Ablage", _store, "Prüfen Sie MAPPE_STORE und ob Datenträger oder Server da sind."),
        ("Verarbeitung", _jobs, "Prüfen Sie MAPPE_DB und ob die Datenbank läuft."),
        ("Suche", _index, "Sie baut sich von selbst neu auf, sobald ein Arbeiter läuft; sonst hilft „mappe rebuild“."),
    )
    for area, check, advice in checks:
        try:
            yield Point(area, "gut", check(settings))
        except Problem as problem:
            yield Point(area, "schlecht", problem.message, advice)
        except OSError as error:
            yield Point(area, "schlecht", f"„{error.filename or area}“ lässt sich nicht benutzen ({error.strerror}).", advice)


def _folder(settings: Settings) -> str:
    probe = settings.data / f".probe-{uuid.uuid4().hex}"
    with probe.open("wb") as file:
        file.write(b"probe")
        file.flush()
        os.fsync(file.fileno())
    probe.unlink()
    return f"„{settings.data}“ lässt sich lesen und beschreiben."


def _reader(_settings: Settings) -> str:
    if shutil.which("tesseract") is None:
        raise Problem("Die Texterkennung (tesseract) fehlt. Gescannte Seiten können nicht gelesen werden.", cause="no tesseract")
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=20).stdout
    if _GOOD_LANGUAGE not in told.split():
        raise Problem("Der Texterkennung fehlen die deutschen Sprachdaten.", cause="tesseract has no deu")
    return "Tesseract mit deutschen Sprachdaten ist da."


def _tables(settings: Settings) -> str:
    open_installation(settings.locations).close()
    catalog = Catalog(settings.db, settings.space)
    try:
        if not catalog.is_whole():
            raise Problem("Die Datei der Tabellen ist beschädigt.", cause="quick_check failed")
    finally:
        catalog.close()
    return f"Die Tabellen ({_kind(settings.db)}) antworten und sind heil."


def _store(settings: Settings) -> str:
    locations: Locations = settings.locations
    store = open_store(locations.store, settings.space, locations.data / "spool")
    key, data = f"{DERIVED}probe/{uuid.uuid4().hex}", os.urandom(64)
    store.put(key, data)
    with store.open(key) as stream:
        same = stream.read() == data
    store.remove(key)
    if not same:
        raise Problem("Die Ablage gibt etwas anderes zurück, als geschrieben wurde.", cause="store returned other bytes")
    return f"Schreiben, Lesen und Entfernen in der Ablage ({_kind(settings.store)}) gelingt."


def _jobs(settings: Settings) -> str:
    with closing(open_jobs(settings.jobs)) as jobs:
        return f"Die Reihe der Aufgaben antwortet; {jobs.waiting()} Papiere warten darin."


def _index(settings: Settings) -> str:
    with closing(open_index(settings.index, settings.index_folder)) as index:
        state = index.state()
    if state.problem:
        raise Problem(state.problem, cause="index broken")
    return f"Der Suchindex ({_kind(settings.index)}) enthält {state.documents} Belege."


def _kind(location: str) -> str:
    """What it is, without the place: that may hold a password."""
    return location.partition(":")[0]
