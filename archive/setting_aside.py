"""Two more things a person may decide about a paper: it is none of ours (rejected), or it has to be asked about later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from archive.content import Content
from archive.documents import filed
from archive.healing import follow
from archive.journal import Change
from archive.problems import Invalid
from archive.space import Space

LONGEST = 500


def discard(space: Space, eingangsnummer: str, reason: str, who: str) -> None:
    """Rejects a paper for good, with a reason; the original stays, and it can be taken back. Raises ``Invalid``."""
    why = _said(reason)
    with space.journal.change(who) as change:
        _must_stand(space, change, eingangsnummer, ("waiting", "filed"))
        before = filed(change.connection, eingangsnummer)
        sentence = f"Abgelehnt: {why.rstrip('.')}. So hat es {who} entschieden."
        change.record("verworfen", eingangsnummer, {"sentence": sentence, "reason": why})
    gone(space, {eingangsnummer: before})


def gone(space: Space, before: Mapping[str, Content | None]) -> None:
    """Lets papers that were filed along with a delivery note follow it out of its folders. ``before`` is what was filed."""
    with space.journal.change("mappe") as change:
        for eingangsnummer, content in before.items():
            follow(change, eingangsnummer, content, None)


def defer(space: Space, eingangsnummer: str, until: date, note: str, who: str) -> None:
    """Lets a waiting paper rest until a day; with a day that has come it stands in the queue again. Raises ``Invalid``."""
    if len(note) > LONGEST:
        raise Invalid(f"Die Notiz ist zu lang. Erlaubt sind {LONGEST} Zeichen.", cause="note too long")
    with space.journal.change(who) as change:
        _must_stand(space, change, eingangsnummer, ("waiting",))
        change.record("zurueckgestellt", eingangsnummer, {"until": until.isoformat(), "note": note.strip()})


def _said(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Bitte schreiben Sie kurz, warum der Beleg abgelehnt wird.", cause="rejected without a reason")
    if len(reason) > LONGEST:
        raise Invalid(f"Die Begründung ist zu lang. Erlaubt sind {LONGEST} Zeichen.", cause="reason too long")
    return reason.strip()


def _must_stand(space: Space, change: Change, eingangsnummer: str, states: tuple[str, ...]) -> None:
    state = space.intake.now(change.connection, eingangsnummer).state
    if state not in states:
        raise Invalid("Dieser Beleg wartet nicht mehr. Bitte sehen Sie ihn noch einmal an.", cause=f"{eingangsnummer} is {state}")
