"""A robot in a real browser does the exercises of a course by their sample solutions, and makes each typical mistake on the way.

    python -m benchmarks.training http://127.0.0.1:8080

The service runs already, with the demo firm prepared (``mappe training``) and nobody entered yet, so that a course can be opened.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator

import httpx2
from playwright.sync_api import Locator, Page, sync_playwright

from tests.service.conftest import CHROMIUM, FLAGS
from training.tasks import Mistake, Task, tasks

ANSWERS = {
    "03": "A-26-0101, A-26-0110, A-26-0127",
    "04": "26-21152, 26-74915, 26-41199",
    "06": "neu",
    "08": "1.889,58",
    "09": "steuer",
    "10": "1.503,95",
    "11": "preis20",
    "12": "ls_rurstahl",
    "13": "40",
    "15": "rueckruf",
}
"""The solutions that are written down or chosen; 01 is counted."""


def found(page: Page, number: str, name: str) -> None:
    """Looks a paper up by its number and opens it."""
    page.fill("#suchfeld", number)
    page.press("#suchfeld", "Enter")
    page.wait_for_url("**/suche?*")
    page.locator("main a[href^='/belege/']", has_text=name).first.click()
    page.wait_for_url("**/belege/**")


def sent(page: Page, button: Locator) -> None:
    """Presses a button and waits until what it sends has been answered: a busy machine takes its time."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        button.click()
    page.wait_for_load_state()


def counted(page: Page) -> None:
    page.locator("main").get_by_role("link", name="A-26-0112").first.click()
    page.wait_for_url("**/mappen/A-26-0112*")
    ANSWERS["01"] = str(page.locator(".papers a[href^='?beleg=']").count())


def divided(page: Page, wanted: tuple[int, ...] = (2, 3, 4)) -> None:
    page.locator("main").get_by_role("link", name="scan_017.pdf").first.click()
    page.get_by_role("link", name=re.compile("Seiten ordnen")).first.click()
    for number in (2, 3, 4):
        box = page.locator(f"[name=schnitt_{number}]")
        if box.is_checked() != (number in wanted):
            page.locator("label.cut", has=box).click()
    sent(page, page.get_by_role("button", name="Teilen", exact=True))


def refused(page: Page) -> None:
    page.locator("main a[href='/uebersicht/abgelehnt']").first.click()
    page.get_by_role("link", name="Rechnung_26-36415_vertraulich.pdf").click()
    found(page, "PB2623861", "Lieferschein")


def cleared(page: Page, order: str = "A-26-0117") -> None:
    found(page, "R201513", "Rechnung")
    page.get_by_role("link", name=re.compile("Klären|Ändern")).first.click()
    page.get_by_label("Auftragsnummer", exact=False).first.fill(order)
    sent(page, page.get_by_role("button", name=re.compile("Annehmen und ablegen|Speichern")).first)


def same(page: Page) -> None:
    page.goto(f"{base(page)}/uebersicht/wartet?q=scan_295")
    page.locator("main").get_by_role("link", name="scan_295.pdf").first.click()
    page.get_by_role("link", name="Beide nebeneinander ansehen").first.click()
    sent(page, page.get_by_role("button", name="Dasselbe Papier"))


def discarded(page: Page) -> None:
    found(page, "G871257", "Rechnung")
    page.get_by_role("link", name="Klären").first.click()
    page.locator("#ablehnen > summary").click()
    page.locator("#ablehnen-warum").select_option("Schon vorhanden")
    sent(page, page.locator("#ablehnen").get_by_role("button", name="Ablehnen"))


def noted(page: Page, todo: str = "Bei Rurstahl steht unsere Bestellnummer klein unter der Anschrift.", *, attached: bool = True) -> None:
    page.locator("main").get_by_role("link", name=re.compile("Rurstahl")).first.click()
    page.get_by_role("link", name="Tipp zu dieser Seite schreiben").click()
    page.get_by_label("Titel").fill("Bestellnummer bei Rurstahl")
    page.get_by_label("Was tun").fill(todo)
    if not attached:
        page.get_by_label("Lieferant", exact=True).fill("")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Gespeichert.").wait_for()


def nothing(_page: Page) -> None:
    """What is asked for needs no step, or the exercise begins on the right screen."""


