"""Which kind of inspection document a certificate is, as it stands on the paper."""

from __future__ import annotations

import pytest

from ingest.understand import understand
from tests.papers import REGISTER, reading

BODY = "\n\nZeugnis-Nr Z-4711\nSchmelze 482911\n\nZugfestigkeit 560 MPa   Streckgrenze 3,1 mm   Bruchdehnung 22 %\n"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Abnahmeprüfzeugnis 3.1", "3.1"),
        ("Abnahmeprüfzeugnis nach DIN EN 10204 – 3.1", "3.1"),
        ("Abnahmeprüfzeugnis 3.1 nach DIN EN 10204", "3.1"),
        ("Abnahmeprüfzeugnis 3,2", "3.2"),
        ("Abnahmeprüfzeugnis EN 10204/3.1 B", "3.1"),
        ("Werkszeugnis 2.2", "2.2"),
        ("Werksbescheinigung EN 10204-2.1", "2.1"),
        ("Inspection certificate 3.1 acc. to EN 10204", "3.1"),
        ("Certificat de réception EN 10204 3.1", "3.1"),
        ("Abnahmeprüfzeugnis", ""),
        ("Prüfbescheinigung EN 10204: 2.1 / Prüfbescheinigung EN 10204: 3.1", ""),
        ("Prüfzeugnis 2.25", ""),
        ("Prüfzeugnis 13.10.2026", ""),
    ],
)
def test_the_kind_of_a_certificate(title: str, kind: str) -> None:
    proposal = understand(reading(f"#Stahlhandel Düren GmbH\n\n#{title}{BODY}"), REGISTER)
    assert proposal.doctype == "pruefbescheinigung"
    assert [f.value for f in proposal.findings if f.field == "zeugnisart"] == ([kind] if kind else [])


def test_the_norm_is_not_the_number() -> None:
    title = "#Stahlhandel Düren GmbH\n\n#Abnahmeprüfzeugnis / Inspection certificate EN 10204 - 3.1"
    proposal = understand(reading(f"{title}\nZeugnis-Nr. / Certificate No.: A03-448812\nSchmelze 482911"), REGISTER)
    assert proposal.value("zeugnisnummer") == "A03-448812"
