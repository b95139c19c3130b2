"""Pages in other languages are known by their commonest words, and read with those where they are installed."""

from __future__ import annotations

import pytest

from ingest.ocr import Tesseract, for_tongue
from ingest.orient import read
from ingest.sheet import Sheet
from ingest.tongue import tongue
from tests.engines import Crashes
from tests.ingest.drawn import paper

ENGLISH = (
    "Invoice number 4711 of 12 March 2026",
    "Please pay the amount due within 14 days of the date of this invoice",
    "Our payment terms are printed on the back of this page",
    "Quantity and price of your order are shown with the shipping address",
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (" ".join(ENGLISH), "eng"),
        ("Facture pour votre commande du 12 mars. Le montant est payable par virement dans les 30 jours sur notre compte.", "fra"),
        ("Rechnung für Ihre Bestellung. Bitte zahlen Sie den Betrag bis zum 12. März. The price of a tool", "deu"),
        ("4711 0815 12,50", "deu"),
        ("", "deu"),
    ],
)
def test_the_commonest_words_tell(text: str, language: str) -> None:
    assert tongue(text.split()) == language


def test_an_engine_learns_only_what_is_installed() -> None:
    english = for_tongue(Tesseract(), "eng")
    assert isinstance(english, Tesseract)
    assert english.languages == "deu+eng"
    assert for_tongue(Tesseract(), "xxx") is None
    assert for_tongue(Tesseract(program="no-such-program"), "eng") is None
    assert for_tongue(Crashes(), "eng") is None


def test_an_english_page_is_read_with_english_words() -> None:
    image = paper(lines=ENGLISH)
    (seen,) = read([Sheet(image, 595.0, 595.0 * image.height / image.width)], Tesseract())
    assert tongue(word.text for word in seen.words) == "eng"
    assert {"Quantity", "address", "within", "amount"} <= {word.text.strip(".,") for word in seen.words}
