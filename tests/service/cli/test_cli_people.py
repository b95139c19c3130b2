"""People and keys from the command line: the way in when nobody can log in any more."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.service.cli.command_line import Mappe

PASSWORD = "drei kleine Schrauben\n"


def typed(monkeypatch: pytest.MonkeyPatch, text: str = PASSWORD) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_first_person_manages_and_is_never_the_last_one_out(mappe: Mappe, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mappe("user", "add", "ole", "--one-time").status == 1
    typed(monkeypatch)
    assert mappe("user", "add", "Petra", "--name", "Petra Kaiser", "--role", "admin", "--password-stdin").status == 0
    said = mappe("user", "add", "ole", "--one-time")
    assert "Einmal-Kennwort: " in said.out
    assert [person["roles"] for person in mappe("user", "list", "--json").objects] == [{"firma": "admin"}, {"firma": "buero"}]
    refused = mappe("user", "lock", "petra")
    assert (refused.status, "niemand mehr" in refused.err) == (1, True)
    assert mappe("user", "lock", "ole").status == 0
    assert [person["active"] for person in mappe("user", "list", "--json").objects] == [True, False]


def test_a_password_that_is_easily_guessed_is_refused(mappe: Mappe, monkeypatch: pytest.MonkeyPatch) -> None:
    for bad in ("kurz", "passwortpasswort", "petrapetrapetra", "aaaaaaaaaaaaaaa"):
        typed(monkeypatch, bad + "\n")
        assert mappe("user", "add", "petra", "--role", "admin", "--password-stdin").status == 1


def test_keys_are_shown_once_and_can_be_taken_back(mappe: Mappe) -> None:
    said = mappe("key", "add", "Tor", "--scope", "wareneingang", "--until", "2099-12-31")
    assert said.out.startswith("mappe_")
    (listed,) = mappe("key", "list", "--json").objects
    assert (listed["name"], listed["scopes"], listed["expires"]) == ("Tor", ["wareneingang"], "2099-12-31")
    assert said.out.strip() not in mappe("key", "list", "--json").out
    assert mappe("key", "remove", listed["id"]).status == 0
    assert mappe("key", "list").out == ""


def test_people_come_back_with_the_backup(mappe: Mappe, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    typed(monkeypatch)
    mappe("user", "add", "petra", "--role", "admin", "--password-stdin")
    assert mappe("backup", tmp_path / "sicherung").status == 0
    assert (tmp_path / "sicherung" / "personen.json").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "neu"))
    assert mappe("restore", tmp_path / "sicherung").status == 0
    assert [person["login"] for person in mappe("user", "list", "--json").objects] == ["petra"]
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "noch-einer"))
    with (tmp_path / "sicherung" / "personen.json").open("a") as file:
        file.write(" ")
    assert mappe("restore", tmp_path / "sicherung").status == 1
