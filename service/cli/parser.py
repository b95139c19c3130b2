"""The parser of the whole command line, put together from the commands in the order of the help."""

from __future__ import annotations

import argparse

from service import __version__
from service.cli import (
    backup,
    checks,
    completion,
    demo,
    doctor,
    einvoice,
    handover,
    ingest,
    key,
    move,
    orders,
    quality,
    read,
    rebuild,
    search,
    serve,
    spaces,
    supply,
    training,
    user,
    verify,
)
from service.cli.command import Command
from service.cli.german import Parser, speak_german

COMMANDS: tuple[Command, ...] = (
    demo.COMMAND,
    serve.SERVE,
    serve.WORKER,
    serve.WEB,
    serve.WATCH,
    serve.CHANNELS,
    ingest.COMMAND,
    read.COMMAND,
    einvoice.COMMAND,
    quality.COMMAND,
    search.COMMAND,
    orders.COMMAND,
    training.COMMAND,
    user.COMMAND,
    key.COMMAND,
    spaces.COMMAND,
    verify.COMMAND,
    doctor.COMMAND,
    rebuild.COMMAND,
    handover.COMMAND,
    backup.BACKUP,
    backup.RESTORE,
    move.COMMAND,
    checks.CHECK,
    checks.TEST,
    supply.SBOM,
    supply.AUDIT,
    completion.COMMAND,
)

_END = """\
Ende-Status: 0 alles gut, 1 ein Papier oder eine Prüfung hatte ein Problem, 2 falscher Aufruf,
3 ein Teil des Dienstes ist nicht erreichbar oder nicht eingerichtet, 130 abgebrochen.

Alles liegt im Datenordner MAPPE_DATA (sonst ./daten), der Bereich heißt MAPPE_SPACE (sonst firma).
Weitere Einstellungen: docs/handbuch/betrieb.md. Hilfe zu einem Befehl: mappe BEFEHL --help
"""


def _layout(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=20)


def parser() -> Parser:
    """The parser; the chosen command's function stands in ``run`` of what it returns."""
    speak_german()
    top = Parser(
        prog="mappe",
        description="Auftragsmappe: jedes Papier eines Auftrags in einer digitalen Mappe.",
        epilog=_END,
        formatter_class=_layout,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"Auftragsmappe {__version__}", help="zeigt die Version")
    commands = top.add_subparsers(title="Befehle", metavar="BEFEHL", dest="command", required=True)
    for command in COMMANDS:
        below = commands.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            epilog=command.details or None,
            formatter_class=_layout,
            allow_abbrev=False,
        )
        command.arguments(below)
        below.set_defaults(run=command.run)
    return top
