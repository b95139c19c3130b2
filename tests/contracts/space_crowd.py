"""That a space keeps its promises while several processes use it at once: run on every database together with the other promises."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.backup import backup
from archive.content import Correction
from archive.locations import Locations
from archive.restoring import restore
from archive.space import Space, open_space
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal


class CrowdContract:
    """Every test gets an empty space and the ``locations`` it lies in."""

    def test_many_may_begin_at_once(self, locations: Locations) -> None:
        opened: list[Space] = []
        barrier = threading.Barrier(4)

        def begin() -> None:
            barrier.wait()
            opened.append(open_space(locations, "neu"))

        threads = [threading.Thread(target=begin, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        for space in opened:
            space.close()
        assert len(opened) == 4

    def test_a_reader_sees_one_state(self, space: Space) -> None:
        furnish(space)
        with space.catalog.read() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM intake").scalar()
            hand_in(space, b"meanwhile")
            assert connection.exec_driver_sql("SELECT count(*) FROM intake").scalar() == before
        assert sum(space.intake.counts().values()) == 1

    def test_work_that_goes_on_is_no_damage(self, space: Space, locations: Locations) -> None:
        furnish(space)
        with busy(locations):
            verdicts = [verify(space) for _ in range(3)]
        assert [verdict.problems for verdict in verdicts] == [(), (), ()]

    def test_a_backup_made_meanwhile_can_be_restored(
        self, space: Space, locations: Locations, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        furnish(space)
        with busy(locations):
            made = [backup(space, tmp_path / f"sicherung-{n}") for n in range(3)]
        for n, held in enumerate(made):
            target = tmp_path_factory.mktemp("neu")
            with_tables = Locations(target, f"sqlite:{target}", f"file:{target / 'ablage'}")
            fresh = open_space(with_tables, "firma")
            assert restore(fresh, tmp_path / f"sicherung-{n}") == held
            assert verify(fresh).ok
            fresh.close()


@contextmanager
def busy(locations: Locations) -> Iterator[None]:
    """Another process's connections hand in, file and correct papers as fast as they can, as long as the context lasts."""
    stop, errors = threading.Event(), []
    other = open_space(locations, "firma")

    def work() -> None:
        count = 0
        while not stop.is_set():
            count += 1
            number = hand_in(other, f"{count}".encode()).eingangsnummer
            other.documents.file(number, proposal(other, number))
            other.documents.correct(number, Correction(orders=("A-26-0102",)), ANNA)

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 — told below, in the thread of the test
            errors.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        other.close()
    assert errors == []
