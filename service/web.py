"""The web process: pages and interface of one installation on one address. Reads no paper."""

from __future__ import annotations

import gc
import logging
import resource
import threading

import uvicorn

from archive.jobs import Jobs
from archive.problems import Problem
from service.app import create_app
from service.connections import MOST, Connection
from service.serve import follow_parent
from service.settings import Settings

log = logging.getLogger(__name__)

SETTLED = 2.0
"""Seconds after which the first pages are out and there is time for what comes later."""


def run(settings: Settings) -> None:
    """Answers until SIGTERM or SIGINT; requests under way get five seconds to end."""
    follow_parent()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # one file for each connection, and the archive's own
    app = create_app(settings, people_wait=True)
    _spare_the_collector()
    later = threading.Timer(SETTLED, _load_engine, [app.state.house.jobs])
    later.daemon = True
    later.start()
    uvicorn.run(
        app,
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


def _spare_the_collector() -> None:
    """What is there now stays for good: looking through it again and again for garbage took a sixth of the time of a large page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _load_engine(jobs: Jobs) -> None:
    """Before the first paper comes, not with it: that takes most of a second on a busy machine."""
    try:
        jobs.engine()
    except Problem as problem:
        log.info("the engine of the jobs has to wait: %s", problem.cause)
