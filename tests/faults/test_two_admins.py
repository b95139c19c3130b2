"""Two people in charge act at the same moment, over connections of their own as two web processes have: exactly one is first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest

from archive.deleting import Actor, confirm, deleted, propose
from archive.installation.house import Installation, open_installation
from archive.installation.person import Membership, Person
from archive.locations import Locations
from archive.problems import Invalid
from archive.space import Space, open_space
from tests.cast import furnish, hand_in, proposal

TODAY = date(2040, 1, 1)
ROUNDS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Locations:
    tables = f"sqlite:{tmp_path / 'tabellen'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return Locations(tmp_path, tables, f"file:{tmp_path / 'ablage'}")


@pytest.fixture
def houses(where: Locations) -> Iterator[tuple[Installation, Installation]]:
    with closing(open_installation(where)) as one, closing(open_installation(where)) as other:
        yield one, other


@pytest.fixture
def spaces(where: Locations) -> Iterator[list[Space]]:
    with ExitStack() as stack:
        yield [stack.enter_context(closing(open_space(where, "firma"))) for _ in range(2)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Carries them out at the same moment; "" for each that went through, else the sentence of its refusal."""
    barrier, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except Invalid as problem:
            said[number] = problem.message

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def admin(login: str) -> Person:
    return Person("", login, login.capitalize(), "hash", memberships=(Membership("firma", "admin"),))


def test_only_one_becomes_the_first_and_a_login_is_given_once(houses: tuple[Installation, Installation]) -> None:
    one, other = houses
    said = at_once(lambda: one.people.first(admin("anna")), lambda: other.people.first(admin("bernd")))
    assert sorted(map(bool, said)) == [False, True]
    said = at_once(lambda: one.people.add(admin("carla"), "x"), lambda: other.people.add(admin("carla"), "x"))
    assert sorted(map(bool, said)) == [False, True]
    assert len(one.people.all()) == 2


def test_two_who_lock_each_other_out_leave_one_in(houses: tuple[Installation, Installation]) -> None:
    one, other = houses
    first, second = one.people.first(admin("anna")), one.people.add(admin("bernd"), "Anna")
    for _ in range(ROUNDS):
        said = at_once(
            lambda: one.people.set_active(second.id, "Anna", active=False),
            lambda: other.people.change(first.id, "Anna", [Membership("firma", "pruefer")], "Bernd"),
        )
        assert sorted(map(bool, said)) == [False, True]
        left = [each for each in one.people.all() if each.active and any(m.role == "admin" for m in each.memberships)]
        assert len(left) == 1
        one.people.set_active(second.id, "Anna", active=True)
        one.people.change(first.id, "Anna", first.memberships, "Bernd")


def test_a_deletion_two_confirm_at_once_happens_once(spaces: list[Space]) -> None:
    one, other = spaces
    furnish(one)
    for turn in range(ROUNDS):
        number = hand_in(one, f"paper {turn}".encode()).eingangsnummer
        one.documents.file(number, proposal(one, number, fields={"rechnungsnummer": f"R-{turn}", "rechnungsdatum": "2014-05-05"}))
        propose(one, number, ("frist", "Frist vorbei"), Actor("Anna", "p1"), TODAY)
        said = at_once(
            lambda number=number: confirm(one, number, Actor("Bernd", "p2"), TODAY),  # type: ignore[misc] — a default binds the turn
            lambda number=number: confirm(other, number, Actor("Carla", "p3"), TODAY),  # type: ignore[misc] — likewise
        )
        assert sorted(map(bool, said)) == [False, True]
        assert [entry.kind for entry in one.journal.about(number)].count("geloescht") == 1
    assert len(deleted(one)) == ROUNDS
