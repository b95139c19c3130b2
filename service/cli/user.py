"""``mappe user``: who may come in, for the first person and for when nobody can log in any more."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archive.installation.person import ROLES
from service.cli import show
from service.cli.command import FINE, Command, with_json
from service.cli.german import day

if TYPE_CHECKING:
    from archive.installation.house import Installation
    from archive.installation.person import Person
    from service.settings import Settings


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="Was geschehen soll", metavar="TÄTIGKEIT", dest="action", required=True)
    add = actions.add_parser("add", help="trägt eine Person ein oder gibt ihr eine Rolle in diesem Bereich", allow_abbrev=False)
    _login(add)
    add.add_argument("--name", default="", metavar="NAME", help="wie sie im Verlauf heißt (sonst: der Anmeldename)")
    add.add_argument("--role", choices=ROLES, default="buero", help="Rolle im Bereich MAPPE_SPACE (sonst: buero)")
    add.add_argument("--until", type=day, default=None, metavar="JJJJ-MM-TT", help="letzter Tag der Rolle")
    _password(add)
    passwd = actions.add_parser("password", help="setzt ein neues Kennwort und schaltet den zweiten Faktor aus", allow_abbrev=False)
    _login(passwd)
    _password(passwd)
    for name, text in (("lock", "sperrt eine Person"), ("unlock", "lässt sie wieder hinein")):
        _login(actions.add_parser(name, help=text, allow_abbrev=False))
    with_json(actions.add_parser("list", help="zeigt alle mit ihren Rollen", allow_abbrev=False))


def _login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", metavar="ANMELDENAME")


def _password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--password-stdin", action="store_true", help="liest das Kennwort aus der Eingabe statt vom Bildschirm")
    parser.add_argument("--one-time", action="store_true", help="denkt sich ein Einmal-Kennwort aus und zeigt es")


def _run(arguments: argparse.Namespace) -> int:
    from service.settings import from_environment

    settings = from_environment()
    settings.data.mkdir(parents=True, exist_ok=True)
    with _opened(settings) as installation:
        _ACTIONS[arguments.action](installation, settings, arguments)
    return FINE


@contextmanager
def _opened(settings: Settings) -> Iterator[Installation]:
    from archive.installation.house import open_installation

    installation = open_installation(settings.locations)
    try:
        yield installation
    finally:
        installation.close()


def _add(installation: Installation, settings: Settings, arguments: argparse.Namespace) -> None:
    from archive.installation.person import Membership, Person
    from archive.problems import Invalid
    from service.cli.space import WHO

    membership = Membership(settings.space, arguments.role, arguments.until, confidential=arguments.role == "admin")
    person = installation.people.known(arguments.login)
    if person:
        others = [m for m in person.memberships if m.space != settings.space]
        installation.people.change(person.id, arguments.name or person.name, [*others, membership], WHO)
        show.result(f"{person.login} hat jetzt die Rolle {arguments.role} in {settings.space}.")
        return
    if arguments.role != "admin" and not installation.people.any():
        raise Invalid("Die erste Person muss die Verwaltung übernehmen: --role admin", cause="first person is no administrator")
    kept, plain = _hashed(arguments)
    name = arguments.name or arguments.login
    installation.people.add(Person("", arguments.login, name, kept, must_change=bool(plain), memberships=(membership,)), WHO)
    show.result(f"{arguments.login} ist eingetragen, Rolle {arguments.role} in {settings.space}.")
    if plain:
        show.result(f"Einmal-Kennwort: {plain}")


def _set_password(installation: Installation, _settings: Settings, arguments: argparse.Namespace) -> None:
    from service.cli.space import WHO

    person = _known(installation, arguments.login)
    kept, plain = _hashed(arguments)
    installation.people.set_password(person.id, kept, WHO, must_change=bool(plain))
    installation.people.set_totp(person.id, "", (), WHO)
    show.result(f"Das Kennwort von {person.login} ist gesetzt." + (f" Einmal-Kennwort: {plain}" if plain else ""))


def _lock(installation: Installation, _settings: Settings, arguments: argparse.Namespace) -> None:
    from service.cli.space import WHO

    person = _known(installation, arguments.login)
    installation.people.set_active(person.id, WHO, active=arguments.action == "unlock")
    show.result(f"{person.login} ist {'freigegeben' if arguments.action == 'unlock' else 'gesperrt'}.")


def _list(installation: Installation, _settings: Settings, arguments: argparse.Namespace) -> None:
    for person in installation.people.all():
        roles = {m.space: m.role for m in person.memberships}
        if arguments.json:
            values = {"login": person.login, "name": person.name, "active": person.active, "totp": bool(person.totp), "roles": roles}
            show.as_json(values)
        else:
            said = ", ".join(f"{role} in {space}" for space, role in roles.items()) or "keine Rolle"
            show.result(f"{person.login}: {person.name}, {said}{'' if person.active else ', gesperrt'}")


_ACTIONS = {"add": _add, "password": _set_password, "lock": _lock, "unlock": _lock, "list": _list}


def _known(installation: Installation, login: str) -> Person:
    from archive.problems import NotFound

    person = installation.people.known(login)
    if person is None:
        raise NotFound(f"„{login}“ ist nicht eingetragen. „mappe user list“ zeigt alle.", cause=f"no login {login}")
    return person


def _hashed(arguments: argparse.Namespace) -> tuple[str, str]:
    """The hash, and the one-time password when one was wished for."""
    from service.auth import passwords

    if arguments.one_time:
        plain = passwords.one_time()
        return passwords.hashed(plain), plain
    if arguments.password_stdin:
        typed = again = sys.stdin.readline().rstrip("\n")
    else:
        typed, again = getpass.getpass("Kennwort: "), getpass.getpass("Kennwort noch einmal: ")
    passwords.must_be_good(typed, again, arguments.login)
    return passwords.hashed(typed), ""


COMMAND = Command(
    name="user",
    summary="trägt Personen ein, die sich anmelden dürfen, und ändert ihren Zugang",
    run=_run,
    arguments=_arguments,
    details="Sobald eine Person eingetragen ist, kommt nur noch hinein, wer sich anmeldet. Der Dienst darf dabei laufen.",
)
