"""The process of the scan folder: looks every few seconds, takes what is whole, notes what it did. Reads no paper."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.jobs import Jobs, open_jobs
from archive.problems import Invalid, Problem, Unavailable
from archive.space import Space, open_space
from service.names import display_name
from service.serve import follow_parent
from service.settings import Settings
from service.watch import state
from service.watch.layout import LOCK, Sight, missing, sights
from service.watch.quiet import Quiet, whole
from service.watch.state import State, Waiting
from service.watch.taking import STUCK, UNFINISHED, Claimed, Taking

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds between two looks. Looking is all there is: network drives tell nobody when something arrives."""


class Watcher:
    """Looks into one folder for one space. Holds the folder's lock for the whole of a look, so several may run."""

    def __init__(self, settings: Settings, space: Space, jobs: Jobs) -> None:
        self._root = Path(settings.watch)
        self._data = settings.data
        self._taking = Taking(self._root, space, jobs, settings.upload_mb)
        self._quiet = Quiet()
        self._state = state.read(settings.data)
        self._stuck = ""

    def look(self, now: float, stopped: Callable[[], bool] = lambda: False) -> State:
        """One look at clock ``now`` (seconds); what is whole is in the archive afterwards. Never raises a ``Problem``."""
        waiting = list[Waiting]()
        self._stuck = ""
        try:
            with alone(self._root) as first:
                if not first:
                    return self._state
                self._finish(self._taking.claimed(), stopped)
                waiting = self._take(now, stopped)
        except Problem as trouble:
            log.warning("scan folder: %s", trouble)
            self._stuck = trouble.message
        self._note(self._state.looking(self._stuck, waiting))
        return self._state

    def _take(self, now: float, stopped: Callable[[], bool]) -> list[Waiting]:
        passed_by: dict[Path, str] = {}
        found = list(sights(self._root, passed_by))
        waiting = [Waiting(display_name(path.name), why) for path, why in passed_by.items()]
        for sight, rest in self._quiet.rests(found, now):
            if stopped():
                break
            if why := self._not_yet(sight, rest):
                waiting.append(Waiting(display_name(sight.path.name), why))
            elif claimed := self._taking.claim(sight.path):
                self._finish([claimed], stopped)
        return waiting

    def _not_yet(self, sight: Sight, rest: float) -> str:
        try:
            done = whole(self._root / sight.path, rest)
        except FileNotFoundError:
            return "Sie wurde umbenannt oder weggenommen."
        except OSError as error:
            log.info("can not open %r: %s", str(sight.path), error)
            return "Sie lässt sich nicht öffnen. Bitte geben Sie dem Dienst das Recht, sie zu lesen."
        return "" if done else "Sie wird noch geschrieben, oder ihr Ende fehlt. Sie wird geholt, sobald sie sich nicht mehr ändert."

    def _finish(self, files: list[Claimed], stopped: Callable[[], bool]) -> None:
        for claimed in files:
            if stopped():
                return
            try:
                number = self._taking.take(claimed)
            except Unavailable as problem:
                if problem.code not in (UNFINISHED, STUCK):
                    raise
                log.warning("scan folder: %s", problem)
                self._stuck = problem.message if problem.code == STUCK else self._stuck
                continue
            if number:
                log.info("%s taken from the scan folder", number)
                self._note(self._state.took(display_name(claimed.origin.name), number))

    def _note(self, now: State) -> None:
        self._state = now
        try:
            state.write(self._data, now)
        except OSError as error:
            log.warning("state of the scan folder not written: %s", error)


@contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Whether this process may pick up now: False while another does. The lock dies with its process. Raises ``Unavailable``."""
    try:
        fd = os.open(root / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o660)
    except FileNotFoundError as error:
        raise Unavailable(missing(root), cause=str(error)) from error
    except OSError as error:
        sentence = f"In den Scan-Ordner „{root}“ lässt sich nichts schreiben. Bitte prüfen Sie die Rechte und den freien Platz."
        raise Unavailable(sentence, cause=str(error)) from error
    try:
        yield _locked(fd)
    finally:
        os.close(fd)


def _locked(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        sentence = "Der Scan-Ordner lässt keine Sperre zu. Bitte binden Sie das Netzlaufwerk ohne die Option „nolock“ ein."
        raise Unavailable(sentence, cause=str(error)) from error
    return True


def run(settings: Settings) -> None:
    """Works until SIGTERM or SIGINT. Raises ``Invalid`` when no folder is set."""
    if not settings.watch:
        raise Invalid("Es ist kein Scan-Ordner eingestellt. Bitte nennen Sie ihn mit MAPPE_WATCH.", cause="MAPPE_WATCH is empty")
    follow_parent()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # Looking whether somebody writes takes a lease; who opens the file just then has the kernel send this, which would end the process.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    os.nice(5)
    jobs = open_jobs(settings.jobs)
    space = open_space(settings.locations, settings.space)
    watcher = Watcher(settings, space, jobs)
    try:
        while not stop.is_set():
            watcher.look(time.monotonic(), stop.is_set)
            stop.wait(PAUSE)
    finally:
        jobs.close()
        space.close()
