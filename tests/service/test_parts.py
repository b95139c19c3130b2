"""Jobs for what was just saved: one for each state of the archive, and no harm when none can be put."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.order import Order
from archive.problems import Unavailable
from service.parts import House, Parts
from tests.service.conftest import settings


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    house = House(settings(tmp_path))
    yield house.parts("firma")
    house.close()


def test_a_job_under_way_does_not_count_for_a_later_change(parts: Parts) -> None:
    for number in ("A-26-0112", "A-26-0113"):
        parts.space.orders.save([Order(number)], "das Büro")
        parts.put("match")
        parts.put("match")
    assert len(parts.jobs.live("firma")) == 2


def test_what_was_saved_stays_saved_when_no_job_can_be_put(parts: Parts) -> None:
    with closing(sqlite3.connect(parts.settings.jobs.removeprefix("sqlite:///"))) as jobs, jobs:
        jobs.execute("ALTER TABLE workflow_status RENAME TO away")
    parts.space.orders.save([Order("A-26-0112")], "das Büro")
    parts.put("match")
    with pytest.raises(Unavailable):
        parts.jobs.put("match", "firma", "x")
