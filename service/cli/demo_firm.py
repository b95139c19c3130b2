"""The fictional firm of ``mappe demo``: generated once, its master data imported, its papers handed in one after the other."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from collections import Counter
from contextlib import closing
from pathlib import Path

from archive.jobs import open_jobs
from archive.order import Firm
from archive.orders_csv import import_csv
from archive.problems import Invalid
from archive.space import Space
from service.cli import show
from service.cli.demo import FIRM, HANDED_IN
from service.cli.papers import accept
from service.cli.space import opened
from service.cli.waiting import until_understood
from service.settings import Settings
from training import firm

SOURCE = "demo"
WHO = "die Vorführung"
_TABLES = ("lieferanten.csv", "auftraege.csv", "bestellungen.csv")
MASTER_DATA = (*_TABLES, "firma.toml")
_STATES = (("filed", "abgelegt"), ("waiting", "in Klärung"), ("rejected", "abgelehnt"))


def generate(folder: Path, seed: int, which: str = "klein") -> None:
    """Writes the papers of a seed and a set, with progress."""
    terminal = sys.stderr.isatty()
    if not terminal:
        show.note("Die Papiere der erfundenen Firma werden hergestellt …")
    drawn = "Papiere herstellen"
    firm.generate(folder, seed=seed, which=which, progress=lambda done, total, _name: show.draw(done, total, drawn) if terminal else None)
    show.clear()


def prepare(settings: Settings, seed: int, which: str = "klein") -> list[Path]:
    """Makes firm and orders unless they are there, and tells the papers that still have to be handed in.

    Raises ``Invalid`` when another set lies there.
    """
    folder = settings.data / FIRM
    if not folder.is_dir():
        # Complete or not there: whoever interrupts this finds no half firm at the next start.
        half = folder.with_name(f"{FIRM}.neu")
        shutil.rmtree(half, ignore_errors=True)
        generate(half, seed, which)
        half.rename(folder)
    lines = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    if lines[0]["set"] != which:
        raise Invalid(
            f"In diesem Ordner liegt schon der Satz „{lines[0]['set']}“. Bitte nehmen Sie für „{which}“ einen anderen (MAPPE_DATA).",
            cause=f"set {lines[0]['set']} is there, {which} was asked for",
        )
    # Several papers of a stack lie in one file.
    names = list(dict.fromkeys(line["file"] for line in lines))
    with opened(settings) as space:
        # Papers are handed in in this order, each durable before the next, so their number tells where to go on.
        done = sum(entry.scan.source == SOURCE for entry in space.intake.recent(limit=10_000))
        if not done:
            import_master_data(space, folder)
    return [folder / "papiere" / name for name in names[done:]]


def feed(settings: Settings, papers: list[Path], address: str) -> None:
    """Hands the papers in to the running service and tells what becomes of each."""
    with opened(settings) as space:
        with closing(open_jobs(settings.jobs)) as jobs:
            numbers = []
            for paper in papers:
                receipt = accept(space, paper, SOURCE, WHO)
                numbers.append(receipt.eingangsnummer)
                if not receipt.duplicate_of:
                    jobs.put("process", space.name, receipt.eingangsnummer)
        (settings.data / HANDED_IN).touch()
        states: Counter[str] = Counter()
        for number in show.progress(numbers, len(numbers), "Papiere lesen"):
            entry = until_understood(space, number)
            states[entry.state] += 1
            show.clear()
            show.note(f"{entry.eingangsnummer}  {entry.scan.name}: {entry.sentence}")
    counts = ", ".join(f"{states[state]} {word}" for state, word in _STATES)
    show.note(f"\nAlle {len(papers)} Papiere sind gelesen: {counts}.\nSehen Sie nach: {address}  (Ende mit Strg+C)")


def import_master_data(space: Space, folder: Path) -> None:
    """Suppliers, orders, purchase orders and the firm itself, as they lie beside the papers."""
    for table in _TABLES:
        import_csv(space, (folder / table).read_bytes(), WHO)
    own = tomllib.loads((folder / "firma.toml").read_text(encoding="utf-8"))
    space.orders.save_firm(
        Firm(
            name=own["name"],
            aliases=tuple(own["weitere_namen"]),
            street=own["strasse"],
            postcode=own["plz"],
            city=own["ort"],
            vat_ids=tuple(own["ust_ids"]),
            tax_numbers=tuple(own["steuernummern"]),
            ibans=tuple(own["ibans"]),
        ),
        WHO,
    )
