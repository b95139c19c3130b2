"""The electronic invoices of the demo firm keep the official rules."""

from __future__ import annotations

from archive.problems import Problem
from ingest.structured import Structured, structured
from tests.training.conftest import Demo


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
