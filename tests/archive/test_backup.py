"""What a backup costs the store: each object is fetched once, and in the next backup not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import pytest

from archive.backup import SUMS, backup, restore
from archive.catalog.engine import Catalog
from archive.locations import Locations
from archive.space import Space, open_as_is
from archive.store.folder import FolderStore
from archive.verify import verify
from tests.cast import furnish, hand_in
from tests.contracts.space_proof import lived_in


class Counting(FolderStore):
    """Knows how often each object was opened."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.opened: Counter[str] = Counter()

    def open(self, key: str) -> BinaryIO:
        self.opened[key] += 1
        return super().open(key)


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    made = Space("firma", Catalog(f"sqlite:{tmp_path / 'tabellen'}", "firma"), Counting(tmp_path / "ablage"))
    furnish(made)
    lived_in(made)
    yield made
    made.close()


def fetched(space: Space, folder: Path) -> Counter[str]:
    assert isinstance(space.store, Counting)
    space.store.opened.clear()
    backup(space, folder)
    return Counter(space.store.opened)


def test_each_object_is_fetched_once_and_never_again(space: Space, tmp_path: Path) -> None:
    folder = tmp_path / "sicherung"
    first = fetched(space, folder)
    assert set(first.values()) == {1}
    assert len(first) == len(list(space.store.keys("")))
    assert fetched(space, folder) == Counter()
    new = hand_in(space, b"neu")
    assert set(fetched(space, folder)) == {f"originale/{new.sha256}", f"journal/000000000/{space.journal.head()[0]:012d}.json"}


@pytest.mark.parametrize("damage", ["changed", "gone", "list"])
def test_what_was_damaged_in_the_backup_is_fetched_anew(space: Space, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "sicherung"
    backup(space, folder)
    victim = min((folder / "originale").iterdir())
    if damage == "list":
        (folder / SUMS).write_bytes(b"\xff\xfe half a line")
    elif damage == "gone":
        victim.unlink()
    else:
        victim.write_bytes(b"something else")
    again = fetched(space, folder)
    assert f"originale/{victim.name}" in again
    where = Locations(tmp_path / "neu", f"sqlite:{tmp_path / 'neu' / 'tabellen'}", f"file:{tmp_path / 'neu' / 'ablage'}")
    with closing(open_as_is(where, "firma")) as restored:
        restore(restored, folder)
        assert verify(restored).ok
