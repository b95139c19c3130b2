"""A small PDF writer: drawn pages with real text, scanned pages with an image, hidden text, attachments, a password.

The same input gives the same bytes: no clock, fixed object order, an ID made from the content. It is for papers made here, no more.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from training.firm import fonts, pdf_lock
from training.firm.draw import Rule, Shape, Sheet, Text


@dataclass(frozen=True, slots=True)
class Picture:
    """A page image as a scanner stores it: a JPEG ("DCTDecode") or a fax strip ("CCITTFaxDecode"). ``size`` in points."""

    data: bytes
    coding: str
    pixels: tuple[int, int]
    size: tuple[float, float]
    grey: bool = False


@dataclass(slots=True)
class Pdf:
    """A PDF being written, page by page."""

    title: str
    day: str
    objects: list[bytes] = field(default_factory=lambda: [b"", b""])
    pages: list[int] = field(default_factory=list)
    known_fonts: dict[str, int] = field(default_factory=dict)
    attachments: list[tuple[str, int]] = field(default_factory=list)
    producer: str = "Musterdaten"

    def add(self, body: str | bytes) -> int:
        """Store an object and return its number; numbers 1 and 2 are the catalogue and the page tree."""
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, head: str, data: bytes, packed: bool = True) -> int:
        """Store a stream; ``packed`` adds Flate."""
        if packed:
            data, head = zlib.compress(data, 9), f"{head} /Filter /FlateDecode"
        return self.add(f"<< {head} /Length {len(data)} >>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def font(self, name: str) -> str:
        """The resource name of an embedded font."""
        if name not in self.known_fonts:
            self.known_fonts[name] = self._embed(name)
        return f"/F{self.known_fonts[name]}"

    def _embed(self, name: str) -> int:
        data = _font_data(name)
        cff = data[:4] == b"OTTO"
        head = "/Subtype /OpenType" if cff else f"/Length1 {len(data)}"
        file = self.stream(head, data)
        base = fonts.FILES[name].split(".")[0].replace("-", "")
        descriptor = self.add(
            f"<< /Type /FontDescriptor /FontName /{base} /Flags 32 /FontBBox [-200 -300 1200 1000] /ItalicAngle 0 /Ascent 905 /Descent -212"
            f" /CapHeight 700 /StemV 80 /FontFile{'3' if cff else '2'} {file} 0 R >>"
        )
        kind = "Type1" if cff else "TrueType"
        return self.add(
            f"<< /Type /Font /Subtype /{kind} /BaseFont /{base} /FirstChar 32 /LastChar 255 /Widths [{_widths(name)}]"
            f" /Encoding /WinAnsiEncoding /FontDescriptor {descriptor} 0 R >>"
        )

    def sheet(self, sheet: Sheet) -> None:
        """Add a drawn page with real text."""
        height = sheet.size[1]
        content = "\n".join(_mark(self, mark, height) for mark in sheet.marks)
        self._page(sheet.size, content, "")

    def picture(self, picture: Picture, hidden: Sequence[Text] = ()) -> None:
        """Add a scanned page; ``hidden`` is the scanner's invisible text layer."""
        width, height = picture.size
        colour = "/DeviceGray" if picture.grey or picture.coding == "CCITTFaxDecode" else "/DeviceRGB"
        bits, extra = 8, ""
        if picture.coding == "CCITTFaxDecode":
            bits, extra = 1, f" /DecodeParms << /K -1 /Columns {picture.pixels[0]} /Rows {picture.pixels[1]} >>"
        image = self.stream(
            f"/Type /XObject /Subtype /Image /Width {picture.pixels[0]} /Height {picture.pixels[1]} /ColorSpace {colour}"
            f" /BitsPerComponent {bits} /Filter /{picture.coding}{extra}",
            picture.data,
            packed=False,
        )
        text = "\n".join(_text(self, mark, height, invisible=True) for mark in hidden)
        self._page(picture.size, f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im1 Do Q\n{text}", f"/XObject << /Im1 {image} 0 R >>")

    def _page(self, size: tuple[float, float], content: str, resources: str) -> None:
        body = self.stream("", content.encode("latin-1"))
        listed = " ".join(f"/F{number} {number} 0 R" for number in sorted(self.known_fonts.values()))
        self.pages.append(
            self.add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]:.2f} {size[1]:.2f}] /Contents {body} 0 R"
                f" /Resources << /Font << {listed} >> {resources} >> >>"
            )
        )

    def attach(self, name: str, data: bytes, kind: str) -> None:
        """Embed a file as an alternative of the document, as hybrid invoices do; ``kind`` is its relationship."""
        file = self.stream("/Type /EmbeddedFile /Subtype /text#2Fxml", data)
        spec = self.add(
            f"<< /Type /Filespec /F ({name}) /UF ({name}) /AFRelationship /{kind} /Desc (Rechnungsdaten)"
            f" /EF << /F {file} 0 R /UF {file} 0 R >> >>"
        )
        self.attachments.append((name, spec))

    def metadata(self, xmp: str) -> int:
        """Store an XMP packet, which :meth:`finish` hangs on the catalogue when its number is given."""
        return self.stream("/Type /Metadata /Subtype /XML", xmp.encode(), packed=False)

    def finish(self, metadata: int = 0, password: str = "") -> bytes:
        """The complete file."""
        extra = f" /Metadata {metadata} 0 R" if metadata else ""
        if self.attachments:
            names = " ".join(f"({name}) {spec} 0 R" for name, spec in self.attachments)
            listed = " ".join(f"{spec} 0 R" for _, spec in self.attachments)
            extra += f" /Names << /EmbeddedFiles << /Names [{names}] >> >> /AF [{listed}]"
        self.objects[0] = f"<< /Type /Catalog /Pages 2 0 R /Lang (de-DE){extra} >>".encode("latin-1")
        kids = " ".join(f"{page} 0 R" for page in self.pages)
        self.objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode("latin-1")
        if password:
            # A locked file may hold no plain strings, and this writer encrypts streams only.
            self.objects[0] = self.objects[0].replace(b" /Lang (de-DE)", b"")
            return self._file(*pdf_lock.lock(self.objects, password))
        info = self.add(f"<< /Title ({_escape(self.title)}) /Producer ({self.producer}) /CreationDate (D:{self.day}120000Z) >>")
        return self._file(self.objects, f"/Info {info} 0 R", hashlib.sha256(b"".join(self.objects)).hexdigest()[:32])

    def _file(self, objects: Sequence[bytes], trailer: str, identity: str) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        starts = []
        for number, body in enumerate(objects, 1):
            starts.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        out += "".join(f"{at:010d} 00000 n \n" for at in starts).encode()
        out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} /ID [<{identity}> <{identity}>] >>\n".encode()
        return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


