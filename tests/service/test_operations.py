"""What is said to whoever looks after the installation: judged rightly, forecast soberly, logged without secrets."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.jobs import Line
from archive.standing import Standing, as_text, from_text
from service.logs import JsonLines, Lines, blotted
from service.operations.figures import Disk, Figures
from service.operations.forecast import OVERHEAD, forecast
from service.operations.judgement import judge, worst
from service.parts import House
from tests.house.tree import ROOT
from tests.service.cli.command_line import Mappe
from tests.service.conftest import settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
GB = 1_000_000_000


def standing(**changes: object) -> Standing:
    counts = {"filed": 5, "waiting": 1, "received": 0, "rejected": 0}
    return Standing(**{"at": NOW.isoformat(), "counts": counts, "held": GB, **changes})  # type: ignore[arg-type]


def figures(**changes: object) -> Figures:
    calm: dict[str, object] = {
        "at": NOW,
        "line": Line({}, {}, 0, {"w1": 1.0}),
        "totals": {},
        "standings": {"firma": standing()},
        "titles": {"firma": "Firma"},
        "quotas": {},
        "disk": Disk(100 * GB, 50 * GB),
    }
    return Figures(**{**calm, **changes})  # type: ignore[arg-type]


def test_a_calm_house_needs_nobody() -> None:
    points = judge(figures())
    assert worst(points) == "gut"
    assert not [point for point in points if point.advice]


@pytest.mark.parametrize(
    ("changes", "state", "word"),
    [
        ({"line": Line({}, {}, 0, {})}, "schlecht", "kein Arbeiter"),
        ({"line": Line({}, {}, 0, {"w1": 1.0, "w2": 99.0})}, "achtung", "w2"),
        ({"disk": Disk(100 * GB, GB // 2)}, "schlecht", "0,5 GB"),
        ({"standings": {}}, "achtung", "fünf Minuten"),
        ({"standings": {"firma": standing(at="2026-11-22T11:00:00+00:00")}}, "achtung", "fünf Minuten"),
        ({"standings": {"firma": standing(waiting_since="2026-11-22T10:00:00+00:00")}}, "achtung", "120 Minuten|2 Stunden"),
        ({"standings": {"firma": standing(index_problem="Der Index fehlt.")}}, "achtung", "Der Index fehlt"),
        ({"standings": {"firma": standing(failing=3)}}, "achtung", "3 Papiere warten wegen einer Störung"),
        ({"standings": {"firma": standing(uncopied=5000)}}, "achtung", "Journals"),
        ({"quotas": {"firma": 1050}}, "achtung", "1,0 GB von 1,1 GB|1,1 GB|1,0 GB von 1,0 GB"),
        ({"quotas": {"firma": 1000}}, "schlecht", "belegt"),
        ({"standings": {"firma": standing(days={"2026-11-01": 25 * GB})}, "disk": Disk(100 * GB, 50 * GB)}, "achtung", "noch etwa 2"),
    ],
)
def test_whatever_is_wrong_is_said_with_what_to_do(changes: dict[str, object], state: str, word: str) -> None:
    points = judge(figures(**changes))
    assert worst(points) == state
    assert re.search(word, points[0].sentence)
    assert points[0].advice.endswith(".")


def test_a_forecast_counts_whole_days_of_all_spaces() -> None:
    today = date(2026, 11, 22)
    full = [standing(days={"2026-11-12": 5 * GB, "2026-11-21": 5 * GB, "2026-11-22": 99 * GB, "2026-08-01": 99 * GB})]
    ahead = forecast(full, 160 * GB, today)
    assert ahead.daily == int(OVERHEAD * GB)
    assert ahead.days == 100
    assert forecast([], 10, today).days is None
    assert forecast([standing(days={"2026-11-21": 1})], 10**12, today).days is None


def test_a_standing_is_kept_as_it_is() -> None:
    assert from_text(as_text(standing(days={"2026-11-01": 5}))) == standing(days={"2026-11-01": 5})


SECRETS = {
    "postgresql://mappe:streng%2Fgeheim@db:5432/mappe away": "streng%2Fgeheim",
    "s3://zugang:nur+geheim@store:8333/mappen": "nur+geheim",
    "authorization: Bearer mk_abcdefghijklmnop": "mk_abcdefghijklmnop",
    "connection failed: host=db password=streng-geheim user=mappe": "streng-geheim",
    "GET /x?X-Amz-Credential=zugang%2F2026&X-Amz-Signature=0a1b2c3d": "0a1b2c3d",
    "cookie: mappe=abcdefghijklmnopqrstuvwxyz0123456789": "abcdefghijklmnopqrstuvwxyz0123456789",
}


@pytest.mark.parametrize("line", SECRETS)
def test_no_line_of_the_log_holds_a_secret(line: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, "away: %s", (line,), None)
    for form in (Lines(), JsonLines()):
        assert SECRETS[line] not in form.format(record)
    record.exc_info = (ValueError, ValueError(line), None)
    for form in (Lines(), JsonLines()):
        assert SECRETS[line] not in form.format(record)
    assert "***" in blotted(line)


def test_a_line_for_programs_is_one_object() -> None:
    record = logging.LogRecord("service.worker", logging.WARNING, "x.py", 1, "Größe\n%s", ("zwei",), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("WARNING", "service.worker", "Größe\nzwei")
    assert datetime.fromisoformat(told["at"]) - datetime.now(UTC) < timedelta(seconds=1)


@contextmanager
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "daten"))
    House(settings(tmp_path / "daten")).close()
    yield tmp_path / "daten"


def test_the_doctor_finds_what_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    mappe = Mappe(capsys)
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "nichts"))
    assert mappe("doctor").status == 1
    assert not (tmp_path / "nichts").exists(), "looking must not make anything"
    with data(tmp_path, monkeypatch) as folder:
        healthy = {point["area"]: point["state"] for point in mappe("doctor", "--json").objects}
        assert {healthy[area] for area in ("Datenordner", "Tabellen", "Ablage", "Verarbeitung", "Suche")} == {"gut"}
        assert healthy["Arbeiter"] == "schlecht"
        (folder / "tabellen" / "firma.sqlite").write_bytes(b"kein SQLite" * 1000)
        said = mappe("doctor")
        assert said.status == 1
        assert "FEHLER      Tabellen" in said.out
        assert "mappe rebuild" in said.out


def test_the_doctor_knows_an_address_where_nobody_answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MAPPE_PORT", "9")
    assert Mappe(capsys)("doctor", "--alive").status == 3


def test_dashboard_and_alerts_name_only_figures_that_exist() -> None:
    source = "".join(path.read_text() for path in [ROOT / "service/api/metrics.py", *(ROOT / "service/operations").glob("*.py")])
    for name in ("grafana-auftragsmappe.json", "alerts.yml"):
        text = (ROOT / "docker/monitoring" / name).read_text(encoding="utf-8")
        for figure in set(re.findall(r"\bmappe_(\w+)\b", text)):
            stem = figure.removesuffix("_total").removeprefix("space_")
            assert f'"{stem}"' in source or f'"mappe_{figure}"' in source, figure
    panels = json.loads((ROOT / "docker/monitoring/grafana-auftragsmappe.json").read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) >= 10
