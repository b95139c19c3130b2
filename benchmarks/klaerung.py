"""How fast the Klärung is to the hand: a robot in a real Chromium clears a queue by keyboard only and counts keys and machine time.

    PYTHONPATH=. python -m benchmarks.klaerung [--papers 60]

Machine time runs from the key that ends a decision until the next paper and its picture are on the screen. What a person adds is
reading and typing; the robot does neither, so the last lines say what is left of ten seconds a paper.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from archive.space import Space
from tests.service.conftest import CHROMIUM, FLAGS, serving
from tests.service.papers import Paper, file

SECONDS_PER_KEY = 0.28
"""A typist of average skill (Card, Moran and Newell, keystroke-level model)."""

WAYS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("Vorschlag annehmen", 26, ("1",)),
    ("anderer Auftrag, vier Zeichen getippt", 14, ("o", "0", "1", "1", "3", "Enter", "Enter")),
    ("andere Belegart und Vorschlag", 6, ("t", "l", "i", "Escape", "1")),
    ("Gemeinkosten/Lager", 5, ("g", "Enter")),
    ("zurückstellen bis morgen", 3, ("z", "Enter")),
    ("ablehnen als Werbung", 3, ("r", "Enter")),
    ("Wert auf der Seite zeigen und Vorschlag", 3, ("v", "Tab", "Enter", "ArrowRight", "ArrowLeft", "Enter", "Escape", "1")),
)
"""What is decided, how often of sixty, and the keys."""


def plan(papers: int) -> list[tuple[str, tuple[str, ...]]]:
    """The ways in turn, in their shares, so that no way meets only a warm or a cold browser."""
    left = [[name, max(1, round(share * papers / 60)), keys] for name, share, keys in WAYS]
    found: list[tuple[str, tuple[str, ...]]] = []
    for way in itertools.cycle(left):
        if len(found) == papers or not any(each[1] for each in left):
            return found
        if way[1]:
            way[1] -= 1  # type: ignore[operator]  # a small table of mixed columns
            found.append((str(way[0]), tuple(way[2])))  # type: ignore[arg-type]
    return found


def number(page: Page) -> str:
    """The paper on the screen, "" when none is left."""
    return page.locator("#klaerung").get_attribute("data-number") or ""


def clear(page: Page, address: str, ways: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, int, float]]:
    """Decides paper after paper; for each the way, the keys pressed, the seconds the machine took."""
    page.goto(f"{address}/klaerung")
    for name, keys in ways:
        page.wait_for_selector("#klaerung[data-ready]")
        before = number(page)
        for key in keys[:-1]:
            page.keyboard.press(key)
            if key == "Enter" or (key.isdigit() and key == "3"):
                page.wait_for_timeout(60)  # nobody types faster than the list of orders comes
        started = time.perf_counter()
        page.keyboard.press(keys[-1])
        page.wait_for_function(
            """(before) => {
              const now = document.getElementById("klaerung");
              const image = now?.querySelector(".page img");
              return now && now.dataset.number !== before && (!image || image.complete);
            }""",
            arg=before,
            polling="raf",
            timeout=9000,
        )
        yield name, len(keys), time.perf_counter() - started


def skipped(page: Page, address: str, times: int) -> list[float]:
    """Seconds until the next paper is there, when nothing is decided."""
    page.goto(f"{address}/klaerung")
    found = []
    for _ in range(times):
        page.wait_for_selector("#klaerung[data-ready]")
        page.wait_for_timeout(700)
        before = number(page)
        started = time.perf_counter()
        page.keyboard.press("n")
        page.wait_for_function("(before) => document.getElementById('klaerung').dataset.number !== before", arg=before, polling="raf")
        found.append(time.perf_counter() - started)
    return found


def fill(space: Space, papers: int) -> None:
    """Papers that wait, with two suggestions each."""
    for n in range(papers):
        file(space, Paper(number=f"{70000 + n}", order=f"A-26-{2000 + n}", linked=False), f"scan-{n:03d}.pdf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=60)
    papers = parser.parse_args().papers
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as live, sync_playwright() as play:
        fill(live.space, papers)
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        without = skipped(page, live.address, 10)
        done = list(clear(page, live.address, plan(papers)))
        left = live.space.intake.counts()
        browser.close()
    tell(done, without)
    print(f"\nDanach: {left}")


def tell(done: Sequence[tuple[str, int, float]], without: Sequence[float]) -> None:
    """The figures as a table of Markdown."""
    print("| way | papers | keys | machine, median | slowest |\n|---|---|---|---|---|")
    for name in dict.fromkeys(each[0] for each in done):
        rows = [each for each in done if each[0] == name]
        times = [each[2] for each in rows]
        print(f"| {name} | {len(rows)} | {rows[0][1]} | {statistics.median(times) * 1000:.0f} ms | {max(times) * 1000:.0f} ms |")
    keys, seconds = [each[1] for each in done], [each[2] for each in done]
    print(
        f"| all | {len(done)} | {statistics.mean(keys):.1f} | {statistics.median(seconds) * 1000:.0f} ms | {max(seconds) * 1000:.0f} ms |"
    )
    print(f"| next without deciding | {len(without)} | 1 | {statistics.median(without) * 1000:.0f} ms | {max(without) * 1000:.0f} ms |")
    spent = statistics.mean(keys) * SECONDS_PER_KEY + statistics.mean(seconds)
    print(f"\nOf ten seconds a paper, keys and machine take {spent:.1f} s; {10 - spent:.1f} s are left for reading.")


if __name__ == "__main__":
    main()
