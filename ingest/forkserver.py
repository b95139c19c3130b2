"""The warm server that children are forked from, with the heavy imports done once. Does not start anything by itself."""

from __future__ import annotations

import io
import os
from multiprocessing import context, forkserver, popen_forkserver, reduction, spawn, util
from multiprocessing.process import BaseProcess
from pathlib import Path

_NEVER_AGAIN = ("init_main_from_name", "init_main_from_path")


class _Popen(popen_forkserver.Popen):
    """Starts a child without running the caller's main module again in it: that would import the whole service each time."""

    _fds: list[int]

    def _launch(self, process_obj: BaseProcess) -> None:
        told = {key: value for key, value in spawn.get_preparation_data(process_obj.name).items() if key not in _NEVER_AGAIN}
        told["sys_argv"] = ["mappe-leser"]
        buffer = io.BytesIO()
        context.set_spawning_popen(self)
        try:
            reduction.dump(told, buffer)
            reduction.dump(process_obj, buffer)
        finally:
            context.set_spawning_popen(None)
        self.sentinel, pipe = forkserver.connect_to_new_process(self._fds)
        # The child watches the other end of this copy to see when we are gone.
        self.finalizer = util.Finalize(self, _close, (os.dup(pipe), self.sentinel))
        with open(pipe, "wb", closefd=True) as file:  # noqa: PTH123 — a descriptor, not a path
            file.write(buffer.getbuffer())
        self.pid = forkserver.read_signed(self.sentinel)


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


class _Process(context.ForkServerProcess):
    @staticmethod
    def _Popen(process_obj: BaseProcess) -> _Popen:  # noqa: N802 — the name multiprocessing calls
        return _Popen(process_obj)


class _Context(context.ForkServerContext):
    Process = _Process


def _findable() -> None:
    """The server is a fresh interpreter and must find this package wherever the caller was started."""
    root = str(Path(__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if root not in known:
        os.environ["PYTHONPATH"] = os.pathsep.join([root, *filter(None, known)])


_findable()
CONTEXT = _Context()
CONTEXT.set_forkserver_preload(["ingest.warm"])
