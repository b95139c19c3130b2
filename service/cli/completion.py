"""``mappe completion``: the completion script for a shell, on standard output."""

from __future__ import annotations

import argparse

from service.cli import show
from service.cli.command import FINE, Command


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh"), metavar="SHELL", help="bash oder zsh")


def _run(arguments: argparse.Namespace) -> int:
    import shtab

    from service.cli.parser import parser

    show.result(shtab.complete(parser(), arguments.shell))
    return FINE


COMMAND = Command(
    name="completion",
    summary="gibt das Skript für die Vervollständigung mit der Tabulatortaste aus",
    run=_run,
    arguments=_arguments,
    details='Für bash: eval "$(mappe completion bash)" in ~/.bashrc\nFür zsh:  mappe completion zsh > ~/.zfunc/_mappe',
)
