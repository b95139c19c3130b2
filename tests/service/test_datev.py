"""Files for DATEV: every field of the batch that is used, the ZIP without folders, the settings, and what is left to people."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import httpx2
import pytest
from lxml import etree

from archive.booking import Accounts, Booking, Bookings, objection
from archive.confidence import mark
from archive.content import Correction
from archive.order import Supplier
from archive.problems import Invalid
from export.datev import NAMESPACE, XSI, Month, batch
from export.datev_columns import COLUMNS
from export.datev_rows import Row, guid, rows
from export.datev_text import belegfeld
from tests.cast import ANNA, hand_in, proposal
from tests.export.test_datev_zip import SCHEMA
from tests.service import papers
from tests.service.conftest import Live
from tests.service.papers import Paper

MARCH = Month("firma", date(2026, 3, 1), date(2026, 3, 31), datetime(2026, 4, 2, 9, 30, tzinfo=UTC))
BOOKING = Booking("29098", "55003", 1, 4, Accounts(costs="3400", key="9"))
STEEL = Supplier("70001", "Stahlhandel Düren GmbH")


def row(**values: object) -> Row:
    usual = Row(
        "E-1", Decimal("1234.50"), "H", Accounts("70001", "3400", "9"), date(2026, 3, 18), "RE-1", "Müller & Söhne", "A-26-1", "170426"
    )
    return replace(usual, **values)


def cells(data: bytes) -> tuple[list[str], list[list[str]], list[str]]:
    text = data.decode("cp1252")
    assert text.count("\r\n") == text.count("\n") == len(text.splitlines())
    head, columns, *lines = csv.reader(io.StringIO(text), delimiter=";", quotechar='"', strict=True)
    assert columns == list(COLUMNS)
    return head, lines, text.splitlines()


def test_the_head_says_whose_batch_it_is_and_for_when() -> None:
    head, _, lines = cells(batch([row()], BOOKING, MARCH))
    assert lines[0].startswith('"EXTF";700;21;"Buchungsstapel";13;20260402093000000;')
    assert len(head) == 31
    assert head[10:18] == ["29098", "55003", "20260101", "4", "20260301", "20260331", "Auftragsmappe 03/2026", ""]
    assert head[18:22] == ["1", "0", "0", "EUR"]


@pytest.mark.parametrize(("start", "begins"), [(1, "20260101"), (3, "20260301"), (4, "20250401"), (12, "20251201")])
def test_the_business_year_is_the_one_the_month_lies_in(start: int, begins: str) -> None:
    assert cells(batch([], replace(BOOKING, year_start=start), MARCH))[0][12] == begins


def test_ac_6_5_a_row_keeps_the_rules_of_every_field_it_uses() -> None:
    _, (line,), lines = cells(batch([row(text='Fa. "Stahl"; Düren\n€')], BOOKING, MARCH))
    assert len(line) == len(COLUMNS) == 125
    said = dict(zip(COLUMNS, line, strict=True))
    assert re.fullmatch(r"\d{1,10},\d\d", said["Umsatz (ohne Soll/Haben-Kz)"])
    assert said["Umsatz (ohne Soll/Haben-Kz)"] == "1234,50"
    assert said["Soll/Haben-Kennzeichen"] == "H"
    assert said["WKZ Umsatz"] == "EUR"
    assert (said["Konto"], said["Gegenkonto (ohne BU-Schlüssel)"], said["BU-Schlüssel"]) == ("70001", "3400", "9")
    assert said["Belegdatum"] == "1803"
    assert said["Belegfeld 1"] == "RE-1"
    assert said["Belegfeld 2"] == "170426"
    assert said["Buchungstext"] == 'Fa. "Stahl"; Düren €'
    assert said["Beleglink"] == f'BEDI "{guid("firma", "E-1")}"'
    assert lines[2].startswith('1234,50;"H";"EUR";;;;70001;3400;"9";1803;"RE-1";"170426";;"Fa. ""Stahl""; Düren €";')
    assert f'"BEDI ""{guid("firma", "E-1")}"""' in lines[2]


def test_a_letter_that_the_code_page_has_not_breaks_nothing() -> None:
    _, (line,), _ = cells(batch([row(text="Łódź Ǎš 株式会社 ﬁ" + "x" * 99, order="Ö" * 300)], BOOKING, MARCH))
    assert line[13] == "Lódz Aš ???? fi" + "x" * 45
    assert line[23] == "Ö" * 210


