"""``mappe key``: keys for devices and programs."""

from __future__ import annotations

import argparse
from contextlib import closing

from archive.installation.person import SCOPES
from service.cli import show
from service.cli.command import FINE, Command, with_json
from service.cli.german import day


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="Was geschehen soll", metavar="TÄTIGKEIT", dest="action", required=True)
    add = actions.add_parser("add", help="legt einen Schlüssel an und zeigt ihn einmal", allow_abbrev=False)
    add.add_argument("name", metavar="GERÄT")
    add.add_argument("--scope", action="append", choices=SCOPES, required=True, help="was das Gerät darf; mehrfach möglich")
    add.add_argument("--until", type=day, default=None, metavar="JJJJ-MM-TT", help="letzter Tag, an dem er gilt")
    remove = actions.add_parser("remove", help="nimmt einen Schlüssel zurück", allow_abbrev=False)
    remove.add_argument("id", metavar="NUMMER", help="wie „mappe key list“ sie zeigt")
    with_json(actions.add_parser("list", help="zeigt alle", allow_abbrev=False))


def _run(arguments: argparse.Namespace) -> int:
    from archive.installation.house import open_installation
    from service.cli.space import WHO
    from service.settings import from_environment

    settings = from_environment()
    settings.data.mkdir(parents=True, exist_ok=True)
    with closing(open_installation(settings.locations)) as installation:
        if arguments.action == "add":
            show.result(installation.keys.add(arguments.name, settings.space, arguments.scope, WHO, expires=arguments.until))
        elif arguments.action == "remove":
            installation.keys.remove(arguments.id, WHO)
            show.result("Der Schlüssel gilt nicht mehr.")
        else:
            for key in installation.keys.all():
                values = {"id": key.id, "name": key.name, "space": key.space, "scopes": list(key.scopes)}
                if arguments.json:
                    show.as_json({**values, "expires": key.expires.isoformat() if key.expires else ""})
                else:
                    show.result(f"{key.id}  {key.name}, {key.space}: {', '.join(key.scopes)}")
    return FINE


COMMAND = Command(
    name="key",
    summary="legt Schlüssel an, mit denen sich Geräte und Programme anmelden",
    run=_run,
    arguments=_arguments,
    details="Der Schlüssel steht in jeder Anfrage: Authorization: Bearer SCHLÜSSEL.",
)
