"""``mappe serve`` and the processes it supervises: ``worker``, ``web``, ``watch``, ``channels``."""

from __future__ import annotations

import argparse
import os
import socket
from contextlib import closing
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, Command

if TYPE_CHECKING:
    from service.settings import Settings


def _serve(_arguments: argparse.Namespace) -> int:
    from service.serve import serve
    from service.settings import from_environment

    log_to_stderr()
    settings = from_environment()
    serve(settings, lambda _address: _tell(settings))
    return FINE


def _tell(settings: Settings) -> None:
    show.note(f"Die Auftragsmappe läuft: {settings.known_as}  (Ende mit Strg+C)")
    if settings.local:
        return
    from archive.installation.house import open_installation
    from service.auth.setup_code import setup_code

    with closing(open_installation(settings.locations)) as installation:
        if not installation.people.any():
            show.note(f"Noch ist niemand eingetragen. Bitte öffnen Sie {settings.known_as}/einrichten")
            show.note(f"Einrichtungscode: {setup_code(settings)}")


def _worker_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--name",
        default=f"{socket.gethostname()}-{os.getpid()}",
        help="unter diesem Namen arbeitet er; zwei zugleich brauchen verschiedene Namen, ein neu gestarteter am besten seinen alten",
    )


def _worker(arguments: argparse.Namespace) -> int:
    from service.settings import from_environment
    from service.worker import run

    log_to_stderr()
    run(from_environment(), arguments.name)
    return FINE


def _web(_arguments: argparse.Namespace) -> int:
    from service.settings import from_environment
    from service.web import run

    log_to_stderr()
    run(from_environment())
    return FINE


def _watch(_arguments: argparse.Namespace) -> int:
    from service.settings import from_environment
    from service.watch.run import run

    log_to_stderr()
    run(from_environment())
    return FINE


def _channels(_arguments: argparse.Namespace) -> int:
    from service.channels.run import run
    from service.settings import from_environment

    log_to_stderr()
    run(from_environment())
    return FINE


def log_to_stderr() -> None:
    """The log of the service: one line per event, for a person or a service manager to keep."""
    from service.logs import set_up

    set_up()


SERVE = Command(
    name="serve",
    summary="startet den Dienst: Seiten und Texterkennung, bis Strg+C",
    run=_serve,
    details="Adresse und Zahl der Arbeiter: MAPPE_HOST, MAPPE_PORT, MAPPE_WORKERS.",
)
WORKER = Command(
    name="worker",
    summary="startet nur einen Arbeiter, der Papiere liest (für mehrere Rechner)",
    run=_worker,
    arguments=_worker_arguments,
)
WEB = Command(
    name="web",
    summary="startet nur die Seiten, ohne Arbeiter (für mehrere Rechner)",
    run=_web,
)
WATCH = Command(
    name="watch",
    summary="holt nur Dateien aus dem Scan-Ordner MAPPE_WATCH (für mehrere Rechner)",
    run=_watch,
)
CHANNELS = Command(
    name="channels",
    summary="holt nur Postfächer ab und benachrichtigt andere Programme (für mehrere Rechner)",
    run=_channels,
)
