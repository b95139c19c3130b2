"""``mappe quality``: how well papers of known truth are read, field by field. Files nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json

if TYPE_CHECKING:
    from archive.document import Proposal
    from archive.order import Register
    from ingest.quality import Report, Share

_HEAD = f"{'Feld':20}{'Familien':>10}{'Werte':>7}{'richtig':>10}{'fehlt':>9}{'mit Zweifel':>13}{'still':>8}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="ORDNER", help="Papiere, neben jedem eine JSON-Datei mit den richtigen Werten")
    parser.add_argument("--families", action="store_true", help="auch nach Familien getrennt")
    parser.add_argument("--misses", action="store_true", help="auch jeden Wert, der nicht richtig ist")
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    from archive.problems import Problem
    from ingest.quality import Report, verdicts
    from ingest.truth import labelled

    unread: list[Problem] = []
    papers = list(labelled(arguments.folder, unread.append))
    for problem in unread:
        show.note(problem.message)
    if unknown := sorted({name for paper in papers for name in paper.ignored}):
        show.note(f"Nicht verglichen, weil es keine Felder der Auftragsmappe sind: {', '.join(unknown)}.")
    report, status = Report(), TROUBLE if unread else FINE
    with _known(arguments.folder) as register:
        for paper in show.progress(papers, len(papers), "Lesen"):
            try:
                made = verdicts(paper, _understood(paper.path, register))
            except Problem as problem:
                status = TROUBLE
                show.clear()
                show.note(f"{paper.path.name}: {problem.message}")
                continue
            report.add(paper.family, made)
            for verdict in made if arguments.misses and not arguments.json else ():
                if verdict.outcome != "right":
                    show.clear()
                    show.note(f"{paper.path.name}: {verdict.field} {_WORDS[verdict.outcome]}: {verdict.found} statt {verdict.wanted}")
    show.clear()
    _as_json(report) if arguments.json else _as_table(report, families=arguments.families)
    return status


_WORDS = {"right": "richtig", "missing": "fehlt", "flagged": "falsch, mit Zweifel", "silent": "falsch, ohne Zweifel"}


@contextmanager
def _known(folder: Path) -> Iterator[Register]:
    """The master data beside the papers (those of a demo firm), else the archive of the settings."""
    from archive.scratch import scratch
    from service.cli.demo_firm import MASTER_DATA, import_master_data
    from service.cli.register import register
    from service.cli.space import opened
    from service.settings import from_environment

    if all((folder / name).exists() for name in MASTER_DATA):
        with scratch() as data, opened(from_environment({"MAPPE_DATA": str(data)})) as space:
            import_master_data(space, folder)
            yield space.orders
        return
    with register() as known:
        yield known


def _understood(path: Path, known: Register) -> Proposal:
    from archive.digest import sha256_of
    from archive.scan import Scan
    from ingest.read import read
    from ingest.understand import understand
    from service.cli.papers import no_file
    from service.media import HEAD, media_type

    try:
        with path.open("rb") as stream:
            sha256 = sha256_of(stream)
            stream.seek(0)
            head = stream.read(HEAD)
    except OSError as error:
        raise no_file(path, error) from error
    return understand(read(path, Scan(sha256, path.name, media_type(head), "befehl", datetime.now(UTC))), known)


def _as_table(report: Report, *, families: bool) -> None:
    for family in ("", *(report.families() if families else ())):
        if family:
            show.result(f"\n{family}")
        show.result(_HEAD)
        for share in report.shares(family):
            parts = "".join(
                f"{part:>{width}.1%}" for part, width in ((share.right, 10), (share.missing, 9), (share.flagged, 13), (share.silent, 8))
            )
            show.result(f"{share.field:20}{share.families:>10}{share.values:>7}{parts}")
    number, right = report.calibrated()
    show.result(f"\nVon {number} Werten mit einer Sicherheit ab 0,9 sind {right:.1%} richtig.")


def _as_json(report: Report) -> None:
    for family in ("", *report.families()):
        for share in report.shares(family):
            show.as_json({"family": family, **_record(share)})
    number, right = report.calibrated()
    show.as_json({"confidence": 0.9, "values": number, "right": round(right, 4)})


def _record(share: Share) -> dict[str, str | int | float]:
    parts = {name: round(getattr(share, name), 4) for name in ("right", "missing", "flagged", "silent")}
    return {"field": share.field, "families": share.families, "values": share.values, **parts}


COMMAND = Command(
    name="quality",
    summary="misst an Papieren mit bekannten Werten, wie gut gelesen wird",
    run=_run,
    arguments=_arguments,
    details="Je Feld der Mittelwert über die Familien von Papieren: richtig, fehlt, falsch mit Zweifel, falsch ohne Zweifel (still).\n"
    "Liegen Stammdaten daneben (Ordner von mappe demo --generate), gelten sie; sonst die des Archivs.",
)
