"""A number that would look like all others of its supplier if a character was misread is asked about; another way of numbering is not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.space import open_space
from ingest.check_usual import likelier
from ingest.understand import understand
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
        ("", (), ""),
    ],
)
def test_what_stands_there_more_likely(number: str, before: tuple[str, ...], other: str) -> None:
    assert likelier(number, before) == other


def asked(how: str, usual: tuple[str, ...]) -> list[str]:
    read = reading(INVOICE.format(reference="Ihre Bestellung: B-26-00308", row="").replace("RE-2026-001158", "RE-2O26-001158"))
    pages = tuple(dataclasses.replace(page, how=how) for page in read.pages)  # type: ignore[arg-type]
    told = understand(dataclasses.replace(read, pages=pages), dataclasses.replace(REGISTER, usual=usual))
    assert told.value("rechnungsnummer") == "RE-2O26-001158"
    return [doubt.reason for doubt in told.doubts if "sieht anders aus" in doubt.reason]


def test_a_scan_is_asked_about_and_print_from_the_file_itself_is_not() -> None:
    usual = ("RE-2026-001101", "RE-2026-001102", "RE-2026-001107")
    (reason,) = asked("ocr", usual)
    assert reason == (
        "Rechnungsnummer RE-2O26-001158 sieht anders aus als frühere dieses Lieferanten (RE-2026-001101 und RE-2026-001102). "
        "Vielleicht steht dort ‚RE-2026-001158'."
    )
    assert asked("pdf-text", usual) == []
    assert asked("ocr", usual[:2]) == []


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
