"""Several hosts on one machine: network namespaces on a bridge of their own, each with an address, to kill, cut off or slow down.

Needs root and the right to make namespaces; :func:`village` skips with a clear word where either is missing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.house.tree import ROOT

NET = "10.213.77"
_BRIDGE = "mappe-br"


def _ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=True)


class Host:
    """One host: a namespace with one cable to the bridge. Its processes are children of this test."""

    def __init__(self, number: int) -> None:
        self.name = f"mappe-h{number}"
        self.address = f"{NET}.{number + 10}"
        self._cable = f"mappe-v{number}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def build(self) -> None:
        _ip("netns", "add", self.name)
        _ip("link", "add", self._cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        _ip("link", "set", self._cable, "master", _BRIDGE, "up")
        _ip("-n", self.name, "addr", "add", f"{self.address}/24", "dev", "eth0")
        _ip("-n", self.name, "link", "set", "eth0", "up")
        _ip("-n", self.name, "link", "set", "lo", "up")

    def run(self, *arguments: str, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
        """A process on this host, which ends with this test run."""
        command = ["setpriv", "--pdeathsig", "KILL", "--", "ip", "netns", "exec", self.name, sys.executable, *arguments]
        with log.open("ab") as out:
            process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=out, stderr=out)
        self.processes.append(process)
        return process

    def kill(self) -> None:
        """The power goes."""
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.processes.clear()

    def cut(self) -> None:
        """The cable is out: nothing comes or goes, and nobody is told."""
        _ip("link", "set", self._cable, "down")

    def mend(self) -> None:
        _ip("link", "set", self._cable, "up")

    def slow(self) -> None:
        """It gets a sixth of the time: a host under heavy load, or one whose disk hangs again and again."""
        threading.Thread(target=self._falter, daemon=True).start()

    def _falter(self) -> None:
        while self.processes:
            for sign, seconds in ((signal.SIGSTOP, 0.5), (signal.SIGCONT, 0.1)):
                for process in list(self.processes):
                    process.send_signal(sign)
                time.sleep(seconds)

    def bad_line(self) -> None:
        """Its cable lets little through and loses one packet in ten, in both directions."""
        inside = ("ip", "netns", "exec", self.name)
        shape = ("tc", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", "2mbit", "burst", "16kb", "latency", "400ms")
        lose = ("-m", "statistic", "--mode", "random", "--probability", "0.1", "-j", "DROP")
        for command in (shape, *(("iptables", "-A", chain, *lose) for chain in ("INPUT", "OUTPUT"))):
            if not shutil.which(command[0]) or subprocess.run([*inside, *command], capture_output=True, check=False).returncode:
                pytest.skip(f"{command[0]} is not installed or not permitted here: no bad line to be had")

    def tear_down(self) -> None:
        self.kill()
        _ip("netns", "del", self.name, check=False)
        _ip("link", "del", self._cable, check=False)


@contextmanager
def village(count: int) -> Iterator[list[Host]]:
    """So many hosts; the machine itself has the address ``NET.1`` among them."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("network namespaces need root and the program ip (package iproute2)")
    if subprocess.run(["ip", "link", "add", _BRIDGE, "type", "bridge"], capture_output=True, check=False).returncode:
        pytest.skip("network namespaces are not permitted here")
    with ExitStack() as stack:
        stack.callback(_ip, "link", "del", _BRIDGE, check=False)
        _ip("addr", "add", f"{NET}.1/24", "dev", _BRIDGE)
        _ip("link", "set", _BRIDGE, "up")
        hosts = []
        for number in range(1, count + 1):
            host = Host(number)
            stack.callback(host.tear_down)
            host.build()
            hosts.append(host)
        yield hosts
