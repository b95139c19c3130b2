"""What a person's decision makes of a paper, and what taking it back restores. Pure functions; the journal is written elsewhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from archive import codec
from archive.content import Content, Correction
from archive.doctypes import doctypes, field_of
from archive.document import Doubt, Evidence, Finding, Link, Suggestion
from archive.entry import Entry
from archive.kinds import kind
from archive.policy import HOLDING, foremost, listed
from archive.problems import Invalid


def apply(old: Content, decision: Correction, who: str, *, filed: bool) -> Content:
    """The content after the decision. ``filed``: the paper lies somewhere already, so that "no order" was decided before."""
    if decision.orders is None and not old.links and not filed:
        raise Invalid("Bitte wählen Sie einen Auftrag oder „ohne Auftrag“.", cause="accepted without order")
    links = old.links if decision.orders is None else _links(old, decision.orders, who)
    if decision.doctype is not None and decision.doctype not in doctypes():
        raise Invalid(f"Die Belegart „{decision.doctype}“ gibt es nicht.", cause="unknown doctype")
    changed_type = decision.doctype is not None and decision.doctype != old.doctype
    accepted = decision.doctype is None and decision.orders is None and not decision.fields
    # Any decision settles what held the paper; doubts about values stay until the value is corrected or all is accepted.
    gone = HOLDING | set(decision.fields)
    return dataclasses.replace(
        old,
        doctype=decision.doctype or old.doctype,
        doctype_reason=f"{who} es so entschieden hat" if changed_type else old.doctype_reason,
        links=links,
        findings=_findings(old, decision),
        doubts=() if accepted else tuple(doubt for doubt in old.doubts if doubt.about not in gone),
        suggestions=(),
    )


def sentence(content: Content) -> str:
    """The German sentence for a paper a person has filed."""
    orders = list(dict.fromkeys(link.order for link in content.links))
    if not orders:
        return "Abgelegt ohne Auftrag (Gemeinkosten oder Lager), von Hand entschieden."
    return f"Abgelegt in {listed(orders)}, weil {content.links[0].reason}."


def decided_by_person(history: Sequence[Entry]) -> bool:
    """Whether a decision of a person stands, that is has not been taken back. Taking an automatic filing back is one."""
    return bool(_standing(history)[1])


def entered_by_person(history: Sequence[Entry]) -> bool:
    """Whether what a paper says was typed and not read, as at the goods receipt: reading it would know less."""
    first = next((entry for entry in history if entry.kind in ("abgelegt", "wartet")), None)
    return first is not None and first.who != "mappe"


def can_take_back(history: Sequence[Entry]) -> bool:
    """Whether something can be taken back: a person's decision, or the automatic filing."""
    now, stack = _standing(history)
    if now["state"] == "deleted" or now["problem"] == "quarantaene":
        return False
    return bool(stack) or now["state"] == "filed"


def before_last(history: Sequence[Entry]) -> Mapping[str, Any]:
    """The body of the entry that takes back the last standing decision, or else the automatic filing.

    Raises ``Invalid`` when there is neither.
    """
    now, stack = _standing(history)
    if stack:
        return stack[-1][1]
    if now["state"] != "filed":
        raise Invalid("Hier gibt es keine Entscheidung, die zurückgenommen werden kann.", cause="nothing to undo")
    return {"state": "waiting", "problem": "", "sentence": f"Wartet: {_TAKEN_BACK}", "content": _unfiled(now["content"])}


_TAKEN_BACK = "Die automatische Ablage wurde zurückgenommen."


def _unfiled(content: Mapping[str, Any]) -> Content:
    """The content out of its folders, which stay as suggestions."""
    old = codec.decode(Content, content)
    suggestions = tuple(Suggestion(link.order, link.reason, link.confidence) for link in foremost(old.links))
    doubt = Doubt("order", _TAKEN_BACK, "In welche Mappe gehört dieses Papier?")
    return dataclasses.replace(old, links=(), suggestions=suggestions, doubts=(*old.doubts, doubt))


def last_decision(history: Sequence[Entry]) -> Entry | None:
    """The last decision of a person that stands, ``None`` when there is none."""
    stack = _standing(history)[1]
    return stack[-1][0] if stack else None


_Before = tuple[Entry, Mapping[str, Any]]
"""A decision, and the state before it."""

_DECISIONS = frozenset({"korrigiert", "gleiches_papier", "verworfen", "aufgeteilt", "zusammengefasst"})
_STATES = {
    "gestoert": "waiting",
    "abgelehnt": "rejected",
    "gleiches_papier": "rejected",
    "verworfen": "rejected",
    "aufgeteilt": "replaced",
    "zusammengefasst": "replaced",
    "aufgeloest": "replaced",
    "in_quarantaene": "rejected",
    "geloescht": "deleted",
}


def _standing(history: Sequence[Entry]) -> tuple[Mapping[str, Any], list[_Before]]:
    """The state now, and each standing decision with the state before it, oldest first."""
    now: Mapping[str, Any] = {"state": "received", "sentence": "", "problem": "", "content": None}
    stack: list[_Before] = []
    for entry in history:
        if entry.kind in _DECISIONS:
            stack.append((entry, now))
        elif entry.kind == "zurueckgenommen" and stack:
            stack.pop()
        elif entry.kind == "zurueckgenommen":
            # The automatic filing was taken back: a decision like any other, which can be taken back in its turn.
            stack.append((entry, now))
        if entry.kind in ("abgelegt", "wartet", "korrigiert", "zurueckgenommen", "quarantaene_aufgehoben"):
            now = {"problem": "", **{key: entry.body.get(key) for key in ("state", "sentence", "content")}}
        elif entry.kind in _STATES:
            now = {**now, "state": _STATES[entry.kind], "sentence": entry.body["sentence"], "problem": entry.body.get("problem", "")}
    return now, stack


def _links(old: Content, orders: tuple[str, ...], who: str) -> tuple[Link, ...]:
    kept = tuple(link for link in old.links if link.order in orders)
    known = {link.order for link in kept}
    new = (Link(order, f"{who} es so entschieden hat", 1.0, None) for order in dict.fromkeys(orders) if order not in known)
    return (*kept, *new)


def _findings(old: Content, decision: Correction) -> tuple[Finding, ...]:
    findings = [finding for finding in old.findings if finding.field not in decision.fields]
    for key, typed in decision.fields.items():
        if typed.strip():
            findings.append(_entered(key, typed.strip(), decision.evidence.get(key)))
    return tuple(findings)


def _entered(key: str, typed: str, shown: Evidence | None) -> Finding:
    value = _normalised(key, typed)
    if shown is None:
        return Finding(key, value, typed, 0, None, 1.0, "von Hand eingetragen")
    return Finding(key, value, shown.raw, shown.page, shown.box, 1.0, "von Hand auf der Seite gezeigt")


def _normalised(key: str, typed: str) -> str:
    """The value as it is stored. Check digits are not enforced: a person may enter what really stands on the paper."""
    field = field_of(key)
    if field is None:
        raise Invalid(f"Das Feld „{key}“ gibt es nicht.", cause="unknown field")
    parsed = kind(field.kind).parse(typed)
    if parsed is None:
        raise Invalid(f"„{typed}“ passt nicht in das Feld „{field.name}“. Bitte prüfen Sie die Schreibweise.", cause="value does not parse")
    return parsed.value
