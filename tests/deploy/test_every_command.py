"""Every command that any page of the Handbuch or the README names is run, with every option named beside it.

What is mentioned is collected from the pages, so a new mention without a run here fails. The page "Einrichten, sichern, umziehen" is
run as it stands by ``test_handbook``; what takes minutes is run where it is measured, and named below with the place.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.cli.parser import COMMANDS
from tests.house.tree import ROOT
from tests.ingest.einvoices import XRECHNUNG
from tests.leash import free_ports
from tests.pdfs import text_pdf
from tests.service.cli.command_line import Mappe

PAGES = (*sorted((ROOT / "docs/handbuch").glob("*.md")), ROOT / "README.md")
RUN_AS_IT_STANDS = ROOT / "docs/handbuch/einrichten.md"
MANY_WAYS = ("user", "key", "space", "orders", "export")
"""Commands whose second word says what to do."""

ELSEWHERE = {
    "training": "tests/service/test_robot.py",
    "audit": "tests/service/cli/test_cli_supply.py",
    "check": ".ci/run",
    "test": ".ci/run",
}

PASSWORD = "drei kleine Schrauben\n"
PLAY = """
demo --generate papiere --seed 7 --set mini
orders import papiere/auftraege.csv --preview
orders import papiere/auftraege.csv
ingest rechnung.pdf --wait --json
ingest --altbestand alt
read rechnung.pdf --json
quality bekannt --families --misses
einvoice rechnung.xml --json
search RE-4711
search RE-4711 --json
user add eva --role admin --password-stdin
user add ole --role buero --password-stdin
user password ole --password-stdin
user lock ole
user unlock ole
user list
key add Tor --scope wareneingang
key list --json
key remove {key}
space add gast "Gast GmbH" --admin eva
space limit gast 500
space list --json
space export gast gast
space remove gast --export gast
verify
verify --days 30
verify --json
export z3 pruefung --from 2020-01-01 --to 2099-12-31
export alles alles
backup sicherung
MAPPE_DATA=neu restore sicherung
move --db sqlite:ziel/tabellen --store file:ziel/ablage
rebuild
sbom stueckliste.json
completion bash
completion zsh
"""
TROUBLED = {"doctor": 1, "doctor --json": 1}
"""It says that no worker runs."""
DEMO = ("demo --set mini --prepare", "demo --set mini")
SERVICES = ("serve", "worker", "web", "watch", "channels")


def mentions(page: Path) -> set[tuple[str, ...]]:
    """The commands a page names: the words that say what to do, and once more with each option."""
    found: set[tuple[str, ...]] = set()
    for line in page.read_text(encoding="utf-8").splitlines():
        ways = [_way(text) for text in re.findall(r"(?:^ {4}|^|`|&& )(?:MAPPE_\w+=\S+ )?(?:\./)?mappe ([a-z][^`#]*)", line)]
        found.update(ways)
        for way in ways[:1]:
            found.update((*way, option) for option in re.findall(r"(?<=[ `])--[a-z]+", line))
            if more := re.search(r"dazu ((?:`\w+`(?:, )?)+)", line):
                found.update((way[0], other) for other in re.findall(r"`(\w+)`", more[1]))
    return found


def _way(text: str) -> tuple[str, ...]:
    words = text.split()
    return tuple(words[:2]) if words[0] in MANY_WAYS else (words[0],)


def ran(script: str) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for line in script.split("\n"):
        words = [word for word in shlex.split(line, comments=True) if not word.startswith("MAPPE_")]
        if words:
            way = _way(" ".join(words))
            found |= {way, *((*way, word) for word in words if word.startswith("--"))}
    return found


def test_every_mention_is_run_somewhere() -> None:
    known = ran(PLAY) | ran("\n".join(TROUBLED)) | {(name,) for name in SERVICES} | ran("\n".join(DEMO))
    blocks = re.findall(r"^```sh\n(.*?)^```$", RUN_AS_IT_STANDS.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = [match for block in blocks for match in re.findall(r"(?:^|exec mappe |\d )mappe ([a-z].*)", block, flags=re.MULTILINE)]
    known |= ran("\n".join(named))
    missing = {page.name: [way for way in sorted(mentions(page) - known) if way[0] not in ELSEWHERE] for page in PAGES}
    assert {name: ways for name, ways in missing.items() if ways} == {}
    assert {command.name for command in COMMANDS} <= {way[0] for way in known} | set(ELSEWHERE)


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_is_run_elsewhere_is_run_there(name: str) -> None:
    assert re.search(rf"\b{name}\b", (ROOT / ELSEWHERE[name]).read_text(encoding="utf-8"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files the commands name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAPPE_DATA", "daten")
    for folder in ("alt", "bekannt"):
        (tmp_path / folder).mkdir()
    bill = text_pdf("Rechnung", "Rechnungsnummer: RE-4711")
    (tmp_path / "rechnung.pdf").write_bytes(bill)
    (tmp_path / "alt" / "1.pdf").write_bytes(text_pdf("Rechnung", "Rechnungsnummer: RE-1"))
    (tmp_path / "bekannt" / "a.pdf").write_bytes(bill)
    (tmp_path / "bekannt" / "a.json").write_text(
        json.dumps({"family": "A", "doctype": "rechnung", "fields": {"rechnungsnummer": "RE-4711"}})
    )
    (tmp_path / "rechnung.xml").write_bytes(XRECHNUNG)
    return tmp_path


@pytest.mark.timeout(600)
def test_they_run(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    mappe, key = Mappe(capsys), ""
    for line in [*PLAY.strip().splitlines(), *TROUBLED]:
        words = shlex.split(line.format(key=key))
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))
        with monkeypatch.context() as other:
            while words[0].startswith("MAPPE_"):
                other.setenv(*words.pop(0).split("=", 1))
            said = mappe(*words)
        assert said.status == TROUBLED.get(line, 0), (line, said.out, said.err)
        if line == "key list --json":
            key = said.objects[0]["id"]
    assert {path.name for path in place.iterdir()} >= {"neu", "ziel", "pruefung", "alles", "sicherung", "stueckliste.json"}


@pytest.mark.parametrize("name", SERVICES)
def test_what_runs_until_it_is_ended_runs_and_ends(name: str, place: Path) -> None:
    """Each says at the end that it was asked to: status 0, without a trace of a fault."""
    (place / "scans").mkdir()
    more = {"MAPPE_WATCH": str(place / "scans"), "MAPPE_PORT": str(free_ports(1)[0]), "MAPPE_WORKERS": "1", "PYTHONPATH": str(ROOT)}
    with (place / "log").open("wb") as log:
        running = subprocess.Popen([sys.executable, "-m", "service.cli", name], env={**os.environ, **more}, stderr=log, stdout=log)
    time.sleep(4)  # long enough for all of it to be loaded; what ends by itself is found out below
    assert running.poll() is None, (place / "log").read_text()
    running.send_signal(signal.SIGTERM)
    assert running.wait(30) in (0, -signal.SIGTERM)
    assert "Traceback" not in (place / "log").read_text()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_demo_is_prepared_once_and_there_at_once_after_that(place: Path) -> None:
    environment = {**os.environ, "MAPPE_PORT": str(free_ports(1)[0]), "MAPPE_WORKERS": "1", "PYTHONPATH": str(ROOT)}
    prepare, start = ([sys.executable, "-m", "service.cli", *line.split()] for line in DEMO)
    subprocess.run(prepare, env=environment, check=True, capture_output=True)
    with subprocess.Popen(start, env=environment, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        try:
            assert any("Die Auftragsmappe läuft" in line for line in running.stderr)
        finally:
            running.terminate()
    found = [sys.executable, "-m", "service.cli", "search", "Rechnung", "--json"]
    assert json.loads(subprocess.run(found, env=environment, check=True, capture_output=True).stdout)["total"] > 0


def test_the_debian_packages_of_the_handbook_exist() -> None:
    """Looked up, not installed."""
    if not shutil.which("apt-cache"):
        pytest.skip("this is no Debian")
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = {word for line in re.findall(r"^ {4}apt-get install ([^#\n]*)", text, flags=re.MULTILINE) for word in line.split()}
    assert named
    known = subprocess.run(["apt-cache", "show", "--no-all-versions", *sorted(named)], capture_output=True, text=True, check=False)
    if not known.stdout:
        pytest.skip("no package lists on this machine (apt-get update)")
    assert set(re.findall(r"^Package: (.*)$", known.stdout, flags=re.MULTILINE)) == named
