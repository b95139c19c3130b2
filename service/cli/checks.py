"""``mappe check`` and ``mappe test``: the house rules and the tests, in a checkout of the source only."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from service.cli import show
from service.cli.command import FINE, TROUBLE, UNAVAILABLE, Command

ROOT = Path(__file__).resolve().parents[2]

_LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Regeln für den Code (ruff)", ("-m", "ruff", "check", "--quiet", ".")),
    ("Schreibweise (ruff format)", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    ("Typen (mypy)", ("-m", "mypy")),
    ("Wände des Hauses (import-linter)", ("-c", _LINT_IMPORTS)),
    ("Hausregeln (tests/house)", ("-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "tests/house")),
)


def _in_checkout() -> bool:
    if (ROOT / "tests").is_dir():
        return True
    show.note("mappe: Dieser Befehl geht nur dort, wo auch der Quelltext liegt.")
    return False


def _python(arguments: tuple[str, ...]) -> int:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.run((sys.executable, *arguments), cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, check=False).returncode


def _check(_arguments: argparse.Namespace) -> int:
    if not _in_checkout():
        return UNAVAILABLE
    failed = []
    for name, arguments in CHECKS:
        show.note(f"── {name}")
        if _python(arguments):
            failed.append(name)
    show.note("")
    if failed:
        show.note(f"Nicht in Ordnung: {'; '.join(failed)}.")
        return TROUBLE
    show.note("Alles in Ordnung.")
    return FINE


def _test_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="auch die langsamen Tests")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="alles Weitere bekommt pytest, zum Beispiel tests/house -x")


def _test(arguments: argparse.Namespace) -> int:
    if not _in_checkout():
        return UNAVAILABLE
    chosen = () if arguments.all else ("-m", "not slow")
    # Whole files, so that what a file sets up (a service, a server) is set up once. Whoever asks for certain tests gets one process.
    side_by_side = () if arguments.rest else ("-n", str(min(os.cpu_count() or 1, 2)), "--dist", "loadfile")
    return TROUBLE if _python(("-m", "pytest", *chosen, *side_by_side, *arguments.rest)) else FINE


CHECK = Command(
    name="check",
    summary="prüft die Hausregeln: Code, Schreibweise, Typen, Wände, Größen",
    run=_check,
)
TEST = Command(
    name="test",
    summary="lässt die Tests laufen",
    run=_test,
    arguments=_test_arguments,
)
