"""The columns of numbers that a heading does not name, found where rows add up: their products stand in line with each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.scan import Box, Word
from ingest.columns import Column
from ingest.layout import Row, height
from ingest.row_numbers import Product, products

_NAMES = {"quantity": "quantity", "unit_price": "price", "total": "total"}
_LETTERS = 3


def completed(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a heading, and those for numbers it does not name in which rows add up."""
    named = {c.name for c in columns}
    if "total" in named and ("unit_price" in named or "price_base" in named):
        return tuple(columns)
    proofs = [product for row in rows if (product := _proof(row))]
    return tuple(columns) + tuple(c for c in _places(proofs) if c.name not in named and not _inside(c, columns))


def found(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns of a table without any heading that can be read; none where no rows add up."""
    proofs = [(row, product) for row in rows if (product := _proof(row)) and product.telling and _first_word(row)]
    if not proofs:
        return ()
    firsts = [word for row, _ in proofs if (word := _first_word(row))]
    left = min(word.box[0] for word in firsts)
    texts = [Column("text", left, max(word.box[2] for word in firsts))]
    counted = {id(product.quantity.word) for _, product in proofs}
    before = [row[0] for row, _ in proofs if row[0].text.strip(".)").isdigit() and row[0].box[2] < left and id(row[0]) not in counted]
    if len(before) == len(proofs):
        texts.insert(0, Column("position", min(w.box[0] for w in before), max(w.box[2] for w in before)))
    return (*texts, *_places([product for _, product in proofs]))


def _proof(row: Row) -> Product | None:
    some = list(products(row))
    return next((p for p in some if p.telling), None) or next(iter(some), None)


def _places(proofs: Sequence[Product]) -> Iterable[Column]:
    """For each kind of number the place where most products have it."""
    for name, part in _NAMES.items():
        words: list[Word] = [getattr(product, part).word for product in proofs]
        groups = [[w for w in words if _in_line(w, word)] for word in words]
        group = max(groups, key=len, default=[])
        if len(group) > 1 or (group and len(proofs) == 1 and proofs[0].telling):
            yield Column(name, min(w.box[0] for w in group), max(w.box[2] for w in group))


def _in_line(word: Word, other: Word) -> bool:
    """Whether two words of a column stand at one of its edges or in its middle."""
    across = [(box[0], box[2], (box[0] + box[2]) / 2) for box in (word.box, other.box)]
    return any(abs(a - b) < 0.8 * height(other) for a, b in zip(*across, strict=True))


def _inside(column: Column, columns: Sequence[Column]) -> bool:
    return any(c.left < column.right and column.left < c.right for c in columns if not c.text)


def _first_word(row: Row) -> Word | None:
    return next((word for word in row if sum(c.isalpha() for c in word.text) >= _LETTERS), None)


def levelled(row: Row, rise: float) -> Row:
    """The row with its words as far across as on a page that lies straight: on a skewed one columns lean."""
    return tuple(replace(word, box=leaning(word.box, -rise)) for word in row)


def leaning(box: Box, rise: float) -> Box:
    """The way back: where a box of a levelled row stands on the page."""
    shift = rise * (box[1] + box[3]) / 2
    return box[0] + shift, box[1], box[2] + shift, box[3]
