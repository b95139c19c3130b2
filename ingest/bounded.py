"""Runs a function on foreign bytes in a child process with hard bounds: memory, CPU, wall time, file size.

A hostile or damaged file may kill that child, never the web or worker process that asked; and who takes the child over
finds no network and nothing to write to (:mod:`ingest.walls`). Children come from a warm fork server, so the caller may
have threads. Only bytes and JSON come back: nothing a child sends is ever unpickled. Does not know what the functions do.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, context, parent_process
from pathlib import Path
from typing import Any

from archive.problems import Problem, TooHeavy, Unavailable, Unreadable
from archive.scratch import scratch
from ingest import walls
from ingest.forkserver import CONTEXT, start

_PROBLEMS: dict[str, type[Problem]] = {kind.__name__: kind for kind in (Unreadable, TooHeavy, Unavailable, Problem)}
_FILE_SIZE = 400 << 20
_ANSWER_SIZE = 256 << 20

Answer = bytes | dict[str, Any] | list[Any] | str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a child may use: seconds on the clock, bytes of address space, seconds of CPU (its programs counted one by one).

    ``reserve`` is address space that a runtime only sets aside; then ``memory`` bounds what it writes. ``folders`` are those
    it may write to besides its own.
    """

    wall: float = 110
    memory: int = 1000 << 20
    cpu: int = 100
    reserve: int = 0
    folders: tuple[str, ...] = ()


def run(function: Callable[..., Answer], *args: object, bounds: Bounds | None = None) -> Any:
    """What ``function(*args)`` returns in a child: bytes, or anything JSON can say. ``function`` stands at the top of a module.

    The child works in an empty folder of its own (pass absolute paths) that is gone afterwards, as are the programs it started.
    A ``Problem`` raised in the child is raised here; broken bounds and crashes raise ``TooHeavy``, everything else ``Unreadable``.
    """
    limits = bounds or Bounds()
    with scratch() as folder:
        ours, theirs = CONTEXT.Pipe(duplex=False)
        child = CONTEXT.Process(target=_child, args=(theirs, str(folder), limits, function, args), daemon=True)
        try:
            _start(child)
            theirs.close()
            frame = _receive(ours, limits.wall)
            if frame is None:
                raise _broken(child, limits)
        finally:
            end(child)
            ours.close()
    return _open(frame)


def _start(child: context.ForkServerProcess) -> None:
    try:
        start(child)
    except (OSError, EOFError) as error:
        raise Unavailable("Der Leser konnte nicht gestartet werden. Das Lesen wird später wiederholt.", cause=repr(error)) from error


def _receive(ours: connection.Connection, wall: float) -> bytes | None:
    """The child's frame, ``None`` when it died without one; raises ``TooHeavy`` when time is up."""
    if not ours.poll(wall):
        raise TooHeavy(
            "Das Lesen dieser Datei dauerte zu lange und wurde abgebrochen. Bitte sehen Sie die Datei selbst an.",
            cause=f"no answer within {wall:.0f} s",
            retry=True,
        )
    try:
        return ours.recv_bytes(_ANSWER_SIZE)
    except (EOFError, OSError):
        return None


def _broken(child: context.ForkServerProcess, limits: Bounds) -> Problem:
    child.join(5)
    code = child.exitcode
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return TooHeavy(
            "Das Lesen dieser Datei braucht zu viel Rechenzeit oder Speicher und wurde abgebrochen. Bitte sehen Sie die Datei selbst an.",
            cause=f"child ended with {code} under {limits}",
            retry=True,
        )
    # A crash may be the file's doing or the program's: it is tried again, and then left to a person.
    return TooHeavy(
        "Das Lesen dieser Datei brach ab. Sie ist beschädigt oder braucht zu viel Speicher. Bitte sehen Sie die Datei selbst an.",
        cause=f"child ended with {code} under {limits}",
        retry=True,
    )


def end(child: context.ForkServerProcess) -> None:
    """Kills the child and every program it started: they share its group."""
    if child.pid is None:
        return
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(child.pid, signal.SIGKILL)
    child.join(5)
    with suppress(ValueError):
        child.close()


def _open(frame: bytes) -> Any:
    kind, body = frame[:1], frame[1:]
    if kind == b"B":
        return body
    answer = json.loads(body)
    if kind == b"J":
        return answer
    raise _PROBLEMS[answer["kind"]](answer["message"], cause=answer["cause"], code=answer["code"], retry=answer["retry"])


def _child(pipe: connection.Connection, folder: str, limits: Bounds, function: Callable[..., Answer], args: tuple[object, ...]) -> None:
    confine(folder, limits)
    pipe.send_bytes(_answer(function, args))
    pipe.close()


def confine(folder: str, limits: Bounds) -> None:
    """Makes this process a child as they all are: bounded, at home in ``folder``, gone when its parent is."""
    # A group and not a session: Linux gives every session the same share of the processor, whatever its niceness (autogroup).
    os.setpgid(0, 0)
    walls.enclose((folder, *limits.folders))  # before there is a second thread: walls stand around one
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _limit(limits)
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.killpg(0, signal.SIGKILL)


def _limit(limits: Bounds) -> None:
    for kind, value in (
        (resource.RLIMIT_AS, limits.reserve or limits.memory),
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _answer(function: Callable[..., Answer], args: tuple[object, ...]) -> bytes:
    try:
        result = function(*args)
    except Problem as problem:
        return _problem(problem)
    except MemoryError:
        return _problem(
            TooHeavy(
                "Diese Datei braucht zum Lesen zu viel Speicher. Bitte geben Sie sie mit geringerer Auflösung ab (300 dpi genügen).",
                cause=traceback.format_exc(limit=-3),
                retry=True,
            ),
        )
    except Exception:  # noqa: BLE001 — foreign bytes can raise anything; the cause goes to the log
        return _problem(
            Unreadable(
                "Die Datei ist beschädigt und konnte nicht gelesen werden. Bitte geben Sie sie noch einmal ab.",
                cause=traceback.format_exc(limit=-5),
            ),
        )
    return b"B" + result if isinstance(result, bytes) else b"J" + json.dumps(result, ensure_ascii=False).encode()


def _problem(problem: Problem) -> bytes:
    kind = next(kind.__name__ for kind in type(problem).__mro__ if kind.__name__ in _PROBLEMS)
    said = {"kind": kind, "message": problem.message, "cause": problem.cause, "code": problem.code, "retry": problem.retry}
    return b"P" + json.dumps(said, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Protection:
    """What this machine keeps readers from, as found out by trying: reaching a network, writing outside their own folders."""

    network: bool
    writing: bool


def protection() -> Protection:
    """Lets a child try what it must not be able to."""
    with scratch() as folder:
        return Protection(**run(_tried, str(folder / "geschrieben")))


def _tried(outside: str) -> dict[str, Answer]:
    def refused(what: Callable[[], object]) -> bool:
        try:
            what()
        except OSError:
            return True
        return False

    return {"network": refused(lambda: socket.socket().close()), "writing": refused(Path(outside).touch)}


def absolute(path: Path) -> str:
    """A path as a child needs it: it works in another folder."""
    return str(path.resolve())
