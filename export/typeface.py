"""The typeface our PDFs embed: how wide its letters are, and a file with only the letters that are used. Draws nothing.

Reads the tables of one TrueType font that is part of the program, so nothing foreign is parsed here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import ingest

Weight = Literal["Regular", "Bold"]

_FOLDER = Path(ingest.__file__).parent / "fonts"
_KEPT = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cvt ", "fpgm", "prep")
_COMPOSED, _WORDS, _MORE = -1, 0x0001, 0x0020
_SCALES = {0x0008: 2, 0x0040: 4, 0x0080: 8}


class Typeface:
    """One weight of Liberation Sans."""

    def __init__(self, weight: Weight) -> None:
        self.name = f"LiberationSans-{weight}"
        self._data = (_FOLDER / f"{self.name}.ttf").read_bytes()
        count = struct.unpack_from(">H", self._data, 4)[0]
        rows = [struct.unpack_from(">4sIII", self._data, 12 + 16 * at) for at in range(count)]
        self._tables = {tag.decode(): self._data[start : start + size] for tag, _, start, size in rows}
        self._unit: int = struct.unpack_from(">H", self._tables["head"], 18)[0]
        self._wide: int = struct.unpack_from(">H", self._tables["hhea"], 34)[0]
        count = struct.unpack_from(">H", self._tables["maxp"], 4)[0]
        long = struct.unpack_from(">h", self._tables["head"], 50)[0]
        self._starts = _starts(self._tables["loca"], count + 1, long=bool(long))
        self._glyphs = dict(_mapped(self._tables["cmap"]))

    def glyph(self, letter: str) -> int:
        """The number of a letter's glyph, 0 for letters the typeface does not have."""
        return self._glyphs.get(ord(letter), 0)

    def advance(self, glyph: int) -> float:
        """How wide a glyph is, in thousandths of the size."""
        at = min(glyph, self._wide - 1) * 4
        width: int = struct.unpack_from(">H", self._tables["hmtx"], at)[0]
        return width * 1000 / self._unit

    def width(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        return sum(self.advance(self.glyph(letter)) for letter in text) * size / 1000

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """The font with the outlines of these glyphs only; their numbers stay."""
        used = {0, *glyphs}
        for glyph in list(used):
            used |= set(self._parts(glyph))
        outlines, starts = bytearray(), []
        for glyph in range(len(self._starts) - 1):
            starts.append(len(outlines))
            if glyph in used:
                outlines += self._outline(glyph)
                outlines += b"\0" * (-len(outlines) % 4)
        starts.append(len(outlines))
        head = bytearray(self._tables["head"])
        struct.pack_into(">h", head, 50, 1)
        made = {**self._tables, "glyf": bytes(outlines), "loca": struct.pack(f">{len(starts)}I", *starts), "head": bytes(head)}
        return _file({tag: made[tag] for tag in _KEPT if tag in made})

    def _outline(self, glyph: int) -> bytes:
        return self._tables["glyf"][self._starts[glyph] : self._starts[glyph + 1]]

    def _parts(self, glyph: int) -> Iterator[int]:
        """The glyphs a composed one is made of: ü of u and two dots."""
        data = self._outline(glyph)
        if len(data) < 10 or struct.unpack_from(">h", data)[0] != _COMPOSED:
            return
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">HH", data, at)
            yield part
            yield from self._parts(part)
            at += 4 + (4 if flags & _WORDS else 2) + next((size for bit, size in _SCALES.items() if flags & bit), 0)


@cache
def typeface(weight: Weight = "Regular") -> Typeface:
    """The typeface in one weight, read once."""
    return Typeface(weight)


def _starts(table: bytes, count: int, *, long: bool) -> tuple[int, ...]:
    if long:
        return struct.unpack_from(f">{count}I", table)
    return tuple(2 * half for half in struct.unpack_from(f">{count}H", table))


def _mapped(table: bytes) -> Iterator[tuple[int, int]]:
    """Letters and their glyphs, from the table for the basic plane (format 4)."""
    places = [struct.unpack_from(">HHI", table, 4 + 8 * at) for at in range(struct.unpack_from(">H", table, 2)[0])]
    start = next(offset for platform, encoding, offset in places if (platform, encoding) == (3, 1))
    segments = struct.unpack_from(">H", table, start + 6)[0] // 2
    at = start + 14
    ends = struct.unpack_from(f">{segments}H", table, at)
    begins = struct.unpack_from(f">{segments}H", table, at + 2 * segments + 2)
    deltas = struct.unpack_from(f">{segments}h", table, at + 4 * segments + 2)
    ranges = at + 6 * segments + 2
    for place, (first, last) in enumerate(zip(begins, ends, strict=True)):
        offset = struct.unpack_from(">H", table, ranges + 2 * place)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", table, ranges + 2 * place + offset + 2 * (code - first))[0]
                if not glyph:
                    continue
            yield code, (glyph + deltas[place]) % 0x10000


def _file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    rows, body, at = b"", b"", 12 + 16 * count
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        check = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        rows += struct.pack(">4sIII", tag.encode(), check, at, len(data))
        body, at = body + padded, at + len(padded)
    return head + rows + body
