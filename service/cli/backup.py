"""``mappe backup`` and ``mappe restore``: a copy of everything that can not be made again, and the way back."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, Command, with_json

if TYPE_CHECKING:
    from service.settings import Settings

PEOPLE = "personen.json"
"""Who may come in, with hashes of passwords: readable for the owner of the backup alone."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="ORDNER", help="Ordner der Sicherung")
    with_json(parser)


def _backup(arguments: argparse.Namespace) -> int:
    from archive.backup import backup
    from archive.installation.house import open_installation
    from service.cli.space import opened
    from service.settings import from_environment

    settings = from_environment()
    with opened(settings) as space, closing(open_installation(settings.locations)) as installation, show.counter("Sichern") as done:
        made = backup(space, arguments.folder, done, beside={PEOPLE: installation.dump()})
    if arguments.json:
        show.as_json({"space": made.space, "objects": made.objects, "seq": made.seq, "hash": made.hash})
    else:
        show.result(f"Gesichert nach {arguments.folder}: {made.objects} Dateien, Journal bis Eintrag {made.seq}.")
    return FINE


def _restore(arguments: argparse.Namespace) -> int:
    from archive.restoring import restore
    from search.indexing import rebuild_index
    from service.cli.space import opened
    from service.serve import alone
    from service.settings import from_environment

    settings = from_environment()
    with alone(settings), opened(settings, as_is=True) as space, show.counter("Einspielen") as done:
        held = restore(space, arguments.folder, done)
        rebuild_index(space, settings.index, settings.index_folder)
        _let_people_in(settings, arguments.folder)
    if arguments.json:
        show.as_json({"space": held.space, "objects": held.objects, "seq": held.seq, "hash": held.hash})
    else:
        show.result(f"Eingespielt: {held.objects} Dateien, Journal bis Eintrag {held.seq}. Jede Prüfsumme stimmt.")
    return FINE


def _let_people_in(settings: Settings, folder: Path) -> None:
    from archive.installation.house import open_installation
    from service.cli.space import WHO

    if not (folder / PEOPLE).exists():
        return  # a backup from before people had to log in
    with closing(open_installation(settings.locations)) as installation:
        if not installation.load((folder / PEOPLE).read_bytes(), WHO):
            show.note("Hier sind schon Personen eingetragen. Die Personen der Sicherung wurden nicht übernommen.")


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
