"""``mappe demo``: a small fictional firm to look at, its papers fed through the real pipeline while the service runs."""

from __future__ import annotations

import argparse
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, Command
from service.cli.german import whole_number

if TYPE_CHECKING:
    from service.settings import Settings

FIRM = "musterfirma"
HANDED_IN = f"{FIRM}/abgegeben"
"""Below the data folder: what was generated, and the mark that all of it has been handed in."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--generate", type=Path, metavar="ORDNER", help="schreibt nur Papiere, Stammdaten und gold.jsonl dorthin")
    parser.add_argument("--seed", type=whole_number, default=1, metavar="ZAHL", help="gleiche Zahl, gleiche Papiere (sonst: 1)")


def _run(arguments: argparse.Namespace) -> int:
    from service.cli import demo_firm

    if arguments.generate:
        demo_firm.generate(arguments.generate, arguments.seed)
        show.result(f"Papiere, Stammdaten und gold.jsonl liegen in {arguments.generate}.")
        return FINE
    return _serve(arguments.seed)


def _serve(seed: int) -> int:
    from service.cli.serve import log_to_stderr
    from service.serve import serve
    from service.settings import from_environment

    # The log would run through the progress; whoever wants it sets the level.
    os.environ.setdefault("MAPPE_LOG", "ERROR")
    log_to_stderr()
    settings = from_environment(data="./daten-demo")
    left = _prepare(settings, seed)

    def ready(address: str) -> None:
        show.note(f"Die Auftragsmappe läuft: {address}  (Ende mit Strg+C)")
        if left:
            from service.cli import demo_firm

            threading.Thread(target=demo_firm.feed, args=(settings, left, address), daemon=True).start()

    serve(settings, ready)
    return FINE


def _prepare(settings: Settings, seed: int) -> list[Path]:
    """The papers that still have to be handed in; a later start finds none and loads none of what makes them."""
    if (settings.data / HANDED_IN).exists():
        return []
    from service.cli import demo_firm

    return demo_firm.prepare(settings, seed)


COMMAND = Command(
    name="demo",
    summary="richtet eine erfundene Firma mit Aufträgen und Papieren ein und zeigt sie",
    run=_run,
    arguments=_arguments,
    details="Der Ordner ist MAPPE_DATA (sonst ./daten-demo). Ein zweiter Start findet alles vor.",
)
