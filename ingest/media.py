"""What kind of file this is, decided by its first bytes and never by its name. Does not look inside: that happens in a bounded child."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from archive.problems import Unreadable

Kind = Literal["pdf", "image", "xml", "file"]

MEDIA_TYPES: dict[str, Kind] = {
    "application/pdf": "pdf",
    "image/jpeg": "image",
    "image/png": "image",
    "image/tiff": "image",
    "image/webp": "image",
    "image/heic": "image",
    "application/xml": "xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "file",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "file",
    "application/vnd.oasis.opendocument.text": "file",
    "application/vnd.oasis.opendocument.spreadsheet": "file",
    "image/vnd.dxf": "file",
    "model/step": "file",
    "image/vnd.dwg": "file",
}

HEAD = 8192
"""How many of the first bytes are looked at."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"AC10", "image/vnd.dwg"),
    (b"ISO-10303-21", "model/step"),
    (b"AutoCAD Binary DXF", "image/vnd.dxf"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "ein Text-Dokument (RTF)"),
    (b"GIF8", "ein GIF-Bild"),
    (b"BM", "ein BMP-Bild"),
    (b"%!PS", "eine PostScript-Datei"),
    (b"MZ", "ein Programm"),
    (b"\x7fELF", "ein Programm"),
    (b"7z\xbc\xaf\x27\x1c", "ein gepacktes Archiv (7-Zip)"),
    (b"Rar!", "ein gepacktes Archiv (RAR)"),
    (b"\x1f\x8b", "eine gepackte Datei (GZIP)"),
    (b"\x78\x9f\x3e\x22", "ein Mail-Anhang von Outlook (winmail.dat)"),
    (b"\x00\x00\x00\x0cjP  ", "ein JPEG-2000-Bild"),
)
_DXF = re.compile(rb"\A(?:\s*999\s*?\r?\n[^\r\n]*\r?\n)*\s*0\s*?\r?\nSECTION\s")
_PACKED = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
    (b"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_TAIL = 64 << 10
"""A ZIP names its files once more at its end; how far down the beginning names them is up to the program that wrote it."""
_MAIL = re.compile(rb"^(?:received|return-path|delivered-to|from|date|subject|message-id|mime-version|x-[\w-]+):", re.IGNORECASE)


def recognise(path: Path) -> str:
    """The media type, one of ``MEDIA_TYPES``. Anything else raises ``Unreadable`` with a sentence that says what it is."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        _refuse_nothing(head)
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read(_TAIL)
    if media := media_type(head) or _packed(head, tail):
        return media
    raise Unreadable(
        f"Diese Datei ist {_foreign(head, plain_start(head))}. "
        "Bitte geben Sie sie als PDF, als Bild (JPEG, PNG, TIFF, WebP, HEIC), als DOCX, XLSX, ODT, ODS oder als E-Rechnung (XML) ab.",
        cause=f"unsupported content, starts with {head[:16]!r}",
    )


def media_type(head: bytes) -> str:
    """The media type of a file that begins with ``head``, "" when it is none of ``MEDIA_TYPES``."""
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    known = next((media for magic, media in _MAGIC if head.startswith(magic)), "") or _container(head) or _packed(head, b"")
    if not known and _DXF.match(head):
        return "image/vnd.dxf"
    if known:
        return known
    text = plain_start(head)
    return "application/xml" if text.startswith("<") and not _is_html(text) else ""


def is_mail(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a mail (.eml)."""
    return _MAIL.match(head.lstrip()) is not None


def plain_start(head: bytes) -> str:
    """The first characters without byte order mark and blanks, "" when this is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "ignore")
    elif head.startswith((b"<\x00", b"\x00<")):
        text = head.decode("utf-16-le" if head.startswith(b"<") else "utf-16-be", "ignore")
    else:
        if b"\x00" in head:
            return ""
        text = head.decode("utf-8-sig", "replace")
    return text.lstrip("\ufeff \t\r\n")


def _refuse_nothing(head: bytes) -> None:
    if not head:
        raise Unreadable("Die Datei ist leer. Bitte prüfen Sie die Datei und geben Sie sie noch einmal ab.", cause="0 bytes")
    if len(head) < 16:
        raise Unreadable(
            f"Die Datei hat nur {len(head)} Byte, darin kann keine Seite stehen. "
            "Bitte prüfen Sie die Datei und geben Sie sie noch einmal ab.",
            cause=f"{len(head)} bytes",
        )
    if not head.strip(b"\x00"):
        raise Unreadable(
            "Die Datei enthält nur Nullen, sie ist beschädigt. Bitte geben Sie sie noch einmal ab.",
            cause="starts with zero bytes only",
        )


def _container(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and any(brand in head[8:40] for brand in _HEIF_BRANDS):
        return "image/heic"
    return ""


def _packed(head: bytes, tail: bytes) -> str:
    """Office documents are ZIP files with certain names in them; what else is in them does not matter here."""
    if not head.startswith(b"PK\x03\x04"):
        return ""
    return next((media for mark, media in _PACKED if mark in head or mark in tail), "")


def _is_html(text: str) -> bool:
    start = text[:2000].lower()
    return start.startswith("<!doctype html") or "<html" in start


def _foreign(head: bytes, text: str) -> str:
    if head.startswith(b"PK"):
        return _zipped(head)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "ein altes Office-Dokument oder eine Outlook-Mail (DOC, XLS, MSG)"
    named = next((name for magic, name in _FOREIGN if head.startswith(magic)), "")
    if named:
        return named
    if _is_html(text):
        return "eine Internetseite (HTML)"
    if is_mail(head):
        return "eine E-Mail"
    printable = sum(c.isprintable() or c.isspace() for c in text)
    return "eine reine Textdatei" if text and printable > 0.95 * len(text) else "kein Papier, das wir lesen können"


def _zipped(head: bytes) -> str:
    for mark, name in (
        (b"word/", "ein Word-Dokument"),
        (b"xl/", "eine Excel-Tabelle"),
        (b"ppt/", "eine PowerPoint-Präsentation"),
        (b"opendocument.text", "ein LibreOffice-Text"),
        (b"opendocument.spreadsheet", "eine LibreOffice-Tabelle"),
        (b"[Content_Types].xml", "ein Office-Dokument"),
    ):
        if mark in head:
            return name
    return "ein gepacktes Archiv (ZIP)"
