"""Runs an installation on one machine: one web process and its workers, watched and started again when they die."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from archive.problems import Invalid, Problem
from service.settings import Settings

log = logging.getLogger(__name__)

CALM = 30.0
"""Seconds after which a child counts as healthy, so that its next death is answered at once again."""

PR_SET_PDEATHSIG = 1
"""Linux: the signal a process gets when its parent ends."""

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Our own address is never asked for through a proxy that the surroundings name."""


@dataclass
class Child:
    """One process we keep alive."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0


def serve(settings: Settings, ready: Callable[[str], None] = lambda _address: None) -> None:
    """Serves until SIGTERM or SIGINT; ``ready`` is called once with the address when pages are answered.

    Raises ``Invalid`` when the data folder is in use or the port is taken.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with alone(settings):
        _port_is_free(settings)
        host = socket.gethostname()
        workers = [Child(f"worker-{n}", ["worker", "--name", f"{host}-{n}"]) for n in range(1, settings.workers + 1)]
        watch = [Child("watch", ["watch"])] if settings.watch else []
        children = [Child("web", ["web"]), *workers, *watch, Child("channels", ["channels"])]
        try:
            _watch(children, settings, stop, ready)
        finally:
            _stop(children)


def follow_parent() -> None:
    """Ends this process when the one that supervises it ends, however that happens. For processes that :func:`serve` starts."""
    parent = os.environ.get("MAPPE_PARENT", "")
    if parent:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != int(parent):  # It was gone before the call above.
            sys.exit(0)


def _watch(children: list[Child], settings: Settings, stop: threading.Event, ready: Callable[[str], None]) -> None:
    address = settings.own_address
    announced = False
    while not stop.is_set():
        for child in children:
            _keep(child, settings)
        if not announced and _answers(address):
            announced = True
            ready(address)
        stop.wait(0.1 if not announced else 0.5)


def _keep(child: Child, settings: Settings) -> None:
    now = time.monotonic()
    if child.process is not None:
        code = child.process.poll()
        if code is None:
            return
        # Who was killed may start again at once; who gives up by itself will most likely do so again.
        child.deaths = 1 if code < 0 or now - child.started > CALM else child.deaths + 1
        if child.name == "web" and child.deaths > 5:
            raise Problem("Der Dienst startet nicht. Den Grund nennt das Protokoll oben.", cause=f"web exited {child.deaths} times")
        child.process, child.due = None, now + min(30.0, 0.2 * 2**child.deaths)
        log.error("%s ended with %s, starting again", child.name, code)
    if now >= child.due:
        child.started = now
        command = [sys.executable, "-m", "service.cli", *child.arguments]
        child.process = subprocess.Popen(command, env={**os.environ, **settings.environment(), "MAPPE_PARENT": str(os.getpid())})


def _stop(children: list[Child]) -> None:
    running = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + 8
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str) -> bool:
    try:
        with _DIRECT.open(f"{address}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keeps a second service off the same data folder. The lock dies with the process, however it ends."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "dienst.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Invalid(
                f"Mit dem Datenordner „{settings.data}“ läuft schon ein Dienst. Bitte benutzen Sie ihn oder beenden Sie ihn zuerst.",
                cause="data folder is locked",
            ) from error
        yield


def _port_is_free(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            address = f"Die Adresse {settings.own_address.removeprefix('http://')}"
            if error.errno == errno.EADDRINUSE:
                raise Invalid(f"{address} ist schon belegt. Bitte wählen Sie mit MAPPE_PORT eine andere.", cause=str(error)) from error
            raise Invalid(
                f"{address} lässt sich auf diesem Rechner nicht öffnen. Bitte prüfen Sie MAPPE_HOST und MAPPE_PORT.", cause=str(error)
            ) from error
