"""Word recall and CPU of our reading against bare Tesseract on the same pages, run in pairs.

    python benchmarks/reading.py FOLDER_OF_PDFS [--sample N] [--variants plain,skew,noise,150dpi,turned]

Truth is the text layer of the PDFs. Each page becomes a grey scan (JPEG) in several conditions; ``tesseract PAGE out -l deu`` as
it starts by itself, the same held to one thread, and our reading get the same file. CPU counts user and system time, children included.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from archive.reading_json import page_from_json
from ingest import pages, render, textlayer
from ingest.ocr import Tesseract
from ingest.sheet import Sheet


def _skewed(image: Image.Image) -> Image.Image:
    return image.rotate(random.choice((-3, -1.5, 1.5, 3)), Image.Resampling.BICUBIC, fillcolor=255)


def _at(dpi: int) -> Callable[[Image.Image], Image.Image]:
    return lambda image: image.resize((round(image.width * dpi / 300), round(image.height * dpi / 300)), Image.Resampling.LANCZOS)


VARIANTS: dict[str, tuple[Callable[[Image.Image], Image.Image], int, int]] = {
    "plain": (lambda image: image, 300, 90),
    "skew": (_skewed, 300, 90),
    "noise": (lambda image: image, 300, 18),
    "200dpi": (_at(200), 200, 75),
    "150dpi": (_at(150), 150, 75),
    "bad": (lambda image: _skewed(_at(150)(image)), 150, 18),
    "turned": (lambda image: image.transpose(random.choice(list(Image.Transpose)[2:5])), 300, 90),
}
"""What is done to the page, the resolution written into the file, the JPEG quality."""


@dataclass
class Score:
    cpu: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)


def truths(folder: Path, sample: int) -> Iterator[tuple[Image.Image, Counter[str]]]:
    """Pages with a good text layer, one per file, as images at 300 dpi with their words."""
    files = sorted(folder.glob("*.pdf"))
    random.shuffle(files)
    for file in files:
        try:
            with render.opened(str(file)) as document, textlayer.Layers(str(file), [1]) as layers:
                page = document[0]
                words = layers.layer(1, *page.get_size()).words
                share = render.picture_share(page)
                if len(words) < 40 or share > 0.5 or not textlayer.believable(words, share):
                    continue
                sheet: Sheet = render.grey(page)
        except Exception as error:  # noqa: BLE001 — a folder of foreign files holds broken ones
            print(f"left out {file.name}: {error}")
            continue
        yield sheet.image, Counter(word.text for word in words)
        sample -= 1
        if sample == 0:
            return


def recall(truth: Counter[str], text: str) -> float:
    return sum((truth & Counter(text.split())).values()) / sum(truth.values())


def cpu() -> float:
    return sum(os.times()[:4])


def bare(file: Path, threads: str = "") -> str:
    """Without a limit Tesseract starts as many threads as there are cores, up to four, and they wait for each other in a loop."""
    others = {name: value for name, value in os.environ.items() if name != "OMP_THREAD_LIMIT"}
    limit = {"OMP_THREAD_LIMIT": threads} if threads else {}
    subprocess.run(["tesseract", str(file), "out", "-l", "deu"], check=True, capture_output=True, env=others | limit)
    return Path("out.txt").read_text("utf-8")


def one_thread(file: Path) -> str:
    return bare(file, "1")


def ours(file: Path) -> str:
    answer = pages.read_pages(str(file), "image/jpeg", [1], Tesseract())
    return page_from_json(answer["pages"][0]).text


def measure(truth: Counter[str], file: Path, way: Callable[[Path], str], score: Score) -> None:
    before = cpu()
    text = way(file)
    score.cpu.append(cpu() - before)
    score.recall.append(recall(truth, text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=12)
    parser.add_argument("--variants", default=",".join(VARIANTS))
    wanted = parser.parse_args()
    random.seed(1)
    ways: tuple[Callable[[Path], str], ...] = (bare, one_thread, ours)
    scores = {name: tuple(Score() for _ in ways) for name in wanted.variants.split(",")}
    folder = wanted.folder.resolve()
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        for image, truth in truths(folder, wanted.sample):
            for name, of_ways in scores.items():
                change, dpi, quality = VARIANTS[name]
                change(image).save("page.jpg", quality=quality, dpi=(dpi, dpi))
                file = Path("page.jpg").resolve()
                for way, score in zip(ways, of_ways, strict=True):
                    measure(truth, file, way, score)
        os.chdir("/")
    print("| variant | pages | bare CPU s | one thread | ours | ours / bare | ours / one thread | bare recall | our recall |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, of_ways in scores.items():
        n = len(of_ways[0].cpu)
        free, single, mine = (sum(score.cpu) / n for score in of_ways)
        told = " | ".join(f"{sum(score.recall) / n:.3f}" for score in (of_ways[0], of_ways[2]))
        print(f"| {name} | {n} | {free:.2f} | {single:.2f} | {mine:.2f} | {mine / free:.2f} | {mine / single:.2f} | {told} |", flush=True)


if __name__ == "__main__":
    main()
