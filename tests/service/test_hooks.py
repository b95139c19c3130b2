"""Webhooks and the event feed: everything told once it happened, signed, and in order."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest

from archive import happenings
from archive.confidence import mark, unveiled, veiled
from archive.deleting import Actor, confirm, propose
from archive.erasing import erase_due
from service.channels import hooks, kept
from service.channels.hooks import SIGNATURE, TRIES, Caller, notes_of
from service.channels.kept import Hook
from tests import cast
from tests.service.conftest import Live
from tests.service.hooked import Firm, Receiver, file_one, receiving, telling


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def firm(tmp_path: Path, receiver: Receiver) -> Iterator[Firm]:
    with telling(tmp_path, receiver) as one:
        yield one


def test_what_happens_is_told_in_order_and_signed(firm: Firm, receiver: Receiver) -> None:
    assert receiver.got == []
    number = file_one(firm.space, 1)
    run = firm.caller().look()
    assert (receiver.told, run.problem) == ([("eingegangen", number), ("abgelegt", number)], "")
    headers, body = receiver.got[1]
    moment, _, proof = headers[SIGNATURE].partition(",v1=")
    expected = hmac.new(b"sehr geheim", f"{moment.removeprefix('t=')}.".encode() + body, hashlib.sha256).hexdigest()
    assert proof == expected
    told = json.loads(body)
    assert (told["state"], told["doctype"], told["orders"]) == ("filed", "rechnung", ["A-26-0101"])
    assert "RE-4711" not in body.decode()
    firm.caller().look()
    assert len(receiver.got) == 2


def test_what_was_deleted_is_told_also_to_who_could_not_see_it_any_more(firm: Firm, receiver: Receiver) -> None:
    numbers = [file_one(firm.space, number) for number in range(2)]
    mark(firm.space.journal, "beleg", numbers[0], "vertraulich", "Anna")
    firm.space = veiled(firm.space, firm.settings.db)
    firm.caller().look()
    receiver.got.clear()
    for number in numbers:
        propose(unveiled(firm.space), number, ("fehlscan", "privat: Anna Amsel"), Actor("Bernd", "p1"), date(2026, 11, 23))
        confirm(unveiled(firm.space), number, Actor("Carla", "p2"), date(2026, 11, 23))
    erase_due(unveiled(firm.space))
    last = file_one(unveiled(firm.space), 3)
    firm.caller().look()
    gone = [("geloescht", number) for number in numbers] + [("vernichtet", number) for number in numbers]
    assert receiver.told == [*gone, ("eingegangen", last), ("abgelegt", last)]
    assert not any(b"privat" in body or b"Anna" in body for _, body in receiver.got)
    assert [event.about for event in happenings.after(firm.space, 0, 100).events if event.event == "geloescht"] == numbers
    pages, seq = [], 0
    while (found := happenings.after(firm.space, seq, 1)).events:
        pages += found.events
        seq = found.up_to
    assert pages == list(happenings.after(firm.space, 0, 100).events)


def test_while_the_other_side_is_away_everything_waits_and_comes_later(firm: Firm, receiver: Receiver) -> None:
    numbers = [file_one(firm.space, number) for number in range(3)]
    receiver.status = 503
    assert "gestört" in firm.caller().look().problem
    assert firm.caller().look().failures == 2
    receiver.got.clear()
    receiver.status = 200
    run = firm.caller().look()
    assert (run.problem, run.failures, [about for event, about in receiver.told if event == "abgelegt"]) == ("", 0, numbers)


def test_what_is_refused_again_and_again_is_put_aside_and_can_be_told_again(firm: Firm, receiver: Receiver) -> None:
    file_one(firm.space, 1)
    receiver.status = 422
    for _ in range(2 * TRIES):
        firm.caller().look()
    assert [aside.final for aside in firm.waiting()] == [True, True]
    receiver.got.clear()
    receiver.status = 200
    notes = notes_of(firm.settings.data, "firma", "h1")
    first, second = firm.waiting()
    notes.decide(first.key, again=True)
    notes.decide(second.key, again=False)
    firm.caller().look()
    assert ([event for event, _ in receiver.told], firm.waiting()) == (["eingegangen"], [])


def test_only_the_chosen_events_are_told(firm: Firm, receiver: Receiver) -> None:
    firm.hook = Hook("h2", firm.hook.address, "x", ("abgelegt",))
    firm.caller().look()
    number = file_one(firm.space, 9)
    firm.caller().look()
    assert receiver.told == [("abgelegt", number)]


def test_redirects_are_not_followed(firm: Firm, receiver: Receiver) -> None:
    file_one(firm.space, 1)
    receiver.status = 302
    assert "leitet weiter" in firm.caller().look().problem
    assert len(receiver.got) == 1


def test_the_feed_goes_on_where_it_was_left(live: Live, client: httpx2.Client) -> None:
    start = client.get("/api/v1/events").json()["head"]
    numbers = [file_one(live.space, number) for number in range(40, 43)]
    seen: list[Any] = []
    after, more = start, True
    while more:
        answer = client.get("/api/v1/events", params={"after": after, "limit": 2}).json()
        seen += answer["events"]
        after, more = answer["next"], answer["more"]
    assert [(event["event"], event["about"]) for event in seen] == [
        pair for number in numbers for pair in (("eingegangen", number), ("abgelegt", number))
    ]
    assert client.get("/api/v1/events", params={"after": after}).json()["events"] == []
    assert client.get("/api/v1/events", params={"after": -1}).status_code == 422
    assert client.get("/api/v1/events", params={"after": 10**20}).status_code == 422


def test_secrets_of_webhooks_stay_in_their_file(firm: Firm) -> None:
    kept.keep_hook(firm.settings.data, "firma", firm.hook)
    assert "sehr geheim" not in repr(kept.read(firm.settings.data, "firma"))
    said = hooks.tried(Hook("x", "https://127.0.0.1/weg?key=streng", "sehr geheim"), "")
    assert "liegt im eigenen Netz" in said
    assert not any(word in said for word in ("weg", "streng", "geheim"))


def test_what_is_confidential_is_told_to_nobody(firm: Firm, receiver: Receiver) -> None:
    open_one, hidden_one = file_one(firm.space, 1), file_one(firm.space, 2)
    mark(firm.space.journal, "beleg", hidden_one, "vertraulich", cast.ANNA)
    Caller(firm.settings.data, veiled(firm.space, firm.settings.db), firm.hook, "127.0.0.1").look()
    assert {about for _, about in receiver.told} == {open_one}
