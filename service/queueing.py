"""Putting a paper that was just acknowledged into the queue, without making its sender wait for the queue."""

from __future__ import annotations

import logging

from archive.jobs import Jobs
from archive.problems import Unavailable

log = logging.getLogger(__name__)


def queue(jobs: Jobs, space: str, eingangsnummer: str) -> None:
    """Has the paper read. When the queue does not answer nothing is lost."""
    try:
        jobs.put("process", space, eingangsnummer)
    except Unavailable as problem:
        # The intake book is the truth and already durable; the worker looks through it and finds the paper by itself.
        log.warning("no job for %s yet: %s", eingangsnummer, problem.cause)
