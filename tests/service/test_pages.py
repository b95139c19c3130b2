"""Seiten ordnen in a real browser: marks between pages, what they would make, splitting, merging, turning, and taking it back."""

from __future__ import annotations

import itertools

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from archive.leaves import bound
from tests.service.conftest import Live
from tests.service.papers import Paper, file, stack

COUNT = itertools.count(100)


@pytest.fixture
def pile(live: Live) -> str:
    """Three papers in one scan."""
    n = next(COUNT)
    kinds = (("Rechnung", "rechnung"), ("Gutschrift", "gutschrift"), ("Rechnung", "rechnung"))
    return stack(live.space, [Paper(title, key, f"{n}{i}", linked=False) for i, (title, key) in enumerate(kinds)], f"stapel-{n}.pdf")


def test_a_stack_is_split_at_its_marks_and_put_together_again(page: Page, live: Live, pile: str) -> None:
    page.goto(f"{live.address}/klaerung/{pile}")
    expect(page.locator("#klaerung[data-ready]")).to_be_attached()
    page.keyboard.press("s")
    expect(page.locator(".notice.open")).to_contain_text("mehrere Papiere")
    expect(page.locator(".made li")).to_contain_text(["Rechnung Seite 1", "Gutschrift Seite 2", "Rechnung Seite 3"])
    page.get_by_role("checkbox", name="vor Seite 3").focus()
    page.keyboard.press("Space")
    expect(page.locator(".made li")).to_have_count(2)
    page.get_by_role("button", name="Teilen", exact=True).click()
    expect(page.locator("main")).to_contain_text("Aufgeteilt in E-")
    assert live.space.intake.get(pile).state == "replaced"
    parts = [link.text_content() for link in page.locator(".facts .plain-list a").all()]
    assert [[leaf.number for leaf in bound(live.space.catalog, str(part).strip()).leaves] for part in parts] == [[1], [2, 3]]
    page.get_by_role("link", name=str(parts[1]).strip()).click()
    expect(page.locator("main")).to_contain_text(f"Teil von {pile}")
    page.get_by_role("link", name=pile).click()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("link", name="Klären")).to_be_visible()
    assert live.space.intake.get(pile).state == "waiting"


def test_ranges_are_typed_without_script(browser: Browser, live: Live, pile: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live.address}/belege/{pile}/seiten")
    page.get_by_text("Seitenbereiche eintippen").click()
    page.get_by_label("Ein Bereich je Papier").fill("1+3, 9")
    page.get_by_role("button", name="Teilen", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Seite 9 gibt es in diesem Beleg nicht")
    page.get_by_text("Seitenbereiche eintippen").click()
    page.get_by_label("Ein Bereich je Papier").fill("1+3, 2")
    page.get_by_role("button", name="Teilen", exact=True).click()
    expect(page.locator("main")).to_contain_text("Aufgeteilt in E-")
    context.close()


def test_papers_are_merged_with_a_neighbour(page: Page, live: Live, pile: str) -> None:
    other = file(live.space, Paper(number=f"8{next(COUNT)}", linked=False), "zweite-seite.pdf")
    page.goto(f"{live.address}/belege/{pile}/seiten")
    page.get_by_role("checkbox", name=other).check()
    page.get_by_role("button", name="Zusammenfassen").click()
    expect(page.locator("main")).to_contain_text("Zusammengefasst mit anderen in")
    assert [live.space.intake.get(number).state for number in (pile, other)] == ["replaced", "replaced"]
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("link", name="Klären")).to_be_visible()
    assert [live.space.intake.get(number).state for number in (pile, other)] == ["waiting", "waiting"]


def test_a_page_is_turned(page: Page, live: Live, pile: str) -> None:
    page.goto(f"{live.address}/belege/{pile}/seiten")
    page.get_by_role("button", name="Seite 2 nach rechts drehen").click()
    expect(page.locator(".busy")).to_contain_text("wird gerade gelesen")
    assert bound(live.space.catalog, pile).leaves[1].rotation == 90


@pytest.mark.parametrize(
    ("way", "form"),
    [
        ("teilen", {}),
        ("teilen", {"bereiche": "quatsch"}),
        ("teilen", {"schnitt_" + "9" * 5000: "1"}),
        ("drehen", {"seite": "x", "grad": "90"}),
        ("drehen", {"seite": "1", "grad": "45"}),
        ("zusammenfassen", {}),
        ("zusammenfassen", {"mit": "E-1999-0000001"}),
    ],
)
def test_what_can_not_be_done_is_said(client: httpx2.Client, live: Live, pile: str, way: str, form: dict[str, str]) -> None:
    answer = client.post(f"/belege/{pile}/{way}", data=form)
    assert answer.status_code in (404, 422)
    assert 'role="alert"' in answer.text
    assert live.space.intake.get(pile).state == "waiting"
