"""Ten trainees at once: how long pages take, and whether anybody sees what another one did.

    python -m benchmarks.training_crowd http://127.0.0.1:8080 10 [PID]

PID is that of ``mappe serve``: with it the processor time of its processes is told, which does not depend on what else runs.
They are programs without a browser: what they measure is the service, not ten browsers on the same cores.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from benchmarks.training import codes
from training.tasks import tasks


@dataclass
class Robot:
    """A trainee without a browser: walks through the screens, leaves a mark of its own, and looks for those of others."""

    address: str
    code: str
    mark: str
    times: list[float] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    own: int = 0

    def work(self) -> None:
        with httpx2.Client(base_url=self.address, timeout=120) as client:
            client.post("/platz", data={"code": self.code})
            for task in tasks():
                client.post(f"/lernen/{task.key}/beginnen")
                for path in (task.start, "/mappen/A-26-0112", "/suche?q=80015511", "/klaerung", "/lernen"):
                    self.look(client, path)
                client.post("/lernen/pruefen", data={"antwort": "1"}, headers={"HX-Request": "true"})
                order = {"nummer": f"{self.mark}-{task.key[:2]}", "kunde": self.mark, "titel": "Probe", "zustand": "neu"}
                client.post("/mappen/neu", data=order)
                self.look(client, f"/mappen?q={self.mark[:5]}")

    def look(self, client: httpx2.Client, path: str) -> None:
        started = time.perf_counter()
        page = client.get(path)
        self.times.append(1000 * (time.perf_counter() - started))
        marks = re.findall(r"ROBOT\d\d", page.text)
        self.own += marks.count(self.mark)
        self.foreign += [mark for mark in marks if mark != self.mark]


def spent(pid: int) -> float:
    """Seconds of processor time of the processes that ``mappe serve`` supervises."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    fields = (Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split() for child in children)
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def many(address: str, count: int, pid: int = 0) -> int:
    """How many marks of others were seen; more when a robot did not even see its own, because then nothing is proved."""
    robots = [Robot(address, code, f"ROBOT{n:02}") for n, code in enumerate(codes(address, count), 1)]
    threads = [threading.Thread(target=robot.work) for robot in robots]
    started, before = time.perf_counter(), spent(pid) if pid else 0.0
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(value for robot in robots for value in robot.times)
    p95, own = times[int(0.95 * len(times))], min(robot.own for robot in robots)
    foreign = [mark for robot in robots for mark in robot.foreign]
    print(f"{len(times)} pages in {time.perf_counter() - started:.0f} s; load {os.getloadavg()[0]:.1f}")
    if pid:
        print(f"{1000 * (spent(pid) - before) / len(times):.0f} ms of processor time for each page looked at, web and workers together")
    print(f"p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, max {times[-1]:.0f} ms")
    print(f"marks of others seen: {len(foreign)}; of one's own: {own} or more each")
    return len(foreign) + (own == 0)


if __name__ == "__main__":
    sys.exit(many(sys.argv[1], *map(int, sys.argv[2:])))
