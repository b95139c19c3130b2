"""``mappe training``: prepares the demo firm for exercises, once; courses are opened on the screen then."""

from __future__ import annotations

import argparse
from contextlib import closing

from service.cli import show
from service.cli.command import FINE, Command


def _run(_arguments: argparse.Namespace) -> int:
    from archive.installation.house import open_installation
    from archive.installation.spaces import SpaceEntry
    from archive.problems import Invalid
    from service import room
    from service.cli import demo_prepare
    from service.cli.space import WHO
    from service.settings import from_environment

    settings = from_environment()
    settings.data.mkdir(parents=True, exist_ok=True)
    if room.is_ready(settings) and not room.is_outdated(settings):
        show.result("Die Musterfirma ist schon vorbereitet.")
        return FINE
    with closing(open_installation(settings.locations)) as installation:
        if room.is_outdated(settings) and any(course.ended is None for course in installation.courses.all()):
            raise Invalid(
                "Die Musterfirma ist von einer früheren Fassung, und ein Kurs läuft noch mit ihr. Bitte beenden Sie ihn zuerst.",
                cause="outdated template in use",
            )
        show.note("Die Papiere der Musterfirma werden einmal gelesen. Das dauert einige Minuten.")
        packed = demo_prepare.build(settings, "voll", 1)
        if room.is_outdated(settings):
            room.remove_template(settings)
        room.install_template(settings, packed)
        installation.spaces.put(SpaceEntry(room.TEMPLATE, "Musterwerk Maschinenbau GmbH (Vorlage)", "vorlage"), WHO)
    show.result("Die Musterfirma ist vorbereitet. Einen Kurs öffnen Sie unter „Lernen“.")
    return FINE


COMMAND = Command(
    name="training",
    summary="bereitet die Musterfirma für Übungen und Kurse vor",
    run=_run,
    details="Einmal nötig, danach sind Kurse in Sekunden bereit. Der Dienst darf dabei laufen.",
)
