"""Where one paper ends and the next begins in a stack: suggestions for a person, and the type of each part. Splits nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.document import Doubt
from archive.order import Firm
from archive.policy import listed
from archive.scan import Page, Reading
from ingest.classify import classify
from ingest.letterhead import Letterhead, letterhead

_FIRST = re.compile(r"\b(?:Seite|Blatt|Page|Pagina)\s*:?\s*1\b(?!\d)|\b1\s*(?:von|/|of|van)\s*\d{1,3}\b(?![./]\d)", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:Seite|Blatt|Page|Pagina)\s*:?\s*(?:[2-9]|[1-9]\d)\b|\b(?:[2-9]|[1-9]\d)\s*(?:von|of|van)\s*\d{1,3}\b|\bÜbertrag\b", re.IGNORECASE
)


_NUMBER = re.compile(
    r"\b(Rechnung|Lieferschein|Gutschrift|Angebot|Auftragsbestätigung|Bestellung|Mahnung|Invoice|Delivery note|Factuur|Pakbon)s?"
    r"[ -]?(?:Nr|Nummer|No|number|nummer)?[.:]{0,2}[ ]{0,3}((?=[A-Z0-9/.-]*\d{3})[A-Z0-9][A-Z0-9/.-]{3,24})\b",
    re.IGNORECASE,
)
_HEAD = 0.45
"""The share of a page in which it says what it is; below stand numbers of other papers, too."""
MOST_PAGES = 60
_NAMED = 6
_SEPARATORS = frozenset({"PATCHT", "PATCH T", "TRENNBLATT", "SEPARATOR", "SEPARATORSHEET"})
_FEW = 25
"""Words that a separator sheet of another program has at most."""


def suggested(reading: Reading, firm: Firm) -> tuple[int, ...]:
    """Numbers of the pages that seem to begin a paper, without the first.

    They say they are page 1, carry a heading of their own and not the number of the paper before, or the letterhead of another sender
    than the pages before, or lie behind a separator sheet of another program.
    """
    found, before, parted = [], "", False
    sender = Letterhead()
    for page in reading.pages:
        number = _own_number(page)
        head = letterhead(page, firm)
        begins = parted or _begins(page, reading, firm, before) or (head.differs(sender) and not _LATER.search(page.text))
        if page.number > 1 and page.role != "leer" and begins:
            found.append(page.number)
        before, sender = number or before, head or sender
        parted = _separates(page, reading) or (parted and page.role == "leer")
    return tuple(number for number in found if number != reading.pages[0].number)


def doubts(reading: Reading, firm: Firm) -> tuple[Doubt, ...]:
    """A paper on whose later pages another one surely begins should be seen by a person before it is filed as one."""
    if reading.einvoice is not None or not 1 < len(reading.pages) <= MOST_PAGES:
        return ()
    own = {page.number: _own_number(page) for page in reading.pages}
    first = next((said for said in own.values() if said), "")
    # A delivery note behind the invoice that names it came with it: a suggestion, but no reason to wait.
    named = next((page.text for page in reading.pages if own[page.number]), "").upper()
    apart = {number for number, said in own.items() if said and said != first and said.split()[-1] not in named}
    sure = [number for number in suggested(reading, firm) if number in apart]
    if not sure:
        return ()
    pages = [str(number) for number in sure[:_NAMED]]
    where = f"Seite {pages[0]} scheint" if len(sure) == 1 else f"den Seiten {listed(pages)} scheint jeweils"
    return (Doubt("paper", f"Auf {where} ein anderes Papier zu beginnen.", "Gehören alle Seiten zusammen?"),)


def guesses(reading: Reading, ranges: Sequence[Sequence[int]], firm: Firm) -> list[str]:
    """The document type each part would have, "" when it is not clear."""
    return [_type(reading, pages, firm) for pages in ranges]


def _begins(page: Page, reading: Reading, firm: Firm, before: str) -> bool:
    text = page.text
    if _FIRST.search(text):
        return True
    number = _own_number(page)
    if _LATER.search(text) or (number and number == before):
        return False
    return bool(_type(reading, (page.number,), firm))


def _own_number(page: Page) -> str:
    """What kind of paper a page says it is, with its number: the first in its upper part, "" when it says nothing."""
    upper = tuple(word for word in page.words if word.box[1] < _HEAD * page.height)
    found = _NUMBER.search(replace(page, words=upper).text)
    return f"{found[1].casefold()} {found[2].upper()}" if found else ""


def _separates(page: Page, reading: Reading) -> bool:
    """Whether this is a separator sheet of another program: it only suggests, because nobody knows what that program meant by it."""
    if len(page.words) > _FEW:
        return False
    said = {code.text.strip().upper() for code in reading.codes if code.page == page.number} | {word.text.upper() for word in page.words}
    return bool(said & _SEPARATORS)


def _type(reading: Reading, numbers: Sequence[int], firm: Firm) -> str:
    # Numbered anew: a heading counts for most on a first page.
    chosen = [page for page in reading.pages if page.number in numbers]
    pages = tuple(replace(page, number=n) for n, page in enumerate(chosen, 1))
    verdict = classify(replace(reading, pages=pages, einvoice=None), firm)
    return "" if verdict.doubts else verdict.doctype
