"""How a paper lies in a tantivy index: fields, tokens of our own analysis, and the stored record that hits are made of."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import tantivy

from search.analysis import tokens
from search.heads import SHORTEST_COMPOUND
from search.index import IndexDocument
from search.record import RECORD_VERSION, SEPARATOR, entry

VERSION = f"tantivy 4.{RECORD_VERSION}"
"""Layout and analysis an index was written with; another one means rebuild."""

MARK = "#stand"
"""The one document that is no paper: it carries the generation, so that both are one commit."""

_TERMS = ("nr", "kind", "exact", "numbers", "orders", "supplier", "completions", "backwards")
HOME = ("home1", "home2", "home3")
"""Three columns of eight bytes each."""
_WIDTH, _TOO_LONG = 8 * len(HOME), b"\xff"
COLUMNS = {"typ": "doctype", "lieferant": "firm", "status": "state"}


def schema() -> tantivy.Schema:
    """``HOME`` are the orders of a paper (see :func:`home`); columns answer for filters, facets and sorting.

    ``backwards`` are the longer words from their end on, so that compounds are found by it.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="raw", index_option="position")
    for name in _TERMS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in COLUMNS.values():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("day", "cents", "year"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in HOME:
        builder.add_unsigned_field(name, fast=True)
    builder.add_text_field("folders", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def paper(document: IndexDocument) -> tantivy.Document:
    """A paper as tantivy takes it in. Every term of a token stands at the token's position."""
    known = entry(document)
    found = tantivy.Document()
    terms = [tantivy.Token(term, token.position, 0, 0) for token in tokens(known.text) for term in token.terms]
    found.add_pre_tokenized_text("text", tantivy.PreTokenizedString("", terms))
    for word in {term.text for term in terms if len(term.text) >= SHORTEST_COMPOUND and term.text.isalpha()}:
        found.add_text("backwards", word[::-1])
    single = {"nr": known.number, "kind": "paper", "doctype": known.doctype, "firm": known.supplier, "state": known.state}
    for name, value in single.items():
        if value:
            found.add_text(name, value)
    for name, values in (*known.fields.items(), ("completions", known.completions)):
        for value in values:
            found.add_text(name, value)
    found.add_integer("day", known.day)
    found.add_integer("year", known.day // 10_000)
    found.add_integer("cents", known.cents)
    for name, number in zip(HOME, home(known.orders), strict=True):
        found.add_unsigned(name, number)
    if known.orders:
        found.add_text("folders", SEPARATOR.join(known.orders))
    found.add_bytes("record", known.record)
    return found


def mark(generation: int) -> tantivy.Document:
    """The document that carries the generation."""
    found = tantivy.Document()
    found.add_text("nr", MARK)
    found.add_bytes("record", str(generation).encode())
    return found


def home(orders: tuple[str, ...]) -> tuple[int, ...]:
    """The orders as numbers, because columns of texts can not be read for single papers; a sum of them where they are too long."""
    text = SEPARATOR.join(orders).encode()
    if len(text) > _WIDTH:
        text = _TOO_LONG + blake2b(text, digest_size=_WIDTH - len(_TOO_LONG)).digest()
    text = text.ljust(_WIDTH, b"\0")
    return tuple(int.from_bytes(text[place : place + 8]) for place in range(0, _WIDTH, 8))


def at_home(numbers: Sequence[int]) -> tuple[str, ...] | None:
    """The orders :func:`home` made these numbers of, ``None`` when they were too long for them."""
    text = b"".join(number.to_bytes(8) for number in numbers).rstrip(b"\0")
    if text.startswith(_TOO_LONG):
        return None
    return tuple(text.decode().split(SEPARATOR)) if text else ()