def test_without_numbers_there_is_no_batch() -> None:
    with pytest.raises(Invalid, match="adviser or client"):
        batch([row()], Booking(), MARCH)


@pytest.mark.parametrize(
    ("number", "taken"),
    [
        ("RE-2026/0001", "RE-2026/0001"),
        ("Nr. 4711 ä", "Nr4711a"),
        ("0" * 50, "0" * 36),
        ("12_34#5", "12345"),
        ("日本", ""),
        ("ß12É", "ss12E"),
    ],
)
def test_invoice_numbers_are_cut_to_what_the_field_takes(number: str, taken: str) -> None:
    assert belegfeld(number) == taken


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"adviser": "1000"}, "Beraternummer"),
        ({"adviser": "12a"}, "Beraternummer"),
        ({"client": "100000"}, "Mandantennummer"),
        ({"year_start": 13}, "Wirtschaftsjahr"),
        ({"length": 9}, "4 bis 8"),
        ({"usual": Accounts(creditor="7001")}, "5 Ziffern"),
        ({"usual": Accounts(costs="34000")}, "höchstens 4"),
        ({"suppliers": {"1": Accounts(key="x")}}, "Steuerschlüssel"),
        ({"usual": Accounts(rate="12")}, "19 oder 7"),
        ({"suppliers": {"1": Accounts("70001", rate="7")}}, "7 %: Bitte tragen Sie auch"),
    ],
)
def test_settings_that_datev_would_not_take_are_named(wrong: dict[str, object], said: str) -> None:
    assert said in objection(replace(BOOKING, **wrong))
    assert objection(BOOKING) == ""


@pytest.fixture(scope="module")
def invoices(live: Live) -> dict[str, str]:
    live.space.orders.save([STEEL], ANNA)
    found = {}
    for at, (name, fields, doctype) in enumerate(
        (
            ("plain", {}, "rechnung"),
            ("credit", {}, "gutschrift"),
            ("mixed", {"steuer": "50.00", "brutto": "531.20"}, "rechnung"),
            ("stranger", {"lieferant": "Unbekannt KG"}, "rechnung"),
            ("twice", {"rechnungsnummer": "RE-2026-0"}, "rechnung"),
            ("november", {"rechnungsdatum": "2026-11-02"}, "rechnung"),
            ("secret", {}, "rechnung"),
            ("undated", {"rechnungsdatum": ""}, "rechnung"),
        )
    ):
        number = papers.file(live.space, Paper(number="9001234", order="A-26-0112"), f"{name}.pdf")
        usual = {
            "rechnungsdatum": "2026-10-14",
            "netto": "481.20",
            "steuer": "91.43",
            "brutto": "572.63",
            "rechnungsnummer": f"RE-2026-{at}",
        }
        decision = Correction(doctype=doctype, fields={"lieferant": STEEL.name, **usual, **fields})
        live.space.documents.correct(number, decision, ANNA)
        found[name] = number
    mark(live.space.journal, "beleg", found["secret"], "vertraulich", ANNA)
    waiting = hand_in(live.space, b"%PDF-1.4 wartet").eingangsnummer
    live.space.documents.file(waiting, proposal(live.space, waiting, order="", fields={"rechnungsdatum": "2026-10-30"}))
    found["waiting"] = waiting
    return found


def test_the_screen_tells_what_is_proposed_and_what_is_not(client: httpx2.Client, live: Live, invoices: dict[str, str]) -> None:
    Bookings(live.space.catalog, live.space.journal).save(BOOKING, ANNA)
    page = client.get("/datev", params={"monat": "2026-10"}).text
    assert "2 Buchungen werden vorgeschlagen" in page
    assert "Mehrere Steuersätze" in page
    assert f"schon als {invoices['plain']} da" in page
    assert "kein bekannter Lieferant" in page
    assert "RE-2026-5" not in page
    assert re.search(rf"1 Rechnung dieses Monats wartet noch .*/klaerung/{invoices['waiting']}", page)
    assert "1 vertrauliche Rechnung bleibt hier." in page
    assert re.search(rf"1 abgelegte Rechnung hat kein Datum .*/belege/{invoices['undated']}", page)
    _, lines, _ = cells(client.get("/datev/buchungsstapel.csv", params={"monat": "2026-10"}).content)
    assert [(line[0], line[1], line[6], line[10]) for line in lines] == [
        ("572,63", "H", "70001", "RE-2026-0"),
        ("572,63", "S", "70001", "RE-2026-1"),
    ]
    assert client.get("/datev", params={"monat": "'; drop"}).status_code == 200


