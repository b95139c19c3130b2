"""The list of all folders: orders with how complete they are, searched, filtered, page by page. Judges nothing, changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from archive import codec
from archive.browsing import Listed, words_of
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.completeness import FolderState
from archive.order import Order, OrderState


@dataclass(frozen=True, slots=True)
class FolderRow:
    """An order, how many papers lie in its folder, and its state in a line; both "" as long as it was not judged."""

    order: Order
    papers: int
    state: str
    headline: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is to show. ``search`` are words that must all be there; ``folder`` "" and ``order`` ``None`` are all states."""

    search: str = ""
    order: OrderState | None = None
    folder: FolderState | None = None
    page: int = 1
    size: int = 100


def folders(catalog: Catalog, wanted: Wanted) -> Listed[FolderRow]:
    """Folders, newest number first."""
    query = _query(wanted)
    with catalog.read() as connection:
        total = connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar() or 0
        page = min(max(1, wanted.page), max(1, -(-total // wanted.size)))
        rows = connection.execute(query.limit(wanted.size).offset((page - 1) * wanted.size)).all()
    found = tuple(FolderRow(codec.loads(Order, row.content), row.papers, row.folder or "", row.headline or "") for row in rows)
    return Listed(found, total, page, wanted.size)


def _query(wanted: Wanted) -> Select[Any]:
    orders, judged = t.orders, t.folder_state
    papers = select(func.count()).where(t.link.c.order_number == orders.c.number).scalar_subquery().label("papers")
    joined = orders.outerjoin(judged, judged.c.order_number == orders.c.number)
    query = select(orders.c.content, papers, judged.c.state.label("folder"), judged.c.headline).select_from(joined)
    for word in words_of(wanted.search):
        query = query.where(orders.c.words.contains(word, autoescape=True))
    if wanted.order:
        query = query.where(orders.c.state == wanted.order)
    if wanted.folder:
        query = query.where(judged.c.state == wanted.folder)
    return query.order_by(orders.c.number.desc())
