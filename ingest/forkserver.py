"""The warm server that children are forked from, with the heavy imports done once. Does not start anything by itself.

A child loads the caller's main module again unless that is a package's ``__main__`` (``python -m service.cli``), which is how
web and workers are started; elsewhere it only costs time.
"""

from __future__ import annotations

import os
from multiprocessing import get_context
from pathlib import Path


def _findable() -> None:
    """The server is a fresh interpreter and must find this package wherever the caller was started."""
    root = str(Path(__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if root not in known:
        os.environ["PYTHONPATH"] = os.pathsep.join([root, *filter(None, known)])


_findable()
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["ingest.warm"])
