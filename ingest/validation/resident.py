"""The process that runs the rules: started once, warm, confined, replaced when it dies. Bytes in, JSON out.

A runtime like Saxon's takes half a second to get ready and reserves far more address space than it uses, so it gets
neither a process per paper nor the bound of the readers: what it writes is bounded, and time per paper.
"""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack, suppress
from multiprocessing import connection, context
from pathlib import Path
from typing import Any

from archive.problems import Problem, TooHeavy
from archive.scratch import scratch
from ingest import bounded
from ingest.bounded import Bounds
from ingest.forkserver import CONTEXT, start
from ingest.validation.engine import Engine, root_name
from ingest.validation.packs import Kind

_BOUNDS = Bounds(wall=40, memory=1400 << 20, cpu=3600, reserve=48 << 30)
_PAPERS = 500
"""After so many papers the process is replaced: whatever it leaked is gone."""


class Resident:
    """One such process. Safe to use from several threads: they take turns."""

    def __init__(self, bounds: Bounds = _BOUNDS) -> None:
        self._bounds = bounds
        self._lock = threading.Lock()
        self._child: context.ForkServerProcess | None = None
        self._pipe: connection.Connection | None = None
        self._open = ExitStack()
        self._papers = 0

    def check(self, xml: bytes, profile: str, *, hybrid: bool, extra: Path | None = None) -> dict[str, Any]:
        """The engine's answer. Raises a ``Problem`` when there is none; the next call begins with a new process."""
        order = json.dumps({"profile": profile, "hybrid": hybrid, "extra": str(extra.resolve()) if extra else ""})
        with self._lock:
            if self._papers >= _PAPERS:
                self._stop()
            try:
                answer = self._ask(order.encode(), xml)
            except (OSError, EOFError) as error:
                self._stop()
                raise TooHeavy("Die Prüfung der E-Rechnung brach ab.", cause=f"validator died: {error!r}") from error
            except BaseException:
                self._stop()
                raise
            self._papers += 1
        if "error" in answer:
            raise Problem("Die Prüfung der E-Rechnung brach ab.", cause=str(answer["error"]), code="pruefung")
        return answer

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._stop()

    def _ask(self, order: bytes, xml: bytes) -> dict[str, Any]:
        pipe = self._pipe or self._start()
        pipe.send_bytes(order)
        pipe.send_bytes(xml)
        if not pipe.poll(self._bounds.wall):
            raise TooHeavy("Die Prüfung der E-Rechnung dauerte zu lange.", cause=f"no answer within {self._bounds.wall:.0f} s")
        answer: dict[str, Any] = json.loads(pipe.recv_bytes())
        return answer

    def _start(self) -> connection.Connection:
        ours, theirs = CONTEXT.Pipe()
        folder = self._open.enter_context(scratch())
        child = CONTEXT.Process(target=_serve, args=(theirs, str(folder), self._bounds), daemon=True)
        start(child)
        theirs.close()
        self._child, self._pipe, self._papers = child, ours, 0
        return ours

    def _stop(self) -> None:
        if self._child is not None:
            bounded.end(self._child)
        if self._pipe is not None:
            self._pipe.close()
        self._open.close()
        self._child = self._pipe = None
        self._papers = 0


def _serve(pipe: connection.Connection, folder: str, bounds: Bounds) -> None:
    bounded.confine(folder, bounds)
    engine = Engine()
    with suppress(EOFError):
        while True:
            order = json.loads(pipe.recv_bytes())
            xml = pipe.recv_bytes()
            pipe.send_bytes(json.dumps(_answer(engine, order, xml), ensure_ascii=False).encode())


def _answer(engine: Engine, order: dict[str, Any], xml: bytes) -> dict[str, Any]:
    try:
        kind = Kind(root_name(xml), order["profile"], order["hybrid"])
        return engine.check(xml, kind, Path(order["extra"]) if order["extra"] else None)
    except Exception as error:  # noqa: BLE001 — rules and runtime are foreign code; the cause goes to the log
        return {"error": repr(error)[:2000]}
