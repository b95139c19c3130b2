"""The command line: parses, calls one command, turns a Problem into a sentence and an exit status. Does no work itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from archive.problems import Problem, Unavailable
from service.cli import command, show
from service.cli.parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status: 0 fine, 1 trouble with a paper, 2 wrong usage, 3 a part is away."""
    show.speak_utf8()
    parsed = parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except KeyboardInterrupt:
        show.note("Abgebrochen.")
        return command.INTERRUPTED
    except BrokenPipeError:
        _silence()
        return command.FINE
    except OSError as error:
        show.clear()
        show.note(f"mappe: {_unusable(error)}")
        return command.UNAVAILABLE
    except Problem as problem:
        show.clear()
        show.note(f"mappe: {problem.message}")
        return command.UNAVAILABLE if isinstance(problem, Unavailable) else command.TROUBLE


def _unusable(error: OSError) -> str:
    if error.filename is None:
        _silence()
        return "Die Ausgabe ließ sich nicht schreiben. Bitte prüfen Sie, ob dort noch Platz ist."
    return f"„{os.fsdecode(error.filename)}“ lässt sich nicht benutzen. Bitte prüfen Sie den Pfad, die Rechte und den freien Platz."


def _silence() -> None:
    """Nobody takes the output any more; Python would complain once more when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
