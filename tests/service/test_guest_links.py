"""Links for guests: what they allow and nothing else, for as long and as often as was said, and everything in the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page

from archive import codec, guest_links
from archive.content import Correction
from archive.guest_links import GuestLink
from archive.history import sentence
from archive.installation.spaces import SpaceEntry
from archive.intake import Sender
from archive.locations import Locations
from archive.problems import Invalid, Unreadable
from archive.rebuild import rebuild
from archive.space import open_space
from archive.stack import split
from archive.store.seam import ORIGINALS
from tests.cast import hand_in, proposal
from tests.service.conftest import Live, serving

TODAY = datetime.now(UTC).astimezone().date()
PDF = b"%%PDF-1.4 Papier %d\n%%%%EOF\n"


def link(**values: object) -> GuestLink:
    usual = {"direction": "hochladen", "title": "Stahlhandel Düren", "until": TODAY + timedelta(days=3), "files": 3, "megabytes": 2}
    return GuestLink(**{**usual, **values})  # type: ignore[arg-type]


@pytest.fixture
def guest(tmp_path: Path) -> Iterator[tuple[Live, httpx2.Client]]:
    """A firm, and somebody from outside."""
    with serving(tmp_path / "daten") as running, httpx2.Client(base_url=running.address, timeout=60) as client:
        yield running, client


def papers(live: Live) -> list[str]:
    return sorted(entry.scan.name for entry in live.space.intake.recent(1000))


def originals(live: Live) -> list[str]:
    return list(live.space.store.keys(ORIGINALS))


def send(client: httpx2.Client, token: str, *contents: bytes) -> httpx2.Response:
    files = [("datei", (f"Lieferschein {number}.pdf", content)) for number, content in enumerate(contents)]
    return client.post(f"/austausch/{token}", files=files)


def test_a_guest_hands_in_what_is_allowed_and_everything_is_in_the_journal(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    token = guest_links.make(live.space, link(order="A-26-0112", note="Bitte alle Zeugnisse."), "Anna")
    page = client.get(f"/austausch/{token}")
    assert "Bitte alle Zeugnisse." in page.text
    assert page.headers["x-robots-tag"].startswith("noindex")
    answer = send(client, token, PDF % 1, PDF % 2)
    assert answer.text.count("ist angekommen") == 2
    assert "Noch 1 Datei," in answer.text
    assert not re.search(r"E-20\d\d-|A-26-", page.text + answer.text)
    assert papers(live) == ["Lieferschein 0.pdf", "Lieferschein 1.pdf"]
    [received, *_] = live.space.journal.about(live.space.intake.recent()[0].eingangsnummer)
    assert received.who == "der Link für Stahlhandel Düren"
    assert "über den Link für Stahlhandel Düren, Auftrag A-26-0112" in sentence(received)
    assert [entry.kind for entry in live.space.journal.about(guest_links.key_of(token))] == [
        "link_angelegt",
        "link_benutzt",
        "link_benutzt",
    ]
    full = send(client, token, PDF % 3, PDF % 4)
    assert full.text.count("ist angekommen") == 1
    assert "nimmt nichts mehr an" in full.text
    assert client.get(f"/austausch/{token}").status_code == 404
    assert len(papers(live)) == 3


def test_many_at_once_never_get_more_through_than_allowed(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    token = guest_links.make(live.space, link(files=4), "Anna")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: send(client, token, PDF % number), range(12)))
    assert len(papers(live)) == len(originals(live)) == 4


def test_too_much_is_refused_and_the_same_paper_twice_tells_nothing(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    token = guest_links.make(live.space, link(megabytes=1), "Anna")
    for number in range(3):
        answer = send(client, token, PDF % number + b"x" * (1 << 20))
        assert (answer.status_code, "zu groß: Der Link nimmt noch 1,0 MB an." in answer.text) == (413, True)
    assert originals(live) == []
    both = send(client, token, PDF % 1 + b"x" * (700 << 10), PDF % 2 + b"y" * (700 << 10))
    assert (both.text.count("ist angekommen"), "Der Link nimmt noch 0,3 MB an." in both.text) == (1, True)
    assert len(originals(live)) == 1
    hand_in(live.space, PDF % 5)
    assert "ist angekommen" in send(client, token, PDF % 5).text
    assert "noch keine Datei" in client.post(f"/austausch/{token}", files=[("datei", ("", b""))]).text


def test_over_and_revoked_and_unknown_look_the_same(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    token = guest_links.make(live.space, link(), "Anna")
    guest_links.revoke(live.space, guest_links.key_of(token), "Anna")
    assert len({client.get(f"/austausch/{one}").text for one in (token, "gibt-es-nicht", "x" * 5000)}) == 1
    assert send(client, token, PDF % 1).status_code == 404
    assert papers(live) == originals(live) == []


def test_what_a_link_refuses_at_the_last_moment_leaves_nothing(guest: tuple[Live, httpx2.Client]) -> None:
    live, _ = guest
    token = guest_links.make(live.space, link(), "Anna")
    with live.space.intake.receive() as incoming:
        incoming.write(PDF % 1)
        guest_links.revoke(live.space, guest_links.key_of(token), "Anna")
        with pytest.raises(Invalid, match="link is closed"):
            guest_links.hand_in(live.space, token, incoming, len(PDF % 1), Sender("a.pdf", "application/pdf", "link", "der Link"))
    assert papers(live) == originals(live) == []


def test_who_tries_tokens_shuts_out_nobody_and_opens_no_other_firm(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    live.installation.spaces.put(SpaceEntry("nachbar", "Nachbar GmbH", "firma"), "Anna")
    token = guest_links.make(live.space, link(), "Anna")
    secret = token.partition(".")[2]
    for wrong in (*(f"versuch-{number}" for number in range(30)), f"nachbarin.{secret}", f"..{secret}", f"firma.{secret}x", secret):
        assert client.get(f"/austausch/{wrong}").status_code == 404
    assert list(live.settings.data.rglob("*nachbar*")) == []
    assert client.get(f"/austausch/{token}").status_code == 200


def test_a_link_from_before_tokens_named_their_space_still_works(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    with live.space.journal.change("Anna") as change:
        change.record(guest_links.MADE, guest_links.key_of("a" * 43), {"link": codec.encode(link(note="von früher"))})
    assert "von früher" in client.get(f"/austausch/{'a' * 43}").text


def test_a_guest_fetches_the_chosen_papers_and_no_others(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    numbers = [hand_in(live.space, PDF % number, f"Zeugnis {number}.pdf").eingangsnummer for number in range(3)]
    for number in numbers:
        live.space.documents.file(number, proposal(live.space, number, order="A-26-0112"))
    token = guest_links.make(live.space, link(direction="abholen", order="A-26-0112", papers=(numbers[0], numbers[1])), "Anna")
    page = client.get(f"/austausch/{token}").text
    assert f'action="/austausch/{token}/1"' in page
    assert "Zeugnis 0.pdf" in page
    assert "Zeugnis 2.pdf" not in page
    first = client.post(f"/austausch/{token}/1")
    assert (first.content, first.headers["content-disposition"].startswith("attachment")) == (PDF % 0, True)
    for wrong in ("0", "3", "-1", "999", "abc", "²", "9" * 30):
        answer = client.post(f"/austausch/{token}/{wrong}")
        assert (answer.status_code, "nicht mehr abgeholt werden" in answer.text, "<nav" in answer.text) == (404, True, False)
    assert send(client, token, PDF % 9).status_code == 404
    # What looks at links by itself uses nothing up.
    for _ in range(5):
        assert client.get(f"/austausch/{token}/1", follow_redirects=True).status_code == 200
    assert guest_links.all_links(live.space)[0].used == 1
    client.post(f"/austausch/{token}/2")
    assert client.post(f"/austausch/{token}/2").content == PDF % 1
    assert client.post(f"/austausch/{token}/2").status_code == 404
    assert guest_links.all_links(live.space)[0].used == 3


def test_only_what_lies_in_the_folder_now_goes_out(guest: tuple[Live, httpx2.Client]) -> None:
    live, client = guest
    moved, stays, other, nothing = (hand_in(live.space, PDF % number, f"Zeugnis {number}.pdf").eingangsnummer for number in range(4))
    for number, order in ((moved, "A-26-0112"), (stays, "A-26-0112"), (other, "A-26-0113")):
        live.space.documents.file(number, proposal(live.space, number, order=order))
    live.space.documents.reject(nothing, Unreadable("Das ist kein Papier.", cause="test"))
    for wrong in ({"papers": (stays, other)}, {"papers": (nothing,)}, {"papers": (stays,), "order": ""}):
        with pytest.raises(Invalid):
            guest_links.make(live.space, link(**{"direction": "abholen", "order": "A-26-0112", **wrong}), "Anna")
    token = guest_links.make(live.space, link(direction="abholen", order="A-26-0112", papers=(moved, stays)), "Anna")
    live.space.documents.correct(moved, Correction(orders=("A-26-0113",)), "Anna")
    page = client.get(f"/austausch/{token}").text
    assert ("Zeugnis 0.pdf" in page, "Zeugnis 1.pdf" in page) == (False, True)
    assert client.post(f"/austausch/{token}/1").status_code == 404
    assert client.post(f"/austausch/{token}/2").content == PDF % 1
    assert guest_links.all_links(live.space)[0].used == 1


def test_links_survive_a_rebuild_because_the_journal_is_all_there_is(tmp_path: Path) -> None:
    place = Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}")
    space = open_space(place, "firma")
    token = guest_links.make(space, link(), "Anna")
    with space.intake.receive() as incoming:
        incoming.write(PDF % 1)
        sender = Sender("a.pdf", "application/pdf", "link", "der Link", hint="Düren")
        guest_links.hand_in(space, token, incoming, len(PDF % 1), sender)
    before = guest_links.find(space, token)
    rebuild(space.catalog, space.store)
    assert guest_links.find(space, token) == before
    assert before is not None
    assert (before.used, before.size) == (1, len(PDF % 1))
    assert token not in " ".join(str(entry.body) + entry.about for entry in space.journal.after(0))
    space.close()


def test_the_original_of_a_stack_does_not_go_out_for_one_of_its_parts(live: Live) -> None:
    stack = hand_in(live.space, PDF % 88, "Stapel.pdf").eingangsnummer
    told = proposal(live.space, stack, order="A-26-0112")
    pages = tuple(replace(told.reading.pages[0], number=number) for number in (1, 2))
    live.space.documents.file(stack, replace(told, reading=replace(told.reading, pages=pages)))
    assert guest_links.alone(live.space, stack)
    [part, *_] = split(live.space, stack, [[1], [2]], "Anna")
    with pytest.raises(Invalid, match="bound paper"):
        guest_links.make(live.space, link(direction="abholen", order="A-26-0112", papers=(part,)), "Anna")


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"until": TODAY - timedelta(days=1)}, {"files": 0}, {"megabytes": 10**6}, {"direction": "abholen"}]
)
def test_links_that_make_no_sense_are_not_made(live: Live, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        guest_links.make(live.space, link(**wrong), "Anna")


def test_a_clerk_makes_a_link_and_a_supplier_uses_it(live: Live, page: Page) -> None:
    page.goto(f"{live.address}/mappen/A-26-0112")
    for name in ("Austauschlink", "Link zum Hochladen"):
        page.get_by_role("link", name=name).click()
    page.get_by_label("Für wen").fill("Stahlhandel Düren")
    page.get_by_label("Letzter Tag").fill("2001-01-01")
    page.get_by_role("button", name="Link anlegen").click()
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_label("Für wen").input_value() == "Stahlhandel Düren"
    page.get_by_label("Letzter Tag").fill((TODAY + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Link anlegen").click()
    address = page.locator("code.secret").inner_text()
    assert page.get_by_role("cell", name="Stahlhandel Düren A-26-0112").is_visible()
    page.context.clear_cookies()
    page.goto(address)
    assert page.get_by_role("navigation").count() == 0
    page.get_by_label("Dateien").set_input_files({"name": "Zeugnis.pdf", "mimeType": "application/pdf", "buffer": PDF % 77})
    page.get_by_role("button", name="Hochladen").click()
    page.get_by_text("ist angekommen").wait_for()
    page.goto(f"{live.address}/austauschlinks")
    page.get_by_role("button", name="Zurücknehmen").click()
    page.goto(address)
    assert page.get_by_text("Dieser Link gilt nicht").is_visible()
