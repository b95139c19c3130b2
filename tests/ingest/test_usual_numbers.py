"""A number that would look like all others of its supplier if a character was misread is proposed so; another way of numbering stays."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from archive.document import Finding, Proposal, best_value
from archive.locations import Locations
from archive.space import open_space
from ingest.understand import understand
from ingest.usual_numbers import likelier, proposed
from tests.cast import hand_in, proposal, scan_of
from tests.ingest.test_perspective import INVOICE
from tests.papers import REGISTER, reading

BEFORE = ("G425434", "G425602", "G418877")


@pytest.mark.parametrize(
    ("number", "before", "other"),
    [
        ("6535524", BEFORE, "G535524"),
        ("G535524", BEFORE, ""),
        ("G53552A", BEFORE, ""),  # no misreading explains it
        ("653SS24", BEFORE, ""),  # more than may be misread at once
        ("G5355248", BEFORE, ""),  # one digit more: numbers grow
        ("6535524", BEFORE[:2], ""),  # too few to be usual
        ("6535524", (*BEFORE, "R-2026-77"), ""),  # this supplier numbers in several ways
        ("RE-2O26-117", ("RE-2026-101", "RE-2026-102", "RE-2026-109"), "RE-2026-117"),
        ("2026117", ("2026101", "2026102", "2026109"), ""),
        ("1L26/4487", ("L26/4401", "L26/4402", "L26/4409"), "L26/4487"),  # the frame around it
        ("126/4487", ("L26/4401", "L26/4402", "L26/4409", "126/4409"), "L26/4487"),  # one of before was misread, too
        ("145492", ("45401", "45402", "45409"), ""),  # numbers grow
        ("", (), ""),
    ],
)
def test_what_stands_there_more_likely(number: str, before: tuple[str, ...], other: str) -> None:
    assert likelier(number, before) == other


def read_as(how: str, usual: tuple[str, ...], more: str = "") -> Proposal:
    read = reading(INVOICE.format(reference="Ihre Bestellung: B-26-00308" + more, row="").replace("RE-2026-001158", "RE-2O26-001158"))
    pages = tuple(dataclasses.replace(page, how=how) for page in read.pages)  # type: ignore[arg-type]
    return understand(dataclasses.replace(read, pages=pages), dataclasses.replace(REGISTER, usual=usual))


def test_a_scan_takes_the_usual_shape_and_print_from_the_file_itself_does_not() -> None:
    usual = ("RE-2026-001101", "RE-2026-001102", "RE-2026-001107")
    told = read_as("ocr", usual)
    assert told.value("rechnungsnummer") == "RE-2026-001158"
    (reason,) = [doubt.reason for doubt in told.doubts if doubt.about == "rechnungsnummer"]
    assert "gelesen ist ‚RE-2O26-001158', frühere dieses Lieferanten sehen aus wie ‚RE-2026-001101'" in reason
    assert read_as("pdf-text", usual).value("rechnungsnummer") == "RE-2O26-001158"
    few = read_as("ocr", usual[:2])
    assert few.value("rechnungsnummer") == "RE-2O26-001158"
    (reason,) = [doubt.reason for doubt in few.doubts if doubt.about == "rechnungsnummer"]
    assert "; frühere dieses Lieferanten sehen aus wie ‚RE-2026-001101'" in reason


def test_of_two_readings_the_one_of_the_usual_shape_counts() -> None:
    before = ("L26/4401", "L26/4402", "L26/4409")
    read = [Finding("lieferscheinnummer", value, value, 1, (0, 0, 9, 9), 0.7, "hinter ‚Nr'") for value in ("126/6847", "L26/6847")]
    scanned = reading("Lieferschein")
    scanned = dataclasses.replace(scanned, pages=tuple(dataclasses.replace(page, how="ocr") for page in scanned.pages))
    assert best_value(proposed(read, {"lieferscheinnummer": before}, scanned), "lieferscheinnummer") == "L26/6847"
    assert best_value(proposed(read, {"lieferscheinnummer": before[:1]}, scanned), "lieferscheinnummer") == "L26/6847"
    assert best_value(proposed(read, {"lieferscheinnummer": ()}, scanned), "lieferscheinnummer") == "126/6847"
    (alone,) = proposed(read[:1], {"lieferscheinnummer": ("126/4409", *before)}, scanned)
    assert alone.rule == "hinter ‚Nr'; gelesen ist ‚126/6847', frühere dieses Lieferanten sehen aus wie ‚L26/4401'"
    assert best_value(proposed(read, {"lieferscheinnummer": ("4401", "L26/4409")}, scanned), "lieferscheinnummer") == "126/6847"


def test_the_register_tells_numbers_of_filed_papers_of_before(tmp_path: Path) -> None:
    space = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    numbers = [hand_in(space, b"Papier %d" % each).eingangsnummer for each in range(3)]
    for at, each in enumerate(numbers[:2]):
        fields = {"rechnungsnummer": f"RE-{at}", "lieferant": "Stahlhandel Düren GmbH"}
        space.documents.file(each, proposal(space, each, order="A-26-0112", fields=fields))
    supplier, field = "Stahlhandel Düren GmbH", "rechnungsnummer"
    assert space.orders.numbers_of(supplier, field, space.intake.get(numbers[2]).scan) == ["RE-1", "RE-0"]
    assert space.orders.numbers_of(supplier, field, space.intake.get(numbers[0]).scan) == []
    assert space.orders.numbers_of("Andere GmbH", field, scan_of("x")) == []
    space.close()
