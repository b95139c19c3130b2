"""Puts the web application together: parts, screens, interface, static files, errors, and the guard around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service import __version__, errors
from service.api import events, health, metrics, orders, v1
from service.api.described import REFUSALS
from service.auth.may import anybody, may
from service.auth.rights import Right
from service.guard import Guard
from service.parts import House
from service.rendering import HERE
from service.routes import ROUTERS
from service.settings import Settings


def create_app(settings: Settings, *, people_wait: bool = False) -> FastAPI:
    """The application over one installation. Opens its parts at once, so that a bad start is a loud one; closes them at shutdown."""
    house = House(settings, people_wait=people_wait)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        house.close()

    app = FastAPI(
        title="Auftragsmappe", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json"
    )
    app.state.house = house
    for router, allowed in ROUTERS:
        app.include_router(router, include_in_schema=False, dependencies=[allowed])
    app.include_router(orders.router, responses=REFUSALS, dependencies=[may(Right.LOOK)])
    app.include_router(events.router, responses=REFUSALS, dependencies=[may(Right.LOOK)])
    app.include_router(v1.router, responses=REFUSALS, dependencies=[may(Right.LOOK, Right.HAND_IN)])
    app.include_router(health.router, responses=REFUSALS, dependencies=[anybody()])
    app.include_router(metrics.router, responses=REFUSALS, dependencies=[may(Right.WATCH)])
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    errors.install(app)
    app.add_middleware(Guard, settings=settings)
    return app
