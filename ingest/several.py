"""Several papers in one that would be filed as one: later pages that lead to folders the first do not, two invoices on one page.

Only asks: where one ends and the next begins is for a person to say (``ingest.pile`` suggests it, splitting is an act of the review).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.document import Doubt, Link
from archive.order import Firm, plain
from archive.policy import listed
from archive.scan import Page, Reading
from ingest.pile import MOST_PAGES, suggested

_TITLE = re.compile(
    r"\W*(?:Rechnung|Lieferschein|Gutschrift|Auftragsbestätigung|Mahnung|Invoice|Delivery note|Factuur|Pakbon)\W*", re.IGNORECASE
)
_OWN = re.compile(
    r"\b(?:Rechnung|Lieferschein|Gutschrift|Invoice|Factuur|Pakbon)s?[ -]?(?:Nr|Nummer|No|number)\b[.:]{0,2} {0,3}"
    r"((?=[A-Z0-9/.-]*\d{3})[A-Z0-9][A-Z0-9/.-]{3,24})",
    re.IGNORECASE,
)
_QUESTION = "Gehören alle Seiten zusammen?"


def doubts(reading: Reading, links: Sequence[Link], firm: Firm) -> tuple[Doubt, ...]:
    """Why this may be more than one paper; nothing for data of an e-invoice, which is one by law."""
    if reading.einvoice is not None or len(reading.pages) > MOST_PAGES:
        return ()
    return (*_to_other_folders(reading, links, firm), *_on_one_page(reading))


def _to_other_folders(reading: Reading, links: Sequence[Link], firm: Firm) -> tuple[Doubt, ...]:
    """A collective invoice names all its orders itself; what is only on a page that begins anew came with another paper."""
    orders = {link.order for link in links}
    if len(orders) < 2 or len(reading.pages) < 2:
        return ()
    starts = [reading.pages[0].number, *suggested(reading, firm), reading.pages[-1].number + 1]
    named = [_named(links, first, after) for first, after in pairwise(starts)]
    # Behind an invoice that names more than one order lie the delivery notes of each.
    said_first = plain("".join(page.text for page in reading.pages if page.number < starts[1]))
    named[0] |= {link.order for link in links if link.evidence and plain(link.evidence.raw) in said_first}
    strange = [starts[part] for part in range(1, len(named)) if named[part] - named[0]]
    if not strange or not named[0]:
        return ()
    pages = listed([str(page) for page in strange[:6]])
    said = f"Ab Seite {pages} scheint" if len(strange) == 1 else f"Auf den Seiten {pages} scheint jeweils"
    return (Doubt("paper", f"{said} ein Papier für einen anderen Auftrag zu beginnen ({listed(sorted(orders)[:6])}).", _QUESTION),)


def _named(links: Sequence[Link], first: int, after: int) -> set[str]:
    return {link.order for link in links if link.evidence and first <= link.evidence.page < after}


def _on_one_page(reading: Reading) -> tuple[Doubt, ...]:
    for page in reading.pages:
        numbers = _papers_on(page)
        if len(numbers) > 1:
            said = f"Auf Seite {page.number} stehen mehrere Papiere ({listed(numbers[:4])})."
            return (Doubt("paper", said, "Bitte geben Sie jedes für sich ab, damit keines verloren geht."),)
    return ()


def _papers_on(page: Page) -> list[str]:
    """The numbers of the papers on a page: each a title in a line of its own with a number of its own below it."""
    found, open_title = [], False
    for words in page.lines():
        text = " ".join(word.text for word in words)
        if _TITLE.fullmatch(text):
            open_title = True
        elif open_title and (own := _OWN.search(text)):
            found.append(own[1].upper())
            open_title = False
    return list(dict.fromkeys(found))
