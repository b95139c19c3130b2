"""The plan of a course: eight units of 45 minutes, what each is about and which exercises belong to it. Keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.installation.course import PlannedUnit
from training.tasks import Task

UNIT = 45
"""Minutes of a unit of teaching."""
ENOUGH = 0.8
"""Who was there for this share of the time gets a certificate."""
CONTENTS = {
    "Ankommen": "Warum wir das machen, Rundgang, Papierordner und Bildschirm, mit der Karte anmelden",
    "Finden": "Suchen nach Nummer, Name, Datum, mit Filtern",
    "Papier wird Beleg": "Scannen, Qualität, Stapel trennen, Sichtprüfung, Drehen",
    "Richtig ablegen": "Zuordnen, mehrere Aufträge, unsere und ihre Nummern",
    "Prüfen": "Pflichtangaben, Summen, E-Rechnung",
    "Dreifach-Abgleich": "Bestellung, Lieferschein, Rechnung, Abweichungen, was fehlt",
    "Ordnung und Recht": "Doppelte Belege, Aufbewahrung, Datenschutz, Prüfung",
    "Transfer": "Mein Betrieb: eigene Checkliste, Wissen weitergeben, Rückmeldung, Bescheinigung",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its number, what it is about, its exercises by their numbers, minutes planned and, when known, taken."""

    number: int
    title: str
    content: str
    exercises: tuple[int, ...]
    taken: int | None
    planned: int = UNIT

    @property
    def last(self) -> int:
        """The number of its last exercise."""
        return max(self.exercises)


def units(exercises: Sequence[Task], taken: Mapping[int, int], planned: Sequence[PlannedUnit] = ()) -> list[Unit]:
    """The plan for these exercises, in the order of their blocks; an exercise of a block of its own makes a unit more.

    ``planned`` is what the trainer wants otherwise than usual, by the titles of the units.
    """
    blocks: dict[str, list[int]] = {}
    for number, exercise in enumerate(exercises, 1):
        blocks.setdefault(exercise.block, []).append(number)
    wanted = {unit.title: unit for unit in planned}
    usual = {title: PlannedUnit(title, CONTENTS.get(title, title), UNIT) for title in blocks}
    chosen = [(wanted.get(title, usual[title]), tuple(numbers)) for title, numbers in blocks.items()]
    return [Unit(at, unit.title, unit.content, numbers, taken.get(at), unit.minutes) for at, (unit, numbers) in enumerate(chosen, 1)]


def minutes_of(plan: Sequence[Unit]) -> int:
    """What the course took: minutes taken where they are known, planned ones elsewhere."""
    return sum(unit.planned if unit.taken is None else unit.taken for unit in plan)
