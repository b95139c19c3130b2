"""A pure XML invoice as pages that can be shown, searched, marked and printed: a German sheet on A4. Not a legal copy of anything.

What stands on it is decided in ``listing_blocks``, where it stands here; ``listing_words`` breaks lines, and drawing only
paints what the pages say.
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from archive.scan import EInvoice, Page
from ingest.listing_blocks import Block, Kind, blocks
from ingest.listing_words import HEIGHT, WIDTH, Column, Sheet, drawable, font, size_of

_VIEW = 1240 / WIDTH
_WHOLE = Column(56, 545)
_LOST = "Leere Kästchen: Die Schrift dieses Blatts hat {} der Zeichen nicht. Sie stehen richtig unter „Rechnungsdaten“ und im Original."
_COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "title": (_WHOLE,),
    "pairs": (Column(56, 210), Column(220, 545)),
    "items": (
        Column(56, 84),
        Column(88, 300),
        Column(304, 352, right=True),
        Column(356, 396),
        Column(398, 466, right=True),
        Column(470, 545, right=True),
    ),
    "taxes": (Column(56, 240), Column(244, 320, right=True), Column(324, 430, right=True), Column(434, 545, right=True)),
    "sums": (Column(244, 430, right=True), Column(434, 545, right=True)),
}


def pages(invoice: EInvoice) -> list[Page]:
    """The sheet: head, numbers, lines, sums, payment, remarks, attachments, over as many pages as it takes."""
    sheet = Sheet()
    for block in blocks(invoice):
        _lay(sheet, block)
    shown = {char for words in sheet.laid for word in words for char in word.text}
    if lost := sum(not drawable(char) for char in shown):
        sheet.gap()
        sheet.row(((_WHOLE, _LOST.format(lost)),), "fine")
    return [Page(number, WIDTH, HEIGHT, 0, tuple(words), "einvoice") for number, words in enumerate(sheet.laid, 1)]


def draw(page: Page) -> Image.Image:
    """The page as an image for the viewer."""
    image = Image.new("RGB", (round(page.width * _VIEW), round(page.height * _VIEW)), "white")
    pen = ImageDraw.Draw(image)
    for word in page.words:
        size = size_of(word)
        pen.text((word.box[0] * _VIEW, word.box[1] * _VIEW), word.text, fill="black", font=font(size, size * _VIEW))
    return image


def _lay(sheet: Sheet, block: Block) -> None:
    columns = _COLUMNS[block.kind]
    if block.kind == "title":
        sheet.row(((_WHOLE, block.title),), "title")
    else:
        sheet.gap()
        sheet.row(((_WHOLE, block.title),), "head")
    if block.head:
        sheet.row(tuple(zip(columns, block.head, strict=True)), "fine")
    below = columns[1]._replace(right_edge=_WHOLE.right_edge) if block.kind == "items" else _WHOLE
    for row in block.rows:
        cells = tuple(zip(columns, row.cells, strict=True)) if row.cells[0] or block.kind != "pairs" else ((_WHOLE, row.cells[-1]),)
        sheet.row(cells, "fine" if block.kind == "title" else "text")
        for note in row.notes:
            sheet.row(((below, note),), "fine")
