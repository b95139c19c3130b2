"""Suche: one box for everything, folders first, then papers with the reason why they were found."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.problems import Unavailable
from search.index import Page
from service.parts import Here
from service.rendering import render

router = APIRouter()
FOLDERS = 8


@router.get("/suche")
def search(request: Request, parts: Here, q: str = "", seite: int = 1) -> Response:
    """What was found. While the index is away the folders are still found, by number, customer and title."""
    query = q.strip()[:500]
    results, problem = None, None
    page = max(1, seite)
    if query:
        try:
            results = parts.index.search(query, Page(page))
        except Unavailable as unavailable:
            problem = unavailable
    orders = parts.space.orders.all(query, limit=FOLDERS) if query and page == 1 else []
    return render(request, "search.html", query=query, results=results, problem=problem, orders=orders, page=page)
