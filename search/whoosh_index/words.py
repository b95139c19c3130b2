"""The vocabulary of one segment, kept in a file beside it."""

from __future__ import annotations

import logging
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays.vocabulary import Vocabulary, tables

log = logging.getLogger(__name__)

SUFFIX = ".woerter.npz"


def load(reader: Any, folder: Path) -> Vocabulary:
    """The vocabulary of a segment, from its file if that is there and whole, else from its terms."""
    path = folder / f"{reader.segment().segment_id()}{SUFFIX}"
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:  # Its checksums are compared on reading.
            return Vocabulary({name: kept[name] for name in kept.files})
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return Vocabulary(_tables(reader))


def keep(readers: Iterator[Any], folder: Path) -> None:
    """Writes what is missing and removes what belongs to no segment any more. Only ever a shortcut: it may fail, and is not synced."""
    wanted = {f"{reader.segment().segment_id()}{SUFFIX}": reader for reader in readers}
    try:
        for name, reader in wanted.items():
            if not (folder / name).exists():
                temporary = folder / f"{name}.{os.getpid()}"
                with temporary.open("wb") as out:
                    np.savez(out, **_tables(reader))  # type: ignore[arg-type]  # its stubs mistake the names for an option
                temporary.replace(folder / name)
        for path in folder.glob(f"*{SUFFIX}*"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("the words of the index could not be kept beside it: %s", error)


def _tables(reader: Any) -> dict[str, NDArray[Any]]:
    return tables((term, info.doc_frequency()) for term, info in reader.iter_field("text"))
