"""Names of firms that take two lines, and those without a legal form at the head of their paper or in their address on the web."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.layout import Row, gap, height, segments, simple, text_of
from ingest.paper import PrintedPage
from ingest.titles import titles_like

LEGAL_FORM = re.compile(
    r"(?<![\w.])(?:(?:g?GmbH|GMBH|gmbh|mbH|(?:Gesellschaft\s|Ges\.?\s?)?m\.\s?b\.\s?H\.|GesmbH)(?:\s*&\s*[Cc][Oo]\.?(?:\s*(?:KG|OHG|kg)(?:aA)?)?)?"
    r"|AG(?:\s*&\s*Co\.?\s*KG)?|KG(?:aA)?|OHG|OG"
    r"|e\.\s?K(?:fm|fr)?\.?|UG(?:\s*\(haftungsbeschränkt\))?|GbR|SE|eG|e\.\s?V\.|Ltd\.?|LTD\.?|Limited|Inc\.?|LLC"
    r"|B\.\s?V\.?|BV|N\.\s?V\.?|NV|BVBA"
    r"|S\.A\.R\.L\.?|SARL|Sarl|Sàrl|SAS|SA|S\.A\.|SRL|SPRL|S\.p\.A\.|S\.r\.l\.|A/S|ApS|Oy|AB|Sp\. z o\.o\.|s\.r\.o\.)(?![\w])"
)
_CONTINUED = re.compile(r"(?:&|und|u\.|Co\b|GmbH|mbH|KG\b|AG\b|OHG)")
_TITLE = frozenset({"firma", "fa", "an", "herrn", "frau", "herr", "company", "messrs"})
_NO_NAME = re.compile(r"\d|[:@|·•]|bank\b|sparkasse|rechnung|lieferschein|invoice|seite", re.IGNORECASE)
_STREET_AND_TOWN = re.compile(r"\d.{0,12}?(?:[A-Z]{1,2}[- ])?\b\d{5}\s+[A-ZÄÖÜ]")
_DOMAIN = re.compile(r"(?:www\.|@|://)([\w-]{4,})\.(?:[\w-]+\.)*[a-z]{2,}\b", re.IGNORECASE)
_ANYBODY = frozenset(
    {"gmail", "googlemail", "tonline", "outlook", "hotmail", "yahoo", "freenet", "example", "beispiel", "icloud", "vodafone"}
)
"""Domains under which everybody may have an address."""
_OWNER = frozenset({"inh", "inhaber", "inhaberin"})
_SHORTEST = 5
_WORDS = 5
_HEAD = 0.15
"""The share of a page that is its head."""


def in_two_lines(page: PrintedPage, number: int, part: Row) -> Iterator[tuple[str, Row, str]]:
    """``Brandt & Söhne`` above ``Antriebstechnik GmbH``, ``Kessler GmbH`` above ``& Co. KG``: the name, its words, its second line."""
    tail = text_of(part).strip(" ,;")
    match = LEGAL_FORM.search(tail)
    goes_on = bool(_CONTINUED.match(tail))
    if match is None or (not goes_on and match.end() < len(tail)):
        return
    tail = tail[: max(m.end() for m in LEGAL_FORM.finditer(tail))]
    above = _above(page, number, part)
    if above and (goes_on or (not _above(page, number - 1, above) and LEGAL_FORM.search(text_of(above)) is None)):
        yield f"{text_of(above)} {tail}", (*above, *part), tail


def _above(page: PrintedPage, number: int, part: Row) -> Row:
    """The line of print right above in the same column and size that may begin a name."""
    size = height(part[0])
    for row in (number - 1, number - 2):
        for segment in segments(page.rows[row]) if row >= 0 else ():
            close = -0.4 * size < part[0].box[1] - segment[0].box[3] < 0.8 * size
            alike = 0.75 < height(segment[0]) / max(size, 1) < 1.33
            if close and alike and abs(segment[0].box[0] - part[0].box[0]) < 0.6 * size:
                return segment if _may_begin(page, row, segment) else ()
    return ()


def _may_begin(page: PrintedPage, row: int, segment: Row) -> bool:
    text = text_of(segment)
    first = page.rows[row].index(segment[0])
    # a misread label may as well be a name: "Kontor"
    labels = {(a.number, at) for a in page.anchors if a.exact for at in range(a.start, a.end)}
    free = all((row, at) not in labels for at in range(first, first + len(segment)))
    return free and len(segment) <= _WORDS and text[0].isupper() and not _NO_NAME.search(text) and simple(text) not in _TITLE


def letterhead(page: PrintedPage, number: int, part: Row) -> Iterator[tuple[str, Row]]:
    """A name without a legal form that stands first on the first page, above its own street and town."""
    part = _without_owner(part)
    text = text_of(part)
    if (
        page.number != 1
        or number > 1
        or part[0].box[1] > _HEAD * page.height
        or LEGAL_FORM.search(text)
        or not _may_begin(page, number, part)
        or titles_like(simple(text))
    ):
        return
    for row in page.rows[number + 1 : number + 3]:
        for segment in segments(row):
            if LEGAL_FORM.search(text_of(segment)):
                return  # the address is that firm's: what stands above is a heading, or its slogan
            below = segment[0].box[1] - part[0].box[3] < 2 * height(part[0])
            if below and gap(segment[0].box, part[0].box) < 0.2 * page.width and _STREET_AND_TOWN.search(text_of(segment)):
                yield text.strip(" ,;"), part
                return


def _without_owner(part: Row) -> Row:
    """``Hotel zur Post, Inh. Maria Lenz``: the name is what stands before."""
    at = next((at for at, word in enumerate(part) if simple(word.text) in _OWNER), len(part))
    return part[:at] or part


def as_on_the_web(page: PrintedPage, number: int, part: Row) -> Iterator[tuple[str, Row]]:
    """A name without a legal form that is the one in the paper's web or mail address: "Azure Interior" with www.azure-interior.com."""
    text = text_of(part)
    if page.number == 1 and simple(text) in _domains(page) and not LEGAL_FORM.search(text) and _may_begin(page, number, part):
        yield text.strip(" ,;"), part


@lru_cache(maxsize=8)
def _domains(page: PrintedPage) -> frozenset[str]:
    found = {simple(name) for row in page.rows for name in _DOMAIN.findall(text_of(row))}
    return frozenset(name for name in found - _ANYBODY if len(name) >= _SHORTEST)
