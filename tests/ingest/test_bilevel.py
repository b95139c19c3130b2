"""Black and white scans and faxes: softened, square and read, as files and inside PDFs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest import render
from ingest.bilevel import FAX_DPI, softened
from ingest.picture import grey
from tests.ingest.drawn import paper

ACROSS, DOWN = 204, 98


def _fax() -> Image.Image:
    page = paper(300)
    return page.resize((page.width * ACROSS // 300, page.height * DOWN // 300)).convert("1", dither=Image.Dither.NONE)


def _pdf(image: Image.Image, width: float, height: float, content: str = "") -> bytes:
    """One page of this size that is one picture of one bit a dot."""
    bits = image.tobytes()
    paint = content or f"q {width} 0 0 {height} 0 0 cm /I Do Q"
    colours = "/ColorSpace /DeviceGray" if not content else "/ImageMask true /Decode [1 0]"
    size = f"/Width {image.width} /Height {image.height} /Length {len(bits)}"
    picture = f"<< /Type /XObject /Subtype /Image {size} {colours} /BitsPerComponent 1 >>"
    page = f"/MediaBox [0 0 {width} {height}] /Contents 5 0 R /Resources << /XObject << /I 4 0 R >> >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {page} >>".encode(),
        picture.encode() + b"\nstream\n" + bits + b"\nendstream",
        f"<< /Length {len(paint)} >>\nstream\n{paint}\nendstream".encode(),
    ]
    out = BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + part + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _sheet(path: Path, data: bytes) -> tuple[float, float, float, Image.Image]:
    path.write_bytes(data)
    with render.opened(str(path)) as document:
        sheet = render.grey(document[0])
    return sheet.dpi, sheet.width, sheet.height, sheet.image


def test_a_fax_becomes_square_and_soft(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    _fax().save(path, "TIFF", compression="group4", dpi=(ACROSS, DOWN))
    sheet = grey(str(path), 1)
    assert sheet.dpi == pytest.approx(FAX_DPI, rel=0.01)
    assert sheet.width / sheet.height == pytest.approx(8.27 / 11.69, rel=0.01)
    assert len(sheet.image.getcolors(256) or []) > 20


def test_a_fax_in_a_pdf_is_the_same_picture(tmp_path: Path) -> None:
    fax = _fax()
    width, height = fax.width * 72 / ACROSS, fax.height * 72 / DOWN
    dpi, wide, _, image = _sheet(tmp_path / "fax.pdf", _pdf(fax, width, height))
    path = tmp_path / "fax.tif"
    fax.save(path, "TIFF", compression="group4", dpi=(ACROSS, DOWN))
    file = grey(str(path), 1).image
    assert (dpi, wide) == (pytest.approx(FAX_DPI, rel=0.01), pytest.approx(width))
    assert np.abs(np.asarray(image.resize(file.size), dtype=int) - np.asarray(file, dtype=int)).mean() < 2


def test_a_stencil_is_drawn_as_the_page_shows_it(tmp_path: Path) -> None:
    """Ones are painted black here: taken as a picture the page would be white writing on black."""
    fax = _fax()
    width, height = fax.width * 72 / ACROSS, fax.height * 72 / DOWN
    painted = f"0 g q {width} 0 0 {height} 0 0 cm /I Do Q"
    flipped = fax.point(lambda value: 255 - value)
    image = _sheet(tmp_path / "stencil.pdf", _pdf(flipped, width, height, painted))[3]
    assert np.asarray(image).mean() > 200


def test_only_coarse_black_and_white_is_softened() -> None:
    page = paper(300).convert("1", dither=Image.Dither.NONE)
    assert len(softened(page, 300, 300).getcolors(256) or []) == 2
    assert len(softened(page, 200, 200).getcolors(256) or []) > 20


def test_lines_of_a_fax_are_not_smeared_into_each_other() -> None:
    image = Image.new("1", (40, 40), 1)
    image.paste(0, (0, 20, 40, 21))
    soft = np.asarray(softened(image, ACROSS, DOWN))
    assert soft[20, 20] == 0
    assert soft[19, 20] == soft[21, 20] == 255
