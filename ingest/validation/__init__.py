"""Checks an e-invoice offline and reports in three classes. Rules are data (``ingest/rules``, and ``regeln`` in the data folder).

When rules can not run, or there are none for the profile, the verdict is "nicht geprüft", never "gültig".
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from archive.problems import Problem
from archive.scan import EInvoice, Objection, Validity
from ingest.validation.content import objections
from ingest.validation.resident import Resident
from ingest.validation.sentences import objection

log = logging.getLogger(__name__)

State = Literal["gültig", "fehlerhaft", "nicht geprüft"]


def report(invoice: EInvoice, xml: str, extra: Path | None = None) -> Validity:
    """The report on an e-invoice. ``xml`` as it left the guard, ``extra`` a folder with further rule packs. Never raises a ``Problem``."""
    today = datetime.now(UTC).astimezone().date().isoformat()
    wrong = objections(invoice)
    try:
        said = _resident().check(xml.encode(), invoice.profile, hybrid=bool(invoice.attachment), extra=extra)
    except Problem as problem:
        log.warning("e-invoice not validated: %s", problem.cause)
        return Validity("nicht geprüft", "", (), today, wrong, "Die Prüfung konnte nicht laufen.")
    if said["bad_packs"]:
        log.warning("no rule packs: %s", said["bad_packs"])
    found = _each_once(objection(failure) for failure in said["failures"])
    state = _state(said, found)
    return Validity(state, said["tool"], tuple(said["rules"]), today, (*found, *wrong), _gap(said, state, invoice.profile))


def _each_once(found: Iterable[Objection]) -> tuple[Objection, ...]:
    """The same said of many lines is one objection, at its first place."""
    return tuple({(o.rule, o.sentence): o for o in reversed(list(found))}.values())[::-1]


def _state(said: dict[str, Any], found: tuple[Objection, ...]) -> State:
    if any(o.serious for o in found):
        return "fehlerhaft"
    return "gültig" if said["covered"] else "nicht geprüft"


def _gap(said: dict[str, Any], state: State, profile: str) -> str:
    """What was not checked, "" when everything was."""
    if said["covered"] or state == "fehlerhaft":
        return ""
    if not said["rules"]:
        return "Für dieses Format sind keine Regeln vorhanden."
    named = f"das Profil „{profile}“" if profile else "eine Rechnung ohne Profil"
    return f"Für {named} sind nicht alle Regeln vorhanden. Geprüft wurde nur: {', '.join(said['rules'])}."


@cache
def _resident() -> Resident:
    return Resident()
