"""Taking pictures with a phone, in a real browser with a camera that plays a film: outlined, judged, kept without a network, sent once."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx2
import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import until
from tests.cast import hand_in
from tests.service.conftest import CHROMIUM, FLAGS, Live
from tests.service.papers import FONT

KEY = {"Idempotency-Key": "0123456789abcdef0123456789abcdef", "X-Name": "Tor%20%C3%84.jpg"}


def scene(*, blurred: bool = False, code: str = "") -> bytes:
    """A sheet on a dark table as a camera sees it."""
    image = Image.new("RGB", (1280, 960), (52, 44, 40))
    sheet = Image.new("RGB", (620, 820), "white")
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), 24)
    for row in range(18):
        pen.text((50, 50 + 40 * row), f"Lieferschein 80015511 Zeile {row} Stahl", fill="black", font=font)
    if code:
        drawn = np.asarray(zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode).to_image(scale=8, add_quiet_zones=True))
        sheet.paste(Image.fromarray(drawn).convert("RGB"), (150, 250))
    image.paste(sheet, (330, 70))
    image = image.rotate(4, fillcolor=(52, 44, 40))
    out = BytesIO()
    (image.filter(ImageFilter.GaussianBlur(7)) if blurred else image).save(out, "JPEG", quality=88)
    return out.getvalue()


@pytest.fixture
def phone(browser: Browser, live: Live, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser of its own, because the film of its camera is chosen when it starts."""
    film = tmp_path / "film.mjpeg"
    film.write_bytes(scene(**request.param) * 4)
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    with browser.browser_type.launch(executable_path=str(CHROMIUM), args=[*FLAGS, *camera]) as chromium:
        context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, base_url=live.address)
        context.grant_permissions(["camera"], origin=live.address)
        yield context
        context.close()


def opened(context: BrowserContext) -> Page:
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    tab.goto("/telefon")
    tab.wait_for_selector("body[data-bereit]")
    assert wrong == []
    return tab


def arrived(live: Live) -> list[str]:
    return [entry.eingangsnummer for entry in live.space.intake.recent(200) if entry.scan.source == "telefon"]


@pytest.mark.parametrize("phone", [{}], indirect=True)
def test_a_sheet_is_outlined_and_taken_with_one_thumb(phone: BrowserContext, live: Live) -> None:
    before = arrived(live)
    tab = opened(phone)
    expect(tab.locator("body")).to_have_attribute("data-blatt", "ja")
    trigger = tab.locator("#ausloeser")
    box = trigger.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740, "reached without scrolling"
    assert min(box["width"], box["height"]) >= 64
    trigger.tap()
    expect(tab.locator("#angekommen a").first).to_be_visible()
    assert len(arrived(live)) == len(before) + 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("phone", [{"blurred": True}], indirect=True)
def test_a_blurred_picture_is_held_back_with_a_hint_and_goes_only_when_told(phone: BrowserContext, live: Live) -> None:
    before = arrived(live)
    tab = opened(phone)
    until(tab, "document.getElementById('bild').videoWidth > 0")
    tab.locator("#ausloeser").tap()
    expect(tab.get_by_role("alert")).to_contain_text("unscharf")
    tab.get_by_role("button", name="Noch einmal aufnehmen").tap()
    assert arrived(live) == before
    tab.locator("#ausloeser").tap()
    tab.get_by_role("button", name="Trotzdem abgeben").tap()
    expect(tab.locator("#angekommen a").first).to_be_visible()


@pytest.mark.parametrize("phone", [{}], indirect=True)
def test_pictures_wait_without_a_network_survive_a_reload_and_arrive_once(phone: BrowserContext, live: Live) -> None:
    before = arrived(live)
    tab = opened(phone)
    until(tab, "navigator.serviceWorker.ready.then(() => true)")
    tab.reload()
    tab.wait_for_selector("body[data-bereit]")
    phone.set_offline(True)
    until(tab, "document.getElementById('bild').videoWidth > 0")
    tab.locator("#ausloeser").tap()
    expect(tab.locator("#zahl")).to_have_text("1 Bild wartet auf das Netz.")
    expect(tab.locator("#netz")).to_be_visible()
    tab.reload()
    tab.wait_for_selector("body[data-bereit]")
    expect(tab.locator("#zahl")).to_have_text("1 Bild wartet auf das Netz.")
    assert arrived(live) == before
    phone.set_offline(False)
    tab.reload()
    expect(tab.locator("#angekommen a").first).to_be_visible()
    expect(tab.locator("#warten")).to_be_hidden()
    assert len(arrived(live)) == len(before) + 1


