"""What a channel last did, and what it put aside for a person, as files in the data folder.

What it last did is expendable. How far a webhook was told is not, and neither is what people decided about asides.
An aside is one thing (a mail, a message) that could not go its way while others do. People try it again or dismiss it on screen.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from archive import codec
from archive.problems import Problem, Unavailable
from service.channels.kept import folder_of, write_private

log = logging.getLogger(__name__)

_PLACE = "stelle.txt"
_LOST = (
    "Wie weit dieses Programm schon benachrichtigt ist, lässt sich nicht lesen. Gesendet wird nichts, damit nichts ausgelassen wird. "
    "Bitte prüfen Sie die Rechte im Datenordner, oder nehmen Sie die Benachrichtigung heraus und richten Sie sie neu ein."
)
Act = Literal["erneut", "streichen"]
"""What a person says about something that was put aside."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Run:
    """The last look. Times are ISO with zone, "" for never; ``problem`` is a German sentence, "" when all is well.

    ``more``: the turn was over before everything was done. ``seq``: where early versions kept what :meth:`Notes.place` is now.
    """

    looked: str = ""
    problem: str = ""
    code: str = ""
    failures: int = 0
    count: int = 0
    last_name: str = ""
    last_number: str = ""
    last_at: str = ""
    waiting: int = 0
    more: bool = False
    seq: int = -1

    @property
    def looked_at(self) -> datetime | None:
        """When it last looked."""
        return datetime.fromisoformat(self.looked) if self.looked else None

    @property
    def done_at(self) -> datetime | None:
        """When one thing last went its way."""
        return datetime.fromisoformat(self.last_at) if self.last_at else None

    def looking(self, problem: Problem | None, waiting: int, *, more: bool = False) -> Run:
        """The state after a look."""
        failures = self.failures + 1 if problem else 0
        said, code = (problem.message, problem.code) if problem else ("", "")
        return replace(self, looked=_now(), problem=said, code=code, failures=failures, waiting=waiting, more=more)

    def did(self, name: str, number: str) -> Run:
        """The state after one thing went its way."""
        return replace(self, count=self.count + 1, last_name=name, last_number=number, last_at=_now())


@dataclass(frozen=True, slots=True)
class Aside:
    """One thing that waits for a person: ``key`` names it within its channel. ``final``: it is not tried again by itself.

    ``dismissed`` and ``again`` are what a person said; the channel acts on it at its next look.
    """

    key: str
    name: str
    why: str
    at: str = field(default_factory=_now)
    tries: int = 1
    final: bool = True
    dismissed: bool = False
    again: bool = False


class Notes:
    """The files of one channel of one space."""

    def __init__(self, data: Path, space: str, channel: str) -> None:
        self._folder = folder_of(data, space) / channel

    def run(self) -> Run:
        """The last state that was written; an empty one when there is none or it can not be read."""
        try:
            return codec.loads(Run, (self._folder / "stand.json").read_bytes())
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Run()

    def note(self, run: Run) -> None:
        """Replaces it whole. What can not be written is told in the log; the channel goes on."""
        try:
            write_private(self._folder / "stand.json", codec.dumps(run))
        except OSError as error:
            log.warning("state of %s not written: %s", self._folder.name, error)

    def place(self) -> int:
        """The last journal entry a webhook was told of, -1 before the first. Raises ``Unavailable`` when it is kept and not readable."""
        try:
            return int((self._folder / _PLACE).read_text(encoding="ascii"))
        except FileNotFoundError:
            return self.run().seq
        except (OSError, ValueError) as error:
            raise Unavailable(_LOST, cause=f"{self._folder.name}/{_PLACE}: {type(error).__name__}", code="stelle") from error

    def note_place(self, seq: int) -> None:
        """Keeps it durably. Raises ``OSError``."""
        write_private(self._folder / _PLACE, str(seq))

    def asides(self) -> list[Aside]:
        """All, oldest first."""
        found = []
        for path in self._folder.glob("wartet-*.json"):
            try:
                found.append(codec.loads(Aside, path.read_bytes()))
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                continue  # taken away meanwhile, or damaged: then it is tried again and noted anew
        return sorted(found, key=lambda aside: (aside.at, len(aside.key), aside.key))

    def put_aside(self, aside: Aside) -> None:
        """Notes it durably. Raises ``OSError``."""
        write_private(self._path(aside.key), codec.dumps(aside))

    def forget_aside(self, key: str) -> None:
        """Strikes an aside off."""
        self._path(key).unlink(missing_ok=True)

    def decide(self, key: str, *, again: bool) -> None:
        """Has an aside tried again, or struck off for good, at the next look; does nothing when there is none."""
        for aside in self.asides():
            if aside.key == key:
                self.put_aside(replace(aside, again=again, dismissed=not again))

    def forget(self) -> None:
        """Takes the channel's files away."""
        for path in (*self._folder.glob("*.json"), self._folder / _PLACE):
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        safe = "".join(char if char.isalnum() and char.isascii() else "-" for char in key)
        return self._folder / f"wartet-{safe[:100]}.json"
