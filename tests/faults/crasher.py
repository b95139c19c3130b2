"""Runs one act of the archive again and again and kills it -9 a little later each time, at every line of ``archive`` in turn.

    python -m tests.faults.crasher FOLDER DATABASE STORE ACT STEP

A program of its own, because it forks: each try is a fresh process that opens the archive as a restart would. After a kill
the act is tried once more to its end, as a sender or the worker would. Tells in JSON how many kills there were and what was said.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

import archive
from archive.backup import backup
from archive.content import Correction
from archive.locations import Locations
from archive.rebuild import rebuild
from archive.restoring import restore
from archive.space import Space, open_as_is, open_space
from tests.cast import ANNA, furnish, hand_in, proposal

OURS = str(Path(archive.__file__).parent)


class Fuse:
    """Kills this process at the ``length``-th line of ours; ``None`` lets it live."""

    def __init__(self, length: int | None) -> None:
        self.left = length

    def lit(self, act: Callable[[], Any]) -> Any:
        """What the act says, if it is left to say anything."""
        if self.left is None:
            return act()
        sys.settrace(self._call)
        try:
            return act()
        finally:
            sys.settrace(None)

    def _call(self, frame: FrameType, _event: str, _arg: object) -> Any:
        return self._line if frame.f_code.co_filename.startswith(OURS) else None

    def _line(self, _frame: FrameType, event: str, _arg: object) -> Any:
        if event == "line":
            assert self.left is not None
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._line


def accept(where: Locations, turn: int, fuse: Fuse) -> str:
    """A paper handed in; says its Eingangsnummer."""
    with closing(open_space(where, "firma")) as space:
        return str(fuse.lit(lambda: hand_in(space, f"paper {turn}".encode()).eingangsnummer))


def file(where: Locations, turn: int, fuse: Fuse) -> str:
    """A paper read and filed; then a person decides otherwise."""
    with closing(open_space(where, "firma")) as space:
        number = _known(space, f"paper {turn}".encode())

        def act() -> str:
            space.documents.file(number, proposal(space, number))
            if space.documents.get(number).orders != ("A-26-0102",):
                space.documents.correct(number, Correction(orders=("A-26-0102",)), ANNA)
            return number

        return str(fuse.lit(act))


def secure(where: Locations, turn: int, fuse: Fuse) -> str:
    """A backup into a folder of its own."""
    with closing(open_space(where, "firma")) as space:
        return str(fuse.lit(lambda: backup(space, where.data / f"sicherung-{turn}").seq))


def bring_back(where: Locations, turn: int, fuse: Fuse) -> str:
    """A backup restored into a folder of its own."""
    to = where.data / f"neu-{turn}"
    there = Locations(to, f"sqlite:{to / 'tabellen'}", f"file:{to / 'ablage'}")
    with closing(open_as_is(there, "firma")) as space:
        return str(fuse.lit(lambda: restore(space, where.data / "sicherung").seq))


def build_anew(where: Locations, _turn: int, fuse: Fuse) -> str:
    """The tables made from the journal."""
    with closing(open_as_is(where, "firma")) as space:
        return str(fuse.lit(lambda: rebuild(space.catalog, space.store)))


ACTS = {act.__name__: act for act in (accept, file, secure, bring_back, build_anew)}


def main() -> None:
    """Ends when an act came to its end before the fuse did."""
    data, db, store, name, step = sys.argv[1:]
    where, act = Locations(Path(data), db, store), ACTS[name]
    with closing(open_space(where, "firma")) as space:
        furnish(space)
        hand_in(space, b"was there before")
        if name == "bring_back":
            backup(space, where.data / "sicherung")
    kills, said, turn = 0, {}, 0
    while True:
        killed, answer = _forked(lambda turn=turn: act(where, turn, Fuse(turn)))
        if killed:
            kills += 1
            again, answer = _forked(lambda turn=turn: act(where, turn, Fuse(None)))
            assert not again
        said[turn] = answer
        if not killed:
            break
        turn += int(step)
    sys.stdout.write(json.dumps({"kills": kills, "said": said}))


def _known(space: Space, data: bytes) -> str:
    receipt = hand_in(space, data)
    return receipt.duplicate_of or receipt.eingangsnummer


def _forked(act: Callable[[], str]) -> tuple[bool, str]:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(theirs, act().encode())
        except BaseException:  # noqa: BLE001 — whatever it was, the parent must hear of it and not run on as a child
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as answer:  # noqa: PTH123 — a descriptor, not a path
        said = answer.read().decode()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True, ""
    assert os.WEXITSTATUS(status) == 0, "the act failed; its traceback stands above"
    return False, said


if __name__ == "__main__":
    main()
