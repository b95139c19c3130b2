"""The journal is copied behind the back of who waits: all of it, by one thread at a time, and an outage stops nothing for good."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from archive.copier import Copier
from archive.entry import object_key
from archive.locations import Locations
from archive.problems import Unavailable
from archive.rebuild import rebuild
from archive.space import open_space
from archive.verify import verify
from tests.cast import furnish, hand_in


def test_what_many_hand_in_at_once_is_in_the_store_when_the_space_is_closed(tmp_path: Path) -> None:
    where = Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")
    with closing(open_space(where, "firma")) as space:
        furnish(space)
        space.journal.copy_behind()
        with ThreadPoolExecutor(8) as pool:
            numbers = set(pool.map(lambda number: hand_in(space, f"%PDF {number}".encode()).eingangsnummer, range(40)))
        assert len(numbers) == 40
        seq, _ = space.journal.head()
        space.close()
        assert space.store.size(object_key(seq)) is not None
        assert space.journal.copied() == seq
        rebuild(space.catalog, space.store)
        assert sum(space.intake.counts().values()) == 40
        assert verify(space).ok


def test_who_hands_in_does_not_wait_for_the_copy(tmp_path: Path) -> None:
    where = Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")
    goes_on = threading.Event()
    with closing(open_space(where, "firma")) as space:
        furnish(space)
        copy = space.journal.copy
        space.journal.copier = Copier(lambda: (goes_on.wait(30), copy()))
        before = space.journal.copied()
        hand_in(space, b"%PDF 1")
        assert space.journal.copied() == before < space.journal.head()[0]
        goes_on.set()
        space.journal.copier.wait()
        assert space.journal.copied() == space.journal.head()[0]


def failing_once(with_: Exception) -> tuple[Callable[[], None], list[int]]:
    """What raises at its first call, and the numbers of its calls."""
    calls: list[int] = []

    def copy() -> None:
        calls.append(len(calls))
        if len(calls) == 1:
            raise with_

    return copy, calls


def test_an_outage_and_a_mistake_end_one_attempt_only() -> None:
    for error in (Unavailable("Später.", cause="store away"), RuntimeError("a mistake")):
        copy, calls = failing_once(error)
        copier = Copier(copy)
        copier.soon()
        copier.wait()
        copier.soon()
        copier.wait()
        assert calls == [0, 1]
