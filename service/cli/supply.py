"""``mappe sbom`` and ``mappe audit``: what the program is made of, and whether weaknesses of these packages are known."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from pathlib import Path

from service.cli import show
from service.cli.checks import ROOT
from service.cli.command import FINE, TROUBLE, UNAVAILABLE, Command

_PROGRAM = "pip-audit"


def _sbom_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="DATEI", help="wohin; ohne Angabe auf die Ausgabe")


def _sbom(arguments: argparse.Namespace) -> int:
    from service.supply import as_text, bill

    if not _has_lock():
        return UNAVAILABLE
    text = as_text(bill(ROOT))
    if arguments.file is None:
        show.result(text.rstrip())
    else:
        arguments.file.write_text(text, encoding="utf-8")
        show.result(f"Stückliste geschrieben: {arguments.file}")
    return FINE


def _audit(_arguments: argparse.Namespace) -> int:
    if not _has_lock():
        return UNAVAILABLE
    program = shutil.which(_PROGRAM)
    if program is None:
        show.note(
            f"mappe: Dafür wird das Programm {_PROGRAM} gebraucht. Bitte richten Sie es ein, zum Beispiel mit: pipx install {_PROGRAM}"
        )
        return UNAVAILABLE
    command = (program, "-r", str(ROOT / "requirements.lock"), "--no-deps", "--disable-pip", "--progress-spinner", "off", "-f", "json")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return _told(done.stdout, done.stderr)


def _told(answer: str, trouble: str) -> int:
    """Says what the audit found. Without an answer nothing was looked up, most likely because there is no network."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        show.note("mappe: Es ließ sich nicht nachsehen, wohl weil es hier kein Netz gibt. Nichts wurde geprüft.")
        show.note(trouble.strip()[-500:])
        return UNAVAILABLE
    weak = [package for package in packages if package.get("vulns")]
    for package in weak:
        for found in package["vulns"]:
            better = ", ".join(found.get("fix_versions", ())) or "noch nicht"
            show.result(f"{package['name']} {package['version']}: {found['id']}, behoben in {better}")
    unseen = sum("skip_reason" in package for package in packages)
    left = f", {unseen} davon ließen sich nicht prüfen" if unseen else ""
    show.result(
        f"{len(packages)} Pakete nachgesehen{left}: {f'{len(weak)} mit bekannten Schwächen' if weak else 'keine bekannten Schwächen'}."
    )
    return TROUBLE if weak else FINE


def _has_lock() -> bool:
    if (ROOT / "requirements.lock").is_file():
        return True
    show.note("mappe: Dieser Befehl geht nur dort, wo auch der Quelltext liegt.")
    return False


SBOM = Command(
    name="sbom",
    summary="schreibt die Stückliste des Programms (CycloneDX): alle Pakete mit Fassung, Lizenz und Prüfsummen",
    run=_sbom,
    arguments=_sbom_arguments,
    details="Kommt aus requirements.lock und braucht kein Netz.",
)
AUDIT = Command(
    name="audit",
    summary="sieht nach, ob zu den Paketen des Programms Schwächen bekannt sind; braucht Netz und pip-audit",
    run=_audit,
    details="Endet mit Status 1, wenn Schwächen bekannt sind, und mit 3, wenn nicht nachgesehen werden konnte.",
)
