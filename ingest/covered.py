"""What a code on a paper says of its order and type, our own cover sheet or sticker first, and whether the paper itself agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.cover import Cover, cover_of
from archive.document import Doubt, Evidence
from archive.order import Known, Register, plain
from archive.scan import Code, Reading
from ingest.classify import Verdict
from ingest.clues import QUESTION, Hit, distinct

SURE = 0.99
_BETWEEN = re.compile(r"[\s,;:()\[\]|\x1d]+")
_LONGEST = 400
"""Characters of a code that may be a label of goods; longer ones hold texts."""


def hits(reading: Reading, register: Register) -> list[Hit]:
    """The orders that codes of ours name: the surest way to say where a paper belongs."""
    codes = {plain(cover.order): code for code, cover in _said(reading)}
    found = register.known(list(codes)) if codes else ()
    return [_hit(known, codes[plain(known.number)]) for known in found]


def printed(reading: Reading, register: Register) -> list[Hit]:
    """Numbers of ours in codes that are not: suppliers print them so, but nobody sees what it says. A suggestion, files nothing."""
    said = {plain(part): code for code in reading.codes if not cover_of(code.text) for part in _parts(code.text)}
    found = register.known(list(said)) if said else ()
    return [replace(_hit(known, said[plain(known.number)]), labelled=False) for known in found if distinct(known.number)]


def verdict(reading: Reading, judged: Verdict) -> Verdict:
    """The type the cover sheet names, else what was ``judged``."""
    kind = doctype(reading)
    return replace(judged, doctype=kind, reason="das Deckblatt den Typ nennt", doubts=()) if kind else judged


def doctype(reading: Reading) -> str:
    """The type that the cover sheet before a paper names, "" for none."""
    return next((cover.doctype for code, cover in _said(reading) if not code.page), "")


def doubts(reading: Reading, own: Sequence[Hit], others: Sequence[Hit]) -> Iterator[Doubt]:
    """A code of ours that names an order nobody knows, or one that the paper itself speaks against: print is not outvoted by a code."""
    named = {plain(hit.known.number) for hit in own}
    for number in dict.fromkeys(cover.order for code, cover in _said(reading) if not code.page):
        if plain(number) not in named:
            yield Doubt("order", f"Das Deckblatt nennt {number}. Diesen Auftrag gibt es hier nicht.", QUESTION)
    orders = {order for hit in own for order in hit.known.orders}
    told = [hit for hit in others if hit.known.orders]
    if orders and told and not any(orders & set(hit.known.orders) for hit in told):
        what = "Das Deckblatt" if any(hit.evidence and not hit.evidence.page for hit in own) else "Der Strichcode"
        said = max(told, key=lambda hit: hit.confidence).known.number
        yield Doubt("order", f"{what} nennt {', '.join(sorted(orders))}, auf dem Papier steht aber {said}.", QUESTION)


def _said(reading: Reading) -> Iterator[tuple[Code, Cover]]:
    return ((code, cover) for code in reading.codes if (cover := cover_of(code.text)) and cover.order)


def _parts(text: str) -> list[str]:
    """The text of a code, whole and in the pieces that a label of goods has, "(400)B-26-00417" for example."""
    if len(text) > _LONGEST:
        return []
    return [part for part in (text.strip(), *_BETWEEN.split(text)) if distinct(part)]


def _hit(known: Known, code: Code) -> Hit:
    reason = f"der Strichcode {known.number} nennt (Seite {code.page})" if code.page else f"das Deckblatt {known.number} nennt"
    return Hit(known, SURE, reason, Evidence(code.page, code.box if code.page else None, code.text), labelled=True)
