"""What a backup costs the store: each object is fetched once, and in the next backup not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import pytest

from archive.backup import SUMS, backup, digest_of
from archive.catalog.engine import Catalog
from archive.locations import Locations
from archive.problems import Tampered
from archive.restoring import restore
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


def _without(folder: Path, file: Path) -> None:
    """Takes a file out and its line out of the sums, as somebody would who wants nobody to notice."""
    file.unlink()
    _resummed(folder, lambda line: "" if line.endswith(str(file.relative_to(folder))) else line)


def _resummed(folder: Path, change: Callable[[str], str]) -> None:
    lines = map(change, (folder / SUMS).read_text().splitlines())
    (folder / SUMS).write_text("".join(f"{line}\n" for line in lines if line))


def _journal(folder: Path) -> list[Path]:
    return sorted(folder.glob("journal/*/*.json"))


def _rewritten(folder: Path) -> None:
    entry = _journal(folder)[2]
    entry.write_bytes(entry.read_bytes().replace(b"2026", b"2025"))
    _resummed(folder, lambda line: f"{digest_of(entry)}  {line.split('  ')[1]}" if line.endswith(entry.name) else line)


def _swapped(folder: Path) -> None:
    one, other, *_ = sorted((folder / "originale").iterdir())
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


TAMPERED: dict[str, tuple[Callable[[Path], None], str]] = {
    "an original changed": (lambda folder: min((folder / "originale").iterdir()).write_bytes(b"x") and None, "nicht mehr, was gesichert"),
    "two originals swapped": (_swapped, "nicht mehr, was gesichert"),
    "an original gone": (lambda folder: min((folder / "originale").iterdir()).unlink(), "fehlt"),
    "an original taken out": (lambda folder: _without(folder, min((folder / "originale").iterdir())), "Das Original zu E-"),
    "a reading taken out": (lambda folder: _without(folder, min((folder / "lesungen").iterdir())), "Das Gelesene zu E-"),
    "an entry rewritten": (_rewritten, "ab Eintrag 3"),
    "an entry taken out": (lambda folder: _without(folder, _journal(folder)[2]), "ab Eintrag 3"),
    "the last entry taken out": (lambda folder: _without(folder, _journal(folder)[-1]), "endet anders"),
    "no sums": (lambda folder: (folder / SUMS).unlink(), "Liste der Prüfsummen"),
    "sums that are none": (lambda folder: (folder / SUMS).write_bytes(b"\xff\xfe"), "Liste der Prüfsummen"),
}


@pytest.mark.parametrize("way", TAMPERED)
def test_a_backup_that_was_tampered_with_is_refused_and_nothing_of_it_comes_in(space: Space, tmp_path: Path, way: str) -> None:
    folder = tmp_path / "sicherung"
    backup(space, folder)
    tamper, words = TAMPERED[way]
    tamper(folder)
    where = Locations(tmp_path / "neu", f"sqlite:{tmp_path / 'neu' / 'tabellen'}", f"file:{tmp_path / 'neu' / 'ablage'}")
    with closing(open_as_is(where, "firma")) as empty:
        with pytest.raises(Tampered) as refused:
            restore(empty, folder)
        assert words in refused.value.message
        assert "Bitte nehmen Sie eine andere Sicherung." in refused.value.message
        assert not list(empty.store.keys(""))
