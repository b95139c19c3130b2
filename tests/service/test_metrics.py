"""Figures for monitoring: what is counted there is what the intake book says, and nobody sees another firm's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import httpx2
import pytest

from archive.installation.person import Membership, Person
from archive.installation.spaces import SpaceEntry
from archive.jobs import open_jobs
from service.auth.passwords import hashed
from service.worker import Duties
from tests.service.conftest import Live, serving
from tests.service.papers import Paper, file


def test_metrics_count_what_the_book_says(live: Live, client: httpx2.Client) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    states = {state: int(value) for state, value in re.findall(r'^mappe_papers\{state="(\w+)"\} (\d+)$', answer.text, re.MULTILINE)}
    assert states == live.space.intake.counts()
    assert re.search(r"^mappe_up 1$", answer.text, re.MULTILINE)
    assert re.search(rf"^mappe_journal_entries {live.space.journal.head()[0]}$", answer.text, re.MULTILINE)
    for line in answer.text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) mappe_\w+ .+|mappe_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? \d+(\.\d+)?', line), line


def test_a_worker_notes_how_each_space_stands_and_what_it_read(live: Live, client: httpx2.Client) -> None:
    file(live.space, Paper(number="7701"), "gezaehlt.pdf")
    with closing(open_jobs(live.settings.jobs)) as jobs:
        duties = Duties(live.settings, jobs)
        duties.reconcile()
        with pytest.raises(Exception, match="E-gibt-es-nicht"):
            duties.handlers()["process"]("firma", "E-gibt-es-nicht")
        duties.close()
    text = client.get("/metrics").text
    counts = live.space.intake.counts()
    assert f'mappe_space_papers{{space="firma",state="filed"}} {counts["filed"]}' in text
    held = sum(line.size for line in live.space.intake.recent(1000))
    assert f'mappe_space_held_bytes{{space="firma"}} {held}' in text
    assert 'mappe_job_errors_total{job="process"} 1' in text
    assert 'mappe_queue_waiting{queue="index"} 1' in text
    # Again, from where the last look ended.
    file(live.space, Paper(number="7702"), "gezaehlt2.pdf")
    with closing(open_jobs(live.settings.jobs)) as jobs:
        duties = Duties(live.settings, jobs)
        duties.reconcile()
        duties.close()
    held = sum(line.size for line in live.space.intake.recent(1000))
    assert f'mappe_space_held_bytes{{space="firma"}} {held}' in client.get("/metrics").text


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("zwei")) as live:
        people, kept = live.installation.people, hashed("drei kleine Schrauben")
        people.first(Person("", "wirt", "Wirt", kept, memberships=(Membership("firma", "admin"),)))
        live.installation.spaces.put(SpaceEntry("gast", "Gast GmbH", "firma"), "Wirt")
        people.add(Person("", "gast", "Gast", kept, memberships=(Membership("gast", "admin"),)), "Wirt")
        with closing(open_jobs(live.settings.jobs)) as jobs:
            duties = Duties(live.settings, jobs)
            duties.reconcile()
            duties.close()
        yield live


@pytest.mark.parametrize(("login", "sees"), [("wirt", {"firma", "gast"}), ("gast", {"gast"})])
def test_figures_of_others_are_for_the_host_alone(two: Live, login: str, sees: set[str]) -> None:
    with httpx2.Client(base_url=two.address, timeout=60) as client:
        assert client.get("/metrics").status_code == 303
        client.post("/anmelden", data={"anmeldename": login, "kennwort": "drei kleine Schrauben"})
        text = client.get("/metrics").text
        assert set(re.findall(r'space="(\w+)"', text)) == sees
        assert ("mappe_disk_free_bytes" in text) == (login == "wirt")
        assert client.get("/verwaltung/zustand").status_code == (200 if login == "wirt" else 404)
        assert ("/verwaltung/zustand" in client.get("/verwaltung").text) == (login == "wirt")


def test_the_state_page_says_what_to_do(two: Live) -> None:
    with httpx2.Client(base_url=two.address, timeout=60) as client:
        client.post("/anmelden", data={"anmeldename": "wirt", "kennwort": "drei kleine Schrauben"})
        page = client.get("/verwaltung/zustand").text
    assert "Es läuft kein Arbeiter" in page
    assert "mappe serve" in page
    assert "Gast GmbH" in page