@cache
def _font_data(name: str) -> bytes:
    return fonts.path(name).read_bytes()


@cache
def _widths(name: str) -> str:
    letters = (bytes([code]).decode("cp1252", "replace") for code in range(32, 256))
    return " ".join(f"{fonts.width(letter, name, 1000):.0f}" for letter in letters)


def _escape(text: str) -> str:
    """A PDF literal string in WinAnsi, as Latin-1 characters so that the content stays one string."""
    plain = text.encode("cp1252").decode("latin-1")
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _colour(value: str) -> str:
    return " ".join(f"{int(value[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))


def _mark(pdf: Pdf, mark: Text | Rule | Shape, height: float) -> str:
    if isinstance(mark, Text):
        return _text(pdf, mark, height)
    if isinstance(mark, Rule):
        (x0, y0), (x1, y1) = mark.start, mark.end
        return f"{_colour(mark.colour)} RG {mark.width:.2f} w {x0:.2f} {height - y0:.2f} m {x1:.2f} {height - y1:.2f} l S"
    return _shape(mark, height)


def _text(pdf: Pdf, mark: Text, height: float, invisible: bool = False) -> str:
    mode = "3 Tr " if invisible else ""
    font, colour = pdf.font(mark.face.font), _colour(mark.face.colour)
    return f"BT {mode}{font} {mark.face.size:.2f} Tf {colour} rg 1 0 0 1 {mark.x:.2f} {height - mark.y:.2f} Tm ({_escape(mark.text)}) Tj ET"


def _shape(mark: Shape, height: float) -> str:
    paint = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}[(bool(mark.fill), bool(mark.outline))]
    ink = (f"{_colour(mark.fill)} rg " if mark.fill else "") + (f"{_colour(mark.outline)} RG " if mark.outline else "")
    return f"{ink}{mark.width:.2f} w {_ellipse(mark, height) if mark.round else _polygon(mark, height)} h {paint}"


def _polygon(mark: Shape, height: float) -> str:
    first, *rest = mark.points
    return f"{first[0]:.2f} {height - first[1]:.2f} m " + " ".join(f"{x:.2f} {height - y:.2f} l" for x, y in rest)


def _ellipse(mark: Shape, height: float) -> str:
    """Four curves; 0.5523 is the usual distance of their handles."""
    (left, top), (right, bottom) = mark.points
    x, y, a, b = (left + right) / 2, height - (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    p, q = a * 0.5523, b * 0.5523
    corners = [
        (x + a, y + q, x + p, y + b, x, y + b),
        (x - p, y + b, x - a, y + q, x - a, y),
        (x - a, y - q, x - p, y - b, x, y - b),
        (x + p, y - b, x + a, y - q, x + a, y),
    ]
    return f"{x + a:.2f} {y:.2f} m " + " ".join(" ".join(f"{v:.2f}" for v in c) + " c" for c in corners)
