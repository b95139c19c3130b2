"""A pure XML invoice as pages that can be shown, searched and marked: a plain German listing on A4. Not a legal copy of anything."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from PIL import Image, ImageDraw, ImageFont

from archive.scan import EInvoice, Page, Word

WIDTH, HEIGHT = 595.0, 842.0
_LEFT, _TOP, _BOTTOM = 56.0, 56.0, 790.0
_VALUES = 220.0
_RIGHT = 550.0
_SIZE = 9.0
_STEP = 14.0
_VIEW = 1240 / WIDTH

LABELS = {
    "BT-1": "Rechnungsnummer",
    "BT-2": "Rechnungsdatum",
    "BT-3": "Art des Dokuments",
    "BT-27": "Verkäufer",
    "BT-31": "USt-IdNr. des Verkäufers",
    "BT-32": "Steuernummer des Verkäufers",
    "BT-29": "Kennung des Verkäufers",
    "BT-30": "Registernummer des Verkäufers",
    "BT-44": "Käufer",
    "BT-48": "USt-IdNr. des Käufers",
    "BT-10": "Referenz des Käufers",
    "BT-11": "Projekt",
    "BT-12": "Vertrag",
    "BT-13": "Ihre Bestellung",
    "BT-14": "Auftragsnummer des Verkäufers",
    "BT-16": "Lieferschein",
    "BT-25": "Vorige Rechnung",
    "BT-72": "Lieferdatum",
    "BT-5": "Währung",
    "BT-106": "Summe der Positionen",
    "BT-109": "Nettobetrag",
    "BT-110": "Umsatzsteuer",
    "BT-112": "Bruttobetrag",
    "BT-113": "Bereits bezahlt",
    "BT-115": "Zahlbetrag",
    "BT-9": "Fällig am",
    "BT-20": "Zahlungsbedingungen",
    "BT-84": "IBAN",
    "BT-86": "BIC",
    "BT-22": "Bemerkung",
}
_DATES = ("BT-2", "BT-9", "BT-72")


def pages(invoice: EInvoice) -> list[Page]:
    """The listing: head, then one paragraph for each line of the invoice, over as many pages as it takes."""
    laid: list[list[Word]] = [[]]
    top = _TOP
    for label, value in _rows(invoice):
        for number, part in enumerate(_wrapped(value)):
            if top > _BOTTOM:
                laid.append([])
                top = _TOP
            laid[-1] += [*(_placed(label, _LEFT, top) if number == 0 else ()), *_placed(part, _VALUES, top)]
            top += _STEP
    return [Page(number, WIDTH, HEIGHT, 0, tuple(words), "einvoice") for number, words in enumerate(laid, 1)]


def draw(page: Page) -> Image.Image:
    """The page as an image for the viewer."""
    image = Image.new("RGB", (round(page.width * _VIEW), round(page.height * _VIEW)), "white")
    pen = ImageDraw.Draw(image)
    for word in page.words:
        pen.text((word.box[0] * _VIEW, word.box[1] * _VIEW), word.text, fill="black", font=_font(_SIZE * _VIEW))
    return image


def _rows(invoice: EInvoice) -> Iterator[tuple[str, str]]:
    yield "E-Rechnung", f"{invoice.syntax.upper()} {invoice.profile}".strip()
    for term, label in LABELS.items():
        if term in invoice.terms:
            value = invoice.terms[term]
            yield label, _date(value) if term in _DATES else value
    for line in invoice.lines:
        yield f"Position {line.get('BT-126', '')}".strip(), " ".join(line.get(term, "") for term in ("BT-155", "BT-153")).strip() or "–"
        yield "", _amounts(line)
        for term, label in (
            ("BT-156", "Ihre Artikelnummer"),
            ("BT-132", "Bestellposition"),
            ("BT-128", "Kennung"),
            ("BT-127", "Bemerkung"),
        ):
            if term in line:
                yield "", f"{label} {line[term]}"


def _amounts(values: Mapping[str, str]) -> str:
    base = f" je {values['BT-149']} {values.get('BT-150', '')}".rstrip() if "BT-149" in values else ""
    quantity = f"Menge {values.get('BT-129', '–')} {values.get('BT-130', '')}".rstrip()
    return f"{quantity} Preis {values.get('BT-146', '–')}{base} Summe {values.get('BT-131', '–')}"


def _date(value: str) -> str:
    digits = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", value)
    return f"{digits[3]}.{digits[2]}.{digits[1]}" if digits else value


def _wrapped(value: str) -> list[str]:
    lines = []
    for paragraph in value.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and _length(longer) > _RIGHT - _VALUES:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return [line for line in lines if line] or [""]


def _placed(text: str, left: float, top: float) -> Iterator[Word]:
    for word in text.split():
        width = _length(word)
        yield Word(word, (round(left, 1), round(top, 1), round(min(left + width, WIDTH), 1), round(top + _SIZE * 1.2, 1)), 1.0)
        left += width + _length(" ")


def _length(text: str) -> float:
    return float(_font(_SIZE * _VIEW).getlength(text)) / _VIEW


@functools.cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
