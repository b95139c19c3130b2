"""A pure XML invoice as pages that can be shown, searched, marked and printed: a German sheet on A4. Not a legal copy of anything.

What stands on it and where is decided here; ``sheet_words`` breaks lines, and drawing only paints what the pages say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from PIL import Image, ImageDraw

from archive.scan import EInvoice, Page
from ingest.listing_words import HEIGHT, SIZES, WIDTH, Column, Sheet, font
from ingest.profiles import profile_name
from ingest.term_names import name
from ingest.units import DOCUMENTS, MEANS, TAXES, unit
from ingest.written import amount, day, skonto

_VIEW = 1240 / WIDTH
_PAIR = (Column(56, 210), Column(220, 545))
_ITEMS = (
    Column(56, 84),
    Column(88, 300),
    Column(304, 352, right=True),
    Column(356, 396),
    Column(398, 466, right=True),
    Column(470, 545, right=True),
)
_SUMS = (Column(304, 466, right=True), Column(470, 545, right=True))
_TAX = (Column(56, 240), Column(244, 320, right=True), Column(324, 430, right=True), Column(434, 545, right=True))
_DAYS = frozenset({"BT-2", "BT-7", "BT-9", "BT-26", "BT-72", "BT-73", "BT-74"})
_SELLER = ("BT-28", "BT-29", "BT-30", "BT-31", "BT-32", "BT-34", "BT-41", "BT-42", "BT-43", "BT-33")
_BUYER = ("BT-45", "BT-46", "BT-47", "BT-48", "BT-49", "BT-56", "BT-57", "BT-58")
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Nummern und Daten",
        ("BT-1", "BT-2", "BT-3", "BT-5", "BT-10", "BT-13", "BT-14", "BT-11", "BT-12", "BT-16", "BT-15", "BT-17", "BT-18"),
    ),
    ("", ("BT-19", "BT-25", "BT-26", "BT-72", "BT-73", "BT-74", "BT-7")),
    ("Lieferung", ("BT-70", "BT-75", "BT-76", "BT-78", "BT-77", "BT-80")),
)
_TOTALS = ("BT-106", "BT-107", "BT-108", "BT-109", "BT-110", "BT-111", "BT-112", "BT-113", "BT-114", "BT-115")
_PAYMENT = ("BT-81", "BT-82", "BT-59", "BT-85", "BT-84", "BT-86", "BT-83", "BT-89", "BT-90", "BT-91", "BT-87", "BT-9", "BT-20")


def pages(invoice: EInvoice) -> list[Page]:
    """The sheet: head, numbers, lines, sums, payment, remarks, attachments, over as many pages as it takes."""
    sheet = Sheet()
    code = invoice.terms.get("BT-3", "")
    sheet.row(((Column(56, 545), DOCUMENTS.get(code, "E-Rechnung")),), "title")
    sheet.row(((Column(56, 545), f"E-Rechnung, {profile_name(invoice.profile)} ({invoice.syntax.upper()})"),), "fine")
    _party(sheet, "Verkäufer", invoice, ("BT-27", "BT-35", "BT-36", "BT-38", "BT-37", "BT-40"), _SELLER)
    _party(sheet, "Käufer", invoice, ("BT-44", "BT-50", "BT-51", "BT-53", "BT-52", "BT-55"), _BUYER)
    for title, terms in _GROUPS:
        _pairs(sheet, title, ((name(term), _shown(term, invoice.terms[term])) for term in terms if term in invoice.terms))
    _lines(sheet, invoice)
    _changes(sheet, invoice)
    _sums(sheet, invoice)
    _pairs(sheet, "Zahlung", ((name(term), _shown(term, invoice.terms[term])) for term in _PAYMENT if term in invoice.terms))
    _pairs(sheet, "Bemerkungen", (("", text) for text in invoice.terms.get("BT-22", "").splitlines()))
    _pairs(sheet, "Anlagen", ((row.get("BT-122", ""), _attachment(row)) for row in invoice.groups.get("BG-24", ())))
    return [Page(number, WIDTH, HEIGHT, 0, tuple(words), "einvoice") for number, words in enumerate(sheet.laid, 1)]


def draw(page: Page) -> Image.Image:
    """The page as an image for the viewer."""
    image = Image.new("RGB", (round(page.width * _VIEW), round(page.height * _VIEW)), "white")
    pen = ImageDraw.Draw(image)
    for word in page.words:
        size = min(SIZES.values(), key=lambda known: abs(known * 1.2 - (word.box[3] - word.box[1])))
        pen.text((word.box[0] * _VIEW, word.box[1] * _VIEW), word.text, fill="black", font=font(size, size * _VIEW))
    return image


def _party(sheet: Sheet, title: str, invoice: EInvoice, address: tuple[str, ...], more: tuple[str, ...]) -> None:
    who, street, extra, code, town, country = (invoice.terms.get(term, "") for term in address)
    place = f"{code} {town}".strip() + (f", {country}" if country else "")
    rows = [(title, who), *(("", text) for text in (street, extra, place) if text)]
    _pairs(sheet, "", [*rows, *((name(term), invoice.terms[term]) for term in more if term in invoice.terms)])


def _pairs(sheet: Sheet, title: str, rows: Iterable[tuple[str, str]]) -> None:
    told = [row for row in rows if row[0] or row[1]]
    if not told:
        return
    sheet.gap()
    if title:
        sheet.row(((Column(56, 545), title),), "head")
    for label, value in told:
        sheet.row(tuple(zip(_PAIR, (label, value), strict=True)))


def _lines(sheet: Sheet, invoice: EInvoice) -> None:
    if not invoice.lines:
        return
    sheet.gap()
    sheet.row(((Column(56, 545), "Positionen"),), "head")
    sheet.row(tuple(zip(_ITEMS, ("Pos.", "Artikel", "Menge", "Einheit", "Einzelpreis", "Betrag"), strict=True)), "fine")
    for line in invoice.lines:
        base = line.get("BT-149", "")
        per = f" / {amount(base)}" if base and amount(base) != "1" else ""
        values = (
            line.get("BT-126", ""),
            line.get("BT-153", "") or "–",
            amount(line.get("BT-129", "")),
            unit(line.get("BT-130", "")),
            amount(line.get("BT-146", ""), 2) + per,
            amount(line.get("BT-131", ""), 2),
        )
        sheet.row(tuple(zip(_ITEMS, values, strict=True)))
        for text in _details(line, invoice):
            sheet.row(((_ITEMS[1]._replace(right_edge=545), text),), "fine")


def _details(line: Mapping[str, str], invoice: EInvoice) -> Iterator[str]:
    for term in ("BT-155", "BT-156", "BT-157", "BT-154", "BT-X-22", "BT-132", "BT-X-92", "BT-128", "BT-127"):
        for value in line.get(term, "").splitlines():
            yield value if term in ("BT-154", "BT-127") else f"{name(term)} {value}"
    if "BT-134" in line or "BT-135" in line:
        yield f"Zeitraum {day(line.get('BT-134', ''))} – {day(line.get('BT-135', ''))}"
    for key, term in (("BG-27", "BT-136"), ("BG-28", "BT-141")):
        for row in invoice.groups.get(key, ()):
            if row.get("BT-126") == line.get("BT-126") and row.get(term):
                reason = row.get("BT-139", "") or row.get("BT-144", "")
                yield f"{'Nachlass' if key == 'BG-27' else 'Zuschlag'} {amount(row[term], 2)} {reason}".strip()
    for row in invoice.groups.get("BG-32", ()):
        if row.get("BT-126") == line.get("BT-126"):
            yield f"{row.get('BT-160', '')}: {row.get('BT-161', '')}"


def _changes(sheet: Sheet, invoice: EInvoice) -> None:
    for key, label, term, reason in (("BG-20", "Nachlass", "BT-92", "BT-97"), ("BG-21", "Zuschlag", "BT-99", "BT-104")):
        for row in invoice.groups.get(key, ()):
            sheet.row(tuple(zip(_SUMS, (f"{label} {row.get(reason, '')}".strip(), amount(row.get(term, ""), 2)), strict=True)))


def _sums(sheet: Sheet, invoice: EInvoice) -> None:
    sheet.gap()
    taxes = invoice.groups.get("BG-23", ())
    if taxes:
        sheet.row(tuple(zip(_TAX, ("Umsatzsteuer", "Satz", "auf", "Betrag"), strict=True)), "fine")
    for row in taxes:
        kind = TAXES.get(row.get("BT-118", ""), row.get("BT-118", ""))
        rate = f"{amount(row['BT-119'])} %" if "BT-119" in row else ""
        sheet.row(tuple(zip(_TAX, (kind, rate, amount(row.get("BT-116", ""), 2), amount(row.get("BT-117", ""), 2)), strict=True)))
        if row.get("BT-120"):
            sheet.row(((Column(56, 545), row["BT-120"]),), "fine")
    sheet.gap()
    for term in _TOTALS:
        if term in invoice.terms:
            sheet.row(tuple(zip(_SUMS, (name(term), amount(invoice.terms[term], 2)), strict=True)))


def _shown(term: str, value: str) -> str:
    if term in _DAYS:
        return day(value)
    names = {"BT-3": DOCUMENTS, "BT-81": MEANS}.get(term, {})
    if term == "BT-20":
        return skonto(value)
    return f"{names[value]} ({value})" if value in names else value


def _attachment(row: Mapping[str, str]) -> str:
    parts = (row.get("BT-125-2", ""), row.get("BT-123", ""), row.get("BT-124", ""))
    return " · ".join(part for part in parts if part)
