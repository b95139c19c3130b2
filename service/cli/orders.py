"""``mappe orders import``: orders, purchase orders, suppliers and customers from a CSV file."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json

if TYPE_CHECKING:
    from archive.orders_csv import Preview
    from archive.space import Space


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="Was geschehen soll", metavar="TÄTIGKEIT", dest="action", required=True)
    into = actions.add_parser(
        "import",
        help="übernimmt Aufträge, Bestellungen, Lieferanten oder Kunden aus einer CSV-Datei",
        description="Übernimmt Aufträge, Bestellungen, Lieferanten oder Kunden aus einer CSV-Datei. Ergänzt und ändert, löscht nie.",
        epilog="Trennzeichen und Kodierung werden erkannt. Zeilen mit Fehlern bleiben weg und führen am Ende zu Status 1.",
        allow_abbrev=False,
    )
    into.add_argument("csv", type=Path, metavar="CSV", help="Datei mit Spaltennamen in der ersten Zeile")
    into.add_argument("--preview", action="store_true", help="zeigt nur, was geschehen würde")
    with_json(into)


def _run(arguments: argparse.Namespace) -> int:
    from archive.orders_csv import import_csv, preview
    from service.cli.papers import no_file
    from service.cli.space import WHO, opened

    try:
        data = arguments.csv.read_bytes()
    except OSError as error:
        raise no_file(arguments.csv, error) from error
    with opened() as space:
        if arguments.preview:
            shown = preview(space, data)
        else:
            shown = import_csv(space, data, WHO)
            _match_again(space)
    _show(shown, arguments)
    return TROUBLE if shown.errors else FINE


def _match_again(space: Space) -> None:
    """Papers that wait may belong to what was just imported."""
    from archive.jobs import open_jobs
    from service.settings import from_environment

    with closing(open_jobs(from_environment().jobs)) as jobs:
        # The newest entry as key: a job that runs already began before this import, and must not count for it.
        jobs.put("match", space.name, str(space.journal.head()[0]))


def _show(shown: Preview, arguments: argparse.Namespace) -> None:
    if arguments.json:
        errors = [{"row": error.row, "column": error.column, "message": error.message} for error in shown.errors]
        show.as_json({"kind": shown.kind, "new": shown.new, "changed": shown.changed, "same": shown.same, "errors": errors})
        return
    for error in shown.errors:
        show.result(f"Zeile {error.row}, {error.column or 'ganze Zeile'}: {error.message}")
    for hint in shown.hints:
        show.result(hint)
    verb = "Erkannt" if arguments.preview else "Übernommen"
    counts = f"{shown.new} neu, {shown.changed} geändert, {shown.same} unverändert, {len(shown.errors)} mit Fehler"
    show.result(f"{verb} ({shown.kind}): {counts}.")


COMMAND = Command(
    name="orders",
    summary="übernimmt Aufträge und Bestellungen",
    run=_run,
    arguments=_arguments,
)
