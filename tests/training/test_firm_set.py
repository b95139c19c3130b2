"""The small set as a whole: the same for the same seed, complete, and with everything planted that others measure on."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from archive.order import STOCK
from archive.problems import Invalid
from tests.training.conftest import SEED, Demo
from training import firm
from training.firm.files import FORMS, make
from training.firm.generator import planned
from training.firm.layouts import draw

CASES = {
    "sammelrechnung_drei_auftraege": 1,
    "monatssammelrechnung": 1,
    "teillieferung": 1,
    "unsere_auftragsnummer_gleicht_unserer": 1,
    "unbekannter_auftrag": 1,
    "ohne_auftragsbezug": 1,
    "falsche_ziffer": 1,
    "lagerbestellung": 2,
    "niederlaendisch": 2,
    "exakte_dublette": 1,
    "zweiter_scan": 1,
    "kleinunternehmer": 1,
    "preisabweichung_12_prozent": 1,
    "erechnung": 2,
    "erechnung_hybrid": 1,
    "zwei_auftraege": 2,
    "passwort": 1,
    "leere_datei": 1,
}
DEFECTS = ("schief", "rauschen", "kopfueber", "quer_90", "fax", "kontrast_schwach", "durchschlag", "gelbes_papier", "rosa_papier")
DEFECTS += ("stempel_eingang", "stempel_geprueft", "stempel_gebucht", "handschrift", "gelocht", "gefaltet", "durchscheinend", "foto")
DEFECTS += ("leere_rueckseite", "kaffee")


def test_the_set_is_large_enough(demo: Demo) -> None:
    orders = (demo.folder / "auftraege.csv").read_text("utf-8-sig").splitlines()[1:]
    assert len(orders) >= 14
    assert len(demo.gold) >= 48
    assert len(list((demo.folder / "papiere").iterdir())) == len(demo.gold)


def test_every_file_is_the_one_the_gold_file_names(demo: Demo) -> None:
    wrong = [key for key, entry in demo.gold.items() if hashlib.sha256(demo.file(key).read_bytes()).hexdigest() != entry["sha256"]]
    assert not wrong


def test_the_same_seed_gives_the_same_bytes(demo: Demo) -> None:
    """One paper of every format, made again in this process, equals what the generator's own processes wrote."""
    chosen = {work.spec.form: work for work in reversed(planned(SEED, "klein")) if work.spec.form in FORMS}
    different = [form for form, work in chosen.items() if make(work) != demo.file(work.spec.key).read_bytes()]
    assert set(chosen) == set(FORMS) - {"tiff600"}
    assert not different


def test_another_seed_gives_other_papers_about_the_same_orders(demo: Demo) -> None:
    other = {work.spec.key: work for work in planned(SEED + 1, "klein")}
    assert make(other["r01"]) != demo.file("r01").read_bytes()
    for key, entry in demo.gold.items():
        assert [*other[key].paper.orders] == [order for order in entry["orders"] if order != STOCK] or entry["expected"] == "rejected"
    numbers = [other[key].paper.number for key in demo.gold if key.startswith("r")]
    assert not set(numbers) & {entry["fields"]["rechnungsnummer"][0] for key, entry in demo.gold.items() if key.startswith("r")}


@pytest.mark.parametrize(("case", "least"), CASES.items())
def test_a_planned_case_is_there(demo: Demo, case: str, least: int) -> None:
    assert len(list(demo.cases(case))) >= least


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planned_defect_is_there(demo: Demo, defect: str) -> None:
    assert any(defect in entry["defects"] for entry in demo.gold.values())


def test_layouts_and_qualities_vary(demo: Demo) -> None:
    kept = [entry for entry in demo.gold.values() if entry["doctype"]]
    assert len({entry["layout"] for entry in kept if entry["doctype"] == "rechnung"}) >= 7
    assert len({entry["layout"] for entry in kept if entry["doctype"] == "lieferschein"}) >= 6
    assert len({entry["doctype"] for entry in kept}) >= 9
    assert set(Counter(entry["quality"] for entry in kept)) == {"digital", "gut", "mittel", "schlecht"}
    assert {entry["expected"] for entry in demo.gold.values()} == {"filed", "waiting", "rejected"}


def test_every_page_says_that_it_is_invented() -> None:
    for work in planned(SEED, "klein"):
        for sheet in draw(work.paper):
            assert any("Musterdaten" in getattr(mark, "text", "") for mark in sheet.marks), work.spec.key


def test_an_unknown_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        firm.generate(tmp_path, which="riesig")
    assert "gibt es nicht" in caught.value.message
    assert not list(tmp_path.iterdir())


def test_duplicates(demo: Demo) -> None:
    copy, rescan = demo.gold["d01"], demo.gold["d02"]
    assert copy["sha256"] == demo.gold["r03"]["sha256"]
    assert copy["duplicate_of"] == demo.gold["r03"]["file"]
    assert rescan["sha256"] != demo.gold["r06"]["sha256"]
    assert rescan["fields"] == demo.gold["r06"]["fields"]
