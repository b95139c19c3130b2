"""Figures for monitoring: what is counted there is what the intake book says."""

from __future__ import annotations

import re

import httpx2

from tests.service.conftest import Live


def test_metrics_count_what_the_book_says(live: Live, client: httpx2.Client) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    states = {state: int(value) for state, value in re.findall(r'^mappe_papers\{state="(\w+)"\} (\d+)$', answer.text, re.MULTILINE)}
    assert states == live.space.intake.counts()
    assert re.search(r"^mappe_up 1$", answer.text, re.MULTILINE)
    assert re.search(rf"^mappe_journal_entries {live.space.journal.head()[0]}$", answer.text, re.MULTILINE)
    for line in answer.text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) mappe_\w+ .+|mappe_\w+(\{\w+="[^"]*"\})? \d+', line), line
