"""A PDF/A while it is written: drawn pages, pictures of pages with their words invisible behind, files attached. The one writer.

PDF/A-2b, with attachments PDF/A-3b: fonts embedded with only the letters used, colours described by a profile, no transparency.
Coordinates are points from the top left corner; a text stands on its base line. Decides nothing about what is on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms

from archive.scan import Word
from export.embedding import embed
from export.typeface import Weight, typeface
from export.xmp import packet

A4 = (595.28, 841.89)
MM = 72 / 25.4
INVISIBLE = 3
_LEAST_SIZE = 2.0


@dataclass(frozen=True, slots=True)
class Picture:
    """The image of a page: a JPEG, its pixels, and the size of the page in points."""

    jpeg: bytes
    pixels: tuple[int, int]
    size: tuple[float, float]
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that lies in the PDF: "Data" for what it was made from, "Alternative" for the same in another form."""

    name: str
    data: bytes
    media_type: str
    relation: str = "Data"


@dataclass
class Sheet:
    """A page being drawn."""

    size: tuple[float, float] = A4
    content: list[bytes] = field(default_factory=list)
    picture: Picture | None = None
    weights: set[Weight] = field(default_factory=set)


class Writer:
    """The document. ``made`` is its date; the same input gives the same bytes."""

    def __init__(self, title: str, made: datetime, language: str = "de-DE") -> None:
        self.title, self.made, self.language = title, made, language
        self.pdf = Pdf.new()
        self.used: dict[Weight, dict[int, str]] = {}
        self._fonts: dict[Weight, Any] = {}
        self._outlines: list[tuple[str, int]] = []
        self._attached: list[Attached] = []

    @property
    def count(self) -> int:
        """How many pages there are by now."""
        return len(self.pdf.pages)

    def text(self, sheet: Sheet, at: tuple[float, float], text: str, size: float = 10, weight: Weight = "Regular") -> None:
        """One line of text."""
        x, y = at[0], sheet.size[1] - at[1]
        head = f"BT /{weight} {size:.2f} Tf 0 Tr 100 Tz 1 0 0 1 {x:.2f} {y:.2f} Tm "
        sheet.content.append(head.encode() + self._shown(sheet, text, weight) + b" Tj ET")

    def box(self, sheet: Sheet, area: tuple[float, float, float, float], grey: float = 0.0) -> None:
        """A filled rectangle: left, top, right, bottom."""
        left, top, right, bottom = area
        sheet.content.append(
            f"{grey:.2f} g {left:.3f} {sheet.size[1] - bottom:.3f} {right - left:.3f} {bottom - top:.3f} re f 0 g".encode()
        )

    def hidden(self, sheet: Sheet, words: Iterable[Word]) -> None:
        """Words behind a picture, each as wide as it is printed, so that it can be marked and found there."""
        face = typeface()
        for word in words:
            left, top, right, bottom = word.box
            size = max((bottom - top) * 0.9, _LEAST_SIZE)
            # The blank belongs to the word before it, so that what is copied has words and not one long one.
            natural = face.width(word.text, size)
            if not natural or right <= left:
                continue
            scale = min(max((right - left) / natural * 100, 5), 900)
            x, y = left, sheet.size[1] - bottom + 0.2 * (bottom - top)
            head = f"BT /Regular {size:.2f} Tf {INVISIBLE} Tr {scale:.1f} Tz 1 0 0 1 {x:.2f} {y:.2f} Tm "
            sheet.content.append(head.encode() + self._shown(sheet, f"{word.text} ", "Regular") + b" Tj ET")

    def add(self, sheet: Sheet, bookmark: str = "") -> None:
        """Puts a page at the end, with a bookmark when it has a name."""
        resources = Dictionary(Font=Dictionary({f"/{weight}": self._font(weight) for weight in sorted(sheet.weights)}))
        content = sheet.content
        if sheet.picture:
            resources.XObject = Dictionary(Im=self._image(sheet.picture))
            content = [f"q {sheet.size[0]:.3f} 0 0 {sheet.size[1]:.3f} 0 0 cm /Im Do Q".encode(), *content]
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(sheet.size[0], 2), round(sheet.size[1], 2)]),
            Resources=resources,
            Contents=self.pdf.make_stream(b"\n".join(content)),
        )
        if bookmark:
            self._outlines.append((bookmark, self.count))
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))

    def attach(self, file: Attached) -> None:
        """Puts a file into the PDF, which makes it a PDF/A-3."""
        self._attached.append(file)

    def finish(self) -> bytes:
        """The whole file."""
        for weight, used in self.used.items():
            embed(self.pdf, self._fonts[weight], typeface(weight), used)
        self._intent()
        self._files()
        with self.pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in self._outlines)
        part = 3 if self._attached else 2
        xmp = self.pdf.make_stream(packet(self.title, self.made, part), Type=Name.Metadata, Subtype=Name.XML)
        self.pdf.Root.Metadata = xmp
        self.pdf.Root.Lang = String(self.language)
        self.pdf.Root.MarkInfo = Dictionary(Marked=False)
        self.pdf.docinfo["/Title"] = String(self.title)
        self.pdf.docinfo["/Producer"] = String("Auftragsmappe")
        self.pdf.docinfo["/CreationDate"] = self.pdf.docinfo["/ModDate"] = String(f"D:{self.made:%Y%m%d%H%M%S}Z")
        out = BytesIO()
        self.pdf.save(out, min_version="1.7", deterministic_id=True, compress_streams=True)
        return out.getvalue()

    def _shown(self, sheet: Sheet, text: str, weight: Weight) -> bytes:
        face = typeface(weight)
        sheet.weights.add(weight)
        used = self.used.setdefault(weight, {})
        # A letter the typeface has not is shown as a question mark: an empty box is no letter, and PDF/A forbids it.
        letters = [letter if face.glyph(letter) else "?" for letter in text if letter.isprintable()]
        used.update((face.glyph(letter), letter) for letter in letters)
        return b"<" + "".join(f"{face.glyph(letter):04X}" for letter in letters).encode() + b">"

    def _font(self, weight: Weight) -> Any:
        if weight not in self._fonts:
            self._fonts[weight] = self.pdf.make_indirect(Dictionary(Type=Name.Font))
        return self._fonts[weight]

    def _image(self, picture: Picture) -> Any:
        return self.pdf.make_stream(
            picture.jpeg, Type=Name.XObject, Subtype=Name.Image, Width=picture.pixels[0], Height=picture.pixels[1],
            ColorSpace=Name.DeviceGray if picture.grey else Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip

    def _intent(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        srgb = String("sRGB")
        intent = Dictionary(
            Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=srgb, Info=srgb,
            DestOutputProfile=self.pdf.make_stream(profile, N=3, Alternate=Name.DeviceRGB),
        )  # fmt: skip
        self.pdf.Root.OutputIntents = Array([self.pdf.make_indirect(intent)])

    def _files(self) -> None:
        for file in self._attached:
            day = f"{self.made:D:%Y%m%d%H%M%SZ}"
            spec = pikepdf.AttachedFileSpec(
                self.pdf, file.data, filename=file.name, mime_type=file.media_type, creation_date=day, mod_date=day, description=file.name
            )
            spec.relationship = Name(f"/{file.relation}")
            self.pdf.attachments[file.name] = spec
        if self._attached:
            self.pdf.Root.AF = Array([self.pdf.attachments[file.name].obj for file in self._attached])


def wrapped(text: str, size: float, width: float, weight: Weight = "Regular") -> Sequence[str]:
    """The lines of a text that fit into ``width``; a word too long for a line is broken."""
    face, lines = typeface(weight), [""]
    for word in text.split():
        rest = word
        if lines[-1] and face.width(f"{lines[-1]} {rest}", size) > width:
            lines.append("")
        while face.width(rest, size) > width and len(rest) > 1:
            fits = next(at for at in range(len(rest), 0, -1) if at == 1 or face.width(rest[:at], size) <= width)
            lines[-1:] = [rest[:fits], ""] if not lines[-1] else [lines[-1], rest[:fits], ""]
            rest = rest[fits:]
        lines[-1] = f"{lines[-1]} {rest}".strip()
    return lines
