"""CPU and word recall of our whole reading beside OCRmyPDF on the same scanned PDFs, in turns.

    PYTHONPATH=. .venv/bin/python benchmarks/ocrmypdf.py FOLDER_OF_PDFS [--sample N] [--degrees 1.5]

Needs the Debian packages ``ocrmypdf`` and ``unpaper``; neither is part of the product. Truth is the text layer of the PDFs. Each page
becomes a PDF that holds one grey JPEG at 300 dpi. CPU counts both user and system time, children included.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from archive.reading_json import page_from_json
from benchmarks.reading import Score, measure, truths
from ingest import pages
from ingest.ocr import Tesseract

_THEIRS = ("--deskew", "--rotate-pages", "--clean", "-l", "deu", "--jobs", "1", "--sidecar", "text.txt")


def theirs(file: Path) -> str:
    """The text OCRmyPDF writes beside its PDF."""
    subprocess.run(["ocrmypdf", *_THEIRS, str(file), "read.pdf"], check=True, capture_output=True)
    return Path("text.txt").read_text("utf-8")


def ours(file: Path) -> str:
    """The text of our reading."""
    return page_from_json(pages.read_pages(str(file), "application/pdf", [1], Tesseract())["pages"][0]).text


WAYS: dict[str, Callable[[Path], str]] = {"OCRmyPDF": theirs, "ours": ours}


def main() -> None:
    """Prints a row for each way: mean CPU seconds of a page, and recall."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=6)
    parser.add_argument("--degrees", type=float, default=1.5)
    wanted = parser.parse_args()
    random.seed(1)
    folder = wanted.folder.resolve()
    scores = {name: Score() for name in WAYS}
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        os.environ["OMP_THREAD_LIMIT"] = "1"
        for image, truth in truths(folder, wanted.sample):
            image.rotate(wanted.degrees, fillcolor=255).save("scan.pdf", resolution=300, quality=90)
            for name, way in WAYS.items():
                measure(truth, Path("scan.pdf").resolve(), way, scores[name])
        os.chdir("/")
    for name, score in scores.items():
        n = len(score.cpu)
        print(f"| {name} | {n} | {sum(score.cpu) / n:.2f} | {sum(score.recall) / n:.3f} |")


if __name__ == "__main__":
    main()
