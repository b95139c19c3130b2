"""A paper that may be here already, scanned once more: its picture is like one of before, and its numbers are, too. Only warns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from archive.doctypes import doctype
from archive.document import Document, Doubt, Finding, Proposal
from archive.looks import alike
from archive.order import folded, plain
from archive.policy import SURE
from archive.problems import Problem
from archive.scan import Reading
from archive.space import Space
from ingest.confusions import readings

_SHARED = 0.75
"""Two scans of one paper share so many of the numbers on them; of one layout, but two papers, hardly more than half."""
_LEAST = 6
_QUESTION = "Ist es dasselbe Papier noch einmal?"
_OWN = {"lieferschein": "lieferscheinnummer", "pruefbescheinigung": "zeugnisnummer", "auftragsbestaetigung": "auftragsnummer_lieferant"}
_TYPES = ("rechnung", "gutschrift", "lieferschein", "pruefbescheinigung", "auftragsbestaetigung", "mahnung")


def warned(space: Space, eingangsnummer: str, proposal: Proposal) -> Proposal:
    """The proposal, with a doubt when the paper seems to be here already. Looks at pictures and numbers of papers of before."""
    if proposal.doctype not in _TYPES or any(doubt.other for doubt in proposal.doubts):
        return proposal
    different = space.pairs.different(eingangsnummer)
    for earlier in _candidates(space, eingangsnummer, proposal):
        if earlier.eingangsnummer in different or _told_apart(proposal, earlier):
            continue
        reason = f"Das Papier sieht aus wie der Eingang {earlier.eingangsnummer} ({doctype(earlier.doctype).name})."
        doubt = Doubt("paper", reason, _QUESTION, earlier.eingangsnummer)
        return dataclasses.replace(proposal, doubts=(*proposal.doubts, doubt))
    return proposal


def _candidates(space: Space, eingangsnummer: str, proposal: Proposal) -> Iterator[Document]:
    """Papers of before whose picture and whose numbers are alike."""
    own = telling(proposal.reading)
    if not proposal.reading.look or len(own) < _LEAST:
        return
    for number, _ in alike(space.catalog, proposal.reading.look, proposal.doctype, eingangsnummer):
        try:
            document, reading = space.documents.get(number), space.documents.reading(number)
        except Problem:
            continue  # taken away meanwhile: then nobody needs a warning about it
        if shared(own, telling(reading)) >= _SHARED:
            yield document


def telling(reading: Reading) -> frozenset[str]:
    """The print of the first page that tells papers of one layout apart: numbers, with letters that OCR confuses made one."""
    words = reading.pages[0].words if reading.pages else ()
    return frozenset(f for w in words if sum(c.isdigit() for c in w.text) >= 2 and len(f := folded(w.text)) >= 3)


def shared(left: frozenset[str], right: frozenset[str]) -> float:
    """Which part of all numbers stands on both."""
    return len(left & right) / len(left | right) if left | right else 0.0


def _told_apart(proposal: Proposal, earlier: Document) -> bool:
    """Whether something was surely read on both, differs, and is no misreading of the other: number, day, or sum."""
    fields = (_OWN.get(proposal.doctype, "rechnungsnummer"), "rechnungsdatum", "lieferdatum", "brutto")
    return any(_differs(_sure(proposal.findings, key), _sure(earlier.findings, key)) for key in fields)


def _sure(findings: Sequence[Finding], key: str) -> frozenset[str]:
    return frozenset(plain(f.value) for f in findings if f.field == key and f.confidence >= SURE)


def _differs(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    if not ours or not theirs or ours & theirs:
        return False
    return not any(theirs & {folded(value), *readings(value)} for value in ours)
