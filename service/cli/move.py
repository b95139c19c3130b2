"""``mappe move``: brings a whole installation to other tables and another store, and proves every hash on the way."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, Command, with_json

if TYPE_CHECKING:
    from service.settings import Settings


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", default="", metavar="ZIEL", help="die neuen Tabellen, wie in MAPPE_DB")
    parser.add_argument("--store", default="", metavar="ZIEL", help="die neue Ablage, wie in MAPPE_STORE")
    parser.add_argument("--db-file", default="", metavar="DATEI", help="Datei, in der die neuen Tabellen stehen (wegen des Kennworts)")
    parser.add_argument("--store-file", default="", metavar="DATEI", help="Datei, in der die neue Ablage steht")
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    from service.moving import move
    from service.settings import from_environment

    settings = from_environment()
    target = _target(settings, arguments)
    with show.counter("Umziehen") as done:
        moved = move(settings, target, done)
    if arguments.json:
        show.as_json({"spaces": len(moved), "objects": sum(each.objects for each in moved), "entries": sum(each.entries for each in moved)})
        return FINE
    for each in moved:
        show.result(f"{each.space}: {each.objects} Dateien, {each.entries} Journaleinträge. Jede Prüfsumme stimmt.")
    show.result("Umgezogen. Setzen Sie jetzt MAPPE_DB und MAPPE_STORE auf das Ziel und starten Sie den Dienst.")
    show.result("Am alten Ort ist nichts verändert. Heben Sie ihn auf, bis die erste Sicherung am neuen gelungen ist.")
    return FINE


def _target(settings: Settings, arguments: argparse.Namespace) -> Settings:
    from dataclasses import replace

    from archive.problems import Invalid
    from service.secret_files import with_files

    given = {
        "MAPPE_DB": arguments.db,
        "MAPPE_STORE": arguments.store,
        "MAPPE_DB_FILE": arguments.db_file,
        "MAPPE_STORE_FILE": arguments.store_file,
    }
    found = with_files({name: value for name, value in given.items() if value})
    target = replace(settings, db=found.get("MAPPE_DB", settings.db), store=found.get("MAPPE_STORE", settings.store))
    if (target.db, target.store) == (settings.db, settings.store):
        raise Invalid("Bitte nennen Sie mit --db oder --store, wohin umgezogen werden soll.", cause="nothing to move")
    return target


COMMAND = Command(
    name="move",
    summary="zieht alle Bereiche in andere Tabellen und eine andere Ablage um",
    run=_run,
    arguments=_arguments,
    details=(
        "Der Dienst darf dabei nicht laufen, auch nicht auf anderen Rechnern. Ein unterbrochener Umzug geht beim nächsten Aufruf weiter."
    ),
)
