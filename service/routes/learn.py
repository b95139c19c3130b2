"""Lernen: what there is to learn with. The exercises themselves belong to ``training``."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.rendering import render

router = APIRouter()


@router.get("/lernen")
def learn(request: Request) -> Response:
    """The first steps."""
    return render(request, "learn.html")
