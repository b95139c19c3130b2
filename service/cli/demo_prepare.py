"""``mappe demo --prepare``: reads a set of the demo firm once and packs the whole archive, so that later starts take seconds."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from archive.space import Space
from ingest.pipeline import rematch
from service import prepared
from service.cli import demo_firm, show
from service.cli.demo import HANDED_IN
from service.cli.papers import accept
from service.cli.space import opened
from service.cli.waiting import until_indexed, until_understood, working
from service.settings import Settings
from training import firm


def build(settings: Settings, which: str, seed: int) -> Path:
    """The archive of a set; made unless a usable one is there. What was broken off is gone on with."""
    path, wanted = prepared.archive(settings, which, seed), wanted_state(settings, which, seed)
    if prepared.usable(path, wanted):
        return path
    shop = _workshop(settings, path)
    papers = demo_firm.prepare(shop, seed, which)
    with working(shop, help_out=True) as jobs, opened(shop) as space:
        for paper in papers:
            receipt = accept(space, paper, demo_firm.SOURCE, demo_firm.WHO)
            if not receipt.duplicate_of:
                jobs.put("process", space.name, receipt.eingangsnummer)
        entries = list(space.intake.recent(10_000))
        for entry in show.progress(entries, len(entries), "Papiere lesen"):
            until_understood(space, entry.eingangsnummer)
        show.clear()
        _settle(space)
        until_indexed(jobs, space, shop)
    (shop.data / HANDED_IN).touch()
    prepared.pack(shop, path, wanted)
    shutil.rmtree(shop.data)
    return path


def load_if_there(settings: Settings, which: str, seed: int) -> bool:
    """Puts a prepared set into a fresh data folder; False when none was prepared or the folder is not fresh."""
    path = prepared.archive(settings, which, seed)
    fresh = not (settings.data / "tabellen").exists()
    if not (fresh and prepared.embedded(settings) and prepared.usable(path, wanted_state(settings, which, seed))):
        return False
    prepared.load(settings, path)
    return True


def wanted_state(settings: Settings, which: str, seed: int) -> prepared.State:
    """What an archive must say to be of use to this program."""
    return prepared.state(which, seed, firm.VERSION, settings)


def _settle(space: Space) -> None:
    """Looks at waiting papers again until nothing changes any more: every copy of the set is to begin, and to stay, the same."""
    seen = -1
    while seen != space.journal.head()[0]:
        seen = space.journal.head()[0]
        rematch(space)


def _workshop(settings: Settings, path: Path) -> Settings:
    """An installation of its own beside the real one, so that nothing is mixed."""
    folder = path.with_suffix(".bau")
    folder.mkdir(parents=True, exist_ok=True)
    index = settings.index if prepared.embedded(settings) else "whoosh:"
    return replace(settings, data=folder, db=f"sqlite:{folder / 'tabellen'}", store=f"file:{folder / 'ablage'}", index=index)
