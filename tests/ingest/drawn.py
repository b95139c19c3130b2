"""Papers drawn for tests: a German invoice as an image, and PDFs made of images or of text."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from archive.scan import Scan

LINES = (
    "Hydraulik Beispiel GmbH, Werkstraße 12, 52062 Aachen",
    "Musterwerk Maschinenbau GmbH",
    "Rechnung Nr. RE-2026-001158 vom 18.03.2026",
    "Ihre Bestellung B-26-00417 Lieferschein 80015511",
    "Sehr geehrte Damen und Herren,",
    "für unsere Lieferung berechnen wir Ihnen folgende Artikel",
    "10 Stück Sechskantschrauben zum Preis von 12,50 Euro",
    "2 Stück Hydraulikschlauch mit Kupplung und Dichtung",
    "Nettobetrag 187,68 Umsatzsteuer 19 % Gesamtbetrag 223,34",
    "Bitte überweisen Sie den Betrag innerhalb von 30 Tagen",
    "Mit freundlichen Grüßen",
)


def scan(name: str = "blatt.pdf") -> Scan:
    return Scan("0" * 64, name, "application/pdf", "test", datetime(2026, 3, 18, tzinfo=UTC))


def paper(dpi: int = 200, lines: tuple[str, ...] = LINES, ink: int = 0, ground: int = 255) -> Image.Image:
    """An A4 page with these lines in 12 point writing."""
    image = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), ground)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(12 * dpi / 72)
    for number, line in enumerate(lines):
        pen.text((0.9 * dpi, (1.2 + 0.45 * number) * dpi), line, fill=ink, font=font)
    return image


def jpeg(image: Image.Image, dpi: int = 200) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=85, dpi=(dpi, dpi))
    return out.getvalue()


def image_page(pdf: pikepdf.Pdf, image: Image.Image, hidden: str = "") -> None:
    """Adds an A4 page that is one JPEG, with an invisible text layer if wanted."""
    layer = f"BT 3 Tr /F1 10 Tf 60 700 Td 14 TL {hidden} ET" if hidden else ""
    _page(pdf, f"q 595 0 0 842 0 0 cm /I Do Q {layer}", {"I": _picture(pdf, image)})


def text_page(pdf: pikepdf.Pdf, lines: tuple[str, ...] = LINES, foot: Image.Image | None = None) -> None:
    """Adds an A4 page of real text, with a picture as wide as the page at its foot if wanted."""
    content = "BT /F1 12 Tf 60 760 Td 20 TL " + shown(lines) + " ET"
    if foot is None:
        _page(pdf, content, {})
    else:
        _page(pdf, f"q 595 0 0 {595 * foot.height / foot.width:.1f} 0 0 cm /I Do Q {content}", {"I": _picture(pdf, foot)})


def _picture(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Object:
    return pdf.make_stream(
        jpeg(image),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )


def shown(lines: tuple[str, ...]) -> str:
    """PDF operators that show the lines; Latin-1 in octal."""
    return " ".join("(" + "".join(f"\\{byte:03o}" for byte in line.encode("cp1252")) + ") Tj T*" for line in lines)


def _page(pdf: pikepdf.Pdf, content: str, images: dict[str, pikepdf.Object]) -> None:
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, Encoding=pikepdf.Name.WinAnsiEncoding
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(**images))
    page.obj.Contents = pdf.make_stream(content.encode())


def saved(pdf: pikepdf.Pdf, path: Path) -> Path:
    pdf.save(path)
    return path
