"""Sandboxes: spaces that begin as a copy of a prepared one, share its originals, and can be thrown away. Never used for a firm."""

from __future__ import annotations

from archive.catalog.copying import copy_tables, drop_tables
from archive.locations import Locations
from archive.store import wipe_store


def make_sandbox(locations: Locations, template: str, name: str) -> None:
    """Makes ``name`` a fresh copy of ``template``; what was in it before is gone. Nobody may have ``name`` open.

    Only tables are copied. Originals, readings and page images are read where they lie, so the template must not change any
    more. The index is not copied here. Raises ``NotFound`` when the template is missing.
    """
    wipe_store(locations.store, name, locations.data / "spool")
    copy_tables(locations.db, template, name)


def drop_sandbox(locations: Locations, name: str) -> None:
    """Removes a sandbox that nobody has open."""
    wipe_store(locations.store, name, locations.data / "spool")
    drop_tables(locations.db, name)
