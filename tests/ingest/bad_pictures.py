"""Pictures of papers as they arrive in offices and should not: turned, huge, dark, faded. Drawn here, never real."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFilter

from tests.ingest.bad_input import INVOICE, Made, saved
from tests.ingest.drawn import jpeg, paper


def turned() -> Made:
    return {f"{angle}.jpg": jpeg(paper(lines=INVOICE).rotate(angle, expand=True)) for angle in (90, 180)}


def huge_scan() -> Made:
    out = io.BytesIO()
    paper(600, INVOICE).convert("RGB").save(out, "TIFF", dpi=(600, 600))
    return {"600dpi.tif": out.getvalue()}


def tiffs() -> Made:
    page, made = paper(lines=INVOICE), {}
    for mode, compression in (("1", "group4"), ("1", "group3"), ("RGB", "jpeg"), ("CMYK", "tiff_lzw"), ("L", "packbits")):
        out = io.BytesIO()
        second = Image.new(mode, page.size, 0 if mode == "CMYK" else 1 if mode == "1" else "white")
        page.convert(mode).save(out, "TIFF", compression=compression, dpi=(200, 200), save_all=True, append_images=[second])
        made[f"{mode}-{compression}.tif"] = out.getvalue()
    return made


def drawings() -> Made:
    head = b"IHDR" + struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    chunks = (head, b"IDAT" + zlib.compress(b"\0" * 100), b"IEND")
    bomb = b"".join(struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(2384, 3370))  # A0
        made.add_blank_page(page_size=(14400, 14400))
        a0 = saved(made)
    return {"bombe.png": b"\x89PNG\r\n\x1a\n" + bomb, "A0.pdf": a0}


def photo() -> Made:
    page = paper(lines=INVOICE).convert("RGB")
    width, height = page.size
    corners = (-60, -90, -20, height + 40, width + 80, height + 10, width + 30, -50)
    tilted = page.transform(page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor="saddlebrown")
    shade = Image.linear_gradient("L").resize(page.size).point(lambda value: 120 + value // 2)
    dark = Image.composite(tilted, tilted.point(lambda value: value // 2), shade).filter(ImageFilter.GaussianBlur(0.7))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 46.0, 30.0), 3: "E", 4: (6.0, 5.0, 2.0)})
    out = io.BytesIO()
    dark.rotate(90, expand=True).save(out, "JPEG", exif=exif)
    return {"foto.jpg": out.getvalue()}


def modern_pictures() -> Made:
    made = {}
    for kind in ("HEIF", "WEBP"):
        out = io.BytesIO()
        paper(lines=INVOICE).convert("RGB").save(out, kind)
        made[f"bild.{kind.lower()}"] = out.getvalue()
    return made


def handwriting() -> Made:
    page = Image.new("L", (1654, 2339), 250)
    pen, dice = ImageDraw.Draw(page), np.random.default_rng(7)
    for row in range(12):
        x, y = 150.0, 300.0 + 140 * row
        points = []
        for _ in range(90):
            x, y = x + 14, y + float(dice.normal(0, 16))
            points.append((x, y))
        pen.line(points, fill=40, width=4, joint="curve")
    return {"zettel.jpg": jpeg(page)}


def poor_print() -> Made:
    page = paper(lines=INVOICE)
    fax = page.resize((1728, 1144)).point(lambda value: 255 if value > 140 else 0).resize(page.size)
    faded = page.point(lambda value: 205 + value * 40 // 255)
    dots = Image.fromarray(np.where(np.indices(page.size[::-1]).sum(axis=0) % 3 == 0, 255, np.asarray(page)).astype(np.uint8))
    stamped = page.convert("RGB")
    ImageDraw.Draw(stamped).ellipse((300, 500, 1100, 760), outline=(200, 20, 30), width=14)
    return {"fax.jpg": jpeg(fax), "thermo.jpg": jpeg(faded), "nadeln.jpg": jpeg(dots), "stempel.jpg": jpeg(stamped)}
