"""Tries a mailbox out, step by step, and says in German what is wrong with it. Takes no mail and marks none."""

from __future__ import annotations

from service.channels.addresses import Reach
from service.channels.imap import Visit, must_have, visiting
from service.channels.imap_line import Limits, Trouble
from service.channels.kept import Mailbox
from service.names import display_name
from service.watch.diagnosis import Step

TRIAL = 45.0
"""Seconds of a trial: a person waits for it."""
_NAMED = 12


def tried(box: Mailbox, reach: Reach, tokens: str = "") -> list[Step]:
    """Every step up to the first that fails."""
    steps: list[Step] = []
    limits = Limits(seconds=TRIAL, reach=reach, tokens=tokens)
    try:
        with visiting(box, limits) as visit:
            steps.append(Step(True, f"„{box.host}“ antwortet, und die Anmeldung klappt."))
            _look(visit, box, steps)
    except Trouble as problem:
        steps.append(Step(False, problem.message))
        if problem.code == "ordner_fehlt":
            steps += _folders(box, limits)
    return steps


def _look(visit: Visit, box: Mailbox, steps: list[Step]) -> None:
    visit.enter(box.folder)
    steps.append(Step(True, f"Der Ordner „{box.folder}“ ist da, und Mails lassen sich markieren."))
    count = len(visit.new(box.since))
    steps.append(Step(True, "Neue Mails: keine." if not count else f"Neue Mails: {count}."))
    if not visit.keywords:
        said = "Dieser Server kennt keine eigenen Markierungen. Geholt werden ungelesene Mails; bitte liest hier sonst niemand."
        steps.append(Step(True, said))
    if box.moved_to:
        must_have(visit, box.moved_to)
        steps.append(Step(True, f"Der Ordner „{box.moved_to}“ für abgeholte Mails ist da."))


def _folders(box: Mailbox, limits: Limits) -> list[Step]:
    try:
        with visiting(box, limits) as visit:
            names = [display_name(name.replace("/", "\u2215")).replace("\u2215", "/") for name in visit.folders()]
    except Trouble:
        return []
    more = " und weitere" if len(names) > _NAMED else ""
    return [Step(False, f"Auf dem Server gibt es diese Ordner: {', '.join(names[:_NAMED])}{more}.")] if names else []
