"""``mappe read``: the reading and the proposal of files, filed nowhere."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json

if TYPE_CHECKING:
    from archive.document import Proposal
    from archive.order import Register
    from archive.problems import Problem


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="DATEI", help="PDF, Bild oder E-Rechnung (XML)")
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    from archive.problems import Problem
    from service.cli.register import register

    status = FINE
    with register() as known:
        for path in show.progress(arguments.files, len(arguments.files), "Lesen"):
            try:
                proposal = _proposal(path, known)
            except Problem as problem:
                status = TROUBLE
                show.clear()
                _show_problem(path, problem, as_json=arguments.json)
            else:
                show.clear()
                _show(path, proposal, as_json=arguments.json)
    return status


def _proposal(path: Path, known: Register) -> Proposal:
    from archive.scan import Scan
    from ingest.read import read
    from ingest.understand import understand
    from service.cli.papers import must_be_file, no_file
    from service.media import HEAD, media_type
    from service.settings import from_environment

    must_be_file(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise no_file(path, error) from error
    scan = Scan(sha256(path), path.name, media_type(head), "befehl", datetime.now(UTC))
    return understand(read(path, scan, rules=from_environment().rules), known)


def sha256(path: Path) -> str:
    """The hash of a file, "" when it can not be opened or is none."""
    from archive.digest import sha256_of

    if not path.is_file():
        return ""
    try:
        with path.open("rb") as stream:
            return sha256_of(stream)
    except OSError:
        return ""


def _show_problem(path: Path, problem: Problem, *, as_json: bool) -> None:
    if as_json:
        show.as_json({"sha256": sha256(path), "problem": {"code": problem.code, "message": problem.message}})
    else:
        show.result(f"{path}: {problem.message}")


def _show(path: Path, proposal: Proposal, *, as_json: bool) -> None:
    if as_json:
        show.as_json(record(proposal))
        return
    from archive.doctypes import doctype, field_name

    show.result(f"{path}: {doctype(proposal.doctype).name}")
    for finding in proposal.findings:
        show.result(f"  {field_name(finding.field)}: {finding.value}  ({finding.rule}, Seite {finding.page})")
    for link in proposal.links:
        show.result(f"  Auftrag {link.order}, weil {link.reason}")
    for doubt in proposal.doubts:
        show.result(f"  Zweifel: {doubt.reason}")


def record(proposal: Proposal) -> dict[str, Any]:
    """A proposal as other programs get it."""
    from archive.codec import encode

    return {
        "sha256": proposal.scan.sha256,
        "doctype": proposal.doctype,
        "pages": [
            {"number": page.number, "how": page.how, "rotation": page.rotation, "text": page.text} for page in proposal.reading.pages
        ],
        "findings": encode(proposal.findings),
        "lines": encode(proposal.lines),
        "links": [{"order": link.order, "reason": link.reason, "confidence": link.confidence} for link in proposal.links],
        "doubts": [{"about": doubt.about, "reason": doubt.reason} for doubt in proposal.doubts],
    }


COMMAND = Command(
    name="read",
    summary="liest Dateien und zeigt Lesung und Vorschlag, ohne etwas abzulegen",
    run=_run,
    arguments=_arguments,
    details="Mit --json ein Objekt je Datei in der Reihenfolge der Angaben. Eine unlesbare Datei führt am Ende zu Status 1.",
)
