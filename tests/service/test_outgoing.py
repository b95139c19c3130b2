"""What leaves: one paper as a searchable PDF/A, a folder as ZIP and as one PDF, cover sheets, and what may not leave."""

from __future__ import annotations

import zipfile
from io import BytesIO

import httpx2
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from archive.confidence import mark
from archive.history import sentence
from archive.stack import split
from export.parcel import plain_name
from ingest.codes import find
from ingest.pipeline import process
from ingest.sheet import Sheet
from tests.cast import ANNA, hand_in
from tests.ingest.einvoices import XRECHNUNG
from tests.pdfa import faults
from tests.service import papers
from tests.service.conftest import Live
from tests.service.papers import Paper


def text_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def bundle(client: httpx2.Client, kind: str, *numbers: str, order: str = "A-26-0112", audience: str = "alle") -> httpx2.Response:
    asked = [("mappe", order), ("fuer", audience), *(("beleg", number) for number in numbers)]
    return client.get(f"/herausgeben/mappe.{kind}", params=asked)


def unzipped(answer: httpx2.Response) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(answer.content)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def filled(live: Live) -> dict[str, str]:
    invoice = papers.file(live.space, Paper(number="9001234"))
    note = papers.file(live.space, Paper("Lieferschein", "lieferschein", "80015511"), "ls.pdf")
    proof = papers.file(live.space, Paper("Prüfbescheinigung", "pruefbescheinigung", "Z-1/7"), "zeugnis.pdf")
    stacked = papers.stack(live.space, [Paper(number="9005555"), Paper(number="9006666", order="A-26-0113")])
    part = split(live.space, stacked, [(1,), (2,)], ANNA)[0]
    process(live.space, part)
    data = hand_in(live.space, XRECHNUNG, "xrechnung.xml").eingangsnummer
    process(live.space, data)
    return {"invoice": invoice, "note": note, "proof": proof, "part": part, "data": data}


def test_a_paper_becomes_a_searchable_pdf_a(client: httpx2.Client, filled: dict[str, str]) -> None:
    made = client.get(f"/belege/{filled['invoice']}/suchbar.pdf").content
    assert faults(made) == []
    (said,) = text_of(made)
    assert "Stahlhandel Düren GmbH" in said
    assert "572,63" in said
    with pypdfium2.PdfDocument(made) as document:
        page = document[0]
        text = page.get_textpage()
        found = text.search("9001234").get_next()
        assert found is not None
        assert text.count_rects(*found) == 1
        left, bottom, right, top = text.get_rect(0)
        assert 560 < (bottom + top) / 2 < 590, "the words lie where they are printed"
        assert right > left
        drawn = page.render(scale=1).to_pil().convert("L")
    assert min(drawn.tobytes()) < 80, "the picture is there"


def test_an_e_invoice_takes_its_original_along(client: httpx2.Client, filled: dict[str, str]) -> None:
    made = client.get(f"/belege/{filled['data']}/suchbar.pdf").content
    assert faults(made) == []
    with pikepdf.open(BytesIO(made)) as pdf:
        ((name, spec),) = pdf.attachments.items()
        assert name.endswith(".xml")
        assert spec.get_file().read_bytes() == XRECHNUNG


def test_a_folder_as_zip_holds_every_original_and_a_list(client: httpx2.Client, live: Live, filled: dict[str, str]) -> None:
    files = unzipped(bundle(client, "zip", *filled.values()))
    names = sorted(files)
    assert names[0] == "00 Inhalt.pdf"
    assert len(names) == 7, names
    assert not any("/" in name or "\\" in name for name in names)
    data = next(content for name, content in files.items() if name.endswith(".xml"))
    assert data == XRECHNUNG
    assert any(name.endswith("lesbar.pdf") for name in names)
    part = next(content for name, content in files.items() if "9005555" in name)
    assert faults(part) == []
    assert "9006666" not in "".join(text_of(part)), "the other paper of the stack stays here"
    listed = "".join(text_of(files["00 Inhalt.pdf"]))
    assert "Rechnung 9001234" in listed
    assert "Pumpenbau Rur GmbH" in listed
    assert live.space.documents.get(filled["invoice"]).state == "filed"


