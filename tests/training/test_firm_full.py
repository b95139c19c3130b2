"""The full set as it is planned: three hundred papers by the table, every business case, defect and layout. Draws, but scans little."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum import iban

from tests.training.conftest import SEED
from training import firm
from training.firm import gold, planted, stacks
from training.firm.draw import Text
from training.firm.files import FORMS, make, pages_of
from training.firm.layouts import draw
from training.firm.masterdata import master, melt
from training.firm.plan import Set, the_set

TABLE = {
    "rechnung scan": 60,
    "rechnung digital": 14,
    "rechnung e": 16,
    "gutschrift": 5,
    "mahnung": 4,
    "lieferschein": 84,
    "frachtbrief": 8,
    "wareneingangsschein": 6,
    "bestellung": 40,
    "auftragsbestaetigung": 24,
    "pruefbescheinigung": 12,
    "pruefprotokoll": 5,
    "anfrage": 5,
    "angebot": 8,
    "zeichnung": 4,
    "stueckliste": 2,
    "laufkarte": 2,
    "stundenzettel": 1,
}
"""Orders are 30 of ours and 10 of customers, confirmations 16 of suppliers and 8 of ours."""
CASES = {
    "sammelrechnung_drei_auftraege": 3, "monatssammelrechnung": 2, "teillieferung_rest_offen": 2, "lieferschein_fehlt": 3,
    "rechnung_fehlt": 4, "preisabweichung": 2, "preis_niedriger": 1, "rabatt_vergessen": 1, "mengenabweichung": 3, "preiseinheit_100": 4,
    "stueck_in_kilogramm": 3, "exakte_dublette": 4, "zweiter_scan": 4, "mail_und_papier": 2, "falsche_ziffer": 1,
    "von_hand_berichtigt": 1, "ohne_auftragsbezug": 4, "altes_jahr": 1, "stornierter_auftrag": 1, "nur_kundenname": 1, "rechenfehler": 2,
    "falscher_steuersatz": 1, "pflichtangabe_fehlt": 3, "neue_bankverbindung": 1, "iban_falsche_ziffer": 1, "skonto": 3, "anzahlung": 1,
    "schlussrechnung": 1, "innergemeinschaftlich": 4, "kleinbetrag": 5, "kleinunternehmer": 2, "zeugnis_fehlt": 2,
    "charge_passt_nicht": 1, "erechnung_bild_weicht_ab": 1, "geschaeftsregelfehler": 2, "formatfehler": 1, "profil_minimum": 1,
    "umsatzsteuerliche_gutschrift": 1, "passwort": 1, "stapel": 3,
}  # fmt: skip
DEFECTS = {
    "kopfueber": 6, "quer_90": 4, "schief": 30, "rauschen": 60, "fax": 8, "kontrast_schwach": 3, "durchschlag": 4, "handschrift": 25,
    "kaffee": 2, "durchscheinend": 6, "agb_rueckseite": 12, "leere_rueckseite": 15, "abgeschnitten": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def full() -> Set:
    return the_set(SEED, "voll")


def _kind(chosen: Set, key: str) -> str:
    work = chosen.works[key]
    form = chosen.works[work.spec.about].spec.form if work.spec.form == "gleich" else work.spec.form
    if work.paper.doctype != "rechnung":
        return work.paper.doctype
    return "rechnung " + ("e" if form in {"ubl", "cii", "zugferd"} else "digital" if form in {"pdf-text", "passwort"} else "scan")


def test_the_papers_are_those_of_the_table(full: Set) -> None:
    assert Counter(_kind(full, key) for key in full.works) == TABLE
    assert len(full.works) == 300
    forms = Counter(work.spec.form for work in full.works.values())
    assert (forms["ubl"], forms["cii"], forms["zugferd"]) == (4, 3, 9)
    assert (forms["tiff600"], forms["heic"], forms["passwort"]) == (1, 1, 1)
    proofs = Counter(work.paper.extra["kind"] for work in full.works.values() if work.paper.doctype == "pruefbescheinigung")
    assert proofs == {"2.2": 5, "3.1": 7}


def test_orders_suppliers_and_purchase_orders(full: Set) -> None:
    states = Counter(order.state for order in full.data.orders.values())
    assert states == {"fertig": 22, "laufend": 13, "neu": 3, "storniert": 2}
    assert len(full.data.suppliers) == 25
    assert len(full.data.purchases) == 70
    assert {purchase.supplier.party.number for purchase in full.data.purchases.values()} == set(full.data.suppliers)


def test_every_business_case_is_planted(full: Set) -> None:
    found = Counter(case["case"] for case in planted.cases(full))
    assert {case: found[case] for case in CASES} == CASES
    assert found["teillieferung"] + found["teillieferung_rest_offen"] >= 8


def test_every_defect_is_planted(full: Set) -> None:
    found = Counter(defect for work in full.works.values() for defect in work.spec.defects)
    assert {defect: found[defect] for defect in DEFECTS} == DEFECTS
    assert found["gelbes_papier"] + found["rosa_papier"] == 6
    assert sum(found[name] for name in ("stempel_eingang", "stempel_geprueft", "stempel_gebucht")) >= 10
    assert found["gelocht"] + found["geheftet"] + found["gefaltet"] >= 20
    assert sum(work.spec.form in {"foto", "heic"} for work in full.works.values()) == 6


def test_layouts_vary(full: Set) -> None:
    layouts = {kind: {w.paper.layout for w in full.works.values() if w.paper.doctype == kind} for kind in ("rechnung", "lieferschein")}
    assert len(layouts["rechnung"]) >= 12
    assert len(layouts["lieferschein"]) >= 10


@pytest.mark.parametrize("seed", [SEED, 8])
def test_every_page_says_that_it_is_invented_and_nothing_leaves_it(seed: int) -> None:
    for key, work in the_set(seed, "voll").works.items():
        for sheet in draw(work.printed):
            texts = [mark for mark in sheet.marks if isinstance(mark, Text)]
            assert any("Musterdaten" in text.text for text in texts), key
            # Bold and fixed-pitch letterheads may touch the edge; nothing runs over it.
            assert all(text.box[2] <= sheet.size[0] + 1 and text.box[3] <= sheet.size[1] + 2 for text in texts), key


def test_image_files_hold_one_page(full: Set) -> None:
    for key, work in full.works.items():
        if work.spec.form in {"jpeg", "png", "webp", "foto", "heic", "tiff600"}:
            assert len(draw(work.printed)) == pages_of(work) == 1, key


def test_sums_are_right_unless_they_are_planted_wrong(full: Set) -> None:
    for key, work in full.works.items():
        sums, rows = work.paper.sums, work.paper.rows
        if sums is None or not rows or work.spec.fault in {"summe", "satz"}:
            continue
        assert sum((row.total or Decimal(0) for row in rows), Decimal(0)) == sums.net, key
        assert sums.net + sums.tax == sums.gross, key


def test_certificates_name_the_melts_of_the_delivery_notes(full: Set) -> None:
    """Those whose goods came with a note that names them; one does not fit on purpose."""
    notes = {
        (purchase, melted): key
        for key, work in full.works.items()
        if work.paper.doctype == "lieferschein"
        for purchase in work.paper.purchases
        for melted in gold.fields(work.paper, "pdf-scan").get("schmelze", [])
    }
    apart = []
    for key, work in full.works.items():
        if work.paper.doctype == "pruefbescheinigung":
            melts = gold.fields(work.paper, "pdf-scan")["schmelze"]
            real = {melt(SEED, line) for number in work.paper.purchases for line in full.data.purchases[number].lines}
            if not set(melts) <= real:
                apart.append(key)
                assert work.spec.case == "charge_passt_nicht"
            elif any(purchase in work.paper.purchases for purchase, _ in notes):
                assert all((work.paper.purchases[0], melted) in notes for melted in melts), key
    assert len(apart) == 1


def test_faults_are_faults(full: Set) -> None:
    by_case = {case: work for work in full.works.values() for case in (work.spec.case, *work.spec.also)}
    known = {supplier.party.iban for supplier in full.data.suppliers.values()}
    new, bad = by_case["neue_bankverbindung"].paper.sender.iban, by_case["iban_falsche_ziffer"].paper.sender.iban
    assert iban.is_valid(new)
    assert new not in known
    assert not iban.is_valid(bad)
    for case in ("falsche_ziffer", "von_hand_berichtigt", "altes_jahr"):
        printed = gold.fields(by_case[case].paper, "pdf-scan")["bestellnummer"]
        assert not set(printed) & set(full.data.purchases), case
    assert full.data.orders[by_case["stornierter_auftrag"].paper.orders[0]].state == "storniert"


def test_what_should_be_filed_can_be_filed(full: Set) -> None:
    """It names a purchase order or an order of ours; only monthly invoices go by their delivery notes."""
    for key, work in full.works.items():
        fields = gold.fields(work.paper, work.spec.form)
        if work.spec.expected == "filed" and not {"bestellnummer", "auftragsnummer"} & set(fields):
            assert work.spec.case == "monatssammelrechnung", key
            assert len(fields["lieferscheinnummer"]) == 8


def test_numbers_that_exercises_name(full: Set) -> None:
    numbers = {work.paper.number for work in full.works.values()}
    assert {"80015511", "RE-88213"} <= numbers
    rest = full.data.purchases["B-26-00233"].lines[1]
    assert (rest.position, rest.quantity) == (20, 100)
    steel = [line for purchase in full.data.purchases.values() for line in purchase.lines if line.article.number == "RD60-42C"]
    assert len({line.order for line in steel}) == 3


def test_pages_of_stacks_follow_each_other(full: Set) -> None:
    assert len(full.stacks["scan_017.pdf"].papers) == 4
    for pile in full.stacks.values():
        found = stacks.order(pile, full.works)
        used = [page for first, last in found.papers.values() for page in range(first, last + 1)]
        assert sorted([*used, *found.blank, *found.separators]) == list(range(1, len(used) + len(found.blank) + len(found.separators) + 1))
    assert stacks.order(full.stacks["scan_201.pdf"], full.works).separators
    assert stacks.order(full.stacks["scan_112.pdf"], full.works).blank


def test_forms_that_only_the_full_set_has(full: Set) -> None:
    assert {work.spec.form for work in full.works.values()} <= {*FORMS, "gleich", "stapel"}
    work = next(work for work in full.works.values() if work.spec.form == "zugferd")
    assert make(work) == make(work)


SUMS = """
import hashlib, sys
from training.firm import files, stacks
from training.firm.plan import the_set

