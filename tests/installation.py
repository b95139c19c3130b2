"""A whole installation for tests: ``mappe serve`` on a free port with a data folder of its own, and ways to hurt it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self

import httpx2

from archive.space import Space, open_space
from service.settings import Settings, from_environment
from tests.servers import free_ports

ROOT = Path(__file__).parent.parent


class Installation:
    """Web and workers as separate processes, supervised; stopped when the context is left."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.environment = {
            "MAPPE_DATA": str(data),
            "MAPPE_PORT": str(free_ports(1)[0]),
            **{f"MAPPE_{key.upper()}": value for key, value in settings.items()},
        }
        self.settings: Settings = from_environment(self.environment)
        self.address = f"http://127.0.0.1:{self.settings.port}"
        self._log = data.parent / f"{data.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._start()
        self.wait_until_answering()
        return self

    def _start(self) -> None:
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "service.cli", "serve"]
            environment = {**os.environ, **self.environment}
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        assert self._process is not None
        return self._process.pid

    def start_again(self) -> None:
        """Starts it once more, after its supervisor was killed; what was left of it gives way first."""
        assert self._process is not None
        self._process.wait()
        for _ in range(60):
            self._start()
            time.sleep(2)
            if self._process.poll() is None:
                self.wait_until_answering(300)
                return
        raise AssertionError(self.log())

    def wait_until_answering(self, seconds: float = 60) -> None:
        """Waits until pages are answered; fails with the log when that takes too long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                    return
            except OSError:
                assert self._process is not None
                assert self._process.poll() is None, self.log()
                time.sleep(0.1)
        raise AssertionError(self.log())

    def log(self) -> str:
        """What the service wrote so far."""
        return self._log.read_text(errors="replace")

    def children(self) -> list[int]:
        """The process ids of web and workers."""
        return [int(child) for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def kill(self, pid: int) -> None:
        """Kill -9, as the out-of-memory killer does it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def upload(self, data: bytes, name: str) -> str:
        """One paper through the interface; its Eingangsnummer. Raises ``httpx2.HTTPError`` when it was not acknowledged."""
        answer = httpx2.post(f"{self.address}/api/v1/documents", files={"file": (name, data)}, timeout=30, trust_env=False)
        answer.raise_for_status()
        return str(answer.json()["receipts"][0]["eingangsnummer"])

    def space(self) -> Space:
        """The same space, opened beside the running service."""
        return open_space(self.settings.locations, self.settings.space)