def test_a_folder_as_one_pdf_has_bookmarks_pages_and_data(client: httpx2.Client, filled: dict[str, str]) -> None:
    made = bundle(client, "pdf", *filled.values()).content
    assert faults(made) == []
    with pikepdf.open(BytesIO(made)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles[0] == "Inhalt"
        assert len(titles) == 6
        assert len(pdf.attachments) == 1
    texts = text_of(made)
    row = next(line for line in texts[0].splitlines() if "80015511" in line)
    assert "80015511" in texts[int(row.split()[-1]) - 1], "the list tells the right page"


def test_for_a_customer_only_what_customers_get_is_ticked(client: httpx2.Client, filled: dict[str, str]) -> None:
    page = client.get("/herausgeben", params={"mappe": "A-26-0112", "fuer": "kunde"}).text
    ticked = [number for number in filled.values() if f'value="{number}" checked' in page]
    assert ticked == [filled["proof"]]
    page = client.get("/herausgeben", params={"mappe": "A-26-0112", "fuer": "pruefer"}).text
    assert f'value="{filled["invoice"]}" checked' in page


def test_confidential_papers_leave_in_no_bundle(client: httpx2.Client, live: Live) -> None:
    hidden = papers.file(live.space, Paper(number="7777777", order="A-26-0113"), "geheim.pdf")
    shown = papers.file(live.space, Paper(number="8888888", order="A-26-0113"), "offen.pdf")
    mark(live.space.journal, "beleg", hidden, "vertraulich", ANNA)
    page = client.get("/herausgeben", params={"mappe": "A-26-0113"}).text
    assert "7777777" not in page
    assert "vertrauliches Papier bleibt hier" in page
    files = unzipped(bundle(client, "zip", hidden, shown, order="A-26-0113"))
    assert [name for name in files if "7777777" in name] == []
    assert len(files) == 2


def test_nothing_chosen_and_papers_of_others_are_told_and_not_sent(client: httpx2.Client, filled: dict[str, str]) -> None:
    answer = bundle(client, "zip")
    assert answer.status_code == 422
    assert "mindestens ein Papier" in answer.text
    foreign = bundle(client, "pdf", filled["invoice"], order="A-26-0113")
    assert foreign.status_code == 422
    assert bundle(client, "zip", "E-1", order="A-99").status_code == 404


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("01 Rechnung ../../etc/passwd", "01 Rechnung ..-..-etc-passwd"),
        ("CON", "_CON"),
        ("a\x00b\u202eexe.pdf", "a-b-exe.pdf"),
        ("   ", "_"),
        ("x" * 300, "x" * 60),
        ("Müller & Söhne <GmbH>", "Müller & Söhne -GmbH"),
    ],
)
def test_names_are_fit_for_every_file_system(text: str, name: str) -> None:
    assert plain_name(text) == name


def test_a_cover_sheet_opens_from_its_folder(client: httpx2.Client, filled: dict[str, str]) -> None:
    assert "/deckblaetter?auftrag=A-26-0112" in client.get("/mappen/A-26-0112").text
    assert filled
    made = client.get("/deckblaetter/deckblatt.pdf", params={"auftrag": "A-26-0112", "typ": "rechnung"})
    assert made.headers["content-type"] == "application/pdf"
    assert faults(made.content) == []
    image: Image.Image = pypdfium2.PdfDocument(made.content)[0].render(scale=2).to_pil().convert("L")
    seen = {code.text for code in find(Sheet(image, image.width / 2, image.height / 2), 1)}
    assert seen == {"MAPPE:A-26-0112;TYP=rechnung;BLATT", "MAPPE:A-26-0112"}
    unknown = client.get("/deckblaetter/deckblatt.pdf", params={"auftrag": "<b>X", "typ": "../x"})
    assert unknown.status_code == 404
    assert 'value="&lt;b&gt;X"' in unknown.text
    assert faults(client.get("/deckblaetter/trennblatt.pdf").content) == []


def test_what_was_handed_out_stands_in_the_history_of_the_folder(client: httpx2.Client, live: Live, filled: dict[str, str]) -> None:
    assert bundle(client, "pdf", filled["note"], audience="kunde").status_code == 200
    assert bundle(client, "zip").status_code == 422
    last = live.space.journal.about("A-26-0112")[-1]
    assert (last.kind, last.body["papers"]) == ("herausgegeben", [filled["note"]])
    assert sentence(last).startswith("Herausgegeben als PDF (")
    assert sentence(last).endswith("1 Papier.")
