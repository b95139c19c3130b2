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
        # The reader (head, less) has gone; Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return command.FINE
    except Problem as problem:
        show.clear()
        show.note(f"mappe: {problem.message}")
        return command.UNAVAILABLE if isinstance(problem, Unavailable) else command.TROUBLE
