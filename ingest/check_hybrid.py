"""A PDF that says something else than the invoice data inside it: number, day, amounts, accounts. Which is right it can not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.doctypes import field_name
from archive.document import Doubt, Finding
from archive.kinds import KINDS
from archive.order import plain
from archive.policy import SURE
from archive.scan import EInvoice, Reading
from ingest.exact import day, decimal
from ingest.printed import PAGES, WORDS, Print

_COMPARED = {"rechnungsnummer": "number", "rechnungsdatum": "date", "brutto": "amount", "iban": "iban"}
_PROVED = 0.9
_ENOUGH = 30
"""With fewer words it is a cover or a picture with a title, and no invoice to compare with."""


def doubts(reading: Reading, printed: Sequence[Finding]) -> Iterator[Doubt]:
    """One for each field that deviates, of accounts one for each. ``printed`` is what the pages alone say, as of a paper without data."""
    if reading.einvoice is None or not reading.einvoice.attachment:
        return
    seen, whole = Print(reading.pages), _whole(reading)
    for field in _COMPARED:
        told = _told(field, reading.einvoice)
        sure = [f for f in printed if f.field == field and f.value and f.confidence >= SURE]
        others = [f for f in sure if not any(_same(f.value, value) for value in told)]
        # Each value for itself: an account that is right must not vouch for another one beside it.
        missing = [v for v in told if not any(_same(f.value, v) for f in sure) and not _stands(seen, field, v)]
        alone = len(others) == len(sure)
        if others and missing and (alone or field == "iban"):
            yield _deviation(field, told[missing[0]], missing[0], others[0].value)
        elif missing and whole:
            yield from (_deviation(field, told[value], value, "") for value in missing)
        elif told and others and alone and _proved(field, others, printed):
            value, name = next(iter(told.items()))
            yield _deviation(field, name, value, others[0].value)


def _deviation(field: str, name: str, told: str, printed: str) -> Doubt:
    show = KINDS[_COMPARED[field]].show
    if printed:
        both = f"{name} {show(printed)} auf der Seite, {show(told)} in den Daten"
    else:
        both = f"{name} {show(told)} steht in den Daten, aber nirgends auf den Seiten"
    return Doubt(field, f"PDF weicht von den Rechnungsdaten ab: {both}.", "Welche Angabe gilt? Bitte beim Lieferanten nachfragen.")


def _whole(reading: Reading) -> bool:
    """Whether all print is known letter by letter, so that what is not found is not there: only text of a PDF, nothing left out."""
    words = [len(page.words) for page in reading.pages]
    text = all(page.how == "pdf-text" for page in reading.pages)
    return text and reading.count == len(words) and len(words) <= PAGES and max(words, default=0) <= WORDS and sum(words) >= _ENOUGH


def _told(field: str, invoice: EInvoice) -> Mapping[str, str]:
    """The values of the data, and what each is called."""
    name = field_name(field)
    if field == "brutto":
        # Of two names for one amount the first counts; nothing left to pay need not be printed.
        due, gross = (_cents(invoice.terms.get(term, "")) for term in ("BT-115", "BT-112"))
        told = {**({due: "Zahlbetrag"} if decimal(due) else {}), **({gross: name} if gross else {})}
        return dict(reversed(told.items()))
    term = {"rechnungsnummer": "BT-1", "rechnungsdatum": "BT-2", "iban": "BT-84"}[field]
    values: Sequence[str] = invoice.terms.get(term, "").splitlines()
    if field == "rechnungsdatum":
        values = [day(value) or "" for value in values]
    elif field == "iban":
        values = _accounts(["".join(value.split()).upper() for value in values])
    return {value: name for value in values if plain(value)}


def _accounts(values: Sequence[str]) -> Sequence[str]:
    """Beside an IBAN, numbers of accounts of the time before it are no way to be paid."""
    return [value for value in values if value[:2].isalpha()] or values


def _cents(value: str) -> str:
    number = decimal(value)
    return "" if number is None else f"{number:.2f}"


def _same(left: str, right: str) -> bool:
    """Equal but for letters around: "471102" and "RE-471102" are one number, "47110278" is another."""
    short, long = sorted((plain(left), plain(right)), key=len)
    return short == long or (len(short) >= 4 and short in long and not any(c.isdigit() for c in long.replace(short, "", 1)))


def _stands(seen: Print, field: str, value: str) -> bool:
    if field == "brutto":
        return any(seen.amount(way) is not None for way in (value, f"-{value}"))  # a credit is printed with its sign or without
    if field == "rechnungsdatum":
        # American notation is never read as a day, but it is no other day either.
        return seen.day(value) is not None or seen.text(f"{value[5:7]}/{value[8:]}/{value[:4]}") is not None
    return seen.number(value) is not None


def _proved(field: str, others: Sequence[Finding], printed: Sequence[Finding]) -> bool:
    """The data's value may be printed as something else; a total that the page's own arithmetic proves still counts."""
    if field != "brutto":
        return False
    best = {f.field: f for f in sorted(printed, key=lambda f: f.confidence)}
    if not {"netto", "steuer"} <= set(best) or others[0].confidence < _PROVED:
        return False
    return abs(float(best["netto"].value) + float(best["steuer"].value) - float(others[0].value)) < 0.015
