"""The web process: pages and interface of one installation on one address. Reads no paper."""

from __future__ import annotations

import resource

import uvicorn

from service.app import create_app
from service.connections import MOST, Connection
from service.serve import follow_parent
from service.settings import Settings


def run(settings: Settings) -> None:
    """Answers until SIGTERM or SIGINT; requests under way get five seconds to end."""
    follow_parent()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # one file for each connection, and the archive's own
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        timeout_graceful_shutdown=5,
        http=Connection,
        limit_concurrency=MOST,
    )
