"""What the program is made of, as a bill of materials (CycloneDX 1.6): locked Python packages and what is shipped in the tree.

Read from the lock file and the checkout alone, so it needs no network. Programs of the system (Tesseract, PostgreSQL) are the system's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from service import __version__

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s\\;]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VENDORED = re.compile(r"(?P<name>[a-z][a-z-]*?)-(?P<version>\d[\w.]*)")
_SHIPPED = ("service/static/vendor", "ingest/rules")
"""Folders whose folders are named after what lies in them and its version."""


def bill(root: Path) -> dict[str, Any]:
    """The bill of materials of the checkout at ``root``, the same for the same tree."""
    parts = [*_packages((root / "requirements.lock").read_text("utf-8")), *_shipped(root)]
    whole = {
        "type": "application",
        "name": "auftragsmappe",
        "version": __version__,
        "bom-ref": "auftragsmappe",
        "licenses": _licence("Apache-2.0"),
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": whole},
        "components": parts,
        "dependencies": [{"ref": "auftragsmappe", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def as_text(made: dict[str, Any]) -> str:
    """As it is written to a file."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _packages(lock: str) -> Iterator[dict[str, Any]]:
    for block in re.split(r"\n(?=\S)", lock):
        if not (pin := _PIN.match(block)):
            continue
        name, version = pin[1].lower().replace("_", "-").replace(".", "-"), pin[2]
        place = f"pkg:pypi/{name}@{version}"
        hashes = [{"alg": "SHA-256", "content": found} for found in _HASH.findall(block)]
        # The lock names the sums of every build of a package; each is a file of its own to whoever compares.
        files = [{"type": "distribution", "url": place, "hashes": hashes}]
        yield {
            "type": "library",
            "bom-ref": place,
            "name": name,
            "version": version,
            "purl": place,
            "licenses": _licence(_told(name)),
            "externalReferences": files,
        }


def _shipped(root: Path) -> Iterator[dict[str, Any]]:
    folders = (folder for place in _SHIPPED for folder in sorted((root / place).iterdir()))
    for folder in folders:
        if folder.is_dir() and (found := _VENDORED.fullmatch(folder.name)):
            place = f"pkg:generic/{found['name']}@{found['version']}"
            yield {"type": "library", "bom-ref": place, "name": found["name"], "version": found["version"], "purl": place}


def _licence(name: str) -> list[dict[str, Any]]:
    return [{"license": {"name": name}}] if name else []


def _told(package: str) -> str:
    """What an installed package says of its licence in a few words, "" when it says nothing short."""
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return ""
    named = [line.rsplit("::", 1)[-1].strip() for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    told = about.json
    said = str(told.get("license_expression") or told.get("license") or " and ".join(named)).strip()
    return said if 0 < len(said) <= 80 and "\n" not in said else " and ".join(named)
