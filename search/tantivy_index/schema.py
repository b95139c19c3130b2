"""How a paper lies in a tantivy index: fields, tokens of our own analysis, and the stored record that hits are made of."""

from __future__ import annotations

from hashlib import blake2b

import tantivy

from search.analysis import tokens
from search.heads import SHORTEST_COMPOUND
from search.index import IndexDocument
from search.record import RECORD_VERSION, SEPARATOR, entry

VERSION = f"tantivy 3.{RECORD_VERSION}"
"""Layout and analysis an index was written with; another one means rebuild."""

MARK = "#stand"
"""The one document that is no paper: it carries the generation, so that both are one commit."""

_TERMS = ("nr", "kind", "exact", "numbers", "orders", "supplier", "completions", "backwards")
COLUMNS = {"typ": "doctype", "lieferant": "firm", "status": "state"}


def schema() -> tantivy.Schema:
    """``home`` stands for the orders of a paper (see :func:`home`); columns answer for filters, facets and sorting.

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
    builder.add_unsigned_field("home", fast=True)
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
    found.add_unsigned("home", home(known.orders))
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


def home(orders: tuple[str, ...]) -> int:
    """A number for these orders, 0 for none: columns of texts can not be read for single papers."""
    return int.from_bytes(blake2b(SEPARATOR.join(orders).encode(), digest_size=8).digest()) | 1 if orders else 0