chosen = the_set(1, "voll")
for key in sys.argv[1:]:
    data = stacks.make(chosen.stacks[key], chosen.works) if key in chosen.stacks else files.make(chosen.works[key])
    print(hashlib.sha256(data).hexdigest())
"""


def test_surroundings_change_no_byte(full: Set) -> None:
    """Another time zone, another language, another order of sets: the same papers."""
    forms = ("fax", "foto", "ubl", "zugferd", "passwort", "png", "pdf-scan")
    keys = [next(key for key, work in full.works.items() if work.spec.form == form) for form in forms]
    surroundings = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-c", SUMS, *keys, "scan_201.pdf"], env=surroundings, capture_output=True, text=True, check=True
    ).stdout.split()
    here = [hashlib.sha256(make(full.works[key])).hexdigest() for key in keys]
    assert told[:-1] == here
    assert told[-1] == hashlib.sha256(stacks.make(full.stacks["scan_201.pdf"], full.works)).hexdigest()


def test_file_names_are_different(full: Set) -> None:
    assert len({name.casefold() for name in full.names}) == len(full.names) == 300 - sum(len(p.papers) - 1 for p in full.stacks.values())


def test_the_small_excerpt_is_made_whole(tmp_path: Path) -> None:
    summary = firm.generate(tmp_path, seed=SEED, which="mini")
    entries = [json.loads(line) for line in summary.gold.read_text("utf-8").splitlines()]
    assert {path.name for path in (tmp_path / "papiere").iterdir()} == {entry["file"] for entry in entries}
    assert all(entry["pages"] or entry["form"] in {"ubl", "cii", "leer"} for entry in entries)
    cases = [json.loads(line) for line in (tmp_path / "faelle.jsonl").read_text("utf-8").splitlines()]
    assert {"exakte_dublette", "leere_datei"} <= {case["case"] for case in cases}
    assert master(SEED, "mini").purchases.keys() == master(SEED).purchases.keys()
