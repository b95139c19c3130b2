"""``mappe export``: the data medium for an audit (Z3), and the whole archive as a folder tree that needs no program."""

from __future__ import annotations

import argparse
from pathlib import Path

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json
from service.cli.german import day


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("z3", "alles"), metavar="z3|alles", help="Datenträger für eine Prüfung, oder das ganze Archiv")
    parser.add_argument("target", type=Path, metavar="ZIEL", help="neuer Ordner; für z3 auch eine neue Datei mit der Endung .zip")
    parser.add_argument("--from", dest="first", type=day, metavar="JJJJ-MM-TT", help="z3: Belege ab diesem Tag")
    parser.add_argument("--to", dest="last", type=day, metavar="JJJJ-MM-TT", help="z3: Belege bis zu diesem Tag")
    parser.add_argument("--with-confidential", action="store_true", help="z3: auch vertrauliche Belege")
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    from archive.confidence import veiled
    from export.handover import Span, tree
    from service.cli.space import WHO, opened
    from service.handing_over import made_by, write_audit
    from service.settings import from_environment

    settings = from_environment()
    with opened(settings) as space, show.counter("Ausgeben") as done:
        if arguments.what == "alles":
            from export.handover import FolderTarget

            handed = tree(space, FolderTarget(arguments.target), made_by(WHO), done)
        else:
            seen = space if arguments.with_confidential else veiled(space, settings.db)
            try:
                handed = write_audit(seen, Span(arguments.first, arguments.last), arguments.target, WHO, done)
            finally:
                if seen is not space:
                    seen.close()
    if arguments.json:
        show.as_json({"papers": handed.papers, "originals": handed.originals, "missing": list(handed.missing)})
    else:
        show.result(f"{handed.papers} Eingänge und {handed.originals} Dateien nach {arguments.target} geschrieben.")
        for number in handed.missing:
            show.result(f"Nicht dabei: das Original zu {number}. „mappe verify“ sagt, warum.")
    return TROUBLE if handed.missing else FINE


COMMAND = Command(
    name="export",
    summary="gibt das Archiv so aus, dass man es ohne die Auftragsmappe lesen kann",
    run=_run,
    arguments=_arguments,
    details=(
        "z3: Tabellen (CSV) mit index.xml nach dem Beschreibungsstandard der Finanzverwaltung und die Originale eines Zeitraums. "
        "alles: ein Ordner je Mappe mit ihren Originalen, Seiten für den Browser und alle Tabellen. Der Dienst darf laufen."
    ),
)
