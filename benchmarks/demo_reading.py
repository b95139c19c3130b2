"""Word recall of the reading on the demo firm's scans: how many of the words that were drawn were read, by defect and layout.

    python -m benchmarks.demo_reading KEEP [--seeds 7,8] [--set voll] [--only PART] [--worst N] [--lost]

KEEP is a folder for the papers made. "values" are the words that carry a number, a date or a sum of the gold file. CPU counts
user and system time with children, pages in the order of the set. Nothing is learned here: another seed gives other papers.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive.scan import Reading, Scan
from ingest.read import read
from training.firm import layouts
from training.firm.draw import Text
from training.firm.files import Work, file_name, make
from training.firm.generator import planned

SCANNED = {"pdf-scan", "jpeg", "png", "tiff", "webp", "foto", "heic", "fax", "pdf-schrott", "tiff600"}
_EDGES = ".,;:()"


@dataclass
class Group:
    """What was found of what was printed, for one defect or layout."""

    words: int = 0
    found: int = 0
    values: int = 0
    right: int = 0
    papers: int = 0


@dataclass
class Paper:
    """One paper read: words lost, and how much of it was found."""

    name: str
    work: Work
    recall: float
    lost: Counter[str]
    values_lost: list[str]
    cpu: float
    group: Group = field(default_factory=Group)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keep", type=Path)
    parser.add_argument("--seeds", default="7")
    parser.add_argument("--set", dest="which", default="klein")
    parser.add_argument("--only", default="", help="only papers with this defect, layout or form")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--lost", action="store_true", help="print the values that were not read")
    wanted = parser.parse_args()
    papers = [paper for seed in wanted.seeds.split(",") for paper in _papers(int(seed), wanted)]
    groups: dict[str, Group] = defaultdict(Group)
    for paper in papers:
        for name in ("(all)", paper.work.spec.form, *paper.work.spec.defects, _layout(paper.work)):
            _add(groups[name], paper.group)
    print("| group | papers | word recall | values read |\n|---|---|---|---|")
    for name, group in sorted(groups.items()):
        print(f"| {name} | {group.papers} | {group.found / group.words:.3f} | {group.right / max(group.values, 1):.3f} of {group.values} |")
    print(f"\nCPU {sum(paper.cpu for paper in papers):.1f} s")
    for paper in sorted(papers, key=lambda p: p.recall)[: wanted.worst]:
        print(f"{paper.recall:.3f} {paper.name} {_layout(paper.work)} {paper.work.spec.defects}: {' '.join(paper.lost)}")
    if wanted.lost:
        print("\n".join(f"{p.name} {_layout(p.work)} {p.work.spec.defects}: {p.values_lost}" for p in papers if p.values_lost))


def _layout(work: Work) -> str:
    return f"layout {work.paper.layout}"


def _papers(seed: int, wanted: argparse.Namespace) -> Iterator[Paper]:
    keep, only = wanted.keep, wanted.only
    for work in planned(seed, wanted.which):
        spec = work.spec
        if spec.form not in SCANNED or spec.doctype == "kopie" or (only and only not in (spec.form, work.paper.layout, *spec.defects)):
            continue
        path = keep / wanted.which / str(seed) / f"{spec.key}-{file_name(work)}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(make(work))
        before = sum(os.times()[:4])
        reading = read(path, Scan("0" * 64, path.name, "", "benchmark", datetime.now(UTC)))
        yield _judged(f"{seed}/{path.name}", work, reading, sum(os.times()[:4]) - before)


def _judged(name: str, work: Work, reading: Reading, cpu: float) -> Paper:
    sheets = (
        layouts.draw(work.paper)[:1] if work.spec.form in ("jpeg", "png", "webp", "foto", "heic", "tiff600") else layouts.draw(work.paper)
    )
    texts = [mark for sheet in sheets for mark in sheet.marks if isinstance(mark, Text) and mark.face.font != "hand"]
    truth = Counter(_plain(word) for text in texts for word in text.text.split() if _plain(word))
    seen = Counter(_plain(word.text) for page in reading.pages for word in page.words)
    values = [_plain(word) for text in texts if text.field for word in text.text.split() if any(c.isdigit() for c in word)]
    lost = truth - seen
    values_lost = [value for value in values if value not in seen]
    group = Group(truth.total(), (truth & seen).total(), len(values), len(values) - len(values_lost), 1)
    return Paper(name, work, group.found / group.words, lost, values_lost, cpu, group)


def _plain(word: str) -> str:
    return word.strip(_EDGES)


def _add(total: Group, one: Group) -> None:
    for name in ("words", "found", "values", "right", "papers"):
        setattr(total, name, getattr(total, name) + getattr(one, name))


if __name__ == "__main__":
    main()
