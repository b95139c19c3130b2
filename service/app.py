"""Puts the web application together: parts, screens, interface, static files, errors, and the guard around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service import __version__, errors
from service.api import health, metrics, v1
from service.guard import Guard
from service.parts import open_parts
from service.rendering import HERE
from service.routes import ROUTERS
from service.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The application over one installation. Opens its parts at once, so that a bad start is a loud one; closes them at shutdown."""
    parts = open_parts(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        parts.close()

    app = FastAPI(
        title="Auftragsmappe", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json"
    )
    app.state.parts = parts
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.include_router(v1.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    errors.install(app)
    app.add_middleware(Guard, host=settings.host)
    return app
