"""The mailbox against a real mail server: every mail exactly once, marked only when it is kept, one bad mail stops no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.history import sentence
from ingest.pipeline import process
from service.channels import imap, imap_line, kept
from service.channels.imap import Visit
from service.channels.post import Post, notes_of
from tests.leash import away
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


def test_a_mail_is_kept_whole_taken_apart_and_marked_only_then(firm: Firm) -> None:
    firm.deliver(mail("Rechnungen März/April", b"%PDF-1.4 a", b"%PDF-1.4 b", b"%PDF-1.4 c"))
    run = firm.look()
    assert (run.count, run.problem, run.waiting) == (1, "", 0)
    [entry] = firm.space.intake.recent()
    assert (entry.scan.name, entry.scan.source, entry.scan.media_type) == ("Rechnungen März-April.eml", "post", "message/rfc822")
    assert f"aus dem Postfach „{firm.box.shown}“" in sentence(firm.space.journal.about(entry.eingangsnummer)[0])
    assert [firm.space.intake.get(number).scan.name for number in process(firm.space, entry.eingangsnummer)] == [
        "RE-0.pdf",
        "RE-1.pdf",
        "RE-2.pdf",
    ]
    [flags] = firm.flags()
    assert "\\Seen" in flags
    assert imap.DONE in flags
    assert firm.look().count == 1


def test_what_a_person_read_before_us_is_taken_all_the_same(firm: Firm) -> None:
    firm.deliver(mail("Gelesen", b"%PDF-1.4 x"))
    with firm.server.client(firm.box.user) as session:
        session.select("INBOX")
        session.store("1", "+FLAGS", "(\\Seen)")
    assert firm.look().count == 1


def test_killed_between_keeping_and_marking_it_is_only_marked(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.deliver(mail("Einmal", b"%PDF-1.4 x"))
    with monkeypatch.context() as power:
        power.setattr(Visit, "mark", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            firm.look()
    assert imap.DONE not in firm.flags()[0]
    firm.look()
    assert firm.names() == ["Einmal.eml"]
    assert imap.DONE in firm.flags()[0]


def _power_cut(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_killed_again_and_again_each_of_many_is_taken_exactly_once(firm: Firm) -> None:
    firm.deliver(*(mail(f"Mail {number:02d}", b"%PDF-1.4 " + str(number).encode()) for number in range(40)))
    kept.keep_mailbox(firm.settings.data, "firma", firm.box)
    script = (
        "from service.settings import from_environment\nfrom archive.space import open_space\nfrom archive.jobs import open_jobs\n"
        "from service.channels import kept\nfrom service.channels.post import Post\ns = from_environment()\n"
        "p = Post(s.data, open_space(s.locations, 'firma'), open_jobs(s.jobs), kept.read(s.data, 'firma').mailboxes[0])\n"
        "print('los', flush=True)\np.look(1)\n"
    )
    for kills in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", script], env={**os.environ, **firm.settings.environment()}, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.05 + 0.07 * kills)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    firm.look()
    assert firm.names() == [f"Mail {number:02d}.eml" for number in range(40)]
    assert all(imap.DONE in flags for flags in firm.flags())


def test_a_mail_that_can_not_be_taken_is_put_aside_with_a_reason_and_the_others_go_on(firm: Firm) -> None:
    firm.deliver(mail("Riesig", b"%PDF-1.4 " + b"x" * (1 << 20)), b"\n\n", mail("Gut", b"%PDF-1.4 gut"))
    run = firm.look()
    assert (firm.names(), run.waiting, run.problem) == (["Gut.eml"], 2, "")
    assert "größer als 1 MB" in firm.why()[0]
    assert imap.FAILED in firm.flags()[0]
    assert firm.look().waiting == 2
    notes = notes_of(firm.settings.data, "firma", firm.box.id)
    big, empty = notes.asides()
    notes.decide(empty.key, again=False)
    firm.look()
    assert [aside.key for aside in notes.asides()] == [big.key]
    assert imap.DONE in firm.flags()[1]
    notes.decide(big.key, again=True)
    Post(firm.settings.data, firm.space, firm.jobs, firm.box).look(5)
    assert (notes.asides(), firm.names()) == ([], ["Gut.eml", "Riesig.eml"])


def test_a_mail_over_which_the_line_breaks_comes_last_and_then_aside(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    firm.deliver(mail("Gift", b"%PDF-1.4 a"), mail("Gut", b"%PDF-1.4 b"))
    whole = Visit.mail

    def breaks(visit: Visit, number: int) -> bytes | None:
        if number == 1:
            raise imap_line.Gone("Die Verbindung ist abgebrochen.", cause="test")
        return whole(visit, number)

    monkeypatch.setattr(Visit, "mail", breaks)
    assert firm.look().problem
    assert firm.look().count == 1
    firm.look()
    assert (firm.look().problem, firm.names()) == ("", ["Gut.eml"])
    assert "3 Mal" in firm.why()[0]


def test_fetched_mails_are_moved_also_when_the_process_died_before(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    box = replace(firm.box, moved_to="Erledigt/Geprüft")
    firm.deliver(mail("Eins", b"%PDF-1.4 x"))
    assert "Erledigt/Geprüft" in firm.look(box).problem
    assert firm.names() == []
    with firm.server.client(box.user) as session:
        session.create('"Erledigt/Gepr&APw-ft"')
    with monkeypatch.context() as power:
        power.setattr(Visit, "move", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            firm.look(box)
    firm.look(box)
    assert firm.flags() == []
    assert len(firm.flags('"Erledigt/Gepr&APw-ft"')) == 1
    assert firm.names() == ["Eins.eml"]


def test_a_server_without_keywords_of_ours_has_its_unread_mails_fetched(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Visit, "keywords", property(lambda _: False, lambda *_: None), raising=False)
    firm.deliver(mail("Neu", b"%PDF-1.4 x"))
    assert (firm.look().count, firm.look().count) == (1, 1)
    assert "\\Seen" in firm.flags()[0]
    assert imap.DONE not in firm.flags()[0]


def test_the_same_mail_twice_is_told_as_a_duplicate_and_old_mails_stay(firm: Firm) -> None:
    same = mail("Doppelt", b"%PDF-1.4 x")
    firm.deliver(same, same)
    firm.look(replace(firm.box, since="2099-01-01"))
    assert firm.names() == []
    firm.look()
    assert [firm.space.intake.counts()[key] for key in ("received", "rejected")] == [1, 1]


def test_while_the_server_is_away_nothing_is_lost(firm: Firm) -> None:
    firm.deliver(mail("Danach", b"%PDF-1.4 x"))
    with away(firm.server):
        assert firm.look().problem
        assert firm.look().failures == 2
    assert (firm.look().problem, firm.names()) == ("", ["Danach.eml"])
