"""Names of firms as printed, and what speaks for one being the sender's: place, size, headings. Asks no register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.order import Firm
from archive.scan import Word
from ingest.layout import Row, height, segments, simple, text_of
from ingest.names_in_lines import LEGAL_FORM, as_on_the_web, in_two_lines, letterhead
from ingest.paper import PrintedPage

_BREAK = re.compile(r"\s*(?:[●•·|∙;:,◦*]|\s[-–—]\s)\s*")
_PIECES = re.compile(r"\s*(?:[●•·|∙◦*,;]|\s[-–—]\s)\s*")
_SAID_OF = re.compile(r"(?<=\w\w) (?:by|from|durch|bei|der Firma) (?=[A-ZÄÖÜ0-9])")
"""Words of a sentence before the name of a firm."""
_TOWN = re.compile(r"(?:[A-Z]{1,3}[- ])?\d{4,5}\s?(?:[A-Z]{2}\s)?\s*[A-ZÄÖÜ][^\W\d_]")
_STREET_TOWN = re.compile(r"\D{4,40}\d{1,4}\s?[a-h]?(?:\s?-\s?\d+)?\W{1,6}(?:[A-Z]{1,3}[- ])?\d{4,5}\s+[A-ZÄÖÜ][^\W\d_]")
_SENDER_HEADINGS = (
    "Verkäufer|Rechnungsersteller|Lieferant|Absender|Rechnungssteller|Auftragnehmer|Seller|Supplier|From|Leverancier|Fournisseur|Vendeur|"
    "Kontoinhaber|Verkäufer-Kontoname"
)
_READER_HEADINGS = (
    "Käufer|Käufer/Leistungsempfänger|Rechnungsempfänger|Leistungsempfänger|Warenempfänger|Abweichender Warenempfänger|Kunde|Empfänger|"
    "Lieferanschrift|Lieferadresse|Rechnungsanschrift|Rechnungsadresse|Versandanschrift|Auftraggeber|Besteller|An|Endkunde|Lieferung an|"
    "Abweichender Zahlungsempfänger|Buyer|Bill to|Bill to Address|Ship to|Sold to|Customer|Consignee|"
    "Factuuradres|Afleveradres|Klant|Client|Adresse de livraison|Adresse de facturation"
)
_SENDER = frozenset(simple(w) for w in _SENDER_HEADINGS.split("|"))
_READER = frozenset(simple(w) for w in _READER_HEADINGS.split("|"))
_NOT_A_SENDER = re.compile(
    r"bank\b|sparkasse|raiffeisen|komplementär|haftende|haft\.\s?ges|geschäftsführ|copyright|©|powered by|spedition:|versand durch",
    re.IGNORECASE,
)
_NO_FIRM = re.compile(r"HR\s?[AB]\b|inh(?:aber(?:in)?|\.|\b)|amtsgericht|registergericht", re.IGNORECASE)
"""What stands before "AG Duisburg" (the court of its register), or before the name of an owner."""
_OWN_ADDRESS = 1.5
"""What a name without a legal form gains for standing first, above its street and town."""
_STRIP = 3.5
"""Heights of print from one line to the next that make a blank strip."""
_OWN_DOMAIN = 2.0
"""And what it gains for standing in the web or mail address of the paper."""
_NAME_LABELS = {"name", "firma", "nom", "naam"}


@dataclass(frozen=True, slots=True)
class Named:
    """A firm's name on the paper and what speaks for it being the sender's. ``tail`` is the second line of a name in two lines."""

    name: str
    words: Row
    page: int
    score: float
    tail: str = ""


def names(page: PrintedPage, firm: Firm) -> Iterator[Named]:
    """Every name that may be the sender's: with a legal form, under a heading, or first in a sender line. Never ours."""
    ours = {simple(n) for n in (firm.name, *firm.aliases) if n}
    for number, row in enumerate(page.rows):
        for part in segments(row):
            if not _NOT_A_SENDER.search(text_of(part)):
                yield from (n for n in _named(page, number, part) if simple(n.name) not in ours and simple(n.tail) not in ours)


def _named(page: PrintedPage, number: int, part: Row) -> Iterator[Named]:
    plain = (*_firms(part), *_under_heading(page, number, part), *_sender_line(page, part))
    for gain, found in ((0.0, plain), (_OWN_ADDRESS, letterhead(page, number, part)), (_OWN_DOMAIN, as_on_the_web(page, number, part))):
        yield from (Named(name, words, page.number, _weight(page, number, part, words) + gain) for name, words in found)
    for name, words, tail in in_two_lines(page, number, part):
        yield Named(name, words, page.number, _weight(page, number, part, words), tail)


