"""Verdicts on papers of known truth: right, missing, doubted, silent; mean over families; rows of goods."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.document import Doubt
from archive.problems import Invalid, Problem
from ingest.quality import DOCTYPE, QUANTITY, TOTAL, Report, Verdict, verdicts
from ingest.truth import Labelled, labelled
from ingest.understand import understand
from tests.papers import REGISTER, reading

PAPER = """
#Stahlhandel Düren GmbH

Musterwerk Maschinenbau GmbH

#Rechnung
Rechnungs-Nr.: RE-2026-1158
Rechnungsdatum: 12.11.2026
Lieferdatum: 10.11.2026
Ihre Bestellung: B-26-00417

Pos   Bezeichnung               Menge   Einzelpreis    Gesamt
10    Rundstahl 42CrMo4          2 Stk      40,00       80,00
20    Flachstahl                 4 Stk       5,00       20,00

Summe netto 100,00
zzgl. 19 % MwSt 19,00
Gesamtbetrag 119,00

USt-IdNr. DE136695975
"""


def _outcomes(**truth: str) -> dict[str, str]:
    paper = Labelled(Path("x.pdf"), "x", ("rechnung",), {key: (value,) for key, value in truth.items()})
    return {v.field: v.outcome for v in verdicts(paper, understand(reading(PAPER), REGISTER))}


@pytest.mark.parametrize(("other", "outcome"), [("", "flagged"), ("E-2026-0000007", "silent")])
def test_a_likely_double_does_not_excuse_a_wrong_value(other: str, outcome: str) -> None:
    paper = Labelled(Path("x.pdf"), "x", ("rechnung",), {"netto": ("101.00",)})
    seen = replace(understand(reading(PAPER), REGISTER), doubts=(Doubt("paper", "", "", other),))
    assert {v.field: v.outcome for v in verdicts(paper, seen)}["netto"] == outcome


def test_values_are_compared_in_their_notation() -> None:
    assert _outcomes(rechnungsnummer="RE 2026 1158", brutto="119", rechnungsdatum="2026-11-12") == {
        DOCTYPE: "right",
        "rechnungsnummer": "right",
        "brutto": "right",
        "rechnungsdatum": "right",
    }


def test_wrong_is_silent_unless_doubted() -> None:
    found = _outcomes(ust_id="DE115235681", netto="101.00", iban="DE88200800000970375700")
    assert (found["ust_id"], found["netto"], found["iban"]) == ("flagged", "silent", "missing")


def test_rows_of_goods_are_held_beside_their_like() -> None:
    truth = (
        {"position": "20", "quantity": "4.000", "total": "20.00"},
        {"position": "10", "quantity": "3", "total": "80.00"},
        {"position": "30", "article": "X-1", "quantity": "7"},
    )
    made = verdicts(Labelled(Path("x.pdf"), "x", ("rechnung",), {}, truth), understand(reading(PAPER), REGISTER))
    assert [v.outcome for v in made if v.field == QUANTITY] == ["right", "silent", "missing"]
    assert [v.outcome for v in made if v.field == TOTAL] == ["right", "right"]


def test_the_report_is_the_mean_over_families() -> None:
    report = Report()
    report.add("common", [Verdict("brutto", "right", "1", "1", 0.95)] * 9)
    report.add("rare", [Verdict("brutto", "silent", "2", "1", 0.95)])
    (share,) = report.shares()
    assert (share.families, share.values, share.right, share.silent) == (2, 10, 0.5, 0.5)
    assert report.shares("rare")[0].right == 0.0
    assert report.families() == ["common", "rare"]
    assert report.calibrated() == (10, 0.9)


def test_truth_beside_the_papers(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "a.json").write_text(json.dumps({"family": "f", "fields": {"invoice_number": "7", "iban": None}, "visible": None}))
    (tmp_path / "b.png").write_bytes(b"")
    (tmp_path / "b.json").write_text(json.dumps([{"amount": 12.5, "vat": "DE1"}]))
    (tmp_path / "c.pdf").write_bytes(b"")
    first, second = labelled(tmp_path)
    assert (first.family, first.values) == ("f", {"rechnungsnummer": ("7",)})
    assert second.values == {"brutto": ("12.5",), "ust_id": ("DE1",)}


def test_all_fields_of_ours_count_and_names_of_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"")
    told = {"doctype": "rechnung", "fields": {"skonto_bis": "2026-03-18", "farbe": "blau"}, "more": {"seller_name": "X"}}
    (tmp_path / "a.json").write_text(json.dumps(told))
    (paper,) = labelled(tmp_path)
    assert paper.values == {"lieferant": ("X",), "skonto_bis": ("2026-03-18",)}
    assert paper.ignored == ("farbe",)


def test_a_type_that_is_none_is_told(tmp_path: Path) -> None:
    for name, kind in (("a", "quatsch"), ("b", "lieferschein")):
        (tmp_path / f"{name}.pdf").write_bytes(b"")
        (tmp_path / f"{name}.json").write_text(json.dumps({"doctype": kind, "fields": {}}))
    heard: list[Problem] = []
    (paper,) = labelled(tmp_path, heard.append)
    assert paper.doctypes == ("lieferschein",)
    assert ["‚quatsch' ist keine Papierart" in problem.message for problem in heard] == [True]


@pytest.mark.parametrize(
    "text",
    ['{"fields": ', "", "\xff", "[1, 2]", "[]", "7", "null", '"x"', '{"fields": [1]}', '{"lines": 3}', '{"fields": {}, "visible": "ja"}'],
)
def test_a_label_that_says_nothing_is_told_and_the_others_count(tmp_path: Path, text: str) -> None:
    for name, told in (("a", text), ("b", '{"family": 3, "fields": {"brutto": 12.5}, "lines": [{"position": 10, "quantity": 2}, 4]}')):
        (tmp_path / f"{name}.pdf").write_bytes(b"")
        (tmp_path / f"{name}.json").write_text(told, "latin-1")
    heard: list[Problem] = []
    (paper,) = labelled(tmp_path, heard.append)
    assert (paper.family, paper.values, paper.lines) == ("3", {"brutto": ("12.5",)}, ({"position": "10", "quantity": "2"},))
    assert ["a.json" in problem.message for problem in heard] == [True]
    with pytest.raises(Invalid):
        list(labelled(tmp_path))


def test_a_gold_file(tmp_path: Path) -> None:
    rows = [
        {"file": "a.pdf", "quality": "gut", "doctype": "gutschrift", "fields": {"belegnummer": ["G1"], "rechnungsnummer": ["R1"]}},
        {"file": "b.pdf", "quality": "gut", "doctype": "rechnung", "fields": {}, "expected": "rejected"},
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (paper,) = labelled(tmp_path)
    assert (paper.path, paper.values["rechnungsnummer"]) == (tmp_path / "papiere" / "a.pdf", ("G1",))


def test_a_folder_without_truth_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no labelled papers"):
        list(labelled(tmp_path))
