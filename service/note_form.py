"""The form of a note, both ways: what people typed as a note, and a note as it is to be filled in. Keeps nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import cast

from archive.doctypes import doctypes
from archive.note import CATEGORIES, OF_NAMES, Anchor, Category, Note, Of
from archive.order import Order
from archive.problems import Invalid
from archive.space import Space
from service.entering import day, several, supplier_number
from service.parts import entered
from service.screens import SCREENS

TEXTS = {
    "situation": "Situation",
    "todo": "Was tun",
    "sign": "Woran erkenne ich's",
    "expert": "Wer weiß mehr",
}
LIST_OF: Mapping[str, Of] = {"lieferant": "lieferant", "auftrag": "auftrag", "zeichnung": "zeichnung"}
"""What is typed, several separated by commas."""
CHOICE_OF: Mapping[str, Of] = {"belegart": "belegart", "uebung": "uebung", "seite": "seite"}
"""What is chosen from a list."""
MOST_ANCHORS = 30


def entered_note(form: dict[str, str], space: Space, exercises: Mapping[str, str], before: Note) -> Note:
    """The note that was typed, over the one before. Raises ``Invalid`` for what it is attached to and is not there."""
    anchors = tuple(dict.fromkeys(_anchors(form, space, exercises)))
    if len(anchors) > MOST_ANCHORS:
        raise Invalid(f"Ein Tipp hängt an höchstens {MOST_ANCHORS} Dingen.", cause="too many anchors")
    category = form.get("bereich", "")
    if category not in CATEGORIES:
        raise Invalid("Bitte wählen Sie einen Bereich aus.", cause=f"category {category!r}")
    return dataclasses.replace(
        before,
        title=" ".join(entered(form, "titel", 200).split()),
        category=cast("Category", category),
        anchors=anchors,
        valid_until=day(form, "gueltig_bis", "Gültig bis"),
        training=form.get("uebungsplatz") == "ja",
        situation=entered(form, "situation", 4000),
        todo=entered(form, "todo", 4000),
        sign=entered(form, "sign", 4000),
        expert=entered(form, "expert", 4000),
    )


def values_of(note: Note) -> dict[str, str]:
    """A note as it is to be filled in."""
    typed = {name: ", ".join(anchor.key for anchor in note.anchors if anchor.of == of) for name, of in LIST_OF.items()}
    chosen = {name: next((anchor.key for anchor in note.anchors if anchor.of == of), "") for name, of in CHOICE_OF.items()}
    texts = {name: str(getattr(note, name)) for name in TEXTS}
    until = note.valid_until.isoformat() if note.valid_until else ""
    flags = {"uebungsplatz": "ja" if note.training else "", "bereich": note.category, "gueltig_bis": until}
    return {"titel": note.title, **texts, **typed, **chosen, **flags}


def named(form: Mapping[str, str]) -> str:
    """What a note is about to be attached to, in words, for the head of an empty form."""
    return ", ".join(f"{OF_NAMES[of]} {form[name]}" for name, of in LIST_OF.items() if form.get(name))


def _anchors(form: dict[str, str], space: Space, exercises: Mapping[str, str]) -> Iterator[Anchor]:
    known = {"belegart": doctypes(), "uebung": exercises, "seite": SCREENS}
    for name, of in CHOICE_OF.items():
        if key := entered(form, name, 200):
            if key not in known[name]:
                raise Invalid(f"{OF_NAMES[of]}: Bitte wählen Sie aus der Liste aus.", cause=f"unknown {name} {key!r}")
            yield Anchor(of, key)
    suppliers = space.orders.suppliers() if form.get("lieferant") else ()
    for typed in several(entered(form, "lieferant", 1000)):
        yield Anchor("lieferant", supplier_number(suppliers, typed))
    wanted = several(entered(form, "auftrag", 1000))
    there = space.orders.existing(Order, wanted)
    for number in wanted:
        if number not in there:
            raise Invalid(f"Den Auftrag {number} gibt es hier nicht. Bitte prüfen Sie die Nummer.", cause="unknown order")
        yield Anchor("auftrag", number)
    for drawing in several(entered(form, "zeichnung", 1000)):
        yield Anchor("zeichnung", drawing[:80])
