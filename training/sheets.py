"""The sheets of a course: how sure people feel before and after, and what they say about the course. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.problems import Invalid, NotFound

SCALE = {"1": "gar nicht", "2": "eher nicht", "3": "teils", "4": "eher ja", "5": "ja, sicher"}
_SURE = {
    "finden": "Ich finde einen Beleg schnell.",
    "ablegen": "Ich weiß, in welche Mappe ein Beleg gehört.",
    "pruefen": "Ich erkenne, ob auf einer Rechnung etwas fehlt.",
    "abgleich": "Ich kann Bestellung, Lieferschein und Rechnung vergleichen.",
    "sicher": "Ich traue mir zu, damit im Betrieb zu arbeiten.",
}
_SAID = {
    "verstanden": "Die Erklärungen waren gut zu verstehen.",
    "tempo": "Das Tempo war richtig für mich.",
    "nutzen": "Ich kann das Gelernte bei der Arbeit brauchen.",
    "hilfe": "Ich habe Hilfe bekommen, wenn ich sie brauchte.",
}
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A sheet: its sentences by their keys, each rated on the scale; ``free`` asks for words of one's own, "" for none."""

    key: str
    title: str
    intro: str
    items: Mapping[str, str]
    free: str = ""


SHEETS = {
    "vorher": SheetForm("vorher", "Vor dem Kurs", "Wie sicher fühlen Sie sich heute? Es gibt kein Richtig und kein Falsch.", _SURE),
    "nachher": SheetForm("nachher", "Nach dem Kurs", "Wie sicher fühlen Sie sich jetzt?", _SURE),
    "rueckmeldung": SheetForm(
        "rueckmeldung", "Ihre Rückmeldung", "Was war gut, was können wir besser machen?", _SAID, "Was möchten Sie uns noch sagen?"
    ),
}


def sheet(key: str) -> SheetForm:
    """One sheet. Raises ``NotFound``."""
    if key not in SHEETS:
        raise NotFound("Diesen Bogen gibt es nicht.", cause=f"no sheet {key}")
    return SHEETS[key]


def filled(form: SheetForm, given: Mapping[str, str]) -> dict[str, str]:
    """What was filled in; nothing has to be. Raises ``Invalid`` for what is not on the scale."""
    values = {item: given.get(item, "") for item in form.items}
    if any(value and value not in SCALE for value in values.values()):
        raise Invalid("Bitte kreuzen Sie eine der fünf Antworten an.", cause="value off the scale")
    if form.free:
        values["frei"] = given.get("frei", "").strip()[:LONGEST]
    return {item: value for item, value in values.items() if value}
