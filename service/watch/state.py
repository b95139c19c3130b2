"""What the scan folder's process last did, as a file in the data folder for the page under Verwaltung. Expendable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive import codec
from archive.problems import Problem

MOST = 20
"""Files and problems that are named; there may be more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is not taken yet, and why, in German."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class State:
    """The last look. Times are ISO with zone, "" for never; ``problem`` is a German sentence, "" when all is well."""

    looked: str = ""
    problem: str = ""
    taken: int = 0
    last_name: str = ""
    last_number: str = ""
    last_at: str = ""
    waiting: int = 0
    files: tuple[Waiting, ...] = ()

    def looking(self, problem: str, waiting: list[Waiting]) -> State:
        """The state after a look."""
        return replace(self, looked=_now(), problem=problem, waiting=len(waiting), files=tuple(waiting[:MOST]))

    def took(self, name: str, number: str) -> State:
        """The state after a file was taken."""
        return replace(
            self, looked=_now(), taken=self.taken + 1, waiting=max(0, self.waiting - 1), last_name=name, last_number=number, last_at=_now()
        )


def read(data: Path) -> State:
    """The last state that was written; an empty one when there is none or it can not be read."""
    try:
        return codec.loads(State, _file(data).read_bytes())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, Problem):
        return State()


def write(data: Path, state: State) -> None:
    """Replaces it whole. Raises ``OSError``."""
    path = _file(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".neu")
    draft.write_text(codec.dumps(state), encoding="utf-8")
    draft.replace(path)


def _file(data: Path) -> Path:
    return data / "eingangswege" / "scan-ordner.json"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
