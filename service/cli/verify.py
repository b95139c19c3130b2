"""``mappe verify``: proves every hash and every link of the journal's chain."""

from __future__ import annotations

import argparse

from service.cli import show
from service.cli.command import FINE, TROUBLE, Command, with_json


def _run(arguments: argparse.Namespace) -> int:
    from archive.verify import verify
    from service.cli.space import opened

    with opened(as_is=True) as space, show.counter("Prüfen") as done:
        verdict = verify(space, done)
    if arguments.json:
        problems = [{"eingangsnummer": p.eingangsnummer, "kind": p.kind, "message": p.message} for p in verdict.problems]
        show.as_json({"ok": verdict.ok, "checked": verdict.checked, "problems": problems})
    else:
        for problem in verdict.problems:
            show.result(f"{problem.eingangsnummer or 'Journal'}: {problem.message}")
        show.result(f"{verdict.checked} geprüft, {'alles unverändert' if verdict.ok else f'{len(verdict.problems)} beanstandet'}.")
    return FINE if verdict.ok else TROUBLE


COMMAND = Command(
    name="verify",
    summary="prüft, ob Originale und Journal unverändert sind",
    run=_run,
    arguments=with_json,
    details="Der Dienst darf dabei laufen. Endet mit Status 1, wenn etwas nicht stimmt; jede Beanstandung nennt die Eingangsnummer.",
)
