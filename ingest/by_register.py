"""Findings held against what the register knows: our own numbers, and the sender's account, VAT id and customer number.

A misread number may take the known form, or the only form whose check digits are right; it then stays below what counts as sure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from archive.document import Finding
from archive.kinds import iban, vat_id
from archive.order import Register, Supplier, plain
from archive.policy import SURE, quoted
from ingest import our_numbers
from ingest.confusions import alike, repaired
from ingest.paper import Paper

_VALID: Mapping[str, Callable[[str], bool]] = {"iban": iban.valid, "ust_id": vat_id.valid}
_OTHER, _REPAIRED = SURE - 0.1, SURE - 0.2


def held(paper: Paper, found: Sequence[Finding], register: Register, sender: Supplier | None) -> list[Finding]:
    """All findings, named, confirmed, doubted or repaired by what the register knows."""
    named = our_numbers.named(paper, found, register, sender)
    if paper.own:
        return named
    known: dict[str, tuple[str, ...]] = {}
    if sender:
        known = {
            "iban": sender.ibans,
            "ust_id": sender.vat_ids,
            "kundennummer": (sender.customer_number,) if sender.customer_number else (),
        }
    return [_judged(f, known.get(f.field, ()), named) if f.field in ("iban", "ust_id", "kundennummer") else f for f in named]


def _judged(f: Finding, known: Sequence[str], every: Sequence[Finding]) -> Finding:
    """One number of the sender: known, misread, or another one."""
    if any(plain(n) == plain(f.value) for n in known):
        return _confirmed(f)
    valid = _VALID.get(f.field)
    if f.confidence == 1.0 or (valid and valid(f.value)):
        return f  # data of an e-invoice, or another number that was read well: the checks tell
    seen = {plain(other.value) for other in every if other.field == f.field}
    near = next((n for n in known if alike(plain(f.value), plain(n)) and plain(n) not in seen), "")
    if near:
        rule = f"{f.rule}; gelesen ist {quoted(f.value)}, bekannt ist {near}"
        return replace(f, value=near, confidence=min(_OTHER, max(f.confidence, _REPAIRED)), rule=rule)
    better = repaired(f.value, valid) if valid else ""
    if better and better not in seen:
        rule = f"{f.rule}; gelesen ist {quoted(f.value)}, mit richtiger Prüfziffer {better}"
        return replace(f, value=better, confidence=min(f.confidence, _REPAIRED), rule=rule)
    if known and not valid:
        return replace(f, confidence=min(f.confidence, _OTHER), rule=f"{f.rule}; bekannt ist {known[0]}")
    return f


def _confirmed(f: Finding) -> Finding:
    """The known number: sure where it is what the print shows."""
    if _other_digits(f):
        return replace(f, confidence=min(_OTHER, max(f.confidence, _REPAIRED)))
    confirmed = f"{f.rule}; so beim Lieferanten eingetragen" if f.confidence < SURE else f.rule
    return replace(f, confidence=max(f.confidence, 0.97), rule=confirmed)


def _other_digits(f: Finding) -> bool:
    """Whether the print shows another digit than the value: a number mended by its check digits, though it is a known one."""
    printed, value = plain(f.raw), plain(f.value)
    same_length = len(printed) == len(value)
    return same_length and any(a != b and a.isdigit() and b.isdigit() for a, b in zip(printed, value, strict=True))
