"""The hidden text layer that a cheap scanner puts behind a page: letters confused, words lost, lines shifted."""

from __future__ import annotations

import random

from training.firm.draw import Sheet, Text

CONFUSED = {
    "0": "O",
    "1": "l",
    "2": "Z",
    "5": "S",
    "6": "b",
    "8": "B",
    "-": "~",
    ",": ".",
    "e": "c",
    "n": "ri",
    "u": "ii",
    "l": "|",
    "t": "r",
    "a": "o",
}


def rubbish(sheet: Sheet, rng: random.Random) -> list[Text]:
    """What such a scanner believes to have read on a page."""
    hidden = []
    for mark in sheet.marks:
        if isinstance(mark, Text) and rng.random() < 0.85:
            wrong = "".join(CONFUSED.get(c, c) if rng.random() < 0.6 else rng.choice([c, c, "·", ""]) for c in mark.text)
            hidden.append(Text(mark.x + rng.uniform(-9, 9), mark.y + rng.uniform(-6, 6), wrong, mark.face))
    return hidden
