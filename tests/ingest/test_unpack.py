"""ZIP files and mails: each file inside becomes a paper of its own, traps are left out and named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.history import sentence
from archive.locations import Locations
from archive.space import Space, open_space
from ingest.pipeline import process
from tests.cast import hand_in


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


def _zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return target.getvalue()


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Rechnungen"
    mail.set_content("Anbei drei Rechnungen.")
    for number in range(3):
        mail.add_attachment(b"%PDF-1.4 " + str(number).encode(), maintype="application", subtype="pdf", filename=f"RE-{number}.pdf")
    mail.add_attachment(b"\x89PNG" + b"l" * 5000, maintype="image", subtype="png", filename="logo.png")
    return mail.as_bytes()


def test_a_mail_with_three_invoices_and_a_logo_gives_three_papers_and_stays_as_it_came(space: Space) -> None:
    whole_mail = _mail()
    parent = hand_in(space, whole_mail, "mail.eml")
    children = process(space, parent.eingangsnummer)
    assert [space.intake.get(number).scan.name for number in children] == ["RE-0.pdf", "RE-1.pdf", "RE-2.pdf"]
    whole = space.intake.get(parent.eingangsnummer)
    assert whole.state == "replaced"
    assert "3 Dateien" in whole.sentence
    with space.store.open(f"originale/{parent.sha256}") as stream:
        assert stream.read() == whole_mail
    assert parent.eingangsnummer in sentence(space.journal.about(children[0])[0])
    assert process(space, parent.eingangsnummer) == []
    assert sum(space.intake.counts().values()) == 4


def test_traps_are_left_out_and_named_the_rest_is_taken(space: Space) -> None:
    data = _zipped({"../../etc/gut.pdf": b"%PDF-1.4 gut", "bombe.pdf": b"0" * (20 << 20), "leer.pdf": b""})
    number = hand_in(space, data, "alles.zip").eingangsnummer
    [child] = process(space, number)
    assert space.intake.get(child).scan.name == "gut.pdf"
    told = space.intake.get(number).sentence
    assert "„bombe.pdf“: sie wird beim Entpacken riesig" in told
    assert "„leer.pdf“: sie ist leer" in told


def test_boxes_in_boxes_are_opened_twice_and_no_more(space: Space) -> None:
    data = b"%PDF-1.4 innen"
    for name in ("a.pdf", "b.zip", "c.zip"):
        data = _zipped({name: data})
    number = hand_in(space, data, "d.zip").eingangsnummer
    [second] = process(space, number)
    [third] = process(space, second)
    assert process(space, third) == []
    assert "ineinander gepackt" in space.intake.get(third).sentence


def test_nothing_inside_is_said(space: Space) -> None:
    number = hand_in(space, b"From: a@example.org\nSubject: Hallo\n\nNur Text.\n", "mail.eml").eingangsnummer
    assert process(space, number) == []
    assert "dieser E-Mail ist keine Datei" in space.intake.get(number).sentence
