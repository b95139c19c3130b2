"""Übersicht, Vollständigkeit and Vergleich on the screen: lists that narrow and leave as CSV, a profile that counts, papers compared."""

from __future__ import annotations

import csv
import dataclasses
import io
from datetime import UTC, datetime, timedelta

import httpx2
from playwright.sync_api import Page, expect

from archive.document import Doubt
from archive.order import Order, PurchaseOrder, Supplier
from archive.verify import verify
from tests.cast import hand_in, proposal
from tests.service.conftest import Live

TODAY = datetime.now(UTC).astimezone().date()
EVIL = Supplier("70090", '=HYPERLINK("http://x")')


def furnish(live: Live) -> None:
    for days, number in ((45, "801"), (300, "802"), (2, "803")):
        order, purchase = f"A-26-0{number}", f"B-26-00{number}"
        ordered = TODAY - timedelta(days=days)
        live.space.orders.save([Order(order, "Mühle Öhrich"), PurchaseOrder(purchase, "Blechhandel Wurm", (order,), ordered)], "Anna")
    live.space.orders.save([EVIL, PurchaseOrder("B-26-00804", "70090", ("A-26-0801",), TODAY - timedelta(days=40))], "Anna")


def test_the_overview_lists_what_is_late_the_oldest_first(page: Page, live: Live) -> None:
    furnish(live)
    page.goto(f"{live.address}/uebersicht")
    section = page.get_by_role("region", name="Was fehlt")
    expect(section.get_by_role("listitem").first).to_contain_text("A-26-0802")
    expect(section.get_by_role("listitem").first).to_contain_text("seit 300 Tagen")
    expect(section).not_to_contain_text("A-26-0803")
    section.get_by_role("link", name="Liste Was fehlt").click()
    page.get_by_label("auch, was noch Zeit hat").check()
    page.get_by_label("Lieferant, Auftrag oder Wort").fill("wurm a-26-0803")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.locator(".lines li")).to_have_count(1)
    page.get_by_label("Lieferant, Auftrag oder Wort").fill("gibt es nicht")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_text("Dazu steht nichts auf der Liste.")).to_be_visible()


def test_a_list_leaves_as_a_table_for_a_german_spreadsheet(live: Live) -> None:
    answer = httpx2.get(f"{live.address}/uebersicht/fehlt.csv", params={"alle": "1"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Auftrag", "Kunde", "Eingang", "Art"]
    late = next(row for row in rows if row[0] == "A-26-0802")
    assert late[1:4] == ["Mühle Öhrich", "", "Lieferschein"]
    assert late[7:9] == [f"{TODAY - timedelta(days=300):%d.%m.%Y}", "300"]
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    assert any(row[5] == f"'{EVIL.name}" for row in rows)


def test_unknown_lists_and_pages_are_no_server_errors(live: Live) -> None:
    assert httpx2.get(f"{live.address}/uebersicht/quatsch").status_code == 404
    assert httpx2.get(f"{live.address}/uebersicht/quatsch.csv").status_code == 404
    for asked in ("seite=999", "seite=-3", "q=%25_%5C", "art=quatsch"):
        assert httpx2.get(f"{live.address}/uebersicht/fehlt?{asked}").status_code == 200


def test_the_profile_decides_what_is_late(page: Page, live: Live) -> None:
    page.goto(f"{live.address}/verwaltung/vollstaendigkeit")
    page.get_by_label("Auftragsbestätigung").first.check()
    page.locator("#tage_lieferschein").fill("1")
    page.locator("#price").fill("2,5")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert")
    expect(page.locator("#price")).to_have_value("2,5")
    profile = live.space.profiles.get()
    assert profile.needed == ("auftragsbestaetigung", "lieferschein", "rechnung")
    assert f"{profile.tolerances.price}" == "0.025"
    page.goto(f"{live.address}/uebersicht/fehlt?q=a-26-0803")
    expect(page.locator(".lines li")).to_have_count(1)


def test_nonsense_in_the_profile_is_refused_with_a_sentence(live: Live) -> None:
    address = f"{live.address}/verwaltung/vollstaendigkeit"
    before = live.space.profiles.get()
    good = {f"tage_{key}": "5" for key in ("auftragsbestaetigung", "lieferschein", "rechnung", "wareneingangsschein", "pruefbescheinigung")}
    good |= {"price": "2", "measured": "10", "counted": "0", "charges_share": "5", "charges": "50", "rounding": "0,02"}
    good |= {"ungeprueft": "10", "skonto": "5", "braucht_rechnung": "1"}
    for wrong in (
        {"price": "viel"},
        {"price": "200"},
        {"tage_rechnung": "-1"},
        {"braucht_rechnung": ""},
        {"charges": ""},
        {"skonto": "9999"},
        {"skonto": "7,5"},
        {"tage_rechnung": ""},
    ):
        answer = httpx2.post(address, data=good | wrong)
        assert answer.status_code == 422, wrong
        assert "Bitte" in answer.text
        typed = good | wrong
        assert f'name="skonto" value="{typed["skonto"]}"' in answer.text
        assert f'name="price" value="{typed["price"]}"' in answer.text
    assert live.space.profiles.get() == before


def test_two_papers_are_seen_side_by_side_and_told_apart(page: Page, live: Live) -> None:
    live.space.orders.save([Order("A-26-0101", "Pumpen Kessel GmbH")], "Anna")
    first, second = (hand_in(live.space, data).eingangsnummer for data in (b"%PDF one", b"%PDF other"))
    live.space.documents.file(first, proposal(live.space, first))
    twin = proposal(live.space, second, fields={"rechnungsnummer": "RE-4711", "brutto": "119.00"})
    doubt = Doubt("paper", f"Das Papier sieht aus wie der Eingang {first}.", "Ist es dasselbe Papier noch einmal?", first)
    live.space.documents.file(second, dataclasses.replace(twin, doubts=(doubt,)))
    address = f"{live.address}/vergleich/{second}/{first}"
    page.goto(address)
    expect(page.locator("table tbody tr").first).to_contain_text("verschieden")
    expect(page.locator("table")).to_contain_text("B-26-00401")  # one of the two has no number of ours
    page.get_by_label("Warum?").fill("zweimal gescannt")
    page.get_by_role("button", name="Dasselbe Papier").click()
    expect(page.locator("main")).to_contain_text("Dieses Papier ist schon da")
    assert live.space.intake.get(second).problem == "doppelt"
    assert httpx2.post(address, data={"wahl": "gleiches_papier"}).status_code == 422
    assert httpx2.get(f"{live.address}/vergleich/{first}/E-1999-0000001").status_code == 404
    live.space.documents.undo(second, "Anna")
    page.goto(address)
    page.get_by_role("button", name="Zwei verschiedene Papiere").click()
    assert live.space.documents.get(second).state == "filed"
    assert verify(live.space).ok
