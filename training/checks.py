"""The kinds of checks exercises are made of. Each looks at the trainee's space, answers and steps; none changes anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from archive.document import Document
from archive.kinds import kind
from archive.leaves import bound
from archive.problems import NotFound
from archive.space import Space
from training.tasks import Check


@dataclass(frozen=True, slots=True)
class Situation:
    """What there is to look at when a trainee says "done".

    ``papers`` leads from the keys of the gold file to Eingangsnummern; ``answer`` is what was typed or chosen; ``opened`` are
    the addresses looked at since the exercise was begun.
    """

    space: Space
    papers: Mapping[str, str]
    answer: tuple[str, ...] = ()
    opened: frozenset[str] = frozenset()

    def paper(self, key: str) -> str:
        """The Eingangsnummer of a paper of the demo firm. Raises ``NotFound`` when this sandbox does not have it."""
        if key not in self.papers:
            raise NotFound("Dieser Übung fehlt ein Beleg. Bitte setzen Sie die Übung zurück.", cause=f"no paper {key} in {self.space.name}")
        return self.papers[key]

    def document(self, key: str) -> Document | None:
        """The paper as it stands now."""
        try:
            return self.space.documents.get(self.paper(key))
        except NotFound:
            return None

    @property
    def typed(self) -> str:
        """The only answer, without blanks around it."""
        return self.answer[0].strip() if self.answer else ""


Holds = Callable[[Situation, Mapping[str, Any]], bool]


def holds(check: Check, situation: Situation) -> bool:
    """Whether a check holds. Raises ``ValueError`` for a kind that does not exist."""
    if check.kind not in KINDS:
        raise ValueError(f"no check of the kind {check.kind!r}")
    return KINDS[check.kind](situation, check.needs) is not check.negated


def _number(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``wert``: the answer is this number."""
    found = re.fullmatch(r"(\d+)( (Stück|Stk\.?|St\.?|Belege?))?", situation.typed)
    return found is not None and int(found[1]) == int(needs["wert"])


def _amount(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``wert``: the answer is this amount, as a decimal with a point."""
    parsed = kind("amount").parse(situation.typed)
    try:
        return parsed is not None and Decimal(parsed.value) == Decimal(needs["wert"])
    except InvalidOperation:
        return False


def _count(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``auftrag``: the answer is the number of papers in this folder, here and now."""
    there = len(situation.space.documents.of_order(needs["auftrag"]))
    return _number(situation, {"wert": there})


def _chosen(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``wert``: this one was chosen."""
    return situation.typed == str(needs["wert"])


def _numbers(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``werte``: exactly these numbers of papers or orders were typed, in any order and spelling."""
    typed = {_plain(part) for part in re.split(r"[,;\s]+", " ".join(situation.answer)) if part}
    return typed == {_plain(number) for number in needs["werte"]}


def _opened(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``papier`` or ``mappe``: this paper or folder was looked at."""
    if "mappe" in needs:
        return f"/mappen/{needs['mappe']}" in situation.opened
    number = situation.paper(needs["papier"])
    return bool({f"/belege/{number}", f"/klaerung/{number}"} & situation.opened)


def _filed(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``papier`` lies in exactly the folders ``auftraege``."""
    document = situation.document(needs["papier"])
    return document is not None and document.state == "filed" and set(document.orders) == set(needs["auftraege"])


def _in_folder(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``papier`` lies in the folder ``auftrag``, perhaps in others too."""
    document = situation.document(needs["papier"])
    return document is not None and str(needs["auftrag"]) in document.orders


def _state(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``papier`` is in the state ``zustand``; with ``grund`` its sentence has this word in it."""
    entry = situation.space.intake.get(situation.paper(needs["papier"]))
    return entry.state == str(needs["zustand"]) and needs.get("grund", "").casefold() in entry.sentence.casefold()


def _value(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``papier`` has the value ``wert`` in the field ``feld``."""
    document = situation.document(needs["papier"])
    return document is not None and document.value(needs["feld"]) == str(needs["wert"])


def _told(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """The journal of ``papier`` or ``auftrag`` has an entry of the kind ``eintrag``; with ``mit`` its body has these values."""
    about = situation.paper(needs["papier"]) if "papier" in needs else needs["auftrag"]
    wanted = needs.get("mit", {})
    entries = [entry for entry in situation.space.journal.about(about) if entry.kind == needs["eintrag"]]
    return any(all(str(entry.body.get(name)) == str(value) for name, value in wanted.items()) for entry in entries)


def _split(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``papier`` was split into papers of exactly these ``seiten`` (page numbers of the original)."""
    number = situation.paper(needs["papier"])
    pages = {tuple(leaf.number for leaf in bound(situation.space.catalog, part).leaves) for part in _parts(situation, number)}
    return pages == {tuple(each) for each in needs["seiten"]}


def _pieces(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """``papier`` was split into ``zahl`` papers."""
    return len(_parts(situation, situation.paper(needs["papier"]))) == int(needs["zahl"])


def _parts(situation: Situation, number: str) -> list[str]:
    if situation.space.intake.get(number).state != "replaced":
        return []
    split = [entry for entry in situation.space.journal.about(number) if entry.kind == "aufgeteilt"]
    return list(split[-1].body["parts"]) if split else []


def _text(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """At least ``mindestens`` characters were written."""
    return len(" ".join(situation.typed.split())) >= int(needs["mindestens"])


def _noted(situation: Situation, needs: Mapping[str, Any]) -> bool:
    """A note of at least ``mindestens`` characters was written; with ``an`` it is attached to one of these (``lieferant``, …)."""
    notes = [kept.note for kept in situation.space.knowledge.find()]
    attached = [note for note in notes if "an" not in needs or any(anchor.of == needs["an"] for anchor in note.anchors)]
    return any(len(" ".join(note.written.split())) >= int(needs["mindestens"]) for note in attached)


def _plain(number: str) -> str:
    return re.sub(r"[^0-9a-z]", "", number.casefold())


KINDS: Mapping[str, Holds] = {
    "zahl": _number,
    "betrag": _amount,
    "anzahl_in_mappe": _count,
    "auswahl": _chosen,
    "nummern": _numbers,
    "geoeffnet": _opened,
    "zugeordnet": _filed,
    "in_mappe": _in_folder,
    "zustand": _state,
    "wert": _value,
    "verlauf": _told,
    "getrennt": _split,
    "teile": _pieces,
    "text": _text,
    "notiz": _noted,
}
"""Every kind by its name in the files of the exercises."""