def test_ac_6_4_the_pictures_come_flat_with_one_valid_document_xml(client: httpx2.Client, live: Live, invoices: dict[str, str]) -> None:
    answer = client.get("/datev/belege.zip", params={"monat": "2026-10"})
    with zipfile.ZipFile(BytesIO(answer.content)) as file:
        names = file.namelist()
        root = etree.fromstring(file.read("document.xml"))
    SCHEMA.assertValid(root)
    assert names.count("document.xml") == 1
    assert not any("/" in name for name in names)
    assert len(names) == 6
    assert root.tag == f"{{{NAMESPACE}}}archive"
    assert root.get("version") == "6.0"
    documents = root.findall(f".//{{{NAMESPACE}}}document")
    listed = [extension.get("name") for extension in root.iter(f"{{{NAMESPACE}}}extension")]
    assert sorted(listed) == sorted(name for name in names if name != "document.xml")
    assert {extension.get(f"{{{XSI}}}type") for extension in root.iter(f"{{{NAMESPACE}}}extension")} == {"File"}
    assert guid(live.space.name, invoices["plain"]) in {document.get("guid") for document in documents}
    for document in documents:
        assert [child.tag.split("}")[1] for child in document][-2:] == ["extension", "repository"]
        assert [level.get("id") for level in document.iter(f"{{{NAMESPACE}}}level")] == ["1", "2", "3"]
    assert client.get("/datev/belege.zip", params={"monat": "2019-01"}).status_code == 422


def test_settings_are_kept_and_wrong_ones_stay_typed(client: httpx2.Client, live: Live) -> None:
    wrong = client.post("/verwaltung/datev", data={"berater": "7", "mandant": "1", "beginn": "1", "laenge": "4"})
    assert wrong.status_code == 422
    assert 'value="7"' in wrong.text
    good = {"berater": "29098", "mandant": "55003", "beginn": "7", "laenge": "5", "aufwand": "54000", "satz": ""}
    assert client.post("/verwaltung/datev", data=good, follow_redirects=True).status_code == 200
    own = {"lieferant": "70001", "kreditor": "7001", "aufwand": "33000", "satz": "7"}
    refused = client.post("/verwaltung/datev/lieferant", data=own)
    assert (refused.status_code, "ist kein Kreditorenkonto" in refused.text, 'value="7001"' in refused.text) == (422, True, True)
    page = client.post("/verwaltung/datev/lieferant", data={**own, "kreditor": "700010"}, follow_redirects=True).text
    assert "eigene Konten: 700010, 33000, 7 %" in page
    kept = Bookings(live.space.catalog, live.space.journal)
    assert kept.get() == Booking("29098", "55003", 7, 5, Accounts(costs="54000"), {"70001": Accounts("700010", "33000", rate="7")})
    assert client.post("/verwaltung/datev/lieferant", data={"lieferant": "gibt-es-nicht"}).status_code == 404
    client.post("/verwaltung/datev/lieferant", data={"lieferant": "70001"})
    assert kept.get().suppliers == {}


def test_no_account_no_proposal() -> None:
    assert rows([], BOOKING, [STEEL]) == ([], [])
    assert BOOKING.accounts("70001") == Accounts("70001", "3400", "9")
    assert BOOKING.accounts("4711").creditor == ""


def test_a_tax_key_is_for_the_account_it_was_set_with() -> None:
    own = {"1": Accounts("70002", "3300", rate="7"), "2": Accounts("70003", key="8", rate="7")}
    booking = replace(BOOKING, suppliers=own)
    assert objection(booking) == ""
    assert booking.accounts("1") == Accounts("70002", "3300", "", "7")
    assert booking.accounts("2") == Accounts("70003", "3400", "8", "7")


def test_more_suppliers_than_a_form_has_fields(client: httpx2.Client, live: Live) -> None:
    many = [Supplier(f"{number}", f"Lieferant {number}") for number in range(80001, 80151)]
    live.space.orders.save(many, ANNA)
    assert client.get("/verwaltung/datev").text.count('action="/verwaltung/datev/lieferant"') >= 150
    sent = {"lieferant": "80150", "aufwand": "3300", "kreditor": "", "satz": "", "schluessel": ""}
    Bookings(live.space.catalog, live.space.journal).save(BOOKING, ANNA)
    assert client.post("/verwaltung/datev/lieferant", data=sent, follow_redirects=True).status_code == 200
    assert Bookings(live.space.catalog, live.space.journal).get().suppliers == {"80150": Accounts(costs="3300")}
