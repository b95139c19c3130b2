"""All settings of an installation, read once from the environment and passed on as one value. Opens nothing.

Every setting is an environment variable with the prefix ``MAPPE_``; docs/handbuch/betrieb.md lists them for people.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from archive.locations import Locations
from archive.problems import Invalid
from ingest.scanner import checked_place
from service.night import checked_hours
from service.provider_settings import checked_provider
from service.secret_files import with_files

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings with everything filled in. Sizes are in megabytes, times in seconds."""

    data: Path
    space: str
    host: str
    port: int
    db: str
    store: str
    index: str
    workers: int
    upload_mb: int
    video_mb: int
    learning_days: int
    address: str
    watch: str
    hook_hosts: str
    mail_hosts: str
    mail_token: str
    proxies: str
    night: str
    clamav: str
    oidc_issuer: str
    oidc_client: str
    oidc_secret: str = field(repr=False)
    oidc_role: str
    oidc_name: str

    @property
    def locations(self) -> Locations:
        """Where the core finds everything."""
        return Locations(self.data, self.db, self.store)

    @property
    def jobs(self) -> str:
        """The database of the job engine: its own file beside SQLite tables, the same server as PostgreSQL tables."""
        return self.db if self.db.startswith("postgresql") else f"sqlite:///{self.data.absolute() / 'verarbeitung.sqlite'}"

    @property
    def index_folder(self) -> Path:
        """Where an embedded index keeps its files."""
        return self.index_folder_of(self.space)

    def index_folder_of(self, space: str) -> Path:
        """Where an embedded index of another space keeps its files."""
        return self.data / "index" / space

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host in LOOPBACK and not self.address

    @property
    def secure(self) -> bool:
        """Whether browsers reach the service over TLS; a proxy in front of it sees to that."""
        return self.address.startswith("https://")

    @property
    def known_as(self) -> str:
        """The address people type, without a slash at its end."""
        return (self.address or self.own_address).rstrip("/")

    @property
    def own_address(self) -> str:
        """Where the pages answer, as this machine reaches them."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def rules(self) -> Path:
        """Where rule packs for e-invoices are dropped in, beside those that are shipped."""
        return self.data / "regeln"

    def environment(self) -> dict[str, str]:
        """The settings as variables, for child processes."""
        return {f"MAPPE_{each.name.upper()}": str(getattr(self, each.name)) for each in fields(self)}


def from_environment(environ: Mapping[str, str] = os.environ, *, data: str = "./daten") -> Settings:
    """The settings of this process; ``data`` is the data folder when ``MAPPE_DATA`` does not say another.

    Raises ``Invalid`` with the variable's name for a value that can not be used.
    """
    environ = with_files(environ)
    folder = Path(environ.get("MAPPE_DATA") or data)
    defaults: dict[str, Any] = {
        "data": folder,
        "space": "firma",
        "host": "127.0.0.1",
        "port": 8080,
        "db": f"sqlite:{folder / 'tabellen'}",
        "store": f"file:{folder / 'ablage'}",
        "index": "whoosh:",
        "workers": max(1, (os.cpu_count() or 2) - 1),
        "upload_mb": 150,
        "video_mb": 1000,
        "learning_days": 90,
        "address": "",
        "watch": "",
        "hook_hosts": "",
        "mail_hosts": "",
        "mail_token": "",
        "proxies": "",
        "night": "",
        "clamav": "",
        "oidc_issuer": "",
        "oidc_client": "",
        "oidc_secret": "",
        "oidc_role": "",
        "oidc_name": "Firmenkonto",
    }
    values = {name: _value(name, environ.get(f"MAPPE_{name.upper()}", ""), default) for name, default in defaults.items()}
    checked_place(values["clamav"])
    checked_hours(values["night"])
    checked_provider(values["oidc_issuer"], values["oidc_client"], values["oidc_role"])
    return Settings(**values | {"index": _index(values["index"], values["db"])})


def _index(location: str, db: str) -> str:
    """``postgresql:`` alone is the database of the tables."""
    if location != "postgresql:":
        return location
    if not db.startswith("postgresql"):
        raise Invalid(
            "MAPPE_INDEX=postgresql: braucht eine Datenbank. Bitte nennen Sie sie ganz (postgresql://…) oder setzen Sie MAPPE_DB darauf.",
            cause="postgresql: as index, but the tables are not in PostgreSQL",
        )
    return db


def _value(name: str, text: str, default: Any) -> Any:
    if not text:
        return default
    kind: Callable[[str], Any] = type(default) if not isinstance(default, Path) else Path
    try:
        value = kind(text)
    except ValueError as error:
        raise Invalid(f"Die Einstellung MAPPE_{name.upper()} muss eine Zahl sein, nicht „{text}“.", cause=str(error)) from error
    if isinstance(value, int) and not (1 if name in ("upload_mb", "video_mb") else 0) <= value <= 65535:
        raise Invalid(f"Die Einstellung MAPPE_{name.upper()} ist mit {value} außerhalb des Erlaubten.", cause="setting out of range")
    return value
