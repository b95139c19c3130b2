"""Übersicht: what is missing, does not fit, waits or falls due across all folders, as lists that can be narrowed and exported."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from archive import judging, overview
from archive.overview import ListName, Question
from archive.problems import NotFound
from archive.space import Space
from service.lists import LISTS, as_csv, kind_name, rows
from service.names import attachment
from service.parts import Here
from service.rendering import render
from service.routes.folders import FOLDER_STATES

router = APIRouter(prefix="/uebersicht")

FEW, PAGE = 5, 50
"""Lines of each list on the first screen, and lines of a page of one list."""

SOON = 15
"""So many folders are judged before the screen is shown: what somebody has just decided must not look undone."""


class Asked(BaseModel):
    """What an address asks of one list."""

    q: str = ""
    art: str = ""
    alle: str = ""
    seite: int = 1

    def question(self, name: ListName) -> Question:
        """The same for the archive."""
        return Question(name, self.q.strip()[:200], self.art, early=bool(self.alle))

    def at(self, page: int) -> Asked:
        """The same, another page."""
        return self.model_copy(update={"seite": page})

    def address(self, path: str) -> str:
        """Where this is asked."""
        pairs = {"q": self.q, "art": self.art, "alle": self.alle, "seite": str(self.seite) if self.seite > 1 else ""}
        given = urlencode({key: value for key, value in pairs.items() if value})
        return f"{path}?{given}" if given else path


@router.get("")
def screen(request: Request, parts: Here) -> Response:
    """All lists in short. The counts always add up to what came in."""
    space, today = parts.space, _today()
    behind = _judged(space)
    counts = space.intake.counts()
    parts_of_it = [(name, LISTS[name], overview.count(space, Question(name), today)) for name in LISTS]
    shown = [(*each, rows(each[0], overview.entries(space, Question(each[0]), today, limit=FEW), today)) for each in parts_of_it]
    folders = overview.state_counts(space)
    figures: dict[str, Any] = {"counts": counts, "total": sum(counts.values()), "behind": behind}
    figures |= {"folders": folders, "folder_states": FOLDER_STATES}
    return render(request, "overview.html", lists=shown, **figures)


@router.get("/{name}.csv")
def exported(parts: Here, name: str, asked: Annotated[Asked, Query()]) -> Response:
    """A whole list as a table for a spreadsheet."""
    known, today = _known(name), _today()
    found = overview.entries(parts.space, asked.question(known), today, limit=overview.MOST)
    headers = {"Content-Disposition": attachment(f"{LISTS[known].title}.csv")}
    return Response(as_csv(found, today), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{name}")
def one(request: Request, parts: Here, name: str, asked: Annotated[Asked, Query()]) -> Response:
    """One list, page by page."""
    known, today = _known(name), _today()
    behind = _judged(parts.space)
    question = asked.question(known)
    total = overview.count(parts.space, question, today)
    page = min(max(1, asked.seite), max(1, -(-total // PAGE)))
    found = overview.entries(parts.space, question, today, (page - 1) * PAGE, PAGE)
    around = {
        "before": asked.at(page - 1).address(request.url.path) if page > 1 else "",
        "after": asked.at(page + 1).address(request.url.path) if page * PAGE < total else "",
        "csv": asked.at(1).address(f"{request.url.path}.csv"),
    }
    return render(
        request,
        "overview_list.html",
        name=known,
        list=LISTS[known],
        asked=asked,
        rows=rows(known, found, today),
        total=total,
        first=(page - 1) * PAGE + 1,
        kinds=[(key, kind_name(key)) for key in overview.kinds(parts.space, known)],
        around=around,
        behind=behind,
    )


def _known(name: str) -> ListName:
    found = next((known for known in LISTS if known == name), None)
    if found is None:
        raise NotFound(f"Die Liste „{name}“ gibt es nicht.", cause=f"no list {name!r}")
    return found


def _judged(space: Space) -> int:
    """Judges the little that has just changed; tells how much is left to the worker."""
    left = judging.waiting(space)
    if 0 < left <= SOON:
        judging.judge_due(space, SOON)
        left = judging.waiting(space)
    return left


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
