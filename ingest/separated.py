"""A stack that was laid together with our own cover and separator sheets: which pages make which paper. Splits nothing itself.

Only codes of ours count. What any other barcode says (of goods, parcels, payments, separators of other programs) is none of our business.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.cover import Cover, cover_of
from archive.order import plain
from archive.scan import Page, Reading
from archive.stack import Part

_TITLES = ("DECKBLATT", "TRENNBLATT")
_MOST_WORDS = 120
"""A sheet of ours has fewer words: beyond that a code of ours is a sticker on a paper, which stays."""


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


def _sheet(reading: Reading, page: Page) -> Cover | None:
    """What a page says when it is a sheet of ours. A sheet whose codes say different things says nothing."""
    covers = [cover for code in reading.codes if code.page == page.number and (cover := cover_of(code.text))]
    if not covers or len({plain(cover.order) for cover in covers}) > 1 or len(page.words) > _MOST_WORDS:
        return None
    marked = next((cover for cover in covers if cover.sheet), None)
    if marked:
        return marked
    titled = any(word.text.upper().strip(":.,") in _TITLES for word in page.words)
    return Cover(covers[0].order, "", sheet=True) if titled else None
