"""A stack that was laid together with our own cover and separator sheets: which pages make which paper. Splits nothing itself.

Only codes of ours count. What any other barcode says (of goods, parcels, payments, separators of other programs) is none of our business.
A sheet belongs to no paper, so nothing that may be one is taken for a sheet: our code can be printed on anything, by anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.cover import Cover, cover_of
from archive.document import Doubt
from archive.order import plain
from archive.policy import listed
from archive.scan import Code, Page, Reading
from archive.stack import Part

_TITLES = ("DECKBLATT", "TRENNBLATT")
_MOST_WORDS = 120
"""A sheet of ours has fewer words: beyond that a code of ours is a sticker on a paper, which stays."""
_LARGE = 0.2
"""The share of a page's width that our code has at least on a sheet: it is printed over three tenths."""
_PAPER = re.compile(
    r"\b\d{1,3}(?:[. ]?\d{3})*[,.]\d{2}\b(?![.,]\d)|\bIBAN\b|\bEUR\b|€|\bUSt\b|\b(?:Netto|Brutto|Gesamt)(?:betrag|summe)?\b|"
    r"\b(?:Rechnung|Lieferschein|Gutschrift|Angebot|Auftragsbestätigung|Bestell(?:ung)?|Invoice|Delivery note)s?"
    r"[ -]{0,2}(?:Nr|Nummer|No|number)\b",
    re.IGNORECASE,
)
"""What papers say and no sheet of ours does: amounts, accounts, numbers of their own."""
_MOST_NAMED = 6


def sheets(reading: Reading) -> dict[int, Cover]:
    """The pages that are sheets of ours, and what each says."""
    found = {page.number: _sheet(reading, page) for page in reading.pages}
    return {number: cover for number, cover in found.items() if cover}


def parts(reading: Reading) -> list[Part]:
    """The papers between the sheets. Empty pages at the edges of a paper, such as the backs of sheets, belong to none."""
    own = sheets(reading)
    return list(_parts(reading, own)) if own else []


def _parts(reading: Reading, own: dict[int, Cover]) -> Iterator[Part]:
    pages: list[Page] = []
    cover = ""
    for page in reading.pages:
        if page.number not in own:
            pages.append(page)
            continue
        if numbers := _filled(pages):
            yield Part(numbers, cover)
        # A plain sheet ends what the sheet before it said only when papers lay between: two sheets together are one.
        if numbers or own[page.number].order or not cover:
            cover = own[page.number].text if own[page.number].order else ""
        pages = []
    if numbers := _filled(pages):
        yield Part(numbers, cover)


def _filled(pages: list[Page]) -> tuple[int, ...]:
    held = [at for at, page in enumerate(pages) if page.role != "leer"]
    return tuple(page.number for page in pages[held[0] : held[-1] + 1]) if held else ()


def doubts(reading: Reading) -> tuple[Doubt, ...]:
    """Pages that carry the code of a sheet of ours and are none by what else stands on them: they stay papers, and a person looks."""
    own = sheets(reading)
    odd = [page.number for page in reading.pages if page.number not in own and any(cover.sheet for _, cover in _said(reading, page))]
    if not odd:
        return ()
    where = f"Seite {odd[0]}" if len(odd) == 1 else f"den Seiten {listed([str(number) for number in odd[:_MOST_NAMED]])}"
    said = f"Auf {where} steht der Code eines Deckblatts oder Trennblatts, aber auch ein Papier. Getrennt wurde dort nicht."
    return (Doubt("paper", said, "Gehören alle Seiten zusammen?"),)


def _sheet(reading: Reading, page: Page) -> Cover | None:
    """What a page says when it is a sheet of ours. A sheet whose codes say different things says nothing."""
    said = _said(reading, page)
    if not said or len({plain(cover.order) for _, cover in said}) > 1 or _is_paper(page):
        return None
    titled = any(word.text.upper().strip(":.,") in _TITLES for word in page.words)
    marked = next((cover for code, cover in said if cover.sheet and (titled or _large(code, page))), None)
    if marked:
        return marked
    return Cover(said[0][1].order, "", sheet=True) if titled else None


def _said(reading: Reading, page: Page) -> list[tuple[Code, Cover]]:
    return [(code, cover) for code in reading.codes if code.page == page.number and (cover := cover_of(code.text))]


def _is_paper(page: Page) -> bool:
    return len(page.words) > _MOST_WORDS or bool(_PAPER.search(page.text))


def _large(code: Code, page: Page) -> bool:
    return max(code.box[2] - code.box[0], code.box[3] - code.box[1]) >= _LARGE * min(page.width, page.height)
