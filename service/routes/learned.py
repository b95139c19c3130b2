"""Gelerntes: what corrections taught about each supplier's papers, to look at and to forget."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.lesson import Lesson, sentence
from archive.order import plain
from service.parts import Here
from service.rendering import render

router = APIRouter(prefix="/gelernt")


@router.get("")
def learned(request: Request, parts: Here, lieferant: str = "", vergessen: str = "") -> Response:
    """Everything, or what holds for one supplier. Of the same lesson from several papers one line tells all of them."""
    lessons = [lesson for lesson in parts.space.lessons.all() if not lieferant or plain(lesson.supplier) == plain(lieferant)]
    suppliers = [(name, _lines(list(some))) for name, some in groupby(lessons, key=lambda lesson: lesson.supplier)]
    return render(request, "learned.html", suppliers=suppliers, supplier=lieferant, forgotten=vergessen)


@router.post("/{key}/vergessen")
def forget(parts: Here, key: str) -> Response:
    """Takes a lesson away for good; the journal keeps who did."""
    parts.space.lessons.forget(key, parts.who)
    return RedirectResponse("/gelernt?vergessen=1", 303)


def _lines(lessons: list[Lesson]) -> list[tuple[str, str, list[Lesson]]]:
    """Key, sentence, and the lessons from each paper that taught it."""
    by_key: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_key.setdefault(lesson.key, []).append(lesson)
    return [(key, sentence(some[0]), some) for key, some in by_key.items()]
