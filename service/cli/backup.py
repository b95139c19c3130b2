"""``mappe backup`` and ``mappe restore``: a copy of everything that can not be made again, and the way back."""

from __future__ import annotations

import argparse
from pathlib import Path

from service.cli import show
from service.cli.command import FINE, Command, with_json


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="ORDNER", help="Ordner der Sicherung")
    with_json(parser)


def _backup(arguments: argparse.Namespace) -> int:
    from archive.backup import backup
    from service.cli.space import opened

    with opened() as space, show.counter("Sichern") as done:
        made = backup(space, arguments.folder, done)
    if arguments.json:
        show.as_json({"space": made.space, "objects": made.objects, "seq": made.seq, "hash": made.hash})
    else:
        show.result(f"Gesichert nach {arguments.folder}: {made.objects} Dateien, Journal bis Eintrag {made.seq}.")
    return FINE


def _restore(arguments: argparse.Namespace) -> int:
    from archive.backup import restore
    from search.indexing import rebuild_index
    from service.cli.space import opened
    from service.serve import alone
    from service.settings import from_environment

    settings = from_environment()
    with alone(settings), opened(settings, as_is=True) as space, show.counter("Einspielen") as done:
        held = restore(space, arguments.folder, done)
        rebuild_index(space, settings.index, settings.index_folder)
    if arguments.json:
        show.as_json({"space": held.space, "objects": held.objects, "seq": held.seq, "hash": held.hash})
    else:
        show.result(f"Eingespielt: {held.objects} Dateien, Journal bis Eintrag {held.seq}. Jede Prüfsumme stimmt.")
    return FINE


BACKUP = Command(
    name="backup",
    summary="sichert Originale, Lesungen und Journal in einen Ordner",
    run=_backup,
    arguments=_arguments,
    details="Der Dienst darf dabei laufen. Eine zweite Sicherung in denselben Ordner ergänzt nur das Neue.",
)
RESTORE = Command(
    name="restore",
    summary="spielt eine Sicherung in einen leeren Datenordner ein",
    run=_restore,
    arguments=_arguments,
    details="Prüft erst jede Prüfsumme, schreibt dann, baut Tabellen und Suche neu auf.",
)
