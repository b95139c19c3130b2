"""Where one paper ends and the next begins in a stack: suggestions for a person, and the type of each part. Splits nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.order import Firm
from archive.scan import Page, Reading
from ingest.classify import classify

_FIRST = re.compile(r"\b(?:Seite|Blatt|Page|Pagina)\s*:?\s*1\b(?!\d)|\b1\s*(?:von|/|of|van)\s*\d{1,3}\b(?![./]\d)", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:Seite|Blatt|Page|Pagina)\s*:?\s*(?:[2-9]|[1-9]\d)\b|\b(?:[2-9]|[1-9]\d)\s*(?:von|of|van)\s*\d{1,3}\b|\bÜbertrag\b", re.IGNORECASE
)


def suggested(reading: Reading, firm: Firm) -> tuple[int, ...]:
    """Numbers of the pages that seem to begin a paper, without the first: they say they are page 1, or carry a heading of their own."""
    return tuple(page.number for page in reading.pages[1:] if _begins(page, reading, firm))


def guesses(reading: Reading, ranges: Sequence[Sequence[int]], firm: Firm) -> list[str]:
    """The document type each part would have, "" when it is not clear."""
    return [_type(reading, pages, firm) for pages in ranges]


def _begins(page: Page, reading: Reading, firm: Firm) -> bool:
    text = page.text
    if _FIRST.search(text):
        return True
    return not _LATER.search(text) and bool(_type(reading, (page.number,), firm))


def _type(reading: Reading, numbers: Sequence[int], firm: Firm) -> str:
    # Numbered anew: a heading counts for most on a first page.
    chosen = [page for page in reading.pages if page.number in numbers]
    pages = tuple(replace(page, number=n) for n, page in enumerate(chosen, 1))
    verdict = classify(replace(reading, pages=pages, einvoice=None), firm)
    return "" if verdict.doubts else verdict.doctype
