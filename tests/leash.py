"""What every server of the tests has in common: a folder, a leash, ready means ready, and coming back after a fall.

A server can be stopped, killed and started again on the same data and ports, for tests of what happens while it is away.
Which servers there are stands in ``tests/servers.py``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest

LOOPBACK = "127.0.0.1"
PATIENCE = 60.0
"""Seconds until a server must answer; generous, because two cores may be busy with other tests."""


class Server:
    """A child process with its own folder. It dies with the test run, also when that is killed."""

    death = signal.SIGKILL
    not_ready: ClassVar[tuple[type[Exception], ...]] = (OSError,)
    """What :meth:`probe` may raise for as long as the server is starting."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="mappe-"))
        self.home.chmod(0o755)
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def probe(self) -> None:
        """Raises while the server does not answer a real request."""
        raise NotImplementedError

    def start(self) -> None:
        with (self.home / "log").open("ab") as log:
            leash = ["setpriv", "--pdeathsig", self.death.name.removeprefix("SIG"), "--"]
            self._process = subprocess.Popen(
                [*leash, *self.command()], cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **servant()
            )
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        self._end(self.death)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _end(self, sign: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(sign)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.probe()
            except self.not_ready as why:
                if process.poll() is not None or time.monotonic() > end:
                    log = (self.home / "log").read_text(errors="replace")[-3000:]
                    raise RuntimeError(f"{type(self).__name__} does not start: {why}\n{log}") from why
                time.sleep(0.1)


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@contextmanager
def away(server: Server, end: Callable[[], None] | None = None) -> Iterator[None]:
    """While in here the server is stopped (or what ``end`` does to it); afterwards it is back on the same data and port."""
    (end or server.stop)()
    try:
        yield
    finally:
        server.start()


def missing(program: str, package: str) -> None:
    """A test without its server proves nothing: red in CI, a skip with a clear word on a developer's machine."""
    word = f"{program} is not installed (package {package})"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(word)
    pytest.skip(word)


def _user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then an unprivileged user runs the servers."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres", known["nobody"])


def servant() -> dict[str, Any]:
    user = _user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def hand_over(home: Path) -> None:
    if user := _user():
        for path in (home, *home.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)
