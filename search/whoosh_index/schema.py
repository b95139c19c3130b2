"""How a paper lies in a Whoosh index: fields, terms, and the stored record that hits are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, RegexTokenizer
from whoosh.analysis import Token as WhooshToken
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

from search.analysis import tokens
from search.index import IndexDocument
from search.record import RECORD_VERSION, SEPARATOR, entry

VERSION = f"whoosh 3.{RECORD_VERSION}"
"""Layout and analysis an index was written with; another one means rebuild."""

MARK = "#stand"
"""The one record that is no paper: it carries the generation, so that both are one commit."""


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
        folders=ID(sortable=True),
        day=COLUMN(NumericColumn("i", default=0)),
        cents=COLUMN(NumericColumn("q", default=-1)),
        record=STORED(),
    )


def fields(document: IndexDocument) -> dict[str, Any]:
    """The keyword arguments of ``update_document`` for a paper."""
    paper = entry(document)
    found = {
        "nr": paper.number,
        "kind": "paper",
        "text": paper.text,
        **{name: " ".join(terms) for name, terms in paper.fields.items()},
        "completions": "\n".join(paper.completions),
        "doctype": paper.doctype,
        "firm": paper.supplier,
        "state": paper.state,
        "folders": SEPARATOR.join(paper.orders),
        "day": paper.day,
        "cents": paper.cents,
        "record": paper.record,
    }
    return {key: value for key, value in found.items() if value != ""}