DOINGS: dict[str, Callable[[Page], None]] = {
    "01": counted,
    "02": lambda page: found(page, "80015511", "Lieferschein"),
    "05": divided,
    "06": refused,
    "07": cleared,
    "09": lambda page: found(page, "R-2026-2825", "Rechnung"),
    "10": lambda page: found(page, "R619435", "Rechnung"),
    "14": same,
    "15": lambda page: found(page, "RG9527146", "Rechnung"),
    "16": noted,
}
SLIPS: dict[tuple[str, int], Callable[[Page], None]] = {
    ("02", 0): lambda page: found(page, "80015511", "Rechnung"),
    ("05", 0): lambda page: divided(page, (2, 3)),
    ("05", 1): lambda page: divided(page, (3,)),
    ("07", 0): nothing,
    ("07", 1): lambda page: cleared(page, "A-26-0104"),
    ("14", 0): discarded,
    ("16", 0): lambda page: noted(page, attached=False),
    ("16", 1): lambda page: noted(page, "Kurz."),
}
"""Mistakes that are made by doing something; all others are wrong answers and stand in the exercise's own file."""


def base(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def answered(page: Page, task: Task, answer: str) -> str:
    """Sends the answer off; the sentence that comes back."""
    panel = page.locator("#aufgabe")
    if task.ask.kind == "auswahl":
        panel.locator(f"[name=antwort][value={answer}]").check()
    elif task.ask.kind:
        panel.locator("[name=antwort]").fill(answer)
    said = panel.get_by_role("status")
    with page.expect_response("**/lernen/pruefen"):
        panel.get_by_role("button", name=re.compile("prüfen")).click()
    said.wait_for()
    return said.inner_text().strip()


def wrong(page: Page, mistake: Mistake) -> str:
    """The answer that a mistake is about, "" when it is about something done."""
    needs = mistake.when[0].needs
    if mistake.when[0].kind == "anzahl_in_mappe":
        page.goto(f"{base(page)}/mappen/{needs['auftrag']}")
        return str(page.locator(".papers a[href^='?beleg=']").count())
    value = needs.get("wert", needs.get("werte", ""))
    return ", ".join(value) if isinstance(value, list) else str(value)


def begin(page: Page, address: str, task: Task, *, fresh: bool = False) -> None:
    page.goto(f"{address}/lernen")
    row = page.locator(".exercises li", has_text=task.title)
    if fresh and row.get_by_role("button", name="Zurücksetzen").count():
        row.get_by_role("button", name="Zurücksetzen").click()
        row = page.locator(".exercises li", has_text=task.title)
    row.get_by_role("button", name=re.compile("Beginnen|Weitermachen|Noch einmal")).click()
    page.wait_for_load_state()


def solve(page: Page, address: str, task: Task) -> Iterator[str]:
    """Each mistake, then the solution; what did not go as it should."""
    number = task.key[:2]
    for at, mistake in enumerate(task.mistakes):
        begin(page, address, task, fresh=True)
        SLIPS.get((number, at), DOINGS.get(number, nothing))(page)
        said = answered(page, task, wrong(page, mistake))
        if said != mistake.says:
            yield f"{task.key}: mistake {at + 1} gets „{said}“"
    begin(page, address, task, fresh=True)
    DOINGS.get(number, nothing)(page)
    said = answered(page, task, ANSWERS.get(number, ""))
    if said != task.explanation:
        yield f"{task.key}: the solution gets „{said}“"


def one_robot(address: str) -> int:
    """How many exercises did not go as they should, and how many requests went anywhere but to the service."""
    code = codes(address, 1)[0]
    failed = 0
    away: set[str] = set()
    with sync_playwright() as play, play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS) as chromium:
        page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE").new_page()
        page.on("request", lambda request: None if request.url.startswith(f"{address}/") else away.add(request.url))
        page.set_default_timeout(60_000)
        page.goto(f"{address}/platz")
        page.fill("#code", code)
        page.press("#code", "Enter")
        page.wait_for_url("**/lernen")
        for task in tasks():
            try:
                trouble = list(solve(page, address, task))
            except Exception as error:  # noqa: BLE001 — one exercise that can not be done must not hide the others
                trouble = [f"{task.key}: {str(error).splitlines()[0]} at {page.url}"]
            failed += bool(trouble)
            print(f"| {task.key} | {len(task.mistakes)} | {'; '.join(trouble) or 'as intended'} |", flush=True)
    print(f"\n{len(tasks()) - failed}/{len(tasks())}; requests to other machines: {len(away)} {sorted(away)[:3]}")
    return failed + len(away)


def codes(address: str, places: int) -> list[str]:
    """Opens a course as a trainer does; the codes on its cards."""
    with httpx2.Client(base_url=address, timeout=300) as client:
        started = time.perf_counter()
        course = client.post("/kurse", data={"titel": "Probe mit Robotern", "plaetze": str(places)}).headers["location"]
        print(f"{places} places ready in {time.perf_counter() - started:.1f} s; load {os.getloadavg()[0]:.1f}\n")
        return re.findall(r'class="code">([^<]+)', client.get(f"{course}/karten").text)


if __name__ == "__main__":
    sys.exit(one_robot(sys.argv[1]))
