"""Fuzzes one target for a while with coverage to guide it. Needs the package ``atheris``, which is no part of the locked set.

    python -m tests.fuzz.run TARGET [-max_total_time=300] [further options of libFuzzer]

What it finds is written to ``crash-…`` in the working folder; the file's bytes belong into the seeds of the target.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Runs until time is up or something is found."""
    import atheris  # noqa: PLC0415 — only here, and only where somebody installed it

    with atheris.instrument_imports(include=["archive", "ingest", "search", "service"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415 — instrumented on import

    target = TARGETS[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(target.seeds):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], *sys.argv[2:], folder], target.run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
