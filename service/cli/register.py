"""The orders a paper is matched against when it is only read: those of the archive where there is one, else none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from archive.order import Register
from archive.scratch import scratch
from service.cli.space import opened
from service.settings import from_environment


@contextmanager
def register() -> Iterator[Register]:
    """The register of the settings' space. Looking at a file must not create an archive, so without one it is an empty, passing one."""
    settings = from_environment()
    if settings.data.is_dir() or not settings.db.startswith("sqlite"):
        with opened(settings) as space:
            yield space.orders
        return
    with scratch() as folder, opened(from_environment({"MAPPE_DATA": str(folder)})) as space:
        yield space.orders
