"""Every document type has a sample, is recognised, and gives the values written beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.doctypes import doctypes
from ingest.understand import understand
from tests.papers import REGISTER, reading

SAMPLES = Path(__file__).parent.parent / "samples"
PAPERS = sorted(SAMPLES.glob("*/*.txt"))


def test_every_document_type_has_a_sample_and_every_sample_a_type() -> None:
    assert {p.parent.name for p in PAPERS} == set(doctypes())


@pytest.mark.parametrize("path", PAPERS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_sample_is_understood(path: Path) -> None:
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    proposal = understand(reading(path.read_text("utf-8")), REGISTER)
    assert proposal.doctype == path.parent.name, proposal.doctype_reason
    assert {key: proposal.value(key) for key in truth["values"]} == truth["values"]
    assert sorted({link.order for link in proposal.links}) == truth["orders"]
