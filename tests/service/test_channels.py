"""Eingangswege: the page tells what the scan folder does, and the button what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from archive.problems import NotFound
from archive.ways import used
from service.channels import kept
from service.channels.kept import Mailbox
from service.channels.post import notes_of
from service.channels.state import Run
from service.watch.failed import again, dismiss, failed
from service.watch.taking import safe_name
from tests.cast import hand_in, proposal
from tests.service.conftest import Live, serving

PAGE = "/verwaltung/eingangswege"


def test_without_a_folder_the_page_says_how_to_set_one(live: Live, client: httpx2.Client) -> None:
    assert live.settings.watch == ""
    assert "MAPPE_WATCH" in client.get(PAGE).text
    assert client.post(f"{PAGE}/scan-ordner").status_code == 200


def test_the_page_names_what_was_not_taken_and_the_button_tells_step_by_step(tmp_path: Path) -> None:
    root = tmp_path / "scans"
    (root / "fehler").mkdir(parents=True)
    (root / "fehler" / "ab_leer.pdf").touch()
    (root / "fehler" / "ab_leer.pdf.txt").write_text("Die Datei ist leer.\n", encoding="utf-8")
    with serving(tmp_path / "daten", MAPPE_WATCH=str(root)) as running, httpx2.Client(base_url=running.address, timeout=60) as client:
        text = client.get(PAGE).text
        assert "ab_leer.pdf</strong>: Die Datei ist leer." in text
        assert "noch nicht angesehen" in text
        assert client.post(f"{PAGE}/scan-ordner/erneut", data={"datei": "../fehler/ab_leer.pdf"}).status_code == 404
        assert "Dateien lassen sich anlegen, verschieben und löschen." in client.post(f"{PAGE}/scan-ordner").text
        root.rename(tmp_path / "weg")
        assert "nicht erreichbar" in client.post(f"{PAGE}/scan-ordner").text


def test_a_file_that_was_not_taken_is_tried_again_or_put_aside_and_none_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "fehler").mkdir()
    for name in ("abcdef_leer.pdf", "123456_riesig.pdf"):
        (tmp_path / "fehler" / name).write_bytes(b"x")
        (tmp_path / "fehler" / f"{name}.txt").write_text("Grund\n", encoding="utf-8")
    again(tmp_path, "abcdef_leer.pdf")
    assert (tmp_path / "leer.pdf").exists()
    dismiss(tmp_path, "123456_riesig.pdf")
    assert failed(tmp_path) == (0, [])
    assert sorted(path.name for path in (tmp_path / "fehler" / "gesehen").iterdir()) == ["123456_riesig.pdf", "123456_riesig.pdf.txt"]
    for name in ("../leer.pdf", "gesehen", "", "abcdef_leer.pdf"):
        with pytest.raises(NotFound):
            again(tmp_path, name)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [("scan.pdf", "scan.pdf"), ("a:b?.pdf", "a_b_.pdf"), ("x\ny.pdf", "x y.pdf"), ("ä" * 300 + ".pdf", "ä" * 87)],
)
def test_names_fit_every_file_system(raw: str, safe: str) -> None:
    assert safe_name(raw).startswith(safe)
    assert len(safe_name(raw).encode()) <= 180
    assert safe_name(raw).endswith(".pdf")


def test_every_way_that_was_used_is_listed_with_its_last_paper_and_what_waits(live: Live, client: httpx2.Client) -> None:
    receipt = hand_in(live.space, b"%PDF-1.4 Wege")
    live.space.documents.file(receipt.eingangsnummer, proposal(live.space, receipt.eingangsnummer, order=""))
    text = client.get(PAGE).text
    assert "Hochgeladen im Eingang" in text
    assert "Zuletzt angekommen" in text
    [way] = [way for way in used(live.space.catalog) if way.key == "web"]
    assert way.waiting >= 1
    assert way.papers >= way.waiting + way.rejected


def test_a_channel_that_nobody_looks_after_any_more_says_so(live: Live, client: httpx2.Client) -> None:
    kept.keep_mailbox(live.settings.data, "firma", Mailbox("still", "imap.example.org", "post@example.org", "x"))
    notes = notes_of(live.settings.data, "firma", "still")
    notes.note(Run().looking(None, 0))
    assert "ob der Dienst ganz läuft" not in client.get(PAGE).text
    notes.note(replace(notes.run(), looked="2026-01-01T00:00:00+00:00"))
    assert "ob der Dienst ganz läuft" in client.get(PAGE).text
    kept.drop(live.settings.data, "firma", "still")
