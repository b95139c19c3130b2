"""Suche: one box for everything, folders first, then papers with the reason why they were found; suggestions and lists to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from archive.lacking import lacking
from archive.order import Order
from archive.orders import OrderRow
from archive.problems import Unavailable
from search.asking import ask
from search.index import Hit, Page, Results
from search.query import separate
from service import library
from service.auth.may import Asking
from service.found import Asked, Group, asked, chips, facets, forms, gaps, groups, span, supplier_filter
from service.hit_list import as_csv
from service.names import attachment
from service.parts import AtHouse, Here, Parts
from service.rendering import render
from service.search_state import lacks
from service.spotting import leading_back

router = APIRouter(prefix="/suche")
FOLDERS, SIZE, MOST_NAMED, LONGEST_LIST, MOST_FILTERS, MOST_KNOWN = 10, 20, 8, 1000, 12, 3


class Address(BaseModel):
    """The parameters of a search as they stand in the address; ``f`` are filters beside the words of ``q``.

    The last four come from the forms of :func:`service.found.forms`.
    """

    q: str = ""
    f: list[str] = Field(default_factory=list)
    sortierung: str = ""
    ansicht: str = ""
    seite: int = 1
    datum_von: str = ""
    datum_bis: str = ""
    betrag_von: str = ""
    betrag_bis: str = ""

    @property
    def question(self) -> Asked:
        """What is asked for, within bounds."""
        filters = [*self.f[:MOST_FILTERS], *filter(None, self._spans)]
        return asked(self.q.strip()[:500], filters, self.sortierung, self.ansicht, self.seite)

    @property
    def unclear(self) -> str:
        """What is wrong with the ends that were given, "" when they are understood."""
        given = next((text for text in self._spans if text and not separate(text)[1]), "")
        if not given:
            return ""
        field, _, ends = given.partition(":")
        example = "500 oder 1.175,48" if field == "betrag" else "12.03.2026 oder 2026-Q1"
        return f"„{ends.replace('..', ' bis ').strip()[:60]}“ versteht die Suche nicht. Bitte schreiben Sie zum Beispiel {example}."

    @property
    def _spans(self) -> tuple[str, str]:
        return span("datum", self.datum_von[:40], self.datum_bis[:40]), span("betrag", self.betrag_von[:40], self.betrag_bis[:40])


@router.get("")
def search(request: Request, house: AtHouse, asking: Asking, parts: Here, address: Annotated[Address, Query()]) -> Response:
    """What was found. While the index is away the folders are still found, by number, customer and title."""
    question = address.question
    named = _named(parts, question)
    results, problem = None, None
    if question.query:
        try:
            results = ask(lambda: parts.space, parts.index, question.query, _page(question, named))
        except Unavailable as unavailable:
            problem = unavailable
    return render(
        request,
        "search.html",
        question=question,
        results=results,
        problem=problem,
        waiting=any(clause.field == "status" and clause.value in ("wartet", "klärung") for clause in question.filters),
        lacks=lacks(parts) if question.query else "",
        groups=_groups(parts, question, results, named),
        chips=chips(question),
        known=library.search(house, asking, question.words)[:MOST_KNOWN] if question.words and question.page == 1 else [],
        facets=[*facets(question, results), *gaps(question, lacking(parts.space))] if results else [],
        forms=forms(question),
        trail=leading_back(question),
        unclear=address.unclear,
        typed=address.model_dump() if address.unclear else {},
        more=results is not None and _shown(question, results) < _total(question, results),
    )


def _page(question: Asked, named: Mapping[str, OrderRow]) -> Page:
    sort: Literal["treffer", "datum"] = "datum" if question.sort else "treffer"
    if question.view:
        return Page(question.page, SIZE, sort)
    return Page(question.page, FOLDERS, sort, by_folder=True, first=tuple(named))


def _shown(question: Asked, results: Results) -> int:
    return question.page * (SIZE if question.view else FOLDERS) if results.hits else _total(question, results)


def _total(question: Asked, results: Results) -> int:
    return min(results.total, LONGEST_LIST) if question.view else results.folder_total


def _named(parts: Parts, question: Asked) -> dict[str, OrderRow]:
    """Folders that are called like the words. Filters are about papers and leave those out."""
    if not question.words or question.filters or question.view:
        return {}
    return {row.order.number: row for row in parts.space.orders.all(question.words, limit=MOST_NAMED)}


def _groups(parts: Parts, question: Asked, results: Results | None, named: Mapping[str, OrderRow]) -> list[Group]:
    """The folders of this page of the result."""
    shown = named if question.page == 1 else {}
    numbers = {folder.number for folder in results.folders} if results else set()
    orders = parts.space.orders.existing(Order, numbers - shown.keys()) | {number: row.order for number, row in shown.items()}
    return groups(question, results, orders, {number: row.papers for number, row in shown.items()})


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
        page = Page(number, 100, "datum" if question.sort else "treffer")
        results = ask(lambda: parts.space, parts.index, question.query, page)
        hits += results.hits
        if len(results.hits) < 100:
            break
    headers = {"Content-Disposition": attachment("Suchergebnis.csv")}
    return Response(as_csv(parts.space, hits), media_type="text/csv; charset=utf-8", headers=headers)
