"""Eingang in a real browser: by button, by drop, without JavaScript, and the sentence that appears by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.scan import Scan
from tests.service.conftest import Live
from tests.service.papers import Paper, understand

PDF = b"%PDF-1.4 browser "


@pytest.fixture
def files(tmp_path: Path, request: pytest.FixtureRequest) -> list[str]:
    """Two files that no other test hands in."""
    paths = [tmp_path / "rechnung eins.pdf", tmp_path / "Lieferschein zwei.pdf"]
    for path in paths:
        path.write_bytes(PDF + request.node.name.encode() + path.name.encode())
    return [str(path) for path in paths]


def newest(live: Live) -> Scan:
    return live.space.intake.recent(1)[0].scan


def test_files_chosen_by_button_arrive_and_their_sentence_appears_by_itself(page: Page, live: Live, files: list[str]) -> None:
    page.goto(f"{live.address}/eingang")
    page.get_by_label("Dateien auswählen").set_input_files(files)
    row = page.locator("#stand .ledger-row", has_text="rechnung eins.pdf").first
    expect(row).to_contain_text("Wird gelesen")
    number = row.locator(".number").inner_text()
    understand(live.space, number, Paper(number="5001"))
    expect(row).to_contain_text("Abgelegt in A-26-0112, weil hinter")
    expect(row.get_by_role("link", name="Ändern")).to_be_visible()
    row.get_by_role("link", name="rechnung eins.pdf", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def test_files_dropped_anywhere_on_the_page_arrive(page: Page, live: Live) -> None:
    page.goto(f"{live.address}/eingang")
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['%PDF-1.4 dropped'], 'fallen gelassen.pdf')); return t; }"
    )
    page.dispatch_event("h1", "dragenter", {"dataTransfer": transfer})
    expect(page.locator("#abgabe")).to_have_class("drop over")
    page.dispatch_event("h1", "drop", {"dataTransfer": transfer})
    expect(page.locator("#stand .ledger-row", has_text="fallen gelassen.pdf")).to_be_visible()
    assert newest(live).media_type == "application/pdf"


def test_a_file_that_is_refused_says_so_beside_its_name(page: Page, live: Live, tmp_path: Path) -> None:
    giant = tmp_path / "riese.pdf"
    giant.write_bytes(PDF + b"x" * 2_300_000)
    page.goto(f"{live.address}/eingang")
    page.get_by_label("Dateien auswählen").set_input_files(str(giant))
    expect(page.locator("#sendungen")).to_contain_text("zu groß")
    expect(page.locator("#meldung")).to_contain_text("riese.pdf")


def test_the_camera_can_be_used(page: Page, live: Live) -> None:
    page.goto(f"{live.address}/eingang")
    camera = page.get_by_label("Foto aufnehmen")
    expect(camera).to_have_attribute("capture", "environment")
    camera.set_input_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a photo"})
    expect(page.locator("#stand .ledger-row", has_text="foto.jpg")).to_be_visible()
    assert newest(live).media_type == "image/jpeg"


def test_everything_main_works_without_javascript(browser: Browser, live: Live, files: list[str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{live.address}/eingang")
    page.locator("#dateien").set_input_files(files)
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_text("ist angekommen")).to_have_count(2)
    number = live.space.intake.recent(1)[0].eingangsnummer
    understand(live.space, number, Paper(number="5002", order="A-26-0999", linked=False))
    page.goto(f"{live.address}/klaerung/{number}")
    page.get_by_role("button", name="A-26-0113").click()
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in A-26-0113")
    page.get_by_role("button", name="Rückgängig").click()
    assert live.space.intake.get(number).state == "waiting"
    page.goto(f"{live.address}/belege/{number}")
    page.get_by_role("link", name="5002", exact=True).click()
    assert page.url.endswith("#kasten-w1")
    context.close()
