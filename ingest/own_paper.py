"""How much speaks for a paper being ours: our name and numbers where a sender prints them, and not in the address field."""

from __future__ import annotations

from archive.kinds import iban
from archive.order import Firm
from archive.scan import Page, Reading
from ingest.extract_ids import ibans
from ingest.layout import Row, height, median_height, overlap_x, rows, segments, simple, text_of


def our_share(reading: Reading, firm: Firm) -> float:
    """How much speaks for our letterhead: our name where a sender prints it, and not in the address field."""
    names = [simple(n) for n in (firm.name, *firm.aliases) if len(simple(n)) >= 4]
    if not names or not reading.pages:
        return 0.0
    page = reading.pages[0]
    score = 0.0
    for row in rows(page):
        for part in segments(row):
            if any(n in simple(text_of(part)) for n in names):
                score += _sender_place(page, part)
    text = simple(page.text)
    known = sum(any(simple(v) in text for v in numbers if v) for numbers in (firm.vat_ids, firm.ibans, firm.tax_numbers))
    # Suppliers may print our VAT id, and the account they draw on, but beside an account of their own.
    return score + (min(known, 1) if _strange_account(page, firm) else known)


def _strange_account(page: Page, firm: Firm) -> bool:
    return any(iban.valid(value) and value not in firm.ibans for row in rows(page) for _, value in ibans(row))


def _sender_place(page: Page, part: Row) -> float:
    """Foot, letterhead and the small line above the address speak for the sender, the address field for the reader."""
    top, left = part[0].box[1] / page.height, part[0].box[0] / page.width
    large = height(part[0]) > 1.25 * median_height(page)
    if top > 0.85 or top < 0.07 or (top < 0.14 and large):
        return 1.5
    sender_line = any(mark in text_of(part) for mark in ("·", "•", "●", " - ", " – ", "|", " * ")) and any(
        c.isdigit() for c in text_of(part)
    )
    if sender_line and top < 0.3:
        return 1.5
    address = overlap_x(part[0].box, (0.0, 0.0, 0.5 * page.width, 0.0)) > 0 and top < 0.36 and left < 0.4
    return -2.0 if address else 0.0
