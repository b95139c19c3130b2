"""A typeface into a PDF: only the letters used, how wide they are, and which letter each glyph is. Draws nothing."""

from __future__ import annotations

import zlib
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from export.typeface import Typeface

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_FOOT = """
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_AT_ONCE = 100
"""A block of a map has at most so many rows."""


def embed(pdf: Pdf, font: Any, face: Typeface, used: dict[int, str]) -> None:
    """Makes the dictionary ``font`` the typeface; ``used`` maps the numbers of its glyphs to their letters."""
    data = face.subset(used)
    tag = "".join(chr(65 + (zlib.crc32(data) >> shift) % 26) for shift in range(0, 24, 4))
    name = Name(f"/{tag}+{face.name}")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=Array([-544, -303, 1302, 980]), ItalicAngle=0,
        Ascent=905, Descent=-212, CapHeight=729, StemV=80, FontFile2=pdf.make_stream(data, Length1=len(data)),
    )  # fmt: skip
    widths = Array([item for glyph in sorted({0, *used}) for item in (glyph, Array([round(face.advance(glyph), 3)]))])
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, CIDToGIDMap=Name.Identity, DW=1000, W=widths,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    font.Subtype, font.BaseFont, font.Encoding = Name.Type0, name, Name("/Identity-H")
    font.DescendantFonts = Array([pdf.make_indirect(below)])
    font.ToUnicode = pdf.make_stream(_letters(used))


def _letters(used: dict[int, str]) -> bytes:
    """Which letter each glyph is, so that text can be searched and copied."""
    rows = [f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for glyph, letter in sorted(used.items())]
    blocks = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
    listed = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return f"{_HEAD}{listed}{_FOOT}".encode()
