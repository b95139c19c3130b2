"""Webhooks: how far the other side was told is never guessed, and where nobody may be called is not called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.channels import addresses, hook_address, state
from service.channels.hooks import notes_of
from tests.service.hooked import Firm, Receiver, file_one, receiving, telling


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def firm(tmp_path: Path, receiver: Receiver) -> Iterator[Firm]:
    with telling(tmp_path, receiver) as one:
        yield one


def test_how_far_it_was_told_survives_a_damaged_state_and_is_never_guessed(firm: Firm, receiver: Receiver) -> None:
    folder = next(firm.settings.data.rglob("stand.json")).parent
    first = file_one(firm.space, 1)
    (folder / "stand.json").write_text("{")
    firm.caller().look()
    assert receiver.told == [("eingegangen", first), ("abgelegt", first)]
    kept_place = (folder / "stelle.txt").read_text()
    (folder / "stelle.txt").write_text("unlesbar")
    second = file_one(firm.space, 2)
    assert "nichts ausgelassen" in firm.caller().look().problem
    assert len(receiver.told) == 2
    (folder / "stelle.txt").write_text(kept_place)
    assert firm.caller().look().problem == ""
    assert receiver.told[2:] == [("eingegangen", second), ("abgelegt", second)]


def test_a_full_disk_is_told_before_anything_is_sent_again_and_again(
    firm: Firm, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_one(firm.space, 1)

    def full(*_: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as disk:
        disk.setattr(state, "write_private", full)
        assert "freien Platz" in firm.caller().look().problem
    assert receiver.told == []
    assert firm.caller().look().problem == ""
    assert len(receiver.told) == 2


def test_after_an_older_archive_was_put_in_place_it_goes_on_and_says_so(firm: Firm, receiver: Receiver) -> None:
    notes = notes_of(firm.settings.data, "firma", "h1")
    notes.note_place(10_000)
    firm.caller().look()
    assert "älteren Stand" in firm.waiting()[0].why
    number = file_one(firm.space, 1)
    notes.decide("stand", again=True)
    firm.caller().look()
    assert (receiver.told, firm.waiting()) == ([("eingegangen", number), ("abgelegt", number)], [])


def test_that_it_looks_is_shown_also_while_nothing_happens(firm: Firm) -> None:
    notes = notes_of(firm.settings.data, "firma", "h1")
    notes.note(replace(notes.run(), looked="2026-01-01T00:00:00+00:00"))
    firm.caller().look()
    assert notes.run().looked > "2026-01-02"


@pytest.mark.parametrize(
    "address",
    ["http://example.org/", "ftp://example.org/", "https://user:pw@example.org/", "https://", "https://ex ample.org/", "https://a:99999/"],
)
def test_addresses_that_are_never_called(address: str) -> None:
    with pytest.raises(hook_address.Invalid):
        hook_address.target(address, "")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.8", "[::ffff:127.0.0.1]", "0.0.0.0", "[fec0::1]", "[64:ff9b:1::7f00:1]"]
)
def test_nobody_reaches_through_the_service_what_only_its_machine_can_reach(host: str) -> None:
    with pytest.raises(hook_address.Unreached, match="nicht_erlaubt"):
        hook_address.connected(hook_address.target(f"https://{host}/", ""))


@pytest.mark.parametrize(
    ("address", "out"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
        ("64:ff9b:1::1", False),
        ("fec0::1", False),
        ("::7f00:1", False),
    ],
)
def test_which_addresses_are_out_in_the_world(address: str, out: bool) -> None:
    assert addresses.public(address) == out
