"""A reading understood: classify, extract, match, check, on one screen. Pure: reads the register, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.doctypes import doctype
from archive.document import Doubt, Finding, Proposal, best_value
from archive.lesson import Lesson
from archive.order import Earlier, Firm, Register
from archive.policy import quoted
from archive.scan import Reading
from ingest import check_einvoice, covered, extract_einvoice, learn_type, mend, pile, separated, several, usual_numbers
from ingest.check import check
from ingest.classify import Verdict, classify
from ingest.clues import Understood
from ingest.extract import extract
from ingest.extract_certificate import certificate_kind
from ingest.extract_prepaid import prepaid
from ingest.extract_terms import terms
from ingest.facts import Facts
from ingest.lines import table
from ingest.match import match
from ingest.paper import Paper, prepare
from ingest.payment_code import proved
from ingest.taught import profile


def understand(reading: Reading, register: Register, lessons: Sequence[Lesson] = ()) -> Proposal:
    """What this paper is, what stands on it, where it belongs, and what a person should look at.

    ``lessons`` is what people's corrections taught so far; only those of the paper's own sender count.
    """
    firm = register.firm()
    said = reading.told()
    verdict = covered.verdict(said, classify(said, firm))
    paper = prepare(said, doctype(verdict.doctype), firm, own=verdict.own)
    findings, sender = extract(paper, register, lessons)
    known = None if covered.doctype(said) else learn_type.taught(said, profile(lessons, best_value(findings, "lieferant")).lessons)
    if known:
        reason = f"{quoted(known.label)} darüber steht ({known.source}, {known.who})"
        verdict = Verdict(known.value, reason, verdict.own, ())
        paper = prepare(said, doctype(known.value), firm, own=verdict.own)
        findings, sender = extract(paper, register, lessons)
    findings = proved([*findings, *terms(paper, findings), *prepaid(paper, findings), *certificate_kind(paper)], paper)
    told = reading.einvoice.lines if reading.einvoice else ()
    rows = extract_einvoice.lines(reading) if told else table(paper)
    matched = match(paper, Understood(findings, rows, sender), register)
    findings += [f for f in matched.findings if any(f.field == x.key for x in paper.doctype.fields)]
    findings = usual_numbers.held(findings, register, sender, said)
    best = _best(findings)
    invoice = best.get("rechnungsnummer")
    earlier = register.papers_with("rechnungsnummer", invoice.value, reading.scan) if invoice else ()
    twins = _twins(best, register, reading)
    codes = tuple(code.text for code in reading.codes)
    objections = check(Facts(paper, best, tuple(findings), sender, firm, rows, tuple(earlier), codes, twins))
    told_off = (*several.doubts(reading, matched.links, firm), *check_einvoice.doubts(reading, _printed(paper, register)))
    return Proposal(
        scan=reading.scan,
        reading=reading,
        doctype=verdict.doctype,
        doctype_reason=verdict.reason,
        findings=tuple(findings),
        lines=rows,
        links=matched.links,
        doubts=tuple(dict.fromkeys((*_about_pages(reading, firm), *verdict.doubts, *matched.doubts, *told_off, *objections))),
        suggestions=matched.suggestions,
    )


def _printed(paper: Paper, register: Register) -> list[Finding]:
    """What the pages of a hybrid say without its data; nothing for all other papers."""
    if paper.reading.einvoice is None or not paper.reading.einvoice.attachment:
        return []
    return extract(replace(paper, reading=replace(paper.reading, einvoice=None)), register)[0]


def _twins(best: dict[str, Finding], register: Register, reading: Reading) -> tuple[Earlier, ...]:
    """Invoices of the same sender with the same sum and day."""
    key = [best[name].value for name in ("lieferant", "brutto", "rechnungsdatum") if name in best]
    return tuple(register.same_sum(key[0], key[1], key[2], reading.scan)) if len(key) == 3 else ()


def _best(findings: list[Finding]) -> dict[str, Finding]:
    best: dict[str, Finding] = {}
    for f in findings:
        if f.field not in best or f.confidence > best[f.field].confidence:
            best[f.field] = f
    return best


def _about_pages(reading: Reading, firm: Firm) -> tuple[Doubt, ...]:
    return (*_blank(reading), *_left_out(reading), *separated.doubts(reading), *pile.doubts(reading, firm))


def _blank(reading: Reading) -> tuple[Doubt, ...]:
    """A paper without a single word can not be understood, however plain its file is."""
    if reading.einvoice or any(page.words for page in reading.pages):
        return ()
    return (Doubt("paper", "Auf dem Papier ist kein Text zu lesen.", "Was ist das für ein Papier?"),)


def _left_out(reading: Reading) -> tuple[Doubt, ...]:
    """What the reading could not do. Pages that are missing hold the paper: an order may stand on them."""
    # Readings of early versions do not know how many pages there were; data of an e-invoice hold everything whatever the picture lost.
    missing = reading.unread or mend.NOTE in reading.notes or not (reading.count or reading.einvoice)
    return tuple(Doubt("paper" if missing else "seiten", note, "Ist das Papier vollständig?") for note in reading.notes)
