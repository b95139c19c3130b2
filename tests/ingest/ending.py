"""How a file ends that went the whole way: what has to hold for any file whatever, and short questions about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.document import Document
from archive.intake import Intaken
from archive.locations import Locations
from archive.problems import NotFound
from archive.space import Space, open_space
from archive.verify import verify
from ingest.pipeline import process
from service.names import display_name
from tests.cast import furnish, hand_in
from tests.ingest.bad_input import Made


@dataclass(frozen=True, slots=True)
class Ended:
    """How a file ended, and the document it became if any."""

    entry: Intaken
    document: Document | None

    @property
    def orders(self) -> tuple[str, ...]:
        """Where it was filed."""
        return self.document.orders if self.document and self.entry.state == "filed" else ()


def ended(space: Space, made: Made) -> dict[str, Ended]:
    """All files on their way to the end, each with what has to hold for any file."""
    return {name: one(space, name, data) for name, data in made.items()}


def one(space: Space, name: str, data: bytes) -> Ended:
    number = hand_in(space, data, display_name(name)).eingangsnummer
    todo = [number]
    while todo:
        todo += process(space, todo.pop(0))
    entry = space.intake.get(number)
    assert entry.state in ("filed", "waiting", "rejected", "replaced"), entry
    assert entry.sentence.startswith(("Abgelegt", "Wartet: ", "Abgelehnt: ", "Ausgepackt: ")), entry
    with space.store.open(f"originale/{entry.scan.sha256}") as stream:
        assert stream.read() == data
    try:
        return Ended(entry, space.documents.get(number))
    except NotFound:
        return Ended(entry, None)


def filed(found: Ended) -> bool:
    return found.orders == ("A-26-0101",)


def value(found: Ended, field: str) -> str:
    return found.document.value(field) if found.document else ""


def all_filed_once(found: dict[str, Ended]) -> None:
    """The first is filed, and those after it are seen to be the same invoice."""
    first, *others = found.values()
    assert filed(first), first
    for other in others:
        assert other.entry.state == "waiting"
        assert "gibt es schon" in other.entry.sentence
        assert value(other, "bestellnummer") == "B-26-00401"


def rejected(found: Ended, said: str) -> None:
    assert found.entry.state == "rejected", found.entry
    assert said in found.entry.sentence


@contextmanager
def whole_archive(folder: Path) -> Iterator[Space]:
    """An archive with the orders of the cast; at the end its sums add up and everything in it is proved."""
    opened = open_space(Locations(folder, f"sqlite:{folder / 'tabellen'}", f"file:{folder / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    counts = opened.intake.counts()
    assert counts["received"] == 0
    assert sum(counts.values()) == len(opened.intake.recent(1000))
    verdict = verify(opened)
    assert verdict.ok, verdict.problems
    opened.close()
