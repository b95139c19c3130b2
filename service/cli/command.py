"""What a command is, and how it is hung into the parser. Does not run anything."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

FINE = 0
TROUBLE = 1
"""A paper could not be read, a check failed, a person's input was refused."""
UNAVAILABLE = 3
"""A part of the service is away: store, tables, a program that has to be installed."""
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line. ``arguments`` fills the parser, ``run`` does the work and returns the exit status.

    Modules of commands are imported for every ``--help``, so they import the parts of the service inside ``run`` only.
    """

    name: str
    summary: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda _parser: None
    details: str = ""


def with_json(parser: argparse.ArgumentParser) -> None:
    """Adds ``--json``, as every listing has it."""
    parser.add_argument("--json", action="store_true", help="Ausgabe als JSON, ein Objekt je Zeile")
