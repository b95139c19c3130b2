"""A file is what its first bytes say, whatever its name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from archive.problems import Unreadable
from ingest.media import recognise


def _image(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, kind)
    return out.getvalue()


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "beleg.pdf"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"%PDF-1.7\n1 0 obj", "application/pdf"),
        (b"\xef\xbb\xbf \r\n%PDF-1.4 ...........", "application/pdf"),
        (_image("JPEG"), "image/jpeg"),
        (_image("PNG"), "image/png"),
        (_image("TIFF"), "image/tiff"),
        (_image("WEBP"), "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"<?xml version='1.0'?><Invoice/>", "application/xml"),
        (b"AC1032\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "image/vnd.dwg"),
        (b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n", "image/vnd.dxf"),
        (b"ISO-10303-21;\nHEADER;", "model/step"),
        (b"\xef\xbb\xbf\n<rsm:CrossIndustryInvoice xmlns:rsm='x'/>", "application/xml"),
        ("<?xml version='1.0' encoding='utf-16'?><Invoice/>".encode("utf-16"), "application/xml"),
    ],
)
def test_known_kinds(tmp_path: Path, data: bytes, media: str) -> None:
    assert recognise(_file(tmp_path, data)) == media


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Datei ist leer"),
        (b"x", "nur 1 Byte"),
        (b"\x00" * 5000, "nur Nullen"),
        (b"PK\x03\x04" + b"\x00" * 30 + b"ppt/slides/", "PowerPoint"),
        (b"PK\x03\x04" + b"\x00" * 30 + b"scan1.pdf", "ZIP"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 60, "altes Office-Dokument"),
        (b"<!DOCTYPE html><html><body>Rechnung</body></html>", "Internetseite"),
        (b"From: a@example.org\r\nSubject: Rechnung\r\n\r\n", "E-Mail"),
        (b"Sehr geehrte Damen und Herren, anbei ...", "Textdatei"),
        (bytes(range(1, 255)) * 3, "kein Papier"),
    ],
)
def test_others_are_named(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        recognise(_file(tmp_path, data))
    assert said in caught.value.message
    assert caught.value.message.endswith(".")
