"""How a paper lies in a Whoosh index: fields, terms, and the stored record that hits are made of."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from whoosh.analysis import Analyzer, RegexTokenizer
from whoosh.analysis import Token as WhooshToken
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

from search.analysis import ANALYSIS_VERSION, tokens
from search.fold import clean, fold
from search.index import Fact, IndexDocument
from search.numbers import forms, joined
from search.query import number

VERSION = f"2.{ANALYSIS_VERSION}"
"""Layout and analysis an index was written with; another one means rebuild."""

MARK = "#stand"
"""The one record that is no paper: it carries the generation, so that both are one commit."""

NUMBER, ORDER, SUPPLIER = "1", "2", "3"
_SEPARATOR = "\x1f"


class German(Analyzer):  # type: ignore[misc]  # whoosh has no types
    """Our analysis as a Whoosh analyzer: every term of a token at the token's position."""

    def __call__(self, value: str, **_options: Any) -> Iterator[WhooshToken]:
        out = WhooshToken(positions=True)
        out.boost, out.stopped = 1.0, False
        for token in tokens(value):
            out.pos = token.position
            for term in token.terms:
                out.text = term
                yield out


def schema() -> Schema:
    """Terms of ``exact`` to ``supplier`` are prepared by :func:`fields`; the columns are for filters, facets and dates."""
    return Schema(
        nr=ID(unique=True),
        kind=ID(),
        text=TEXT(analyzer=German(), phrase=True),
        exact=KEYWORD(),
        numbers=KEYWORD(),
        orders=KEYWORD(),
        supplier=KEYWORD(),
        completions=KEYWORD(analyzer=RegexTokenizer(r"[^\n]+")),
        doctype=ID(sortable=True),
        firm=ID(sortable=True),
        state=ID(sortable=True),
        day=COLUMN(NumericColumn("i", default=0)),
        cents=COLUMN(NumericColumn("q", default=-1)),
        record=STORED(),
    )


def fields(document: IndexDocument) -> dict[str, Any]:
    """The keyword arguments of ``update_document`` for a paper."""
    document = cleaned(document)
    facts = [*document.numbers, Fact("eingangsnummer", document.eingangsnummer)]
    found = {
        "nr": document.eingangsnummer,
        "kind": "paper",
        "text": "\n\n".join((*document.text, *_extra(document))),
        "exact": _terms(joined(fact.value) for fact in facts),
        "numbers": _terms(term for fact in facts for term in forms(fact.value)),
        "orders": _terms(joined(order) for order in document.orders),
        "supplier": _terms(term for token in tokens(document.supplier) for term in token.terms),
        "completions": "\n".join(dict.fromkeys(_completions(document))),
        "doctype": document.doctype,
        "firm": document.supplier,
        "state": document.state,
        "day": number(own_day(document)),
        "record": pack(document),
    }
    if document.cents is not None:
        found["cents"] = document.cents
    return {key: value for key, value in found.items() if value != ""}


def own_day(document: IndexDocument) -> date:
    """The day a paper is sorted and filtered by: its own date, else when it came in."""
    return document.dates[0] if document.dates else document.received.date()


def cleaned(document: IndexDocument) -> IndexDocument:
    """The document with composed characters and nothing invisible, as all searching expects."""
    return replace(document, text=tuple(map(clean, document.text)), name=clean(document.name), supplier=clean(document.supplier))


def _extra(document: IndexDocument) -> Iterator[str]:
    """What is known of a paper without standing in its text, so that one field answers for everything."""
    yield from (document.supplier, document.doctype, document.name.replace("_", " "), document.eingangsnummer)
    yield from document.orders
    yield from (fact.value for fact in document.numbers)
    yield from (day.isoformat() for day in document.dates)
    if document.cents is not None:
        yield f"{document.cents // 100},{document.cents % 100:02}"


def _terms(terms: Iterator[str]) -> str:
    return " ".join(dict.fromkeys(term for term in terms if term))


def _completions(document: IndexDocument) -> Iterator[str]:
    """Sortable keys of suggestions: the folded beginning, the kind, what to show."""
    for fact in document.numbers:
        yield completion(joined(fact.value), NUMBER, fact.value)
        yield from (completion(form, NUMBER, fact.value) for form in forms(fact.value)[1:] if form.isdigit() and len(form) > 3)
    yield completion(joined(document.eingangsnummer), NUMBER, document.eingangsnummer)
    yield from (completion(joined(order), ORDER, order) for order in document.orders)
    words = document.supplier.split()
    yield from (completion(joined(" ".join(words[start:])), SUPPLIER, document.supplier) for start in range(min(len(words), 4)))


def completion(beginning: str, kind: str, shown: str) -> str:
    """A key of the suggestions; :func:`shown_completion` takes it apart."""
    return _SEPARATOR.join((fold(beginning), kind, shown.replace("\n", " ")))


def shown_completion(key: str) -> tuple[str, str]:
    """Kind and text of a suggestion's key."""
    _, kind, shown = key.split(_SEPARATOR, 2)
    return kind, shown


def pack(document: IndexDocument) -> bytes:
    """The stored record, compressed: the texts are most of an index otherwise."""
    return zlib.compress(json.dumps(asdict(document), ensure_ascii=False, default=lambda day: day.isoformat()).encode(), 3)


def unpack(record: bytes) -> IndexDocument:
    """The document of a stored record."""
    found = json.loads(zlib.decompress(record))
    return IndexDocument(
        **found
        | {
            "orders": tuple(found["orders"]),
            "numbers": tuple(Fact(**fact) for fact in found["numbers"]),
            "dates": tuple(map(date.fromisoformat, found["dates"])),
            "text": tuple(found["text"]),
            "received": datetime.fromisoformat(found["received"]),
        }
    )
