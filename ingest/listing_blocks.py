"""What a readable view of an e-invoice says, in German and in order, without saying where it stands. Lays out and draws nothing.

The sheet on A4, the page in the browser and the PDF are made of the same blocks, so that they say the same. Every business
term that was read has its place here; what is empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.scan import EInvoice
from ingest.profiles import profile_name
from ingest.term_names import name
from ingest.units import DOCUMENTS, MEANS, NOTES, TAXES, unit
from ingest.validation.content import no_invoice
from ingest.written import amount, day, skonto

_Rows = Sequence[Mapping[str, str]]
Kind = Literal["title", "pairs", "items", "taxes", "sums"]
_DAYS = frozenset({"BT-2", "BT-7", "BT-9", "BT-26", "BT-72", "BT-73", "BT-74"})
_SELLER = ("BT-28", "BT-29", "BT-30", "BT-31", "BT-32", "BT-34", "BT-41", "BT-42", "BT-43", "BT-33")
_BUYER = ("BT-45", "BT-46", "BT-47", "BT-48", "BT-49", "BT-56", "BT-57", "BT-58")
_NUMBERS = (
    *("BT-1", "BT-2", "BT-3", "BT-5", "BT-6", "BT-10", "BT-13", "BT-14", "BT-11", "BT-12", "BT-16", "BT-15", "BT-17", "BT-18", "BT-19"),
    *("BT-7", "BT-8", "BT-23"),
)
_TOTALS = ("BT-106", "BT-107", "BT-108", "BT-109", "BT-110", "BT-111", "BT-112", "BT-113", "BT-114", "BT-115")
_PAYMENT = ("BT-81", "BT-82", "BT-59", "BT-60", "BT-61", "BT-83", "BT-87", "BT-88", "BT-89", "BT-90", "BT-91", "BT-9", "BT-20")
_ACCOUNT = ("BT-85", "BT-84", "BT-86")
_DETAILS = ("BT-155", "BT-156", "BT-157", "BT-158", "BT-154", "BT-X-22", "BT-132", "BT-X-92", "BT-128", "BT-133", "BT-159", "BT-127")
_OFF, _ON = ("BT-92", "BT-97", "BT-98", "BT-94", "BT-93"), ("BT-99", "BT-104", "BT-105", "BT-101", "BT-100")
_OFF_LINE, _ON_LINE = ("BT-136", "BT-139", "BT-140", "BT-138", "BT-137"), ("BT-141", "BT-144", "BT-145", "BT-143", "BT-142")
"""Amount, reason, its code, percentage and basis of allowances and charges."""
_OF_PARTY = re.compile(r" (?:des|der) (?:Verkäufers|Käufers|Steuervertreters|Lieferorts)$")
_CODE = re.compile(r"^#([A-Z]{3})#\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a block: its cells, and what is told below them in small print."""

    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the view. ``head`` names the columns of ``items`` (6 cells) and ``taxes`` (4); ``pairs`` and ``sums`` have 2."""

    kind: Kind
    title: str
    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()


def blocks(invoice: EInvoice) -> tuple[Block, ...]:
    """Head, parties, numbers, lines, sums, payment, remarks and attachments; blocks without rows are left out, but for the title."""
    title, *rest = _blocks(invoice)
    return (title, *(block for block in rest if block.rows))


def _blocks(invoice: EInvoice) -> Iterator[Block]:
    code = invoice.terms.get("BT-3", "")
    kind = f"E-Rechnung, {profile_name(invoice.profile)} ({invoice.syntax.upper()})"
    warning = ("Keine Rechnung im Sinne des UStG: Dieses Profil enthält nicht alle Angaben.",) if no_invoice(invoice.profile) else ()
    yield Block("title", DOCUMENTS.get(code, "E-Rechnung"), (Row((kind,), warning),))
    yield _pairs("Nummern und Daten", _named(_NUMBERS, invoice.terms))
    yield _party("Verkäufer", invoice, ("BT-27", "BT-35", "BT-36", "BT-162", "BT-38", "BT-37", "BT-39", "BT-40"), _SELLER)
    yield _party("Steuervertreter", invoice, ("BT-62", "BT-64", "BT-65", "BT-164", "BT-67", "BT-66", "BT-68", "BT-69"), ("BT-63",))
    yield _party("Käufer", invoice, ("BT-44", "BT-50", "BT-51", "BT-163", "BT-53", "BT-52", "BT-54", "BT-55"), _BUYER)
    yield _pairs("Vorige Rechnungen", (pair for row in invoice.groups.get("BG-3", ()) for pair in _named(("BT-25", "BT-26"), row)))
    yield _party(
        "Lieferung",
        invoice,
        ("BT-70", "BT-75", "BT-76", "BT-165", "BT-78", "BT-77", "BT-79", "BT-80"),
        ("BT-71", "BT-72", "BT-73", "BT-74"),
    )
    yield _lines(invoice)
    yield _changes(invoice)
    yield _taxes(invoice)
    yield Block("sums", "Summen", tuple(Row((name(t), amount(invoice.terms[t], 2))) for t in _TOTALS if t in invoice.terms))
    accounts = [pair for row in invoice.groups.get("BG-17", ()) for pair in _named(_ACCOUNT, row)]
    yield _pairs("Zahlung", [*_named(_PAYMENT[:2], invoice.terms), *accounts, *_named(_PAYMENT[2:], invoice.terms)])
    yield _pairs("Bemerkungen", _notes(invoice))
    yield _pairs("Anlagen", ((row.get("BT-122", ""), _attachment(row)) for row in invoice.groups.get("BG-24", ())))


def _pairs(title: str, rows: Iterable[tuple[str, str]]) -> Block:
    return Block("pairs", title, tuple(Row(row) for row in rows if row[0] or row[1]))


def _named(terms: Iterable[str], values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((name(term), _shown(term, values[term])) for term in terms if values.get(term))


def _party(title: str, invoice: EInvoice, address: tuple[str, ...], more: tuple[str, ...]) -> Block:
    who, street, extra, third, code, town, region, country = (invoice.terms.get(term, "") for term in address)
    place = ", ".join(part for part in (f"{code} {town}".strip(), region, country) if part)
    told = ", ".join(text for text in (who, street, extra, third, place) if text)
    # Below "Verkäufer" nobody needs to read "des Verkäufers" ten times.
    return _pairs(title, [("", told), *((_OF_PARTY.sub("", label), value) for label, value in _named(more, invoice.terms))])


def _lines(invoice: EInvoice) -> Block:
    rows = []
    members = _members(invoice)
    for number, line in enumerate(invoice.lines, 1):
        base = line.get("BT-149", "")
        per = f" / {amount(base)} {unit(line.get('BT-150', ''))}".rstrip() if base and amount(base) != "1" else ""
        cells = (
            line.get("BT-126", ""),
            line.get("BT-153", "") or "–",
            amount(line.get("BT-129", "")),
            unit(line.get("BT-130", "")),
            amount(line.get("BT-146", ""), 2) + per,
            amount(line.get("BT-131", ""), 2),
        )
        rows.append(Row(cells, tuple(_details(line, members.get(str(number), {})))))
    return Block("items", "Positionen", tuple(rows), ("Pos.", "Artikel", "Menge", "Einheit", "Einzelpreis", "Betrag"))


def _details(line: Mapping[str, str], members: Mapping[str, _Rows]) -> Iterator[str]:
    for term in _DETAILS:
        for value in line.get(term, "").splitlines():
            yield value if term in ("BT-154", "BT-127") else f"{name(term)} {value}"
    yield from _price(line)
    for key, label, terms in (("BG-27", "Nachlass", _OFF_LINE), ("BG-28", "Zuschlag", _ON_LINE)):
        for row in members.get(key, ()):
            yield _change(label, row, terms) + f": {amount(row.get(terms[0], ''), 2)}"
    for row in members.get("BG-32", ()):
        yield f"{row.get('BT-160', '')}: {row.get('BT-161', '')}"


def _price(line: Mapping[str, str]) -> Iterator[str]:
    if "BT-134" in line or "BT-135" in line:
        yield f"Zeitraum {day(line.get('BT-134', ''))} – {day(line.get('BT-135', ''))}"
    if "BT-148" in line:
        off = f", Rabatt {amount(line['BT-147'], 2)}" if "BT-147" in line else ""
        yield f"{name('BT-148')} {amount(line['BT-148'], 2)}{off}"
    if "BT-151" in line or "BT-152" in line:
        rate = f" {amount(line['BT-152'])} %" if "BT-152" in line else ""
        yield f"Umsatzsteuer: {TAXES.get(line.get('BT-151', ''), line.get('BT-151', ''))}{rate}"


def _members(invoice: EInvoice) -> Mapping[str, Mapping[str, _Rows]]:
    """By number of the line the members of its groups; readings of before know the line by what it is called only."""
    called = {line.get("BT-126", ""): str(number) for number, line in enumerate(invoice.lines, 1)}
    found: dict[str, dict[str, list[Mapping[str, str]]]] = {}
    for key in ("BG-27", "BG-28", "BG-32"):
        for row in invoice.groups.get(key, ()):
            number = row.get("BG-25") or called.get(row.get("BT-126", ""), "")
            found.setdefault(number, {}).setdefault(key, []).append(row)
    return found


def _changes(invoice: EInvoice) -> Block:
    rows = []
    for key, label, terms in (("BG-20", "Nachlass", _OFF), ("BG-21", "Zuschlag", _ON)):
        rows += [Row((_change(label, row, terms), amount(row.get(terms[0], ""), 2))) for row in invoice.groups.get(key, ())]
    return Block("sums", "Nachlässe und Zuschläge", tuple(rows))


def _change(label: str, row: Mapping[str, str], terms: tuple[str, ...]) -> str:
    _, reason, code, percent, basis = (row.get(term, "") for term in terms)
    of = " von ".join(part for part in (f"{amount(percent)} %" if percent else "", amount(basis, 2) if basis else "") if part)
    said = "; ".join(part for part in (of, f"Code {code}" if code else "") if part)
    return " ".join(part for part in (label, reason, f"({said})" if said else "") if part)


def _taxes(invoice: EInvoice) -> Block:
    rows = []
    for row in invoice.groups.get("BG-23", ()):
        kind = TAXES.get(row.get("BT-118", ""), row.get("BT-118", ""))
        rate = f"{amount(row['BT-119'])} %" if "BT-119" in row else ""
        reasons = tuple(row[term] for term in ("BT-120", "BT-121") if row.get(term))
        rows.append(Row((kind, rate, amount(row.get("BT-116", ""), 2), amount(row.get("BT-117", ""), 2)), reasons))
    return Block("taxes", "Umsatzsteuer", tuple(rows), ("Art", "Satz", "auf", "Betrag"))


def _notes(invoice: EInvoice) -> Iterator[tuple[str, str]]:
    for row in invoice.groups.get("BG-1", ()):
        text = row.get("BT-22", "")
        code = row.get("BT-21", "") or (found[1] if (found := _CODE.match(text)) else "")
        yield NOTES.get(code, ""), _CODE.sub("", text)


def _shown(term: str, value: str) -> str:
    if term in _DAYS:
        return day(value)
    if term == "BT-20":
        return skonto(value)
    names = {"BT-3": DOCUMENTS, "BT-81": MEANS}.get(term, {})
    return f"{names[value]} ({value})" if value in names else ", ".join(value.splitlines())


def _attachment(row: Mapping[str, str]) -> str:
    parts = (row.get("BT-125-2", ""), row.get("BT-123", ""), row.get("BT-124", ""))
    return " · ".join(part for part in parts if part)
