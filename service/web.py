"""The web process: pages and interface of one installation on one address. Reads no paper."""

from __future__ import annotations

import uvicorn

from service.app import create_app
from service.serve import follow_parent
from service.settings import Settings


def run(settings: Settings) -> None:
    """Answers until SIGTERM or SIGINT; requests under way get five seconds to end."""
    follow_parent()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
