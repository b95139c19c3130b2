"""Header fields and rows of goods from papers in poor condition, beside bare Tesseract, in two halves: one to learn from, one held out.

    PYTHONPATH=. .venv/bin/python benchmarks/poor_papers.py bad,fax,photo [--half dev|held] [--bare] [--misses] [--keep DIR]

Families of ``../shared/data`` are divided by a hash of their name. Rules may be written while looking at the misses of ``dev``;
``held`` is only ever counted. Readings are kept in --keep, so that a second run only understands. CPU counts children.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import codec, reading_json
from archive.reading_json import page_from_json
from archive.scan import Code, Reading
from benchmarks.extraction import Nobody, samples, text_layer
from benchmarks.poor_print import WAYS
from ingest import pages
from ingest.ocr import Tesseract
from ingest.quality import Report, verdicts
from ingest.truth import Labelled
from ingest.understand import understand

_PAGES = 3
_GOALS = ("rechnungsnummer", "rechnungsdatum", "brutto", "iban", "ust_id", "netto", "steuer", "lieferant", "(Menge)", "(Zeilensumme)")


def half(family: str) -> str:
    return "dev" if hashlib.sha256(family.encode()).digest()[0] % 2 else "held"


def cpu() -> float:
    return sum(os.times()[:4])


class Trial:
    """One condition of paper: what was read, what it cost, what became of the values."""

    def __init__(self, way: str, keep: Path) -> None:
        self.way, self.keep = way, keep
        self.reports = {"dev": Report(), "held": Report()}
        self.ours = self.bare = 0.0
        self.read = 0
        self.recall: list[float] = []
        self.bare_recall: list[float] = []

    def paper(self, paper: Labelled, *, bare: bool) -> list[str]:
        """Reads one paper and gives its misses."""
        truth = text_layer(paper.path)
        reading = self._reading(paper, truth, bare=bare)
        for page, told in zip(reading.pages, truth.pages, strict=False):
            self.recall.append(_recall([w.text for w in told.words], [w.text for w in page.words]))
        made = list(verdicts(paper, understand(reading, Nobody())))
        self.reports[half(paper.family)].add(paper.family, made)
        shown = (v for v in made if v.outcome != "right" and v.field in _GOALS)
        return [f"  {self.way} {paper.path.stem[:44]:44} {v.field:16} {v.outcome:8} {v.found!r} statt {v.wanted!r}" for v in shown]

    def _reading(self, paper: Labelled, truth: Reading, *, bare: bool) -> Reading:
        kept = self.keep / f"{paper.path.stem}-{self.way}.json.gz"
        if kept.exists():
            return reading_json.load(kept.read_bytes())
        found, codes = [], []
        document = pdfium.PdfDocument(str(paper.path))
        for index in range(min(len(document), _PAGES)):
            file, media = self._scanned(document, index)
            before = cpu()
            answer = pages.read_pages(str(file), media, [1], Tesseract())
            self.ours += cpu() - before
            self.read += 1
            found += [replace(page_from_json(page), number=index + 1) for page in answer["pages"]]
            codes += [replace(codec.decode(Code, code), page=index + 1) for code in answer["codes"]]
            if bare:
                self._bare(file, [w.text for w in truth.pages[index].words])
        reading = Reading(truth.scan, tuple(found), codes=tuple(codes), count=len(found))
        kept.write_bytes(reading_json.dump(reading))
        return reading

    def _scanned(self, document: pdfium.PdfDocument, index: int) -> tuple[Path, str]:
        picture, dpi = WAYS[self.way](document[index].render(scale=300 / 72).to_pil().convert("RGB"))
        if picture.mode == "1":
            picture.save("page.tif", "TIFF", compression="group4", dpi=dpi)
            return Path("page.tif").absolute(), "image/tiff"
        picture.save("page.jpg", "JPEG", quality="keep" if picture.format == "JPEG" else 80, dpi=dpi)
        return Path("page.jpg").absolute(), "image/jpeg"

    def _bare(self, file: Path, truth: Sequence[str]) -> None:
        before = cpu()
        subprocess.run(["tesseract", str(file), "out", "-l", "deu"], check=True, capture_output=True)
        self.bare += cpu() - before
        self.bare_recall.append(_recall(truth, Path("out.txt").read_text("utf-8").split()))

    def show(self, chosen: str) -> None:
        if self.read:
            ratio = f", bare {self.bare / self.read:.2f}, ratio {self.ours / self.bare:.2f}" if self.bare else ""
            print(f"{self.way}: {self.read} pages, CPU s a page {self.ours / self.read:.2f}{ratio}")
        told = f", bare {_mean(self.bare_recall):.3f}" if self.bare_recall else ""
        print(f"{self.way}: recall {_mean(self.recall):.3f}{told}")
        for name, report in self.reports.items():
            if chosen in ("", name):
                shares = {s.field: s for s in report.shares()}
                parts = " ".join(f"{key}={100 * shares[key].right:.0f}/{100 * shares[key].silent:.1f}" for key in _GOALS if key in shares)
                heads = [shares[key] for key in _GOALS[:8] if key in shares]
                mean, silent = _mean([s.right for s in heads]), _mean([s.silent for s in heads])
                print(f"{self.way} {name:4} fields {100 * mean:.1f} silent {100 * silent:.2f} | {parts}", flush=True)


def _recall(truth: Sequence[str], found: Sequence[str]) -> float:
    return sum((Counter(truth) & Counter(found)).values()) / max(len(truth), 1)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def main() -> None:
    """Prints per condition and half: mean of the header fields, share of silent errors, and right/silent per field."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("ways", help=",".join(WAYS))
    options.add_argument("--half", default="", choices=["", "dev", "held"])
    options.add_argument("--bare", action="store_true")
    options.add_argument("--misses", action="store_true")
    options.add_argument("--keep", type=Path, default=None)
    chosen = options.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory() as place:
        keep = (chosen.keep or Path(place)).resolve()
        keep.mkdir(exist_ok=True)
        papers = [p for p in samples() if chosen.half in ("", half(p.family))]
        os.chdir(place)
        for way in chosen.ways.split(","):
            trial = Trial(way, keep)
            for paper in papers:
                misses = trial.paper(paper, bare=chosen.bare)
                if chosen.misses and half(paper.family) == "dev":
                    print("\n".join(misses))
            trial.show(chosen.half)
        os.chdir("/")


if __name__ == "__main__":
    main()
