"""Suche: one box for everything, folders first, then papers with the reason why they were found; suggestions and lists to keep."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from archive.order import Order
from archive.problems import Unavailable
from search.index import Hit, Page, Results
from service.found import Asked, asked, chips, facets, groups, supplier_filter
from service.hit_list import as_csv
from service.names import attachment
from service.parts import Here, Parts
from service.rendering import render

router = APIRouter(prefix="/suche")
FOLDERS, SIZE, LONGEST_LIST, MOST_FILTERS = 8, 20, 1000, 12


class Address(BaseModel):
    """The parameters of a search as they stand in the address; ``f`` are filters beside the words of ``q``."""

    q: str = ""
    f: list[str] = Field(default_factory=list)
    sortierung: str = ""
    ansicht: str = ""
    seite: int = 1

    @property
    def question(self) -> Asked:
        """What is asked for, within bounds."""
        return asked(self.q.strip()[:500], self.f[:MOST_FILTERS], self.sortierung, self.ansicht, self.seite)


@router.get("")
def search(request: Request, parts: Here, address: Annotated[Address, Query()]) -> Response:
    """What was found. While the index is away the folders are still found, by number, customer and title."""
    question = address.question
    results, problem = None, None
    if question.query:
        try:
            results = parts.index.search(question.query, _page(question))
        except Unavailable as unavailable:
            problem = unavailable
    return render(
        request,
        "search.html",
        question=question,
        results=results,
        problem=problem,
        groups=_groups(parts, question, results),
        chips=chips(question),
        facets=facets(question, results) if results else [],
        size=SIZE,
    )


def _page(question: Asked) -> Page:
    return Page(question.page, SIZE, "datum" if question.sort else "treffer")


def _groups(parts: Parts, question: Asked, results: Results | None) -> list[object]:
    """The found papers by folder, after folders that are called like the words. Filters are about papers and leave those out."""
    named = {}
    if question.words and question.page == 1 and not question.filters and not question.view:
        named = {row.order.number: row for row in parts.space.orders.all(question.words, limit=FOLDERS)}
    hits = results.hits if results and not question.view else ()
    found = parts.space.orders.existing(Order, {number for hit in hits for number in hit.orders} - named.keys())
    orders = {number: row.order for number, row in named.items()} | found
    return list(groups(hits, orders, {number: row.papers for number, row in named.items()}))


@router.get("/vorschlaege")
def suggestions(request: Request, parts: Here, q: str = "") -> Response:
    """Numbers, orders and suppliers that begin as typed, as options for the box; none while the index is away."""
    try:
        found = parts.index.suggest(q.strip()[:80]) if q.strip() else ()
    except Unavailable:
        found = ()
    return render(request, "parts/suggestions.html", quiet=True, found=found, supplier_filter=supplier_filter)


@router.get("/liste.csv")
def listed(parts: Here, address: Annotated[Address, Query()]) -> Response:
    """The result as a table for a spreadsheet, at most ``LONGEST_LIST`` papers."""
    question = address.question
    hits: list[Hit] = []
    for number in range(1, LONGEST_LIST // 100 + 1):
        results = parts.index.search(question.query, Page(number, 100, "datum" if question.sort else "treffer"))
        hits += results.hits
        if len(results.hits) < 100:
            break
    headers = {"Content-Disposition": attachment("Suchergebnis.csv")}
    return Response(as_csv(parts.space, hits), media_type="text/csv; charset=utf-8", headers=headers)
