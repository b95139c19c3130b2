"""The electronic invoices of the demo firm keep the official rules."""

from __future__ import annotations

from pathlib import Path

from archive.problems import Problem
from ingest.structured import Structured, structured
from tests.training.conftest import SEED, Demo
from training.firm.files import make
from training.firm.plan import the_set


def _all(demo: Demo) -> dict[str, Structured]:
    found = {}
    for path in sorted((demo.folder / "papiere").iterdir()):
        if path.suffix == ".xml" or b"factur-x.xml" in path.read_bytes():
            try:
                found[path.name] = structured(path)
            except Problem as problem:
                assert problem.code == "keine_e_rechnung"  # noqa: PT017 — a paper that only mentions the name
    return found


def test_they_are_valid(demo: Demo) -> None:
    found = _all(demo)
    assert {one.invoice.syntax for one in found.values()} == {"ubl", "cii"}
    states = {name: one.invoice.validity.state for name, one in found.items() if one.invoice.validity}
    assert len(states) == len(found)
    assert set(states.values()) == {"gültig"}


def test_those_of_the_full_set_are_valid_unless_they_are_planted_wrong(tmp_path: Path) -> None:
    classes: dict[str, set[str]] = {}
    profiles = {}
    for key, work in the_set(SEED, "voll").works.items():
        if work.spec.form in {"ubl", "cii", "zugferd"}:
            path = tmp_path / (key + (".pdf" if work.spec.form == "zugferd" else ".xml"))
            path.write_bytes(make(work))
            invoice = structured(path).invoice
            assert invoice.validity
            profiles[work.spec.fault] = invoice.profile
            wrong = {objection.error_class for objection in invoice.validity.objections if objection.serious}
            assert (invoice.validity.state == "gültig") is (not wrong), key
            classes[work.spec.fault] = classes.get(work.spec.fault, set()) | wrong
    assert classes.pop("xml_regel") == {"Geschäftsregelfehler"}
    assert "Formatfehler" in classes.pop("xml_format")
    assert not set().union(*classes.values())
    assert profiles["xml_minimum"].endswith("minimum")
