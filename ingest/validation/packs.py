"""Rule packs: ZIP files with rules and a manifest that says for which e-invoices they are made. Runs no rule.

A pack that lies in the data folder counts beside those that are shipped; of two with one name the higher version wins.
"""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

SHIPPED = Path(__file__).resolve().parents[1] / "rules"
MANIFEST = "pack.toml"
_LARGEST = 64 << 20
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Kind:
    """What decides about the rules for an e-invoice: root element, profile (BT-24), whether it came inside a PDF."""

    root: str
    profile: str
    hybrid: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file. ``covers`` says of which profiles nothing is left to check once all their rules ran."""

    check: Literal["xsd", "schematron"]
    file: str
    root: str
    profile: str
    covers: str
    container: str

    def fits(self, kind: Kind) -> bool:
        """Whether the rule is made for this e-invoice."""
        place = self.container in ("", "pdf" if kind.hybrid else "xml")
        return place and kind.root in self.root.split() and re.search(self.profile, kind.profile) is not None


@dataclass(frozen=True, slots=True)
class Mild:
    """Rules that the authors of a profile count as warnings only."""

    root: str
    profile: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack. ``path`` is its ZIP file."""

    path: Path
    name: str
    version: str
    licence: str
    rules: tuple[Rule, ...]
    mild: tuple[Mild, ...] = ()

    @property
    def title(self) -> str:
        """Name and version, as reports say it."""
        return f"{self.name} {self.version}"


class BadPackError(ValueError):
    """A ZIP file that is no rule pack; the message says why, in English."""


def packs(extra: Path | None) -> tuple[list[Pack], list[str]]:
    """All usable packs, shipped and dropped in, and the names of files that are none."""
    found: dict[str, Pack] = {}
    bad: list[str] = []
    for path in (*sorted(SHIPPED.glob("*/*.zip")), *(sorted(extra.glob("*.zip")) if extra and extra.is_dir() else ())):
        try:
            pack = load(path)
        except (BadPackError, OSError, zipfile.BadZipFile, tomllib.TOMLDecodeError, UnicodeDecodeError, re.error):
            bad.append(path.name)
            continue
        if pack.name not in found or _order(found[pack.name].version) <= _order(pack.version):
            found[pack.name] = pack
    return list(found.values()), bad


def load(path: Path) -> Pack:
    """The pack in a ZIP file. Raises ``BadPackError`` or what opening it raises."""
    with zipfile.ZipFile(path) as archive:
        _bounded(archive.infolist())
        data = tomllib.loads(archive.read(MANIFEST).decode()) if MANIFEST in archive.namelist() else {}
        names = set(archive.namelist())
    if not {"name", "version", "licence", "rule"} <= set(data):
        raise BadPackError(f"{MANIFEST} must name name, version, licence and rules")
    rules = tuple(_rule(block) for block in data["rule"])
    mild = tuple(Mild(block["root"], block["profile"], tuple(block["rules"])) for block in data.get("mild", ()))
    if missing := [rule.file for rule in rules if rule.file not in names]:
        raise BadPackError(f"not in the pack: {missing}")
    return Pack(path, data["name"], data["version"], data["licence"], rules, mild)


def chosen(every: Iterable[Pack], kind: Kind) -> list[tuple[Pack, Rule]]:
    """The rules for one e-invoice: of the schemas the most special one, then all Schematron rules."""
    fitting = [(pack, rule) for pack in every for rule in pack.rules if rule.fits(kind)]
    schemas = sorted((hit for hit in fitting if hit[1].check == "xsd"), key=lambda hit: -len(hit[1].profile))
    return schemas[:1] + [hit for hit in fitting if hit[1].check == "schematron"]


def covered(rules: Sequence[tuple[Pack, Rule]], kind: Kind) -> bool:
    """Whether these rules check everything that the profile of the e-invoice demands."""
    return any(rule.covers and re.search(rule.covers, kind.profile) for _, rule in rules)


def mild_rules(every: Iterable[Pack], kind: Kind) -> set[str]:
    """The rules whose breach is only a warning for this e-invoice."""
    fitting = (m for pack in every for m in pack.mild if kind.root in m.root.split() and re.search(m.profile, kind.profile))
    return {rule for m in fitting for rule in m.rules}


def _rule(block: dict[str, Any]) -> Rule:
    try:
        rule = Rule(block["check"], block["file"], block["root"], block["profile"], block.get("covers", ""), block.get("container", ""))
    except KeyError as error:
        raise BadPackError(f"a rule names no {error}") from error
    re.compile(rule.profile), re.compile(rule.covers)
    if rule.check not in ("xsd", "schematron"):
        raise BadPackError(f"unknown check {rule.check!r}")
    return rule


def _bounded(files: Sequence[zipfile.ZipInfo]) -> None:
    if len(files) > _MOST or sum(info.file_size for info in files) > _LARGEST:
        raise BadPackError("too many or too large files")
    for info in files:
        if info.filename.startswith("/") or ".." in Path(info.filename).parts or "\\" in info.filename:
            raise BadPackError(f"file name {info.filename!r}")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
