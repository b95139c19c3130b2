"""Handing papers in over HTTP: durable when acknowledged, nothing left when not, and names that can do no harm."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.service.conftest import Live, upload

PDF = b"%PDF-1.4\n"


def leftovers(live: Live) -> set[str]:
    """Files on their way in, or arrived."""
    return {str(path.relative_to(live.settings.data)) for path in (live.settings.data / "ablage").rglob("*") if path.is_file()}


def eventually(true: Callable[[], bool]) -> bool:
    """Whether it becomes true; the server does its part in threads of its own."""
    pause = threading.Event()
    return any(true() or pause.wait(0.05) for _ in range(400))


def test_an_upload_is_acknowledged_and_its_original_comes_back_byte_for_byte(client: httpx2.Client) -> None:
    content = PDF + bytes(range(256)) * 400
    answer = upload(client, "beleg.pdf", content)
    receipt = answer.json()["receipts"][0]
    back = client.get(f"/belege/{receipt['eingangsnummer']}/original")
    assert (answer.status_code, back.content, back.headers["content-type"]) == (202, content, "application/pdf")
    assert back.headers["content-disposition"].startswith("attachment")
    assert back.headers["x-content-type-options"] == "nosniff"


def test_many_files_of_one_plain_form_are_all_acknowledged(client: httpx2.Client) -> None:
    files = [("datei", (f"viele-{n}.pdf", PDF + b"many %d" % n)) for n in range(5)]
    answer = client.post("/eingang", files=files)
    assert answer.status_code == 200
    assert len(re.findall(r"ist angekommen", answer.text)) == 5


def test_the_same_bytes_again_are_told_as_a_duplicate(client: httpx2.Client) -> None:
    first = upload(client, "doppelt.pdf", PDF + b"twice").json()["receipts"][0]
    again = upload(client, "kopie.pdf", PDF + b"twice").json()["receipts"][0]
    assert again["duplicate_of"] == first["eingangsnummer"] != again["eingangsnummer"]


@pytest.mark.parametrize("address", ["/eingang", "/api/v1/documents"])
def test_a_request_that_is_repeated_gets_the_same_answer_and_no_second_paper(client: httpx2.Client, live: Live, address: str) -> None:
    key = {"Accept": "application/json", "Idempotency-Key": f"scanner-4711{address.replace('/', '.')}"}
    one, two = (PDF + f"{text} {address}".encode() for text in ("one", "two"))

    def send(*contents: bytes, headers: dict[str, str] = key) -> httpx2.Response:
        return client.post(address, files=[("datei", ("scan.pdf", content)) for content in contents], headers=headers)

    first = send(one, two, one)
    before = live.space.intake.counts()
    assert send(one, two, one).json() == first.json()
    assert live.space.intake.counts() == before
    assert len({receipt["eingangsnummer"] for receipt in first.json()["receipts"]}) == 3
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: send(one + b"x").json()["receipts"][0]["eingangsnummer"], range(4)))
    assert len(set(numbers)) == 1
    other = send(one, headers={**key, "Idempotency-Key": "another-key"}).json()["receipts"][0]
    assert other["duplicate_of"] == first.json()["receipts"][0]["eingangsnummer"] != other["eingangsnummer"]
    assert send(one, headers={**key, "Idempotency-Key": "kurz"}).status_code == 422


def test_a_file_over_the_limit_is_refused_in_german_and_leaves_nothing(client: httpx2.Client, live: Live) -> None:
    before = leftovers(live)
    answer = upload(client, "riese.pdf", PDF + b"x" * (2 * 1024 * 1024 + 1))
    problem = answer.json()["problem"]
    assert (answer.status_code, problem["code"]) == (413, "zu_gross")
    assert "„riese.pdf“ ist zu groß" in problem["message"]
    assert "2 MB" in problem["message"]
    assert leftovers(live) == before


def test_files_before_the_one_over_the_limit_stay_acknowledged(client: httpx2.Client) -> None:
    files = [("datei", ("klein.pdf", PDF + b"small")), ("datei", ("riese.pdf", PDF + b"x" * 2_200_000))]
    answer = client.post("/eingang", files=files, headers={"Accept": "application/json"})
    assert answer.status_code == 413
    assert [receipt["name"] for receipt in answer.json()["receipts"]] == ["klein.pdf"]


def test_files_before_a_broken_end_stay_acknowledged(client: httpx2.Client) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="datei"; filename="'
    body = head + b'ganz.pdf"\r\n\r\n' + PDF + b"whole\r\n" + head + b'halb.pdf"\r\n\r\n' + PDF
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Accept": "application/json"}
    answer = client.post("/eingang", content=body, headers=headers)
    assert answer.status_code == 422
    assert [receipt["name"] for receipt in answer.json()["receipts"]] == ["ganz.pdf"]
    assert "abgebrochen" in answer.json()["problem"]["message"]


def test_a_sender_who_leaves_in_the_middle_leaves_nothing(live: Live) -> None:
    before, counted = leftovers(live), live.space.intake.counts()
    host = urlsplit(live.address)
    head = (
        f"POST /eingang HTTP/1.1\r\nHost: {host.netloc}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="datei"; filename="halb.pdf"\r\n\r\n'
    )
    with socket.create_connection((host.hostname, host.port)) as connection:
        connection.sendall(head.encode() + PDF + b"x" * 400_000)
        assert eventually(lambda: leftovers(live) > before)
    assert eventually(lambda: leftovers(live) == before)
    assert live.space.intake.counts() == counted


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"nothing", "text/plain"),
        (b"--b--\r\n", "multipart/form-data; boundary=b"),
        (b"garbage without a boundary", "multipart/form-data; boundary=b"),
        (b'--b\r\nContent-Disposition: form-data; name="datei"; filename="x.pdf"\r\n\r\n%PDF', "multipart/form-data; boundary=b"),
        (b'--b\r\nContent-Disposition: form-data; name="datei"; filename=""\r\n\r\n\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b"", "multipart/form-data"),
        (b"--b--\r\n", "multipart/form-data; boundary=" + "b" * 5000),
    ],
)
def test_a_body_without_a_whole_file_is_refused_in_german(client: httpx2.Client, live: Live, body: bytes, kind: str) -> None:
    counted = live.space.intake.counts()
    answer = client.post("/eingang", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert "Bitte" in answer.text
    assert live.space.intake.counts() == counted


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Ordner\\Rechnung Müller.pdf", "Rechnung Müller.pdf"),
        ("a\u202egpj.exe", "a gpj.exe"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("ä" * 255 + ".pdf", "ä" * 175 + "….pdf"),
        ("🧾 Beleg.pdf", "🧾 Beleg.pdf"),
        ('x"; filename="y.html', 'x"; filename="y.html'),
        ("...", "ohne Namen"),
    ],
)
def test_hostile_names_are_shown_harmless_and_never_break_a_header(client: httpx2.Client, live: Live, name: str, shown: str) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="datei"; filename="'
        + name.replace("\\", "\\\\").replace('"', '\\"').encode()
        + b'"\r\n\r\n'
        + PDF
        + name.encode()
        + b"\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Accept": "application/json"}
    receipt = client.post("/eingang", content=body, headers=headers).json()["receipts"][0]
    assert live.space.intake.get(receipt["eingangsnummer"]).scan.name == shown
    disposition = client.get(f"/belege/{receipt['eingangsnummer']}/original").headers["content-disposition"]
    assert re.fullmatch(r"""attachment; filename="[^"\\]+"; filename\*=UTF-8''[A-Za-z0-9._~%-]+""", disposition)
    assert "<script>" not in client.get("/eingang").text
