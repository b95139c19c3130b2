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
    parser.add_argument(
        "--set", dest="which", default="klein", metavar="SATZ", help="klein (60 Papiere), voll (300) oder mini (13); sonst: klein"
    )
    parser.add_argument("--prepare", action="store_true", help="liest den Satz einmal und packt alles; spätere Starts dauern dann Sekunden")
    parser.add_argument("--seed", type=whole_number, default=1, metavar="ZAHL", help="gleiche Zahl, gleiche Papiere (sonst: 1)")


def _run(arguments: argparse.Namespace) -> int:
    from service.cli import demo_firm

    if arguments.generate:
        demo_firm.generate(arguments.generate, arguments.seed, arguments.which)
        show.result(f"Papiere, Stammdaten und gold.jsonl liegen in {arguments.generate}.")
        return FINE
    return _pack(arguments.seed, arguments.which) if arguments.prepare else _serve(arguments.seed, arguments.which)


def _settings(which: str) -> Settings:
    from service.settings import from_environment

    return from_environment(data="./daten-demo" if which == "klein" else f"./daten-demo-{which}")


def _pack(seed: int, which: str) -> int:
    from service.cli import demo_prepare

    os.environ.setdefault("MAPPE_LOG", "ERROR")
    path = demo_prepare.build(_settings(which), which, seed)
    size = path.stat().st_size // 1_000_000
    show.result(f"Der Satz „{which}“ ist vorbereitet: {path} ({size} MB). „mappe demo --set {which}“ lädt ihn in einen leeren Datenordner.")
    return FINE


def _serve(seed: int, which: str) -> int:
    from service.cli.serve import log_to_stderr
    from service.serve import serve

    # The log would run through the progress; whoever wants it sets the level.
    os.environ.setdefault("MAPPE_LOG", "ERROR")
    log_to_stderr()
    settings = _settings(which)
    left = _prepare(settings, seed, which)

    def ready(address: str) -> None:
        show.note(f"Die Auftragsmappe läuft: {address}  (Ende mit Strg+C)")
        if left:
            from service.cli import demo_firm

            threading.Thread(target=demo_firm.feed, args=(settings, left, address), daemon=True).start()

    serve(settings, ready)
    return FINE


def _prepare(settings: Settings, seed: int, which: str) -> list[Path]:
    """The papers that still have to be handed in; a later start finds none and loads none of what makes them."""
    if (settings.data / HANDED_IN).exists():
        return []
    from service.cli import demo_firm, demo_prepare

    if demo_prepare.load_if_there(settings, which, seed):
        return []
    return demo_firm.prepare(settings, seed, which)


COMMAND = Command(
    name="demo",
    summary="richtet eine erfundene Firma mit Aufträgen und Papieren ein und zeigt sie",
    run=_run,
    arguments=_arguments,
    details="Der Ordner ist MAPPE_DATA (sonst ./daten-demo, für andere Sätze ./daten-demo-SATZ). Ein zweiter Start findet alles vor.",
)
