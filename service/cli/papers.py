"""Files of this machine into the intake, for ``ingest`` and ``demo``. Reads no paper itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.intake import Receipt, Sender
from archive.problems import Unreadable
from archive.space import Space
from service.media import HEAD, media_type
from service.names import display_name

_CHUNK = 1 << 20


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among ``paths``, and those in folders with all folders below, in order of name; hidden ones are left out."""
    for path in paths:
        if path.is_dir():
            yield from (found for found in sorted(path.rglob("*")) if found.is_file() and not _hidden(found.relative_to(path)))
        else:
            yield path


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def accept(space: Space, path: Path, source: str, who: str) -> Receipt:
    """Takes one file in, streaming. Raises ``Unreadable`` when this machine does not give it out."""
    with space.intake.receive() as incoming:
        must_be_file(path)
        try:
            with path.open("rb") as stream:
                head = stream.read(HEAD)
                incoming.write(head)
                while chunk := stream.read(_CHUNK):
                    incoming.write(chunk)
        except OSError as error:
            raise no_file(path, error) from error
        return space.intake.acknowledge(incoming.keep(), Sender(display_name(path.name), media_type(head), source, who))


def must_be_file(path: Path) -> None:
    """Raises ``Unreadable`` for devices and pipes, which may never end."""
    if path.exists() and not path.is_file():
        raise Unreadable(f"{path} ist keine Datei. Bitte geben Sie eine Datei oder einen Ordner an.", cause=f"{path} is no regular file")


def no_file(path: Path, error: OSError) -> Unreadable:
    """The sentence for a file that can not be opened."""
    if isinstance(error, FileNotFoundError):
        return Unreadable(f"Die Datei {path} gibt es nicht.", cause=str(error))
    return Unreadable(f"Die Datei {path} lässt sich nicht öffnen. Bitte prüfen Sie die Rechte.", cause=str(error))
