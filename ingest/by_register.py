"""Findings held against what the register knows: our own numbers, and the sender's account, VAT id and customer number.

A misread number may take the known form, or the only form whose check digits are right; it then stays below what counts as sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive.document import Finding
from archive.kinds import iban, vat_id
from archive.order import Register, Supplier, plain
from archive.policy import SURE, quoted
from ingest.confusions import alike, repaired
from ingest.paper import Paper

OURS = ("bestellnummer", "auftragsnummer", "kommission", "zeichen")
"""Fields that hold numbers of ours on a supplier's paper."""

_VALID: Mapping[str, Callable[[str], bool]] = {"iban": iban.valid, "ust_id": vat_id.valid}
_STRANGE, _OTHER, _REPAIRED = SURE - 0.05, SURE - 0.1, SURE - 0.2


def held(paper: Paper, found: Sequence[Finding], register: Register, sender: Supplier | None) -> list[Finding]:
    """All findings, named, confirmed, doubted or repaired by what the register knows."""
    named = list(_ours(found, register, own=paper.own))
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


def _ours(found: Sequence[Finding], register: Register, *, own: bool) -> Iterator[Finding]:
    """Names our own numbers by what the register knows them as; a number behind "Kommission" is an order number.

    One that nobody entered may be misread, so it is never sure.
    """
    numbers = {f.value for f in found if f.field in OURS}
    kinds = {plain(k.number): k.kind for k in register.known(numbers)} if numbers else {}
    for f in found:
        kind = kinds.get(plain(f.value)) if f.field in OURS else None
        key = {"auftrag": "auftragsnummer", "bestellung": "bestellnummer"}.get(kind or "", f.field)
        if f.field == "kommission" and kind is None:
            key = "auftragsnummer"
        strange = key in ("auftragsnummer", "bestellnummer") and kind is None and not own and f.confidence < 1.0
        confidence = min(f.confidence, _STRANGE) if strange else f.confidence
        yield replace(f, field=key, confidence=confidence, rule=f"{f.rule}; hier nicht bekannt" if strange else f.rule)


def _judged(f: Finding, known: Sequence[str], every: Sequence[Finding]) -> Finding:
    """One number of the sender: known, misread, or another one."""
    if any(plain(n) == plain(f.value) for n in known):
        confirmed = f"{f.rule}; so beim Lieferanten eingetragen" if f.confidence < SURE else f.rule
        return replace(f, confidence=max(f.confidence, 0.97), rule=confirmed)
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
