"""The header fields of a paper: gathers candidates, lets them compete, and states each winner with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.document import Finding, best_value
from archive.kinds import currency
from archive.lesson import Lesson
from archive.order import Register, Supplier, plain
from ingest import extract_einvoice, learn_sender, remarks
from ingest.by_register import held
from ingest.echoes import confirmed, contested, sights
from ingest.extract_ids import accounts, vat_ids
from ingest.extract_supplier import supplier
from ingest.extract_totals import totals
from ingest.layout import around, worst
from ingest.loose_day import loose_day
from ingest.paper import Paper
from ingest.taught import Profile, allowed, joined, learned, profile
from ingest.values import Candidate, labelled

_OWN_NUMBERS = ("rechnungsnummer", "lieferscheinnummer", "angebotsnummer", "mahnungsnummer", "auftragsnummer_lieferant", "kundennummer")
"""The sender's numbers: none of them is ever one of ours."""

_IN_ADVANCE = re.compile(r"(anzahlungs|abschlags|vorauszahlungs|teil)rechnung|acompte|prepayment", re.IGNORECASE)
_DISTINCT = 5  # characters from which an equal number can not be an accident
_BY_NUMBER = 0.99
_OURS = "EUR"
_MONEY = {"netto", "steuer", "brutto"}


def extract(paper: Paper, register: Register, lessons: Sequence[Lesson] = ()) -> tuple[list[Finding], Supplier | None]:
    """All findings of the header, and the supplier's entry when the register knows the sender.

    ``lessons`` is what people taught; those of the sender change which candidates count. The data of an e-invoice need none.
    """
    found, entry = _found(paper, register, Profile(), lessons)
    sender = best_value(found, "lieferant")
    known = profile(lessons, sender) if sender and not paper.reading.einvoice else Profile()
    if known.lessons:
        found, entry = _found(paper, register, known, lessons)
    return found, entry


def _found(paper: Paper, register: Register, known: Profile, lessons: Sequence[Lesson]) -> tuple[list[Finding], Supplier | None]:
    keys = [f.key for f in paper.doctype.fields]
    several = frozenset(f.key for f in paper.doctype.fields if f.several)
    seen = sights(paper)
    found = confirmed(_chosen(_foreign(paper, register, known), several), _OWN_NUMBERS, seen)
    if paper.doctype.key == "lieferschein":
        found = contested(found, "lieferscheinnummer")
    found += [f for f in (*vat_ids(paper), *accounts(paper)) if f.field in keys]
    if _MONEY & set(keys):
        found += totals(paper)
        found += [f for f in _currency(paper) if all((f.field, f.value) != (other.field, other.value) for other in found)]
    issued = next((f.key for f in paper.doctype.fields if f.key == "rechnungsdatum" or "rechnungsdatum" in f.also), "")
    if issued and all(f.field != issued for f in found):
        found += [replace(f, field=issued) for f in loose_day(paper, found)]
    if known.lessons:
        taught = confirmed(_not_ours(learned(paper.reading, known, keys), register), _OWN_NUMBERS, seen)
        found = joined(allowed(paper.reading, known, found), taught, several)
    if paper.reading.einvoice:
        # Whatever the pages seem to say, the data count; only their remarks are read like print.
        told = extract_einvoice.from_terms(paper.reading)
        printed = [] if remarks.only_data(paper) else found
        found = told + [f for f in printed if f.field not in {t.field for t in told}]
        found += remarks.findings(paper, found)
    sender, entry = _sender(paper, register, found, lessons) if "lieferant" in keys or not paper.own else (None, None)
    if sender and all(f.field != "lieferant" for f in found):
        found.append(sender)
    return held(paper, found, register, entry), entry


def _sender(
    paper: Paper, register: Register, found: Sequence[Finding], lessons: Sequence[Lesson]
) -> tuple[Finding | None, Supplier | None]:
    """Numbers that the register knows go before what people taught, names do not."""
    known = register.suppliers()
    sender, entry = supplier(paper, known, found)
    if (entry and sender and sender.confidence >= _BY_NUMBER) or paper.reading.einvoice:
        return sender, entry
    taught = learn_sender.sender(paper.reading, [*found, *([sender] if sender else [])], lessons)
    if taught is None:
        return sender, entry
    return taught, next((s for s in known if plain(s.name) == plain(taught.value)), None)


def _not_ours(found: Sequence[Finding], register: Register) -> list[Finding]:
    """What was learned, but no number of ours as one of the sender's."""
    theirs = {f.value for f in found if f.field in _OWN_NUMBERS and len(plain(f.value)) >= _DISTINCT}
    ours = {plain(k.number) for k in register.known(theirs)} if theirs else set()
    return [f for f in found if f.field not in _OWN_NUMBERS or plain(f.value) not in ours]


