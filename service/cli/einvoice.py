"""``mappe einvoice``: what kind of e-invoice a file is, whether it keeps the rules, and its business terms."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json

if TYPE_CHECKING:
    from archive.scan import Objection, Validity
    from ingest.structured import Structured

_CLASSES = ("Formatfehler", "Geschäftsregelfehler", "Inhaltsfehler")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="DATEI", help="E-Rechnung (XML) oder PDF mit E-Rechnung darin")
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    from archive.problems import Problem
    from ingest.structured import structured
    from service.cli.papers import must_be_file
    from service.settings import from_environment

    status = FINE
    rules = from_environment().rules
    for path in show.progress(arguments.files, len(arguments.files), "Prüfen"):
        try:
            must_be_file(path)
            found = structured(path, rules)
        except Problem as problem:
            status = TROUBLE
            show.clear()
            _show_problem(path, problem, as_json=arguments.json)
            continue
        validity = found.invoice.validity
        if validity is None or validity.state == "fehlerhaft":
            status = TROUBLE
        show.clear()
        _show(path, found, as_json=arguments.json)
    return status


def record(path: Path, found: Structured) -> dict[str, Any]:
    """The e-invoice as other programs get it; docs/handbuch/betrieb.md describes the shape."""
    from archive.codec import encode
    from ingest.profiles import profile_name
    from ingest.units import DOCUMENTS
    from service.cli.read import sha256

    invoice = found.invoice
    code = invoice.terms.get("BT-3", "")
    return {
        "sha256": sha256(path),
        "kind": invoice.syntax,
        "container": "pdf" if invoice.attachment else "xml",
        "attachment": invoice.attachment,
        "document": {"code": code, "name": DOCUMENTS.get(code, "")},
        "profile": {"id": invoice.profile, "name": profile_name(invoice.profile)},
        "validity": _validity(invoice.validity) if invoice.validity else None,
        "terms": dict(invoice.terms),
        "paths": dict(invoice.paths),
        "lines": encode(invoice.lines),
        "groups": encode(invoice.groups),
        "notes": list(found.notes),
    }


def _validity(validity: Validity) -> dict[str, Any]:
    from archive.codec import encode

    return {
        "state": validity.state,
        "tool": validity.tool,
        "rules": list(validity.rules),
        "checked": validity.checked,
        "gap": validity.gap,
        "findings": {kind: [encode(o) for o in validity.objections if o.error_class == kind] for kind in _CLASSES},
    }


def _show_problem(path: Path, problem: Any, *, as_json: bool) -> None:
    from service.cli.read import sha256

    if as_json:
        show.as_json({"sha256": sha256(path), "problem": {"code": problem.code, "message": problem.message}})
    else:
        show.result(f"{path}: {problem.message}")


def _show(path: Path, found: Structured, *, as_json: bool) -> None:
    if as_json:
        show.as_json(record(path, found))
        return
    from ingest.profiles import profile_name
    from ingest.term_names import name

    invoice, validity = found.invoice, found.invoice.validity
    show.result(f"{path}: {profile_name(invoice.profile)} ({invoice.syntax.upper()}), {validity.state if validity else 'nicht geprüft'}")
    if validity is not None:
        show.result(f"  Geprüft mit: {', '.join(validity.rules) or 'keinen Regeln'}. {validity.gap}".rstrip())
        for objection in validity.objections:
            show.result(f"  {_line(objection)}")
    for term, value in invoice.terms.items():
        show.result(f"  {name(term)} ({term}): {' / '.join(value.splitlines())}")
    show.result(f"  {len(invoice.lines)} Positionen")


def _line(objection: Objection) -> str:
    kind = objection.error_class if objection.serious else f"Hinweis ({objection.error_class})"
    return f"{kind} {objection.rule}: {objection.sentence}"


COMMAND = Command(
    name="einvoice",
    summary="prüft E-Rechnungen und zeigt Art, Profil, Fehler nach Klassen und alle Angaben",
    run=_run,
    arguments=_arguments,
    details="Geprüft wird ohne Netz. Status 1, wenn eine Datei keine E-Rechnung ist oder Format- oder Geschäftsregelfehler hat.",
)
