"""A real server on a free port for each module, and a real browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx2
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.routing import BaseRoute

from archive.installation.house import Installation
from archive.order import Order, PurchaseOrder
from archive.space import Space
from service.app import create_app
from service.parts import House
from service.settings import Settings, from_environment

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@dataclass(frozen=True, slots=True)
class Live:
    """A running service."""

    address: str
    space: Space
    settings: Settings
    installation: Installation
    routes: list[BaseRoute]


def settings(folder: Path, **values: str) -> Settings:
    """The settings of an installation of its own in ``folder``."""
    return from_environment({"MAPPE_DATA": str(folder), **values})


def stock(space: Space) -> None:
    """Two orders and what was ordered for them."""
    orders = [
        Order("A-26-0112", "Pumpenbau Rur GmbH", "Grundrahmen", ordered=date(2026, 9, 28), due=date(2026, 12, 1)),
        Order("A-26-0113", "Papierfabrik Jülich", "Walzenlager"),
    ]
    space.orders.save([*orders, PurchaseOrder("B-26-00417", "Stahlhandel Düren", ("A-26-0112",), date(2026, 10, 2))], "das Büro")


@contextmanager
def serving(folder: Path, **values: str) -> Iterator[Live]:
    """The web process without workers: tests put papers where they need them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = settings(folder, MAPPE_PORT=str(port), MAPPE_UPLOAD_MB="2", **values)
    app = create_app(chosen)
    house: House = app.state.house
    space = house.parts(chosen.space).space
    stock(space)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield Live(f"http://127.0.0.1:{port}", space, chosen, house.installation, app.routes)
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service where nobody has to log in."""
    with serving(tmp_path_factory.mktemp("daten")) as running:
        yield running


@pytest.fixture
def client(live: Live) -> Iterator[httpx2.Client]:
    """A program that talks to the service."""
    with httpx2.Client(base_url=live.address, timeout=60) as session:
        yield session


def upload(client: httpx2.Client, name: str, content: bytes, address: str = "/eingang") -> httpx2.Response:
    """Hands one file in, as the page's own script does."""
    return client.post(address, files={"datei": (name, content)}, headers={"Accept": "application/json"})


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed (apt install chromium)")
    with sync_playwright() as play, play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS) as chromium:
        yield chromium


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile on a desktop screen."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab that lets no test pass that made the browser complain: scripts that fail, or break the content policy."""
    complaints: list[str] = []
    tab = context.new_page()
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None)
    yield tab
    assert not complaints
