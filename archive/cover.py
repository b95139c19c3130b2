"""What our own cover and separator sheets say in their codes: ``MAPPE:A-26-0112;TYP=rechnung;BLATT``. Draws and reads no code.

``BLATT`` tells a sheet from a sticker with the same number on a paper. A sheet without an order only separates.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.doctypes import doctypes

MARK = "MAPPE:"
SEPARATOR = "TRENNBLATT"
"""Stands for the number on a sheet that belongs to no order."""
_SHEET, _TYPE = "BLATT", "TYP="
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Cover:
    """An order's number, "" for none; a document type, "" when the papers behind tell theirs; whether this is a sheet of ours."""

    order: str
    doctype: str = ""
    sheet: bool = False

    @property
    def text(self) -> str:
        """What the QR code says."""
        parts = [self.order or SEPARATOR, *([f"{_TYPE}{self.doctype}"] if self.doctype else []), *([_SHEET] if self.sheet else [])]
        return MARK + ";".join(parts)


def cover_of(text: str) -> Cover | None:
    """What a code says, ``None`` for codes that are not ours. A type nobody knows counts as none."""
    said = text.strip()
    if not said.upper().startswith(MARK) or len(said) > _LONGEST:
        return None
    number, *further = (part.strip() for part in said[len(MARK) :].split(";"))
    if not number:
        return None
    kind = next((part[len(_TYPE) :].lower() for part in further if part.upper().startswith(_TYPE)), "")
    order = "" if number.upper() == SEPARATOR else number
    return Cover(order, kind if kind in doctypes() else "", any(part.upper() == _SHEET for part in further))
