"""Declarations, instructions and programs are told from the papers that only mention them."""

from __future__ import annotations

import pytest

from ingest.understand import understand
from tests.papers import REGISTER, reading

SENDER = "#Stahlhandel Düren GmbH\n\nStahlhandel Düren GmbH · Hafenweg 3 · 52349 Düren\n\n"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("EU Declaration of Conformity", "konformitaetserklaerung"),
        ("Einbauerklärung", "konformitaetserklaerung"),
        ("Leveranciersverklaring", "lieferantenerklaerung"),
        ("Warenverkehrsbescheinigung EUR.1", "lieferantenerklaerung"),
        ("Montageanleitung", "betriebsanleitung"),
        ("Sicherheitsdatenblatt", "betriebsanleitung"),
        ("Werkzeugeinstellblatt", "nc_programm"),
    ],
)
def test_a_heading_names_the_type_and_is_its_reason(heading: str, kind: str) -> None:
    proposal = understand(reading(f"{SENDER}#{heading}\nKommission: A-26-0112"), REGISTER)
    assert proposal.doctype == kind
    assert heading.split(" ", maxsplit=1)[0] in proposal.doctype_reason
    assert proposal.doctype_reason.endswith("im Kopf der Seite 1 steht")


def test_that_no_heading_was_found_is_a_reason_too() -> None:
    assert understand(reading("Hallo Welt"), REGISTER).doctype_reason == "auf dem Papier keine Überschrift steht, die seine Art nennt"


@pytest.mark.parametrize("enclosed", ["Konformitätserklärung", "Lieferantenerklärung", "Betriebsanleitung"])
def test_a_delivery_note_with_a_declaration_enclosed_stays_one(enclosed: str) -> None:
    note = f"{SENDER}#Lieferschein 80015599\nIhre Bestellung: B-26-00417\n\n10   Hydraulikaggregat   1 Stk\n\n{enclosed} liegt bei"
    assert understand(reading(note), REGISTER).doctype == "lieferschein"


def test_a_certificate_names_all_its_heats() -> None:
    table = "Schmelze     Charge      Stück\nS73918       2604417     4\nS73920       2604419     2"
    proposal = understand(reading(f"#Abnahmeprüfzeugnis 3.1\n\nZeugnis-Nr.: 2026/118842\n\n{table}\n\nZugversuch: Rm 986 N/mm²"), REGISTER)
    assert {f.value for f in proposal.findings if f.field == "schmelze"} == {"S73918", "S73920", "2604417", "2604419"}