def _firms(part: Row) -> Iterator[tuple[str, Row]]:
    """Names that end in a legal form, cut at the separators of sender lines."""
    text = text_of(part)
    for match in LEGAL_FORM.finditer(text):
        # "Muster Works, Inc.": the comma before a legal form belongs to the name
        before = _SAID_OF.split(_BREAK.split(text[: match.start()].rstrip(" ,"))[-1])[-1].strip(" -–")
        name = text[text.find(before) : match.end()].strip()
        if len(simple(before)) < 2 or len(name) > 70 or not before[0].isalnum() or _NO_FIRM.match(before):
            continue
        yield name, _words_at(part, text.find(before), match.end())


def _words_at(part: Row, start: int, end: int) -> Row:
    """The words of the segment that cover these places of its text."""
    chosen: list[Word] = []
    at = 0
    for word in part:
        if at < end and at + len(word.text) > start:
            chosen.append(word)
        at += len(word.text) + 1
    return tuple(chosen) or part


def _under_heading(page: PrintedPage, number: int, part: Row) -> Iterator[tuple[str, Row]]:
    """The name under (or behind "Name:" under) a heading like "Verkäufer", legal form or not."""
    if simple(text_of(part)) not in _SENDER:
        return
    for below in range(number + 1, min(number + 5, len(page.rows))):
        row = page.rows[below]
        labelled = simple(row[0].text) in _NAME_LABELS
        if any((below, i) in page.taken for i in range(3)) or (not labelled and abs(row[0].box[0] - part[0].box[0]) > 0.1 * page.width):
            continue
        words = segments(row[1:] if labelled else row)
        if words and any(c.isalpha() for c in text_of(words[0])) and not LEGAL_FORM.search(text_of(words[0])):
            yield text_of(words[0]).strip(" :,"), words[0]
        return


def _sender_line(page: PrintedPage, part: Row) -> Iterator[tuple[str, Row]]:
    """The first part of the small line above the address field, when it has no legal form."""
    pieces = _PIECES.split(text_of(part))
    if not _is_sender_line(page, part) or LEGAL_FORM.search(text_of(part)) or len(pieces) < 3:
        return
    if len(simple(pieces[0])) >= 4 and not any(c.isdigit() for c in pieces[0]):
        yield pieces[0], _words_at(part, 0, len(pieces[0]))


def _is_sender_line(page: PrintedPage, part: Row) -> bool:
    """``Bei Spiel GmbH • Ecke 12 • 12345 Stadthausen``: name, street, town, cut by marks or commas."""
    text = text_of(part)
    pieces = _PIECES.split(text)
    if part[0].box[1] > 0.4 * page.height or ":" in pieces[0]:
        return False
    form = LEGAL_FORM.search(text)  # its marks are small: OCR takes them for letters or loses them
    return (len(pieces) >= 3 and any(_TOWN.match(p) for p in pieces[1:])) or bool(form and _STREET_TOWN.match(text, form.end()))


def _weight(page: PrintedPage, number: int, part: Row, words: Row) -> float:
    top, low = words[0].box[1] / page.height, words[0].box[3] / page.height
    sender_line = _is_sender_line(page, part)
    score = 1.0 if page.number == 1 else 0.4
    score += 3.0 if sender_line else 0.0
    score += 1.0 if top < 0.12 else 0.0
    score += 1.5 if low > 0.85 else 0.0
    score += 0.7 if height(words[0]) > 1.3 * page.print_height else 0.0
    window = 0.14 < top < 0.34 and words[0].box[0] < 0.4 * page.width and not sender_line
    score -= 1.5 if window else 0.0
    score -= 0.0 if LEGAL_FORM.search(text_of(words)) else 1.0
    return score + heading_above(page, number, part)


def _blank_between(page: PrintedPage, upper: int) -> bool:
    """Whether there is room for two lines between this row and the next."""
    box = page.rows[upper][0].box
    return page.rows[upper + 1][0].box[1] - box[1] > _STRIP * height(page.rows[upper][0])


def heading_above(page: PrintedPage, number: int, part: Row) -> float:
    """Seller or buyer, as the nearest heading up to six rows above says: in the same column, or alone in its row.

    Over a blank strip no heading reaches to what is not the first line below it.
    """
    for above in range(number, max(-1, number - 7), -1):
        if above < number - 1 and _blank_between(page, above + 1):
            break
        columns = segments(page.rows[above])
        for segment in columns:
            aside = abs(segment[0].box[0] - part[0].box[0]) > 0.12 * page.width
            before = segment[0].box[0] <= part[0].box[0]
            if aside and not (before and (above == number or len(columns) == 1)):
                continue
            keys = {simple(text_of(segment[:n])) for n in range(1, min(len(segment), 3) + 1)}
            if keys & _SENDER:
                return 3.0
            if keys & _READER:
                return -4.0
    return 0.0
