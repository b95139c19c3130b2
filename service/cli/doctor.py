"""``mappe doctor``: tries every part out and says what is wrong and what to do."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, TROUBLE, UNAVAILABLE, Command, with_json

if TYPE_CHECKING:
    from service.operations.judgement import Point
    from service.settings import Settings

_MARKS = {"gut": "in Ordnung", "achtung": "ACHTUNG", "schlecht": "FEHLER"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--alive", action="store_true", help="fragt nur, ob die Seiten auf diesem Rechner antworten (für Container)")
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.alive:
        return _alive()
    from service.settings import from_environment

    settings = from_environment()
    points = _points(settings)
    if arguments.json:
        for point in points:
            show.as_json({"area": point.area, "state": point.state, "sentence": point.sentence, "advice": point.advice})
    else:
        for point in points:
            show.result(f"{_MARKS[point.state]:10}  {point.area}: {point.sentence}")
            if point.advice:
                show.result(f"{'':10}  → {point.advice}")
    return TROUBLE if any(point.state == "schlecht" for point in points) else FINE


def _points(settings: Settings) -> list[Point]:
    from service.operations.examination import examine

    if not settings.data.is_dir():
        from archive.problems import Invalid

        raise Invalid(
            f"Den Datenordner „{settings.data}“ gibt es nicht. Bitte prüfen Sie MAPPE_DATA oder starten Sie zuerst den Dienst.",
            cause="no data folder",
        )
    tried = list(examine(settings))
    if any(point.state == "schlecht" and point.area in ("Tabellen", "Verarbeitung") for point in tried):
        return tried
    return [*tried, *_running(settings)]


def _running(settings: Settings) -> list[Point]:
    from archive.installation.house import open_installation
    from archive.jobs import open_jobs
    from service.operations.figures import gather
    from service.operations.judgement import judge

    with closing(open_installation(settings.locations)) as installation, closing(open_jobs(settings.jobs)) as jobs:
        return judge(gather(settings, installation, jobs))


def _alive() -> int:
    """Without the settings: it runs every half minute, and only address and port count."""
    import urllib.error
    import urllib.request

    host, port = os.environ.get("MAPPE_HOST") or "127.0.0.1", os.environ.get("MAPPE_PORT") or "8080"
    host = f"[{host}]" if ":" in host else host
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://{host}:{port}/healthz", timeout=4) as answer:
            return FINE if answer.status == 200 else UNAVAILABLE
    except (urllib.error.URLError, OSError, ValueError):
        show.note("mappe: Die Seiten antworten nicht.")
        return UNAVAILABLE


COMMAND = Command(
    name="doctor",
    summary="probiert jeden Teil aus und sagt, was fehlt und was hilft",
    run=_run,
    arguments=_arguments,
    details="Der Dienst darf dabei laufen. Endet mit Status 1, wenn etwas nicht geht.",
)
