"""What is wrong with a mailbox is said in German, what a server gives no body for waits, and no firm looks around in our network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.channels import mail_check
from service.channels.addresses import ANYWHERE, Reach
from service.channels.imap import Visit
from service.channels.post import Post
from tests.leash import LOOPBACK, free_ports
from tests.mail_server import MailServer
from tests.service.mailed import Firm, fetching, mail


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def firm(tmp_path: Path, server: MailServer) -> Iterator[Firm]:
    with fetching(tmp_path, server) as one:
        yield one


def test_one_firm_of_several_does_not_look_around_in_the_machines_network(firm: Firm) -> None:
    firm.deliver(mail("Eins", b"%PDF-1.4 x"))
    look = Post(firm.settings.data, firm.space, firm.jobs, firm.box).look
    run = look(1, reach=Reach())
    assert (run.code, firm.names()) == ("nicht_erlaubt", [])
    assert "MAPPE_MAIL_HOSTS" in run.problem
    closed = replace(firm.box, port=free_ports(1)[0])
    assert [step.sentence for step in mail_check.tried(closed, Reach())] == [run.problem]
    assert look(1, reach=Reach(named=LOOPBACK)).problem == ""
    assert firm.names() == ["Eins.eml"]


def test_a_mail_whose_server_gives_no_body_is_put_aside(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.deliver(mail("Hohl", b"%PDF-1.4 x"), mail("Gut", b"%PDF-1.4 y"))
    whole = Visit.mail
    monkeypatch.setattr(Visit, "mail", lambda visit, number: whole(visit, number) if number > 1 else None)
    for _ in range(4):
        firm.look()
    assert firm.names() == ["Gut.eml"]
    assert "gibt ihren Inhalt nicht heraus" in firm.why()[0]
    assert firm.look().waiting == 1


def test_each_wrong_setting_has_a_diagnosis_of_its_own_and_no_password_in_it(firm: Firm) -> None:
    (closed,) = free_ports(1)
    wrong = {
        "Kennwort nicht an": replace(firm.box, password="falsch"),
        "Zertifikat": replace(firm.box, certificate=""),
        "keine Verbindung an": replace(firm.box, port=closed),
        "gibt es nicht, oder": replace(firm.box, host="post.gibt-es-nicht.invalid"),
        "Verschlüsselung": replace(firm.box, port=firm.server.plain),
        "keinen Ordner „Rechnungen“": replace(firm.box, folder="Rechnungen"),
        "für abgeholte Mails": replace(firm.box, moved_to="Weg"),
    }
    for words, box in wrong.items():
        steps = mail_check.tried(box, ANYWHERE)
        assert any(words in step.sentence for step in steps if not step.good), words
        assert not any(box.password in step.sentence for step in steps)
        assert firm.look(box).problem
    for box in (firm.box, replace(firm.box, security="starttls", port=firm.server.plain)):
        assert all(step.good for step in mail_check.tried(box, ANYWHERE))
    assert "INBOX" in " ".join(step.sentence for step in mail_check.tried(wrong["keinen Ordner „Rechnungen“"], ANYWHERE))
