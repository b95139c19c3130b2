"""The words argparse says itself, in German. The words of the commands stand with the commands."""

from __future__ import annotations

import argparse
import re
from datetime import date
from typing import NoReturn

WRONG_USAGE = 2

_WORDS = {
    "usage: ": "Aufruf: ",
    "options": "Optionen",
    "positional arguments": "Angaben",
    "show this help message and exit": "zeigt diese Hilfe",
    "show program's version number and exit": "zeigt die Version",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "the following arguments are required: %s": "Es fehlt: %s",
    "unrecognized arguments: %s": "Unbekannte Angabe: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s ist nicht eindeutig, möglich sind %(matches)s",
    "not allowed with argument %s": "geht nicht zusammen mit %s",
    "ignored explicit argument %r": "nimmt keinen Wert an, bekam aber %r",
    "expected one argument": "braucht einen Wert",
    "expected at most one argument": "nimmt höchstens einen Wert an",
    "expected at least one argument": "braucht mindestens einen Wert",
    "one of the arguments %s is required": "Eine dieser Angaben wird gebraucht: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r gibt es hier nicht. Möglich sind: %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r passt nicht, erwartet wird %(type)s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    " (default: %(default)s)": " (sonst: %(default)s)",
}


def speak_german() -> None:
    """Puts the German words where argparse looks up its own; once per process is enough."""
    # argparse asks gettext, which would need a compiled catalogue and a German locale; our service speaks German everywhere.
    vars(argparse)["_"] = lambda text: _WORDS.get(text, text)
    vars(argparse)["ngettext"] = lambda one, many, count: _several(one if count == 1 else many)


def _several(text: str) -> str:
    return re.sub(r"^expected %s arguments?$", "braucht %s Werte", text)


class Parser(argparse.ArgumentParser):
    """A parser whose errors end with where help is to be found."""

    def error(self, message: str) -> NoReturn:
        """Says what is wrong and ends with exit status 2."""
        command = self.prog if " " in self.prog else "mappe"
        self.exit(WRONG_USAGE, f"{self.prog}: {message}\nHilfe: {command} --help\n")


def whole_number(text: str) -> int:
    """A number without decimals, for ``type=``; the message names it in German."""
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"„{text}“ ist keine ganze Zahl") from error


def day(text: str) -> date | None:
    """``2026-12-31``, for ``type=``; ``None`` for nothing."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Tag, gebraucht wird JJJJ-MM-TT") from error
