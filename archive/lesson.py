"""What a person's correction taught about one supplier's papers, as data and as a German sentence. Applies nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from archive.doctypes import doctype, field_name
from archive.order import plain
from archive.policy import quoted
from archive.scan import Box

LessonKind = Literal["stelle", "nicht", "art", "absender"]
"""The value stands here / a value here is not this field's / a heading names this type / a mark tells the sender."""

Relation = Literal["", "rechts", "darunter"]
"""Where the value stands from its label; "" when only the zone of the page is known."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing learned. ``supplier`` is the name its papers are filed under; it holds for no other.

    ``field`` is a field key, "doctype", or for a sender the kind of the mark. ``label`` is the print that leads to the value:
    label, heading or mark. ``zone`` is the value's place as shares of the page, ``shape`` its build ("AA-9999"), ``value``
    what stood there, or the type that was meant. ``who`` and ``at`` tell who corrected, and when.
    """

    supplier: str
    kind: LessonKind
    field: str
    label: str
    value: str
    eingangsnummer: str
    who: str
    at: datetime
    relation: Relation = ""
    page: int = 0
    zone: Box | None = None
    shape: str = ""

    @property
    def key(self) -> str:
        """The same for the same lesson from another paper."""
        spot = "" if self.label or self.zone is None else "/".join(f"{part:.1f}" for part in self.zone)
        parts = (plain(self.supplier), self.kind, self.field, plain(self.label), self.relation, spot)
        meant = self.value if self.kind == "art" else ""
        return hashlib.sha256("\n".join((*parts, meant)).encode()).hexdigest()[:16]

    @property
    def source(self) -> str:
        """``gelernt aus E-2026-0000012``, for the rule of a finding."""
        return f"gelernt aus {self.eingangsnummer}"


_MARKS = {
    "ust_id": "der USt-IdNr.",
    "iban": "der IBAN",
    "steuernummer": "der Steuernummer",
    "netz": "der Internet-Adresse",
    "name": "dem gedruckten Namen",
}
MARKS = tuple(_MARKS)
"""The kinds of marks that tell a sender, the surest first."""


def sentence(lesson: Lesson) -> str:
    """What was learned, for people: ``Rechnungsnummer steht hinter ‚Beleg'``."""
    if lesson.kind == "art":
        return f"Ein Papier mit der Überschrift {quoted(lesson.label)} ist: {doctype(lesson.value).name}"
    if lesson.kind == "absender":
        return f"{lesson.supplier} ist zu erkennen an {_MARKS[lesson.field]} {quoted(lesson.label)}"
    stands = "steht" if lesson.kind == "stelle" else "steht nicht"
    return f"{field_name(lesson.field)} {stands} {_place(lesson)}"


def _place(lesson: Lesson) -> str:
    if lesson.label:
        return f"{'hinter' if lesson.relation == 'rechts' else 'unter'} {quoted(lesson.label)}"
    if lesson.zone is None:
        return "an der Stelle der Korrektur"
    across = ("links", "in der Mitte", "rechts")[min(2, int(1.5 * (lesson.zone[0] + lesson.zone[2])))]
    down = ("oben", "auf halber Höhe", "unten")[min(2, int(1.5 * (lesson.zone[1] + lesson.zone[3])))]
    return f"auf Seite {lesson.page} {down} {across}"
