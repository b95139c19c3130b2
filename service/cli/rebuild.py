"""``mappe rebuild``: tables and index again, from store and journal alone."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from service.cli import show
from service.cli.command import FINE, Command, with_json

if TYPE_CHECKING:
    from service.settings import Settings


def _run(arguments: argparse.Namespace) -> int:
    from archive.rebuild import set_aside
    from service.serve import alone
    from service.settings import from_environment

    settings = from_environment()
    with alone(settings):
        if aside := set_aside(settings.locations, settings.space):
            show.note(f"Die beschädigten Tabellen liegen jetzt daneben: {aside}")
        entries, papers = _built(settings)
    if arguments.json:
        show.as_json({"entries": entries, "documents": papers})
    else:
        show.result(f"Neu aufgebaut: {entries} Journaleinträge, {papers} Belege in der Suche.")
    return FINE


def _built(settings: Settings) -> tuple[int, int]:
    from archive.rebuild import rebuild
    from search.indexing import rebuild_index
    from service.cli.space import opened

    with opened(settings, as_is=True) as space:
        with show.counter("Tabellen aufbauen") as done:
            entries = rebuild(space.catalog, space.store, done)
        show.note("Die Suche wird aufgebaut …")
        return entries, rebuild_index(space, settings.index, settings.index_folder)


COMMAND = Command(
    name="rebuild",
    summary="baut Tabellen und Suche allein aus Originalen und Journal neu auf",
    run=_run,
    arguments=with_json,
    details="Der Dienst darf dabei nicht laufen. Zum Prüfen vorher: mappe verify.",
)
