"""Photographed papers: the sheet is found on the table and made flat, and words lie where the picture of the page shows them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest import flatten, picture
from ingest.read import page_images, read
from tests.ingest.drawn import jpeg, paper, scan

CORNERS = ((0.10, 0.06), (0.92, 0.04), (0.96, 0.96), (0.04, 0.93))


def _photo(sheet: Image.Image, table: int = 70, shadow: float = 0.6) -> Image.Image:
    """The sheet as a phone sees it: from a slant, on a table, with a shadow over one side."""
    width, height = round(sheet.width * 0.98), round(sheet.height * 0.98)
    there = [(x * width, y * height) for x, y in CORNERS]
    here = [(0, 0), (sheet.width, 0), sheet.size, (0, sheet.height)]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(there, here, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    way = [float(number) for number in np.linalg.solve(np.array(rows, dtype=float), np.array(wanted, dtype=float))]
    seen = sheet.transform((width, height), Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC, fillcolor=table)
    light = np.clip(np.linspace(2 * shadow - 1, 1.6, width), shadow, 1.0)
    return Image.fromarray((np.asarray(seen, dtype=float) * light).astype(np.uint8)).convert("RGB")


def _saved(image: Image.Image, folder: Path) -> Path:
    path = folder / "foto.jpg"
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize("shadow", [1.0, 0.6])
def test_the_corners_are_found_also_under_a_shadow(shadow: float) -> None:
    found = flatten.corners(_photo(paper(), shadow=shadow))
    assert found
    assert np.abs(np.array(found) - np.array(CORNERS)).max() < 0.012


@pytest.mark.parametrize(
    "image",
    [
        paper(),
        paper(ground=150),
        Image.new("L", (900, 1200), 255),
        Image.new("L", (900, 1200), 20),
        Image.fromarray(np.random.default_rng(2).integers(0, 256, (1200, 900)).astype(np.uint8)),
        _photo(paper(), table=235),
    ],
)
def test_what_is_no_sheet_on_a_table_stays(image: Image.Image) -> None:
    assert flatten.corners(image) is None


def test_a_torn_or_covered_sheet_stays() -> None:
    photo = _photo(paper())
    photo.paste((60, 60, 60), (0, 0, photo.width // 2, photo.height // 3))
    assert flatten.corners(photo) is None


def test_a_photo_is_read_and_shown_flat(tmp_path: Path) -> None:
    path = _saved(_photo(paper()), tmp_path)
    made = read(path, scan("foto.jpg"))
    (page,) = made.pages
    assert page.flat
    assert page.height / page.width == pytest.approx(2**0.5, abs=0.02)
    words = {word.text.strip(",."): word for word in page.words}
    assert {"RE-2026-001158", "80015511", "223,34"} <= set(words)
    ((_, image),) = page_images(path, made)
    shown = np.asarray(Image.open(BytesIO(image)).convert("L"), dtype=float)
    x0, top, x1, bottom = (
        round(edge * size)
        for edge, size in zip(words["80015511"].box, (shown.shape[1] / page.width, shown.shape[0] / page.height) * 2, strict=True)
    )
    assert shown[top:bottom, x0:x1].min() < 110
    assert shown[top:bottom, x0:x1].mean() < shown[top:bottom, x1 + 3 : x1 + 20].mean()


def test_a_scan_is_never_bent(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(jpeg(_photo(paper())))
    assert not picture.grey(str(path), 1).flat