def _foreign(paper: Paper, register: Register, known: Profile) -> list[Candidate]:
    """All candidates, but no number of ours as one of the sender's: a label may stand above the wrong column."""
    pages = {page.number: page for page in paper.reading.pages}
    every = [c for c in labelled(paper) if not known.lessons or not known.bans(pages.get(c.page), _finding(c, c.score))]
    theirs = {c.value for c in every if c.field in _OWN_NUMBERS and len(plain(c.value)) >= _DISTINCT}
    ours = {plain(k.number) for k in register.known(theirs)} if theirs and not paper.own else set()
    if not paper.own:
        ours |= {plain(n) for n in (*paper.firm.vat_ids, *paper.firm.tax_numbers, *paper.firm.ibans)}
    return _without_settled([c for c in every if c.field not in _OWN_NUMBERS or plain(c.value) not in ours])


def _without_settled(candidates: Sequence[Candidate]) -> list[Candidate]:
    """A final invoice names the advance invoices it settles: their numbers are not its own where another label tells one."""
    settled = [c for c in candidates if c.field == "rechnungsnummer" and _IN_ADVANCE.search(c.rule)]
    own = {plain(c.value) for c in candidates if c.field == "rechnungsnummer" and c not in settled}
    return [c for c in candidates if c not in settled or not own or plain(c.value) in own]


def _chosen(candidates: Iterable[Candidate], several: frozenset[str]) -> list[Finding]:
    """One finding per field and value, the best first. Of fields that are not ``several`` one is kept, rivals lower its confidence."""
    by_field: dict[str, dict[str, list[Candidate]]] = {}
    for c in _of_its_number(list(candidates)):
        by_field.setdefault(c.field, {}).setdefault(plain(c.value), []).append(c)
    found: list[Finding] = []
    for key, values in by_field.items():
        ranked = sorted((_merged(group) for group in values.values()), key=lambda c: -c.score)
        if key in several:
            found.extend(_finding(c, c.score) for c in ranked)
            continue
        best = ranked[0]
        rival = ranked[1].score if len(ranked) > 1 else 0.0
        contest = 1.0 if rival < 0.9 * best.score else 0.75
        found.append(_finding(best, best.score * contest))
    return found


def _of_its_number(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without the days of other numbers that were taken for the invoice's, where it has a day of its own."""
    number = max((c for c in candidates if c.field == "rechnungsnummer"), key=lambda c: c.score, default=None)
    others = [c for c in candidates if c.field == "rechnungsdatum" and number and c.of and plain(c.of) != plain(number.value)]
    own = any(c.field == "rechnungsdatum" and c not in others for c in candidates)
    return [c for c in candidates if c not in others] if own else list(candidates)


def _merged(group: Sequence[Candidate]) -> Candidate:
    """The best sight of a value; seen under several labels or on several pages it gains a little.

    Of a value seen once nothing but the picture speaks for its letters, so what OCR doubts counts twice.
    """
    best = max(group, key=lambda c: c.score)
    sure = any(c.sure for c in group)
    if len(group) == 1:
        best = replace(best, score=best.score * worst(best.words) ** 0.5)
        sure = sure and not best.poor
    return replace(best, score=min(0.99, best.score + 0.015 * (len(group) - 1)), sure=sure)


def _finding(c: Candidate, score: float) -> Finding:
    return Finding(c.field, c.value, c.raw, c.page, around(c.words), round(score * (1.0 if c.sure else 0.8), 3), c.rule)


def _currency(paper: Paper) -> list[Finding]:
    """The currency most amounts carry."""
    seen: dict[str, list[tuple[int, str, tuple[float, float, float, float]]]] = {}
    for page in paper.reading.pages:
        for word in page.words:
            bare = word.text.strip("0123456789.,-()': ")
            parsed = currency.parse(bare) if bare and (bare.isupper() or not bare.isalpha() or bare in ("Euro", "Rs")) else None
            # OCR takes many a stain and letter for a mere sign
            if parsed and not (bare == "$" and page.how == "ocr" and not any(c.isdigit() for c in word.text)):
                seen.setdefault(parsed.value, []).append((page.number, word.text, word.box))
    if not seen:
        return []
    code, places = max(seen.items(), key=lambda item: len(item[1]))
    number, raw, box = places[0]
    share = len(places) / sum(len(p) for p in seen.values())
    # Ours needs no second print: a stain is taken for a foreign sign rather than for "EUR".
    repeated = len(places) > 1 or code == _OURS or all(page.how != "ocr" for page in paper.reading.pages)
    return [Finding("waehrung", code, raw, number, box, round(0.97 if share > 0.8 and repeated else 0.75, 3), "steht bei den Beträgen")]
