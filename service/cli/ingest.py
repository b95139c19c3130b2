"""``mappe ingest``: takes files in and, if wanted, waits until they are understood."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json

if TYPE_CHECKING:
    from archive.intake import Intaken, Receipt
    from archive.jobs import Jobs
    from archive.space import Space


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PFAD", help="Dateien oder Ordner (mit allem darunter)")
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--wait", action="store_true", help="wartet, bis jedes Papier abgelegt, in Klärung oder abgelehnt ist")
    when.add_argument(
        "--altbestand",
        action="store_true",
        help="große Übernahme: wird nach allem gelesen, was laufend hereinkommt, und nur in den Stunden von MAPPE_NIGHT",
    )
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    from service.cli.space import opened
    from service.cli.waiting import until_indexed, until_understood, working
    from service.settings import from_environment

    settings = from_environment()
    with opened(settings) as space, working(settings, help_out=arguments.wait) as jobs:
        receipts, status = _accept(space, jobs, arguments.paths, bulk=arguments.altbestand)
        for receipt in show.progress(receipts, len(receipts), "Lesen") if arguments.wait else receipts:
            entry = until_understood(space, receipt.eingangsnummer) if arguments.wait else space.intake.get(receipt.eingangsnummer)
            show.clear()
            _show(space, entry, as_json=arguments.json)
            if entry.state == "rejected" and not receipt.duplicate_of:
                status = TROUBLE
        if arguments.wait:
            until_indexed(jobs, space, settings)
    return status


def _accept(space: Space, jobs: Jobs, paths: list[Path], *, bulk: bool) -> tuple[list[Receipt], int]:
    """Takes everything in first, so that nothing has to wait for reading to be safe."""
    from archive.intake import BACKLOG
    from archive.problems import Unreadable
    from service.cli.papers import accept, files
    from service.cli.space import WHO

    found = list(files(paths))
    receipts, status = [], FINE
    for path in show.progress(found, len(found), "Annehmen"):
        try:
            receipt = accept(space, path, BACKLOG if bulk else "befehl", WHO)
        except Unreadable as problem:
            show.clear()
            show.note(f"mappe: {problem.message}")
            status = TROUBLE
            continue
        receipts.append(receipt)
        if not receipt.duplicate_of and not bulk:  # the workers fetch those of an import themselves
            jobs.put("process", space.name, receipt.eingangsnummer)
    return receipts, status


def _show(space: Space, entry: Intaken, *, as_json: bool) -> None:
    if as_json:
        show.as_json(_record(space, entry))
    else:
        show.result(f"{entry.eingangsnummer}  {entry.scan.name}: {entry.sentence or 'Angenommen, wird gelesen.'}")


def _record(space: Space, entry: Intaken) -> dict[str, Any]:
    from archive.problems import NotFound

    try:
        document = space.documents.get(entry.eingangsnummer)
    except NotFound:
        doctype, orders = "", []
    else:
        doctype, orders = document.doctype, list(document.orders)
    return {
        "eingangsnummer": entry.eingangsnummer,
        "sha256": entry.scan.sha256,
        "state": entry.state,
        "doctype": doctype,
        "orders": orders,
        "message": entry.sentence,
    }


COMMAND = Command(
    name="ingest",
    summary="nimmt Dateien und Ordner in den Eingang",
    run=_run,
    arguments=_arguments,
    details="Läuft der Dienst nicht, liest dieser Befehl mit --wait selbst; sonst liest, wer zuerst frei ist.",
)
