"""The main job, end to end, against bare Tesseract: pages per minute, CPU per page, acknowledgement time, memory.

    PYTHONPATH=. python benchmarks/main_job.py FOLDER_OF_PDFS [--sample N]

First pages of PDFs become grey JPEG scans at 300 dpi. Each goes, in turn, through ``tesseract PAGE out -l deu`` (one thread) and
through a real installation (web and worker processes): handed in over HTTP, read, understood, filed, indexed. CPU counts every
process of the installation and all their children, idle polling included. Nothing runs beside it, or the figures are noise.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from archive.space import Space
from tests.cast import furnish
from tests.installation import Installation

TICKS = os.sysconf("SC_CLK_TCK")


def scans(folder: Path, sample: int) -> list[bytes]:
    """Grey JPEGs of first pages at 300 dpi, one per file."""
    files = sorted(folder.glob("*.pdf"))
    random.Random(1).shuffle(files)
    found: list[bytes] = []
    for file in files:
        document = pypdfium2.PdfDocument(file)
        width, height = document[0].get_size()
        if min(width, height) > 400 and len(found) < sample:
            image = document[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L")
            found.append(jpeg(image, len(found)))
        document.close()
    return found


def jpeg(image: Image.Image, mark: int) -> bytes:
    """A scan; a number in its corner makes it a paper of its own."""
    ImageDraw.Draw(image).text((40, 40), f"{mark:06d}", fill=120)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, dpi=(300, 300))
    return out.getvalue()


def family(installation: Installation) -> list[int]:
    """All processes of the installation, children of children included."""
    assert installation._process is not None  # noqa: SLF001 — the benchmark looks into what it started
    found, left = [], [installation._process.pid]  # noqa: SLF001
    while left:
        pid = left.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            left += [int(child) for child in task.read_text().split()]
    return found


def cpu(installation: Installation) -> float:
    """CPU seconds of the installation so far, with everything its processes waited for."""
    total = 0
    for pid in family(installation):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(value) for value in fields[11:15])
    return total / TICKS


def memory(installation: Installation) -> dict[str, int]:
    """Proportional memory in MB of the supervisor, the web process, the workers and what they started."""
    sums = {"supervisor": 0, "web": 0, "worker and readers": 0}
    for number, pid in enumerate(family(installation)):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) // 1024
        sums["supervisor" if number == 0 else "web" if b"web" in command else "worker and readers"] += pss
    return sums


def bare(page: bytes) -> tuple[float, float]:
    """CPU and wall seconds of ``tesseract PAGE out -l deu`` with one thread."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.jpg").write_bytes(page)
        before, start = os.times(), time.perf_counter()
        command = ["tesseract", "page.jpg", "out", "-l", "deu"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
        after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, time.perf_counter() - start


def ended(space: Space, number: str) -> None:
    while space.intake.get(number).state == "received":
        time.sleep(0.02)


def pairs(installation: Installation, space: Space, pages: list[bytes]) -> None:
    """One page at a time, in turn, and the CPU and the time each way takes."""
    rows = []
    for page in pages:
        their_cpu, their_wall = bare(page)
        before, start = cpu(installation), time.perf_counter()
        ended(space, installation.upload(page, "scan.jpg"))
        wall = time.perf_counter() - start
        time.sleep(1.5)  # so that the index has taken it too
        rows.append((their_cpu, cpu(installation) - before, their_wall, wall))
    a, b, c, d = (statistics.mean(column) for column in zip(*rows, strict=True))
    print(f"CPU s per page: bare {a:.2f}, whole pipeline {b:.2f}, ratio {b / a:.2f}  ({len(rows)} pages in turn)")
    median = statistics.median(row[3] for row in rows)
    print(f"one page from hand-in to filed: median {median:.1f} s, mean {d:.1f} s (bare OCR alone {c:.1f} s)")


def throughput(installation: Installation, space: Space, pages: list[bytes]) -> None:
    """Everything at once: pages per minute of both, with as many bare programs as there are workers."""
    start = time.perf_counter()
    with ThreadPoolExecutor(installation.settings.workers) as pool:
        list(pool.map(bare, pages))
    theirs = 60 * len(pages) / (time.perf_counter() - start)
    peak: dict[str, int] = {}
    start = time.perf_counter()
    numbers = [installation.upload(page, "scan.jpg") for page in pages]
    while any(space.intake.get(number).state == "received" for number in numbers):
        peak = {key: max(value, peak.get(key, 0)) for key, value in memory(installation).items()}
        time.sleep(0.3)
    mine = 60 * len(pages) / (time.perf_counter() - start)
    many = installation.settings.workers
    print(f"pages per minute, {many} worker(s): bare {theirs:.0f}, whole pipeline {mine:.0f}, ratio {mine / theirs:.2f}")
    print(f"memory at peak (PSS, MB): {peak}")


def acknowledgement(installation: Installation) -> None:
    """From sending to Eingangsnummer, over loopback; the disk's fsync is in it."""
    noise = random.Random(2)
    for size, count in ((300_000, 40), (10_000_000, 5)):
        times = []
        for _ in range(count):
            data = noise.randbytes(size)
            start = time.perf_counter()
            installation.upload(data, "scan.bin")
            times.append(1000 * (time.perf_counter() - start))
        times.sort()
        print(f"acknowledged, {size / 1e6:g} MB: median {statistics.median(times):.0f} ms, slowest {times[-1]:.0f} ms of {count}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=16)
    arguments = parser.parse_args()
    pages = scans(arguments.folder, arguments.sample)
    with tempfile.TemporaryDirectory() as folder, Installation(Path(folder) / "daten", log="ERROR") as installation:
        space = installation.space()
        furnish(space)
        time.sleep(5)
        print(f"memory at rest (PSS, MB): {memory(installation)}")
        pairs(installation, space, pages)
        again = [jpeg(Image.open(io.BytesIO(page)), 1000 + number) for number, page in enumerate(pages)]
        throughput(installation, space, again)
        acknowledgement(installation)
        space.close()


if __name__ == "__main__":
    main()
