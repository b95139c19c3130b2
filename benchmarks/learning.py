"""What one correction is worth: header fields of a supplier's later papers before and after one of its papers was corrected.

    .venv/bin/python benchmarks/learning.py FIRM… [--blind] [--misses]
    .venv/bin/python benchmarks/learning.py --visual [--scan 300|200|150|bad] [--keep DIR] [--blind] [--misses]

FIRM is a folder of ``mappe demo --generate``; papers of one supplier and type are one layout. ``--visual`` takes the families of
``../shared/data/invoices_visual`` instead. On the first paper every wrong or missing value is entered as its truth, as a person
would; the others are understood before and after. ``--blind`` turns all labels we know into words nobody knows, so that the
layouts are new to us. Readings of a firm are kept beside its papers.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import correction, reading_json
from archive.content import Correction, content_of
from archive.corrected import Corrected
from archive.doctypes import doctype
from archive.document import Proposal
from archive.lesson import Lesson, sentence
from archive.order import Firm, Register
from archive.problems import Invalid, Problem
from archive.scan import Reading, Scan
from archive.scratch import scratch
from benchmarks.extraction import Nobody, samples, scanned, text_layer
from ingest.learn import derived
from ingest.paper import prepare
from ingest.quality import Report, Verdict, verdicts
from ingest.read import read
from ingest.truth import Labelled, labelled
from ingest.understand import understand
from service.cli.demo_firm import import_master_data
from service.cli.space import opened
from service.settings import from_environment

Layout = list[tuple[Labelled, Reading]]
_TURNED = str.maketrans("abcdefghijklmnopqrstuvwxyzäöü", "nopqrstuvwxyzabcdefghijklmöüä")


def taught_by(paper: Labelled, seen: Proposal) -> list[Lesson]:
    """The lessons of correcting every value of a paper that is not right."""
    wrong = {v.field: v.wanted.split(" | ")[0] for v in _header(paper, seen) if v.outcome != "right"}
    content = content_of(seen, "")
    kind = next((None for doctype in paper.doctypes if doctype == seen.doctype), paper.doctypes[0])
    try:
        now = correction.apply(content, Correction(kind, (), wrong), "das Büro", filed=True)
    except Invalid as problem:
        print(f"{paper.path.name}: {problem.cause}", file=sys.stderr)
        return []
    return derived(seen.reading, Corrected("E-2026-0000001", content, now, frozenset(wrong), "das Büro", datetime.now(UTC)))


def _header(paper: Labelled, seen: Proposal) -> list[Verdict]:
    return [v for v in verdicts(paper, seen) if not v.field.startswith("(")]


def blinded(reading: Reading, kind: str) -> Reading:
    """The reading with every label we know made a word nobody knows: always the same one, with the same marks."""
    paper = prepare(reading, doctype(kind), Firm(), own=False)
    pages = []
    for page, sheet in zip(reading.pages, paper.sheets, strict=True):
        boxes = {word.box for anchor in sheet.anchors for word in anchor.words}
        words = tuple(replace(w, text=_turned(w.text)) if w.box in boxes else w for w in page.words)
        pages.append(replace(page, words=words))
    return replace(reading, pages=tuple(pages))


def _turned(text: str) -> str:
    return text.lower().translate(_TURNED).capitalize()


def visual(scan: str, keep: Path) -> dict[str, Layout]:
    """The families of real invoices."""
    found: dict[str, Layout] = defaultdict(list)
    for paper in samples():
        found[paper.family].append((paper, scanned(paper.path, scan, keep) if scan else text_layer(paper.path)))
    return found


def of_firm(folder: Path) -> dict[str, Layout]:
    """The papers of a demo firm by supplier and type; e-invoices and papers without a supplier left out."""
    found: dict[str, Layout] = defaultdict(list)
    for paper in labelled(folder):
        kept = folder / f"{paper.path.name}.json.gz"
        if not kept.exists():
            try:
                kept.write_bytes(reading_json.dump(read(paper.path, Scan("0" * 64, paper.path.name, "", "benchmark", datetime.now(UTC)))))
            except Problem:
                continue
        reading = reading_json.load(kept.read_bytes())
        if paper.values.get("lieferant") and not reading.einvoice:
            found[f"{folder.name} {paper.values['lieferant'][0]} {paper.doctypes[0]}"].append((paper, reading))
    return found


@contextmanager
def known_of(folder: Path) -> Iterator[Register]:
    """The master data of a demo firm."""
    with scratch() as data, opened(from_environment({"MAPPE_DATA": str(data)})) as space:
        import_master_data(space, folder)
        yield space.orders


def main() -> None:
    """Prints the shares before and after, and what was learned."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("firms", nargs="*", type=Path)
    options.add_argument("--visual", action="store_true")
    options.add_argument("--scan", default="", choices=["", "300", "200", "150", "bad"])
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    options.add_argument("--blind", action="store_true")
    options.add_argument("--misses", action="store_true")
    chosen = options.parse_args()
    before, after = Report(), Report()
    if chosen.visual:
        measure(visual(chosen.scan, chosen.keep), Nobody(), (before, after), chosen)
    for firm in chosen.firms:
        with known_of(firm) as register:
            measure(of_firm(firm), register, (before, after), chosen)
    show(before, after)


def measure(layouts: dict[str, Layout], register: Register, reports: tuple[Report, Report], chosen: argparse.Namespace) -> None:
    """Corrects the first paper of each layout and judges the others before and after."""
    for name, papers in layouts.items():
        if len(papers) < 2:
            continue
        kind = papers[0][0].doctypes[0]
        (first, reading), *others = [(p, blinded(r, kind)) if chosen.blind else (p, r) for p, r in papers]
        lessons = taught_by(first, understand(reading, register))
        for lesson in lessons if chosen.misses else ():
            print(f"{name:50} {sentence(lesson)}")
        for paper, other in others:
            for report, known in zip(reports, ((), tuple(lessons)), strict=True):
                made = _header(paper, understand(other, register, known))
                report.add(name, made)
                for v in made if chosen.misses and (known or not lessons) else ():
                    if v.outcome != "right":
                        print(f"  {paper.path.stem[:40]:42}{v.field:16}{v.outcome:8}{v.found!r} statt {v.wanted!r}")


def show(before: Report, after: Report) -> None:
    """The table."""
    later = {share.field: share for share in after.shares()}
    print(f"{'field':20}{'layouts':>9}{'values':>8}{'before':>9}{'after':>9}{'silent before':>15}{'after':>9}")
    for share in before.shares():
        new = later[share.field]
        print(
            f"{share.field:20}{share.families:>9}{share.values:>8}{share.right:9.1%}{new.right:9.1%}{share.silent:15.1%}{new.silent:9.1%}"
        )


if __name__ == "__main__":
    main()
