"""The business cases planted in a set: what an archive should notice about each, and what a person should decide. Looks at no archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from training.firm.files import Work
from training.firm.plan import Set


@dataclass(frozen=True, slots=True)
class Expected:
    """How a case should show: ``sign`` is "doubt", "deviation", "state", "links", "quiet", "duplicate", "missing" or "stack".

    ``about`` says which doubts, deviations or states count; ``decision`` is German and for people.
    """

    sign: str
    about: tuple[str, ...]
    decision: str


_ORDER = Expected("state", ("waiting",), "Auftrag klären und von Hand zuordnen")
_QUIET = Expected("quiet", ("preis", "menge"), "Nichts zu tun: Es passt zur Bestellung")
_SPLIT = Expected("links", (), "In alle betroffenen Mappen")
EXPECTED: Mapping[str, Expected] = {
    "sammelrechnung_drei_auftraege": _SPLIT,
    "monatssammelrechnung": Expected("links", (), "Über die Lieferscheine in alle betroffenen Mappen"),
    "zwei_auftraege": _SPLIT,
    "teillieferung": Expected("quiet", ("preis",), "Rest abwarten"),
    "teillieferung_rest_offen": Expected("deviation", ("nicht_geliefert", "menge"), "Rest beim Lieferanten anmahnen"),
    "preisabweichung": Expected("deviation", ("preis",), "Reklamieren, Gutschrift anfordern"),
    "preisabweichung_12_prozent": Expected("deviation", ("preis",), "Reklamieren, Gutschrift anfordern"),
    "preis_niedriger": Expected("deviation", ("preis",), "Annehmen, Einkauf fragen"),
    "rabatt_vergessen": Expected("deviation", ("preis",), "Reklamieren, Gutschrift anfordern"),
    "mengenabweichung": Expected("deviation", ("menge", "nicht_geliefert"), "Menge klären, nur Geliefertes bezahlen"),
    "preiseinheit_100": _QUIET,
    "stueck_in_kilogramm": Expected("deviation", ("nicht_pruefbar",), "Gewicht nachrechnen"),
    "exakte_dublette": Expected("duplicate", (), "Nichts buchen: Die Datei ist schon da"),
    "zweiter_scan": Expected("doubt", ("paper",), "Nichts buchen: Das Papier ist schon da"),
    "mail_und_papier": Expected("doubt", ("paper",), "Nichts buchen: Die Rechnung kam schon als Datei"),
    "gleicher_betrag": Expected("quiet", ("doppelt",), "Buchen: Es ist eine andere Rechnung"),
    "falsche_ziffer": _ORDER,
    "von_hand_berichtigt": _ORDER,
    "ohne_auftragsbezug": _ORDER,
    "altes_jahr": _ORDER,
    "unbekannter_auftrag": _ORDER,
    "stornierter_auftrag": _ORDER,
    "nur_kundenname": _ORDER,
    "unsere_auftragsnummer_gleicht_unserer": Expected("links", (), "Nur die Nummer hinter „Ihre“ gilt"),
    "rechenfehler": Expected("doubt", ("brutto", "netto", "steuer", "zeilen"), "Berichtigte Rechnung anfordern"),
    "falscher_steuersatz": Expected("doubt", ("steuer",), "Berichtigte Rechnung anfordern"),
    "pflichtangabe_fehlt": Expected("doubt", ("pflichtangaben", "empfaenger"), "Berichtigte Rechnung anfordern"),
    "neue_bankverbindung": Expected("doubt", ("iban",), "Anhalten, unter bekannter Nummer zurückrufen"),
    "iban_falsche_ziffer": Expected("doubt", ("iban",), "Anhalten, IBAN klären"),
    "skonto": Expected("quiet", ("preis",), "Frist für Skonto vormerken"),
    "anzahlung": Expected("quiet", ("menge",), "Auf die Schlussrechnung achten"),
    "schlussrechnung": Expected("quiet", ("doppelt",), "Anzahlung abziehen"),
    "innergemeinschaftlich": Expected("quiet", ("steuer",), "Erwerbsteuer selbst anmelden"),
    "kleinbetrag": Expected("quiet", ("pflichtangaben",), "Nichts zu tun: Vereinfachte Angaben genügen"),
    "kleinunternehmer": Expected("quiet", ("steuer",), "Keine Vorsteuer ziehen"),
    "zeugnis_fehlt": Expected("deviation", ("zeugnis_fehlt",), "Zeugnis nachfordern"),
    "charge_passt_nicht": Expected("deviation", ("charge", "zeugnis_fehlt", "schmelze"), "Richtiges Zeugnis anfordern"),
    "erechnung_bild_weicht_ab": Expected("doubt", ("brutto", "einvoice", "netto"), "Es gelten die Daten; beim Lieferanten nachfragen"),
    "geschaeftsregelfehler": Expected("doubt", ("einvoice",), "Berichtigte Rechnung anfordern"),
    "formatfehler": Expected("doubt", ("einvoice", "doctype", "paper"), "Neue Rechnung anfordern: Das ist keine E-Rechnung"),
    "profil_minimum": Expected("doubt", ("einvoice",), "Richtige Rechnung anfordern"),
    "umsatzsteuerliche_gutschrift": Expected("links", (), "Als Eingangsrechnung buchen"),
    "lieferschein_fehlt": Expected("missing", ("lieferschein", "nicht_geliefert"), "Lieferschein nachfordern"),
    "rechnung_fehlt": Expected("missing", ("rechnung",), "Rechnung nachfordern"),
    "passwort": Expected("state", ("rejected",), "Ohne Passwort neu schicken lassen"),
    "leere_datei": Expected("state", ("rejected",), "Noch einmal schicken lassen"),
}


def cases(chosen: Set) -> Iterator[dict[str, Any]]:
    """One record for every planted case: papers, orders, purchase orders, what should be noticed and what should be decided."""
    count = 0
    for work in chosen.works.values():
        for case in (work.spec.case, *work.spec.also):
            if case in EXPECTED:
                count += 1
                yield _record(chosen, work, case, count)
    for absence in chosen.absences:
        count += 1
        purchase, expected = chosen.data.purchases[absence.purchase], EXPECTED[absence.case]
        paper = [absence.about] if absence.about else []
        yield _line(f"f{count:03d}", absence.case, expected) | {
            "papers": paper,
            "files": [chosen.file_of(key) for key in paper],
            "orders": list(purchase.orders),
            "purchase_orders": [purchase.number],
            "positions": [],
        }
    for name, pile in chosen.stacks.items():
        count += 1
        expected = Expected("stack", (), f"In {len(pile.papers)} Papiere trennen")
        papers = [chosen.works[key].paper for key in pile.papers]
        orders = list(dict.fromkeys(order for paper in papers for order in paper.orders))
        yield _line(f"f{count:03d}", "stapel", expected) | {
            "papers": list(pile.papers),
            "files": [name],
            "orders": orders,
            "purchase_orders": [],
            "positions": [],
        }


def _record(chosen: Set, work: Work, case: str, count: int) -> dict[str, Any]:
    spec, paper = work.spec, work.paper
    touched = sorted({*spec.factor, *spec.quantities, *spec.weights, *spec.bases, *spec.discounts}, key=int)
    return _line(f"f{count:03d}", case, EXPECTED[case]) | {
        "papers": [spec.key, *([spec.about] if spec.about else [])],
        "files": [chosen.file_of(spec.key), *([chosen.file_of(spec.about)] if spec.about else [])],
        "orders": list(paper.orders),
        "purchase_orders": list(paper.purchases),
        "positions": touched,
    }


def _line(number: str, case: str, expected: Expected) -> dict[str, Any]:
    return {
        "id": number,
        "case": case,
        "sign": expected.sign,
        "about": list(expected.about),
        "decision": expected.decision,
    }
