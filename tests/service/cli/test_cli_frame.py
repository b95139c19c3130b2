"""What all commands share: German help, exit statuses, quick start, completion."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.parser import COMMANDS
from tests.house.tree import ROOT
from tests.service.cli.command_line import Mappe

ENGLISH = re.compile(r"\b(usage|options|show|error|required|arguments?|invalid|expected|default)\b", re.IGNORECASE)
EVERY = [command.name for command in COMMANDS]


def test_the_help_names_every_command_in_german(mappe: Mappe) -> None:
    said = mappe("--help")
    assert said.status == 0
    assert said.out.startswith("Aufruf: mappe")
    assert not [name for name in EVERY if not re.search(rf"^ +{name}\b", said.out, re.MULTILINE)]
    assert not ENGLISH.search(said.out)


@pytest.mark.parametrize("name", EVERY)
def test_every_command_explains_itself_in_german(mappe: Mappe, name: str) -> None:
    said = mappe(name, "--help")
    assert said.status == 0
    assert said.out.startswith(f"Aufruf: mappe {name}")
    assert not ENGLISH.search(said.out)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Es fehlt: BEFEHL"),
        (("ablegen",), "'ablegen' gibt es hier nicht"),
        (("ingest",), "Es fehlt: PFAD"),
        (("read", "x.pdf", "--schnell"), "Unbekannte Angabe: --schnell"),
        (("search", "Welle", "--limit"), "braucht einen Wert"),
        (("search", "Welle", "--limit", "viele"), "„viele“ ist keine ganze Zahl"),
        (("search", "Welle", "--limit", "0"), "eine Zahl von 1 bis 100 wird gebraucht"),
        (("completion", "fish"), "'fish' gibt es hier nicht"),
        (("orders",), "Es fehlt: TÄTIGKEIT"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_german_sentence(mappe: Mappe, arguments: tuple[str, ...], sentence: str) -> None:
    said = mappe(*arguments)
    assert said.status == 2
    assert sentence in said.err
    assert "--help" in said.err
    assert said.out == ""
    assert not ENGLISH.search(said.err)


def test_what_is_no_file_or_no_folder_is_named(mappe: Mappe, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("read", "ingest"):
        said = mappe(command, "/dev/zero")
        assert (said.status, "/dev/zero ist keine Datei" in said.out + said.err) == (1, True)
    monkeypatch.setenv("MAPPE_DATA", "/dev/null/daten")
    said = mappe("verify")
    assert (said.status, said.out) == (3, "")
    assert "„/dev/null/daten“ lässt sich nicht benutzen" in said.err


def test_an_output_that_takes_no_more_is_told() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        said = subprocess.run(
            [sys.executable, "-m", "service.cli", "completion", "bash"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert said.returncode == 3
    assert said.stderr.decode().startswith("mappe: Die Ausgabe ließ sich nicht schreiben.")
    assert b"Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("MAPPE_HOST", "999.1.1.1", "lässt sich auf diesem Rechner nicht öffnen"),
        ("MAPPE_UPLOAD_MB", "0", "außerhalb des Erlaubten"),
        ("MAPPE_DB", "foo:", "MAPPE_DB muss mit sqlite: oder postgresql: beginnen"),
    ],
)
def test_a_wrong_setting_is_told_for_what_it_is(
    mappe: Mappe, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    said = mappe("verify" if name == "MAPPE_DB" else "serve")
    assert said.status == 1
    assert sentence in said.err


def test_a_setting_that_can_not_be_used_is_named(mappe: Mappe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPPE_PORT", "achtzig")
    said = mappe("verify")
    assert (said.status, said.out) == (1, "")
    assert "MAPPE_PORT" in said.err


def test_a_database_that_does_not_answer_ends_with_3(mappe: Mappe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPPE_DB", "postgresql://niemand@127.0.0.1:9/nichts")
    said = mappe("verify")
    assert said.status == 3
    assert said.err.startswith("mappe: ")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_the_commands(mappe: Mappe, shell: str) -> None:
    said = mappe("completion", shell)
    assert said.status == 0
    assert not [name for name in EVERY if name not in said.out]


def test_the_completion_for_bash_is_valid(mappe: Mappe) -> None:
    script = mappe("completion", "bash").out
    done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_loads_no_part_of_the_service() -> None:
    heavy = {"sqlalchemy", "fastapi", "dbos", "whoosh", "numpy", "PIL", "pdfplumber", "shtab", "lxml"}
    code = (
        "import sys, contextlib, io\n"
        "from service.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main(['--help'])\n"
        f"print(sorted({heavy} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