@pytest.mark.parametrize("phone", [{"code": "MAPPE:A-26-0112;BLATT"}], indirect=True)
def test_a_code_opens_its_folder(phone: BrowserContext) -> None:
    tab = opened(phone)
    until(tab, "document.getElementById('bild').videoWidth > 0")
    tab.get_by_role("button", name="Code öffnen").tap()
    tab.wait_for_url("**/mappen/A-26-0112")


@pytest.mark.parametrize("phone", [{}], indirect=True)
def test_without_a_secure_connection_the_phones_own_camera_is_offered(phone: BrowserContext) -> None:
    phone.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    tab = opened(phone)
    expect(tab.locator("#unsicher")).to_contain_text("https")
    expect(tab.locator("#sucher")).to_be_hidden()
    tab.locator("#foto").set_input_files({"name": "tor.jpg", "mimeType": "image/jpeg", "buffer": scene()})
    expect(tab.locator("#angekommen a").first).to_be_visible()


def test_the_same_picture_with_the_same_key_has_one_number(client: httpx2.Client, live: Live) -> None:
    answers = [client.post("/telefon/abgabe", content=scene(code="einmal"), headers=KEY) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 202]
    (number,) = {answer.json()["eingangsnummer"] for answer in answers}
    assert live.space.intake.get(number).scan.name == "Tor Ä.jpg"
    assert sum(entry.scan.sha256 == live.space.intake.get(number).scan.sha256 for entry in live.space.intake.recent(200)) == 1


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"x", 422),
        ({**KEY, "Idempotency-Key": "../../../../etc/passwd"}, b"x", 422),
        (KEY, b"", 422),
        ({**KEY, "X-Bereich": "andere-firma"}, b"x", 422),
        (KEY, b"\0" * (12 * 1024 * 1024 + 1), 413),
        ({**KEY, "Origin": "https://boese.example"}, b"x", 403),
    ],
)
def test_what_is_no_picture_of_ours_is_not_taken(client: httpx2.Client, headers: dict[str, str], body: bytes, status: int) -> None:
    answer = client.post("/telefon/abgabe", content=body, headers={"Accept": "application/json", **headers})
    assert answer.status_code == status


def test_codes_lead_to_folders_purchases_papers_or_a_sentence(client: httpx2.Client, live: Live) -> None:
    def leads(code: str) -> dict[str, str]:
        found: dict[str, str] = client.get("/telefon/oeffnen", params={"code": code}).json()
        return found

    assert leads("MAPPE:A-26-0112;TYP=rechnung;BLATT") == {"ziel": "/mappen/A-26-0112"}
    assert leads("B-26-00417") == {"ziel": "/wareneingang/B-26-00417"}
    number = hand_in(live.space, b"%PDF a code").eingangsnummer
    assert leads(number) == {"ziel": f"/belege/{number}"}
    for foreign in ("4006381333931", "https://boese.example/", "javascript:alert(1)", "", "MAPPE:" + "9" * 3000):
        assert leads(foreign) == {"satz": "Dieser Code führt hier zu keiner Mappe."}
    assert client.post("/telefon/code", content=b"kein Bild").status_code >= 400
    assert client.post("/telefon/code", content=scene(code="MAPPE:A-26-0112")).json() == {"ziel": "/mappen/A-26-0112"}


def test_the_page_can_be_installed_and_its_script_speaks_for_nothing_else(client: httpx2.Client) -> None:
    manifest = client.get("/telefon/app.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    for icon in manifest.json()["icons"]:
        assert client.get(icon["src"]).status_code == 200
    worker = client.get("/telefon/sw.js")
    assert worker.headers["service-worker-allowed"] == "/telefon"
    assert "/belege" not in worker.text
    assert "unsafe-inline" not in client.get("/telefon").headers["content-security-policy"]
