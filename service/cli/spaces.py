"""``mappe space``: the firms of an installation: listed, founded, bounded, taken out whole, removed."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, Command, with_json

if TYPE_CHECKING:
    from archive.installation.house import Installation
    from service.settings import Settings


def _arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(title="Was", metavar="WAS", dest="what", required=True)
    listing = ways.add_parser("list", help="zeigt alle Bereiche mit dem, was darin liegt")
    with_json(listing)
    listing.set_defaults(act=_list)
    new = ways.add_parser("add", help="richtet einen Bereich für eine weitere Firma ein")
    new.add_argument("name", metavar="NAME", help="kurz, kleine Buchstaben, Ziffern und _; bleibt für immer")
    new.add_argument("title", metavar="TITEL", help="wie die Firma heißt")
    new.add_argument("--admin", metavar="PERSON", default="", help="Anmeldename einer eingetragenen Person, die ihn verwalten soll")
    new.set_defaults(act=_add)
    limit = ways.add_parser("limit", help="begrenzt, wie viel ein Bereich halten darf")
    limit.add_argument("name", metavar="NAME")
    limit.add_argument("megabytes", type=int, metavar="MB", help="Megabyte an Originalen, 0 ohne Grenze")
    limit.set_defaults(act=_limit)
    export = ways.add_parser("export", help="gibt einen Bereich ganz heraus, als Sicherung in einen Ordner")
    export.add_argument("name", metavar="NAME")
    export.add_argument("folder", type=Path, metavar="ORDNER")
    export.set_defaults(act=_export)
    remove = ways.add_parser("remove", help="entfernt einen Bereich mit allem, was darin liegt")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--export", type=Path, metavar="ORDNER", required=True, help="Ordner, in dem der ganze Bereich schon gesichert ist")
    remove.set_defaults(act=_remove)


def _run(arguments: argparse.Namespace) -> int:
    from archive.installation.house import open_installation
    from service.settings import from_environment

    settings = from_environment()
    settings.data.mkdir(parents=True, exist_ok=True)
    with closing(open_installation(settings.locations)) as installation:
        return int(arguments.act(arguments, settings, installation))


def _list(arguments: argparse.Namespace, _settings: Settings, installation: Installation) -> int:
    standings, quotas = installation.tallies.kept(), installation.brands.quotas()
    for entry in installation.spaces.all():
        if entry.kind != "firma":
            continue
        standing = standings.get(entry.name)
        papers, held = (sum(standing.counts.values()), standing.held) if standing else (0, 0)
        quota = quotas.get(entry.name, 0)
        if arguments.json:
            show.as_json({"name": entry.name, "title": entry.title, "papers": papers, "bytes": held, "quota_mb": quota})
        else:
            bound = f" von {quota} MB" if quota else ""
            show.result(f"{entry.name:20}  {entry.title:30}  {papers:8} Eingänge  {held // 1_000_000:8} MB{bound}")
    return FINE


def _add(arguments: argparse.Namespace, settings: Settings, installation: Installation) -> int:
    from service.cli.space import WHO
    from service.tenants import found

    found(settings, installation, (arguments.name, arguments.title), arguments.admin, WHO)
    show.result(f"Der Bereich „{arguments.title}“ ({arguments.name}) ist eingerichtet.")
    return FINE


def _limit(arguments: argparse.Namespace, settings: Settings, installation: Installation) -> int:
    from service.cli.space import WHO
    from service.tenants import bound

    bound(settings, installation, arguments.name, arguments.megabytes, WHO)
    show.result(f"Grenze: {arguments.megabytes} MB." if arguments.megabytes else "Ohne Grenze.")
    return FINE


def _export(arguments: argparse.Namespace, settings: Settings, installation: Installation) -> int:
    from service.tenants import export

    with show.counter("Herausgeben") as done:
        made = export(settings, installation, arguments.name, arguments.folder, done)
    show.result(f"Herausgegeben nach {arguments.folder}: {made.objects} Dateien, Journal bis Eintrag {made.seq}.")
    return FINE


def _remove(arguments: argparse.Namespace, settings: Settings, installation: Installation) -> int:
    from service.cli.space import WHO
    from service.tenants import remove

    remove(settings, installation, arguments.name, arguments.export, WHO)
    show.result(f"Der Bereich {arguments.name} ist entfernt. Er liegt nur noch in {arguments.export}.")
    return FINE


COMMAND = Command(
    name="space",
    summary="verwaltet die Bereiche (Firmen) dieser Einrichtung",
    run=_run,
    arguments=_arguments,
    details="Entfernt wird ein Bereich nur, wenn er in einem Ordner vollständig gesichert ist und der Dienst nicht läuft.",
)
