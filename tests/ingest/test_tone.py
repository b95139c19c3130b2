"""Stamps go, coloured print stays, shadows and faint print become black on white."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest import tone
from ingest.read import read
from tests.ingest.drawn import jpeg, paper, scan

RED, BLUE = (180, 30, 40), (35, 55, 150)
STAMP = (620, 400, 1120, 640)
"""Over the lines with the invoice's and the order's number, in pixels at 200 dpi."""


def _stamped(ink: tuple[int, int, int], colour: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    layer = Image.new("RGB", paper().size, "white")
    pen = ImageDraw.Draw(layer)
    pen.rectangle(STAMP, outline=ink, width=6)
    font = ImageFont.load_default(64)
    for number, line in enumerate(("EINGEGANGEN", "18.02.2026", "Musterwerk")):
        pen.text((STAMP[0] + 30, STAMP[1] + 12 + 74 * number), line, fill=ink, font=font)
    printed = ImageChops.multiply(paper().convert("RGB"), layer)
    return ImageChops.multiply(printed, Image.new("RGB", printed.size, colour))


def _dark(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(image) < 110


@pytest.mark.parametrize("ink", [RED, BLUE])
@pytest.mark.parametrize("colour", [(255, 255, 255), (250, 236, 160)])
def test_a_stamp_goes_and_the_print_below_stays(ink: tuple[int, int, int], colour: tuple[int, int, int]) -> None:
    plain, cleaned = paper(), tone.grey(_stamped(ink, colour), 200)
    stays = _dark(plain)
    assert (_dark(cleaned) & stays).sum() > 0.9 * stays.sum()
    assert (_dark(cleaned) & ~stays).sum() < 0.05 * stays.sum()


def test_the_numbers_under_a_stamp_are_read(tmp_path: Path) -> None:
    path = tmp_path / "eingang"
    path.write_bytes(jpeg(_stamped(RED)))
    words = {word.text.strip(",.") for word in read(path, scan()).pages[0].words}
    assert words >= {"RE-2026-001158", "18.03.2026", "B-26-00417", "80015511"}


@pytest.mark.parametrize("ink", [RED, BLUE])
def test_coloured_print_stays(ink: tuple[int, int, int]) -> None:
    printed = paper().convert("RGB")
    pen = ImageDraw.Draw(printed)
    pen.text((180, 80), "Hydraulik Beispiel GmbH", fill=ink, font=ImageFont.load_default(60))
    whole = Image.merge("RGB", [paper().point([low + v * (255 - low) // 255 for v in range(256)]) for low in ink])
    for image in (printed, whole):
        before = np.asarray(image.convert("L")) < 120
        assert (np.asarray(tone.grey(image, 200))[before] < 140).mean() > 0.95


def test_shadow_and_faint_print_are_evened_out() -> None:
    plain = np.asarray(paper(), dtype=np.float32)
    light = np.linspace(1.0, 0.35, plain.shape[1])[None, :]
    shadow = tone.evened(Image.fromarray((plain * light).astype(np.uint8)))
    faint = tone.evened(Image.fromarray((180 + plain * 0.25).astype(np.uint8)))
    for image in (shadow, faint):
        seen = np.asarray(image)
        assert np.quantile(seen[plain > 250], 0.02) > 230
        assert np.median(seen[plain < 5]) < 150


def test_clean_pages_are_left_alone() -> None:
    clean = paper()
    assert tone.evened(clean) is clean
    blank = Image.new("L", (1654, 2339), 120)
    assert np.asarray(tone.evened(blank)).min() > 240


def test_the_grain_of_the_paper_does_not_become_ink() -> None:
    """Spread out over the whole range, the grain of a faint page kept the engine busy until its time was over."""
    grain = np.random.default_rng(4).normal(0, 4, (1600, 1200))
    page = Image.new("L", (1200, 1600), 250)
    pen = ImageDraw.Draw(page)
    for top in range(100, 300, 40):
        pen.rectangle((100, top, 700, top + 12), 215)
    grey = tone.evened(Image.fromarray(np.clip(np.asarray(page, dtype=float) + grain, 0, 255).astype(np.uint8)))
    seen = np.asarray(grey)
    assert (seen[400:] > 235).mean() > 0.99
    assert seen[101:112, 110:690].mean() < 220
