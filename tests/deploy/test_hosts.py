"""Workers and web on several hosts over one PostgreSQL and one S3 store: one dies, one is cut off, one is slow, one
has a bad line. Nothing is lost, nothing is done twice. The hosts are network namespaces; every part is the real one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psycopg
import pytest

from archive.installation.house import open_installation
from archive.installation.person import Membership, Person
from archive.space import Space, open_space
from archive.verify import verify
from service.settings import Settings, from_environment
from tests.cast import furnish
from tests.deploy.hosts import NET, Host, village
from tests.leash import free_ports
from tests.pdfs import text_pdf
from tests.servers import PostgresServer, S3Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PAPERS = 60


class OpenPostgres(PostgresServer):
    """Reached from the hosts, too."""

    def command(self) -> list[str]:
        return [word.replace("listen_addresses=127.0.0.1", "listen_addresses=*") for word in super().command()]

    def start(self) -> None:
        rules = self.home / "data" / "pg_hba.conf"
        if NET not in rules.read_text():
            rules.write_text(rules.read_text() + f"host all all {NET}.0/24 scram-sha-256\n")
        super().start()


@contextmanager
def door(store: S3Server) -> Iterator[int]:
    """Lets the S3 port out to the hosts and nothing else, as docker/compose.scale.yml does."""
    if not shutil.which("caddy"):
        pytest.skip("caddy is not installed (Debian package caddy)")
    (port,) = free_ports(1)
    command = ["caddy", "reverse-proxy", "--from", f"http://:{port}", "--to", store.endpoint]
    with (store.home / "door.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "HOME": str(store.home)})
    try:
        yield port
    finally:
        running.terminate()
        running.wait(20)


@dataclass
class Region:
    """The hosts with their servers."""

    hosts: list[Host]
    settings: Settings
    space: Space
    folder: Path
    ports: dict[str, int]
    key: dict[str, str]

    def environment(self, host: Host) -> dict[str, str]:
        """Every host has a folder of its own: nothing is shared but the servers."""
        values = self.settings.environment() | {"MAPPE_DATA": str(self.folder / host.name), "MAPPE_HOST": "0.0.0.0"}
        store = values["MAPPE_STORE"].replace(f":{self.ports['s3']}/", f":{self.ports['door']}/")
        away = {name: value.replace("127.0.0.1", f"{NET}.1") for name, value in (values | {"MAPPE_STORE": store}).items() if "://" in value}
        return values | away

    def work(self, host: Host) -> None:
        """A worker on this host, named as containers name it."""
        host.run(
            "-m", "service.cli", "worker", "--name", host.name, environment=self.environment(host), log=self.folder / f"{host.name}.log"
        )

    def web(self, host: Host) -> str:
        """The pages on this host; their address."""
        host.run(
            "-m", "service.cli", "web", environment=self.environment(host) | {"MAPPE_ADDRESS": ""}, log=self.folder / f"{host.name}.log"
        )
        return f"http://{host.address}:{self.settings.port}"

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self.folder.glob("*.log")))


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Region]:
    with village(3) as hosts, OpenPostgres() as tables, S3Server() as store, door(store) as port:
        url = tables.fresh()
        environment = {"MAPPE_DATA": str(tmp_path / "wirt"), "MAPPE_DB": url, "MAPPE_STORE": store.location(), "MAPPE_INDEX": "postgresql:"}
        settings = from_environment(environment)
        space = open_space(settings.locations, "firma")
        furnish(space)
        with closing(open_installation(settings.locations)) as installation:
            installation.people.first(Person("", "admin", "Admin", "hash", memberships=(Membership("firma", "admin"),)))
            token = installation.keys.add("Scanner", "firma", ("lesen", "abgeben"), "Admin")
        yield Region(hosts, settings, space, tmp_path, {**store._ports, "door": port}, {"Authorization": f"Bearer {token}"})
        for host in hosts:
            host.kill()
        space.close()


def paper(number: int) -> bytes:
    return text_pdf("Rechnung", f"Rechnungsnummer: RE-{number:05d}", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")


def until(condition: Callable[[], object], region: Region, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, region.logs()
        time.sleep(0.3)


def hand_in(region: Region, address: str, numbers: range) -> list[str]:
    given = []
    with httpx2.Client(base_url=address, timeout=60, trust_env=False, headers=region.key) as client:
        for number in numbers:
            answer = client.post("/api/v1/documents", files={"file": (f"{number}.pdf", paper(number))})
            answer.raise_for_status()
            given.append(answer.json()["receipts"][0]["eingangsnummer"])
    return given


def settled(region: Region) -> bool:
    counts = region.space.intake.counts()
    return counts["received"] == 0 and sum(counts.values()) == PAPERS


def check(region: Region, given: list[str]) -> None:
    space = region.space
    book = [line.eingangsnummer for line in space.intake.recent(1000)]
    assert sorted(book) == sorted(given)
    ends = Counter(entry.about for entry in space.journal.after(0) if entry.kind in ("abgelegt", "wartet", "abgelehnt"))
    assert set(ends.values()) == {1}, [number for number, times in ends.items() if times > 1]
    assert len(ends) == PAPERS
    verdict = verify(space)
    assert verdict.ok, verdict.problems[:5]


def answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/readyz", timeout=3, trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False


@pytest.mark.parametrize("blow", ["kill", "cut", "slow", "line"])
def test_three_hosts_and_one_of_them_fails(region: Region, blow: str) -> None:
    first, second, third = region.hosts
    region.settings.data.mkdir(exist_ok=True)
    address = region.web(first)
    until(lambda: answers(address), region)
    region.work(second)
    region.work(third)
    given = hand_in(region, address, range(PAPERS))
    until(lambda: region.space.intake.counts()["filed"] >= 5, region)
    if blow == "kill":
        second.kill()
    elif blow == "cut":
        second.cut()
    elif blow == "line":
        second.bad_line()
    else:
        second.slow()
    until(lambda: settled(region), region)
    if blow == "cut":
        # It comes back with what it still had in its hands; nothing of that may count a second time.
        second.mend()
        time.sleep(15)
    check(region, given)


def test_pages_on_two_hosts_are_one_service(region: Region) -> None:
    first, second, _ = region.hosts
    one, two = region.web(first), region.web(second)
    until(lambda: answers(one) and answers(two), region)
    number = hand_in(region, one, range(1))[0]
    assert httpx2.get(f"{two}/api/v1/documents/{number}", trust_env=False, headers=region.key).status_code == 200
    first.kill()
    assert hand_in(region, two, range(1, 2))
    original = httpx2.get(f"{two}/api/v1/documents/{number}/original", trust_env=False, timeout=30, headers=region.key)
    assert original.content == paper(0)


def test_of_the_store_only_the_s3_port_is_reached(region: Region) -> None:
    host = region.hosts[0]
    asked = (
        "import socket, sys\n"
        "for port in sys.argv[2:]:\n"
        "    one = socket.socket()\n"
        "    one.settimeout(2)\n"
        "    print(port, one.connect_ex((sys.argv[1], int(port))) == 0)\n"
    )
    log = region.folder / "ports.log"
    host.run("-c", asked, f"{NET}.1", *map(str, region.ports.values()), environment={}, log=log).wait(60)
    reached = {int(line.split()[0]) for line in log.read_text().splitlines() if line.endswith("True")}
    assert reached == {region.ports["door"]}


def test_the_hosts_are_really_apart(region: Region) -> None:
    with (
        pytest.raises(psycopg.OperationalError),
        psycopg.connect(region.settings.db.replace("127.0.0.1", region.hosts[0].address), connect_timeout=3),
    ):
        pass
