"""Machines that talk without end: a channel gives up on them, so that they keep nobody else waiting."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from service.channels import hook_address, hooks, mail_check
from service.channels.addresses import Reach
from service.channels.imap import visiting
from service.channels.imap_line import Limits, Trouble
from service.channels.kept import Hook, Mailbox
from tests.leash import LOOPBACK

Talk = Callable[[socket.socket, threading.Event], None]


@contextmanager
def talking(talk: Talk) -> Iterator[int]:
    """A machine that answers everybody in its own way."""
    stop = threading.Event()
    with socket.create_server((LOOPBACK, 0)) as server:

        def serve() -> None:
            try:
                while not stop.is_set():
                    caller, _ = server.accept()
                    with caller:
                        talk(caller, stop)
            except OSError:
                return

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        stop.set()
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def drip(caller: socket.socket, stop: threading.Event) -> None:
    while not stop.wait(0.05):
        caller.sendall(b"*")


def answering(line: bytes) -> Talk:
    """A mail server that is right about everything but searching and fetching."""

    def talk(caller: socket.socket, _stop: threading.Event) -> None:
        caller.sendall(b"* OK hi\r\n")
        with caller.makefile("rb") as asked:
            for order in asked:
                tag, verb, *rest = order.strip().split(b" ")
                if verb.upper() == b"CAPABILITY":
                    caller.sendall(b"* CAPABILITY IMAP4rev1\r\n")
                if verb.upper() == b"SELECT":
                    caller.sendall(b"* OK [PERMANENTFLAGS (\\Seen \\*)]\r\n* OK [UIDVALIDITY 1]\r\n")
                if verb.upper() == b"UID" and rest[0].upper() in line[:20].upper():
                    caller.sendall(line)
                caller.sendall(tag + b" OK done\r\n")

    return talk


def box(port: int) -> Mailbox:
    return Mailbox("b", LOOPBACK, "a", "b", port=port, security="keine")


def test_a_mail_server_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_check, "TRIAL", 0.5)
    with talking(drip) as port:
        [step] = mail_check.tried(box(port), Reach(free=True))
    assert not step.good


def test_a_mail_server_that_talks_nonsense_is_told() -> None:
    with talking(answering(b"* SEARCH 1 zwei 3\r\n")) as port:
        steps = mail_check.tried(box(port), Reach(free=True))
    assert "nicht wie ein Mailserver" in steps[-1].sentence


def test_a_mail_larger_than_wanted_is_not_read() -> None:
    with talking(answering(b"* 1 FETCH (UID 1 BODY[] {70000000}\r\nA")) as port, visiting(box(port), Limits(1 << 20)) as visit:
        visit.enter("INBOX")
        with pytest.raises(Trouble):
            visit.mail(1)


def test_a_receiver_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook_address, "WHOLE", 0.5)
    with talking(drip) as port:
        said = hooks.tried(Hook("h", f"http://{LOOPBACK}:{port}/", "x"), LOOPBACK)
    assert said
