"""``mappe verify``: proves every hash and every link of the journal's chain."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days",
        type=int,
        default=1,
        metavar="N",
        help="liest heute nur einen von N Teilen; täglich aufgerufen ist nach N Tagen alles geprüft",
    )
    with_json(parser)


def _run(arguments: argparse.Namespace) -> int:
    from archive.problems import Invalid
    from archive.verify import Part, verify
    from service.cli.space import opened

    if not 1 <= arguments.days <= 366:
        raise Invalid("Bitte geben Sie bei --days eine Zahl von 1 bis 366 an.", cause="days out of range")
    today = Part(datetime.now(UTC).date().toordinal() % arguments.days, arguments.days)
    with opened(as_is=True) as space, show.counter("Prüfen") as done:
        verdict = verify(space, done, today)
    if arguments.json:
        problems = [{"eingangsnummer": p.eingangsnummer, "kind": p.kind, "message": p.message} for p in verdict.problems]
        show.as_json({"ok": verdict.ok, "checked": verdict.checked, "problems": problems})
    else:
        for problem in verdict.problems:
            show.result(f"{problem.eingangsnummer or 'Journal'}: {problem.message}")
        share = f" (Teil {today.number + 1} von {today.of})" if today.of > 1 else ""
        show.result(f"{verdict.checked} geprüft{share}, {'alles unverändert' if verdict.ok else f'{len(verdict.problems)} beanstandet'}.")
    return FINE if verdict.ok else TROUBLE


COMMAND = Command(
    name="verify",
    summary="prüft, ob Originale und Journal unverändert sind",
    run=_run,
    arguments=_arguments,
    details="Der Dienst darf dabei laufen. Endet mit Status 1, wenn etwas nicht stimmt; jede Beanstandung nennt die Eingangsnummer.",
)
