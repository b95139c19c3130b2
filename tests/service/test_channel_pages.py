"""The pages of mailboxes and webhooks: a diagnosis at once, passwords never shown and never sent elsewhere, decisions kept."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest

from archive.happenings import EVENTS
from service.channels import kept
from service.channels.folder_names import decoded, encoded
from service.channels.hooks import notes_of as hook_notes
from service.channels.kept import Mailbox
from service.channels.post import notes_of
from service.channels.state import Aside
from service.routes.hooks import EVENT_NAMES
from tests.leash import free_ports
from tests.service.conftest import Live, serving

BOXES, HOOKS = "/verwaltung/postfaecher", "/verwaltung/benachrichtigungen"
SECRET = "streng-geheim-42"


def typed(**values: str) -> dict[str, str]:
    (port,) = free_ports(1)
    usual = {"host": "localhost", "user": "post@example.org", "password": SECRET, "security": "tls", "port": str(port), "active": "1"}
    return usual | values


def test_a_mailbox_is_kept_and_tried_at_once_and_its_password_never_shown(live: Live, client: httpx2.Client) -> None:
    answer = client.post(f"{BOXES}/neu", data=typed())
    assert "Gespeichert und gleich geprüft" in answer.text
    assert "nimmt auf Port" in answer.text
    [box] = kept.read(live.settings.data, "firma").mailboxes
    assert box.password == SECRET
    for address in (f"{BOXES}/{box.id}", "/verwaltung/eingangswege"):
        assert SECRET not in client.get(address).text
    assert "nimmt auf Port" in client.post(f"{BOXES}/{box.id}/pruefen").text
    elsewhere = client.post(f"{BOXES}/{box.id}", data=typed(host="anderswo.example.org", password="", port=str(box.port)))
    assert (elsewhere.status_code, "geben Sie das Kennwort ein" in elsewhere.text) == (422, True)
    assert "anderswo.example.org" in elsewhere.text
    client.post(f"{BOXES}/{box.id}", data=typed(password="", port=str(box.port), folder="Rechnungen"))
    assert kept.read(live.settings.data, "firma").mailboxes[0].folder == "Rechnungen"
    notes = notes_of(live.settings.data, "firma", box.id)
    notes.put_aside(Aside("7-1", "Riesenmail <b>", "Die Mail ist zu groß."))
    page = client.get(f"{BOXES}/{box.id}").text
    assert "Riesenmail &lt;b&gt;" in page
    client.post(f"{BOXES}/{box.id}/mails/7-1/erneut")
    assert notes.asides()[0].again
    client.post(f"{BOXES}/{box.id}/entfernen")
    assert kept.read(live.settings.data, "firma").mailboxes == ()
    assert client.get(f"{BOXES}/{box.id}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"host": ""}, "Server und Benutzername"),
        ({"port": "abc"}, "Zahl bis 65535"),
        ({"security": "keine", "host": "imap.example.org"}, "nur auf demselben Rechner"),
        ({"security": "rot13"}, "Verschlüsselung"),
        ({"since": "gestern"}, "kein Tag"),
        ({"certificate": "kein Zertifikat"}, "Zertifikat lässt sich nicht lesen"),
        ({"folder": "A", "moved_to": "A"}, "muss ein anderer"),
        ({"user": "a\r\nLOGOUT"}, "mehrere Zeilen"),
        ({"password": "a\x00b"}, "unsichtbare Zeichen"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client: httpx2.Client, live: Live, wrong: dict[str, str], words: str) -> None:
    answer = client.post(f"{BOXES}/neu", data=typed(**wrong))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert "post@example.org" in answer.text or "user" in wrong
    assert kept.read(live.settings.data, "firma").mailboxes == ()


def test_a_webhook_shows_its_secret_once_and_says_what_it_may_not_call(live: Live, client: httpx2.Client) -> None:
    events = {f"bei_{event}": "1" for event in ("abgelegt", "wartet")}
    assert "MAPPE_HOOK_HOSTS" in client.post(f"{HOOKS}/neu", data={"address": "http://erp.example.org/", **events}).text
    inside = client.post(f"{HOOKS}/neu", data={"address": "https://127.0.0.1/x", "active": "1", **events})
    assert (inside.status_code, "liegt im eigenen Netz" in inside.text) == (422, True)
    answer = client.post(f"{HOOKS}/neu", data={"address": "https://erp.gibt-es-nicht.invalid/x", "active": "1", **events})
    found = re.search(r'<code class="secret">([^<]+)', answer.text)
    assert found
    [hook] = kept.read(live.settings.data, "firma").hooks
    assert (hook.secret, hook.events) == (found[1], ("abgelegt", "wartet"))
    assert found[1] not in client.get(f"{HOOKS}/{hook.id}").text
    assert "gibt es nicht" in client.post(f"{HOOKS}/{hook.id}/pruefen").text
    hook_notes(live.settings.data, "firma", hook.id).put_aside(Aside("12", "abgelegt E-2026-0000001", "Antwort 422"))
    assert "Antwort 422" in client.get(f"{HOOKS}/{hook.id}").text
    client.post(f"{HOOKS}/{hook.id}/nachrichten/12/streichen")
    assert hook_notes(live.settings.data, "firma", hook.id).asides()[0].dismissed
    assert "erp.gibt-es-nicht.invalid" in client.get("/verwaltung/eingangswege").text
    assert client.post(f"{HOOKS}/neu", data={"address": "https://example.org/"}).status_code == 422
    client.post(f"{HOOKS}/{hook.id}/entfernen")
    assert kept.read(live.settings.data, "firma").hooks == ()


def test_tokens_are_offered_only_where_a_program_has_them(tmp_path: Path, live: Live, client: httpx2.Client) -> None:
    fields = {"host": "imap.gibt-es-nicht.invalid", "user": "rechnung@example.org", "login": "token", "active": "1"}
    assert "mit Zugangstoken (" not in client.get(f"{BOXES}/neu").text
    assert client.post(f"{BOXES}/neu", data=fields).status_code == 422
    with serving(tmp_path, MAPPE_MAIL_TOKEN="/bin/false") as running, httpx2.Client(base_url=running.address, timeout=60) as other:
        assert "mit Zugangstoken (" in other.get(f"{BOXES}/neu").text
        assert other.post(f"{BOXES}/neu", data=fields).status_code == 200
        [box] = kept.read(running.settings.data, "firma").mailboxes
        assert (box.login, box.password) == ("token", "")


def test_every_event_has_a_name_for_people() -> None:
    assert tuple(EVENT_NAMES) == EVENTS


@pytest.mark.parametrize("name", ["INBOX", "Gelöschte Objekte", "A & B", "Eingang/Überweisung", "日本", "böse\r\nA1 LOGOUT"])
def test_names_of_folders_survive_the_way_imap_writes_them(name: str) -> None:
    assert decoded(encoded(name)) == name
    assert encoded(name).isprintable()


def test_the_password_is_for_the_service_alone(tmp_path: Path) -> None:
    box = Mailbox("b1", "localhost", "post@example.org", SECRET)
    kept.keep_mailbox(tmp_path, "firma", box)
    [path] = tmp_path.glob("eingangswege/firma/zugaenge.json")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert kept.read(tmp_path, "firma").mailboxes == (box,)
    assert SECRET not in repr(box)
    kept.drop(tmp_path, "firma", box.id)
    assert SECRET not in path.read_text(encoding="utf-8")
