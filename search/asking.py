"""A question put to an index together with what only the tables know: which folders lack which papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive.lacking import lacking
from archive.space import Space
from search.index import Index, Page, Results
from search.query import parse


def ask(space: Callable[[], Space], index: Index, query: str, page: Page) -> Results:
    """The results of a question. The ``space`` is only opened when its tables are needed (``fehlt:…``)."""
    if asks_for_gaps(query):
        page = replace(page, lacking=lacking(space()))
    return index.search(query, page)


def asks_for_gaps(query: str) -> bool:
    """Whether folders that lack papers are asked for."""
    return any(found.field == "fehlt" for found in parse(query).filters)
