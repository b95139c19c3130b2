"""Senders who are slow on purpose, and many of them: each is let go after a while, and people are answered meanwhile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from service.connections import Connection
from tests.service.conftest import Live


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """The smallest application there is."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that waits half a second for a head and takes 50 connections."""
    monkeypatch.setattr("service.connections.HEAD_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(hello, http=Connection, limit_concurrency=50, log_level="critical", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


def is_let_go(line: socket.socket) -> bool:
    line.settimeout(20)
    try:
        while line.recv(4096):
            pass
    except ConnectionResetError:
        return True
    return True


@pytest.mark.parametrize("said", [b"", b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: "], ids=["nothing", "a line", "a head"])
def test_who_does_not_say_what_they_want_is_let_go(port: int, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(said)
        assert is_let_go(line)


def test_a_head_that_drips_is_not_waited_for(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.settimeout(0.05)
        line.sendall(b"GET / HTTP/1.1\r\n")
        for _ in range(400):
            try:
                line.sendall(b"X-A: b\r\n")
                if line.recv(10) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
        raise AssertionError("still connected")


def test_a_second_head_on_the_same_line_is_waited_for_no_longer(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in line.recv(4096)
        line.sendall(b"GET / HT")
        assert is_let_go(line)


def test_a_crowd_of_silent_connections_does_not_keep_people_out_for_long(port: int) -> None:
    with ExitStack() as crowd:
        for _ in range(120):
            crowd.enter_context(socket.create_connection(("127.0.0.1", port)))
        for _ in range(100):
            if httpx2.get(f"http://127.0.0.1:{port}/", timeout=20, trust_env=False).status_code == 200:
                return
            time.sleep(0.1)
    raise AssertionError("never answered")


def test_a_body_that_drips_is_cut_off_with_a_sentence(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.guard.PATIENCE", 1.0)
    host, port = live.address.removeprefix("http://").split(":")
    before = sum(live.space.intake.counts().values())
    with socket.create_connection((host, int(port)), timeout=0.05) as sender:
        head = f"POST /eingang HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
        sender.sendall(head.encode() + b'--x\r\nContent-Disposition: form-data; name="datei"; filename="a.pdf"\r\n\r\n%PDF-1.4')
        answer = b""
        for _ in range(1000):
            try:
                sender.sendall(b".")
                answer += sender.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                break
            if b"</html>" in answer:
                break
    assert answer.startswith(b"HTTP/1.1 408")
    assert "Die Übertragung ist stehen geblieben" in answer.decode()
    assert sum(live.space.intake.counts().values()) == before
    assert list(live.settings.data.rglob(".unterwegs/*")) == []


@pytest.mark.parametrize("head", ["X-A: " + "a" * 200_000, "\r\n".join(f"X-{n}: b" for n in range(20_000)), "Cookie: " + "a=b; " * 40_000])
def test_a_head_without_end_is_refused(live: Live, head: str) -> None:
    host, port = live.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as sender:
        try:
            sender.sendall(f"GET /eingang HTTP/1.1\r\nHost: {host}\r\n{head}\r\n\r\n".encode())
            answer = sender.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            answer = b""
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
