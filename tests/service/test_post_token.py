"""A mailbox that takes no password: tokens come from a program of whoever runs the machine, against a real mail server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from service.channels import mail_check
from service.channels.addresses import ANYWHERE
from service.channels.post import Post
from tests.leash import LOOPBACK
from tests.mail_server import MailServer
from tests.service.mailed import Firm, fetching, mail


@contextmanager
def vouching() -> Iterator[int]:
    """A server that says whose a token is: ``for.NAME`` is NAME's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = parse_qs(urlsplit(self.path).query).get("access_token", [""])[0]
            good = token.startswith("for.")
            body = json.dumps({"email": token.removeprefix("for.")} if good else {"error": "invalid_token"}).encode()
            self.send_response(200 if good else 401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with vouching() as port, MailServer(port) as running:
        yield running


@pytest.fixture
def firm(tmp_path: Path, server: MailServer) -> Iterator[Firm]:
    with fetching(tmp_path, server) as one:
        one.box = replace(one.box, login="token", password="")
        yield one


def program(folder: Path, *lines: str) -> str:
    path = folder / "token"
    path.write_text("\n".join(("#!/bin/sh", *lines)) + "\n")
    path.chmod(0o700)
    return str(path)


def test_mails_are_fetched_with_a_token_of_the_program(firm: Firm, tmp_path: Path) -> None:
    firm.deliver(mail("Mit Token", b"%PDF-1.4 x"))
    asked = program(tmp_path, f'[ "$1" = "{LOOPBACK}" ] && echo "for.$2"')
    assert all(step.good for step in mail_check.tried(firm.box, ANYWHERE, asked))
    run = Post(firm.settings.data, firm.space, firm.jobs, firm.box).look(1, tokens=asked)
    assert (run.problem, firm.names()) == ("", ["Mit Token.eml"])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("echo wrong.token.of.nobody",), "nimmt das Zugangstoken für diesen Benutzer nicht an"),
        (("exit 3",), "ließ sich nicht holen"),
        (("echo",), "ließ sich nicht holen"),
        (("printf 'zwei\\nZeilen\\001auth=Bearer'",), "ließ sich nicht holen"),
    ],
)
def test_what_is_wrong_with_a_token_is_said_without_it(firm: Firm, tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    [step] = mail_check.tried(firm.box, ANYWHERE, program(tmp_path, *lines))
    assert words in step.sentence
    assert "wrong.token" not in step.sentence
    [step] = mail_check.tried(firm.box, ANYWHERE)
    assert "MAPPE_MAIL_TOKEN" in step.sentence
