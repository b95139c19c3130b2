"""Webhooks and the event feed: everything told once it happened, signed, in order, and nowhere it must not go."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from archive import happenings
from archive.confidence import mark, unveiled, veiled
from archive.deleting import Actor, confirm, propose
from archive.erasing import erase_due
from archive.space import Space, open_space
from service.channels import hook_address, hooks, kept
from service.channels.hooks import SIGNATURE, TRIES, Caller, notes_of
from service.channels.kept import Hook
from service.settings import Settings, from_environment
from tests import cast
from tests.service.conftest import Live


@dataclass
class Receiver:
    """A program that is told; answers what it was told to answer."""

    status: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(message["event"], message["about"]) for message in (json.loads(body) for _, body in self.got)]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.got.append((dict(self.headers), body))
            self.send_response(one.status)
            if one.status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        one.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield one
        server.shutdown()
        thread.join()


@dataclass
class Firm:
    """A firm with one webhook."""

    settings: Settings
    space: Space
    hook: Hook

    def caller(self) -> Caller:
        return Caller(self.settings.data, self.space, self.hook, "127.0.0.1")

    def waiting(self) -> list[Any]:
        return notes_of(self.settings.data, "firma", self.hook.id).asides()


@pytest.fixture
def firm(tmp_path: Path, receiver: Receiver) -> Iterator[Firm]:
    settings = from_environment({"MAPPE_DATA": str(tmp_path / "daten")})
    space = open_space(settings.locations, "firma")
    cast.furnish(space)
    firm = Firm(settings, space, Hook("h1", f"http://127.0.0.1:{receiver.port}/mappe?x=1", "sehr geheim"))
    firm.caller().look()
    yield firm
    space.close()


def file_one(space: Space, number: int) -> str:
    receipt = cast.hand_in(space, b"%PDF-1.4 " + str(number).encode())
    space.documents.file(receipt.eingangsnummer, cast.proposal(space, receipt.eingangsnummer))
    return receipt.eingangsnummer


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


@pytest.mark.parametrize(
    "address",
    ["http://example.org/", "ftp://example.org/", "https://user:pw@example.org/", "https://", "https://ex ample.org/", "https://a:99999/"],
)
def test_addresses_that_are_never_called(address: str) -> None:
    with pytest.raises(hook_address.Invalid):
        hook_address.target(address, "")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.8", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"]
)
def test_nobody_reaches_through_the_service_what_only_its_machine_can_reach(host: str) -> None:
    with pytest.raises(hook_address.Unreached, match=r"nicht_erlaubt|name_unbekannt"):
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
    ],
)
def test_which_addresses_are_out_in_the_world(address: str, out: bool) -> None:
    assert hook_address.public(address) == out


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


def test_secrets_of_webhooks_stay_in_their_file(firm: Firm) -> None:
    kept.keep_hook(firm.settings.data, "firma", firm.hook)
    assert "sehr geheim" not in repr(kept.read(firm.settings.data, "firma"))
    assert hooks.tried(Hook("x", "https://127.0.0.1/", "s"), "") != ""


def test_what_is_confidential_is_told_to_nobody(firm: Firm, receiver: Receiver) -> None:
    open_one, hidden_one = file_one(firm.space, 1), file_one(firm.space, 2)
    mark(firm.space.journal, "beleg", hidden_one, "vertraulich", cast.ANNA)
    Caller(firm.settings.data, veiled(firm.space, firm.settings.db), firm.hook, "127.0.0.1").look()
    assert {about for _, about in receiver.told} == {open_one}
