"""Taking a decision back, also one about several papers: parts of a split stack dissolve, merged papers stand alone again."""

from __future__ import annotations

from archive import correction
from archive.entry import Entry
from archive.journal import Change
from archive.problems import Invalid

TOGETHER = ("aufgeteilt", "zusammengefasst")
"""Decisions that made new papers."""


def take_back(change: Change, eingangsnummer: str) -> None:
    """Takes the last decision about a paper back, or else its automatic filing.

    Raises ``Invalid`` when there is neither, and when a person has already decided about a paper that this would dissolve.
    """
    history = change.history(eingangsnummer)
    last = correction.last_decision(history)
    if last is None or last.kind not in TOGETHER:
        change.record("zurueckgenommen", eingangsnummer, correction.before_last(history))
        return
    made = {part: change.history(part) for part in last.body["parts"]}
    for part, entries in made.items():
        _must_be_untouched(part, entries)
    for parent in next(iter(made.values()))[0].body["parents"]:
        change.record("zurueckgenommen", parent, correction.before_last(change.history(parent)))
    was = "Aufteilung" if last.kind == "aufgeteilt" else "Zusammenfassung"
    for part, entries in made.items():
        parents = " und ".join(entries[0].body["parents"])
        change.record(
            "aufgeloest", part, {"sentence": f"Aufgelöst: Die {was} wurde zurückgenommen, die Seiten gehören wieder zu {parents}."}
        )


def _must_be_untouched(part: str, history: list[Entry]) -> None:
    if correction.decided_by_person(history):
        raise Invalid(
            f"Über {part} hat schon ein Mensch entschieden. Bitte nehmen Sie zuerst diese Entscheidung zurück.",
            cause=f"{part} was decided about",
        )
