"""A paper as engines keep it: its terms by field, the keys of suggestions, and the record that hits are made of. Knows no engine."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from search.analysis import ANALYSIS_VERSION, tokens
from search.fold import clean, fold
from search.index import Fact, IndexDocument
from search.numbers import forms, joined
from search.query import number

RECORD_VERSION = f"1.{ANALYSIS_VERSION}"
"""What every engine keeps of a paper; an index written with another version is rebuilt."""
NUMBER, ORDER, SUPPLIER = "1", "2", "3"
SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Entry:
    """Terms of the fields beside the text, values of the columns (``cents`` is -1 when unknown), and the packed record."""

    number: str
    text: str
    fields: dict[str, tuple[str, ...]]
    completions: tuple[str, ...]
    doctype: str
    supplier: str
    state: str
    orders: tuple[str, ...]
    day: int
    cents: int
    record: bytes


def entry(document: IndexDocument) -> Entry:
    """The entry of a paper."""
    document = cleaned(document)
    facts = [*document.numbers, Fact("eingangsnummer", document.eingangsnummer)]
    fields = {
        "exact": _terms(joined(fact.value) for fact in facts),
        "numbers": _terms(term for fact in facts for term in forms(fact.value)),
        "orders": _terms(joined(order) for order in document.orders),
        "supplier": _terms(term for token in tokens(document.supplier) for term in token.terms),
    }
    return Entry(
        document.eingangsnummer,
        "\n\n".join((*document.text, *_extra(document))),
        fields,
        tuple(dict.fromkeys(_completions(document))),
        document.doctype,
        document.supplier,
        document.state,
        document.orders,
        number(own_day(document)),
        -1 if document.cents is None else document.cents,
        pack(document),
    )


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


def _terms(terms: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for term in terms if term))


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
    return SEPARATOR.join((fold(beginning), kind, shown.replace("\n", " ")))


def shown_completion(key: str) -> tuple[str, str]:
    """Kind and text of a suggestion's key."""
    _, kind, shown = key.split(SEPARATOR, 2)
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
