"""The warm server that children are forked from, with the heavy imports done once."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from multiprocessing import context, get_context
from pathlib import Path
from types import ModuleType

_MAIN = "__main__"
_starting = threading.Lock()
_NICER, _NICEST = 10, 19


def start(child: context.ForkServerProcess) -> None:
    """Starts a child without the caller's main module: it would be run again in each of them, the whole service with it."""
    with _starting:
        main = sys.modules[_MAIN]
        sys.modules[_MAIN] = ModuleType(_MAIN)
        try:
            child.start()
        finally:
            sys.modules[_MAIN] = main
    _step_back(child)


def _step_back(child: context.ForkServerProcess) -> None:
    """Who works behind the pages lets its readers work behind itself: it writes into the tables that pages wait for, they do not."""
    own = os.getpriority(os.PRIO_PROCESS, 0)
    if own > 0 and child.pid is not None:
        with suppress(ProcessLookupError):  # it is done already
            os.setpriority(os.PRIO_PROCESS, child.pid, min(_NICEST, own + _NICER))


def _findable() -> None:
    """The server is a fresh interpreter and must find this package wherever the caller was started."""
    root = str(Path(__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if root not in known:
        os.environ["PYTHONPATH"] = os.pathsep.join([root, *filter(None, known)])


_findable()
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["ingest.warm"])
