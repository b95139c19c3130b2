"""The one error family: a German sentence for the person, the English cause for the log.

Everything a user can meet is raised as a :class:`Problem`; nothing else is caught and shown. Does not decide HTTP codes.
"""

from __future__ import annotations


class Problem(Exception):  # noqa: N818 — a Problem is a German message for a person, not only an error
    """Something a person should hear about.

    ``code`` is a stable ASCII key for programs, ``message`` the German sentence (what happened and what to do),
    ``cause`` the English explanation for the log, ``retry`` whether trying the same again later can help.
    """

    code = "fehler"
    retry = False

    def __init__(self, message: str, *, cause: str = "", code: str | None = None, retry: bool | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.cause = cause or message
        if code is not None:
            self.code = code
        if retry is not None:
            self.retry = retry

    def __str__(self) -> str:
        return f"{self.code}: {self.cause}"


class Unreadable(Problem):
    """This file can not be read, now or later (empty, encrypted, damaged, not a paper)."""

    code = "unlesbar"


class TooHeavy(Problem):
    """Reading this file broke a bound (memory, time, pixels, size); a person decides whether to try again."""

    code = "zu_gross"


class Unavailable(Problem):
    """A part of the service is away (store, tables, index, disk space); the same will work later."""

    code = "nicht_erreichbar"
    retry = True


class NotFound(Problem):
    """What was asked for does not exist in this space."""

    code = "nicht_gefunden"


class Invalid(Problem):
    """What a person entered can not be accepted as it is."""

    code = "ungueltig"


class Tampered(Problem):
    """Stored bytes or journal entries are not what was written."""

    code = "veraendert"
