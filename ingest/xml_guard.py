"""Foreign XML to a tree, or a German sentence why not: size, encoding, DTD, nesting. Opens no file and no network, knows no invoice.

The text is decoded here, once and strictly, so that what is looked at for a DOCTYPE is what the parser gets. Embedded
attachments are lifted out before parsing: they are most of the bytes and no part of the tree.
"""

from __future__ import annotations

import base64
import codecs
import re
from dataclasses import dataclass

from lxml import etree

from archive.problems import Unreadable

LARGEST = 60 << 20
_TAGS, _TEXT = 500_000, 16 << 20
"""Most tags, opening and closing, or attributes, and most letters besides attachments: ten thousand lines with their terms."""
_ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-15", "cp1252", "ascii"})
_MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]{0,300}?\?>")
_NAMED = re.compile(rb"\A\s*<\?xml\s[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,40})[\"']")
_EMBEDDED = re.compile(r"<((?:[\w.-]+:)?(?:EmbeddedDocumentBinaryObject|AttachmentBinaryObject))(\s[^<>]*)?>([^<]{9,})</\1\s*>")
_SPACE = " \t\r\n\ufeff"
_BLANK = re.compile(f"[{_SPACE}]+")
_STAND_IN = "bytes-{:08d}"


@dataclass(frozen=True, slots=True)
class Guarded:
    """``data`` is the XML as UTF-8 without declaration and attachments, ``embedded`` the lifted base64 texts by their stand-in."""

    data: bytes
    embedded: dict[str, str]

    def root(self) -> etree._Element:
        """The parsed tree. Raises ``Unreadable``."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(self.data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _deep_or_broken(str(error)) from error


def guard(data: bytes) -> Guarded:
    """The bytes of an XML file, proved harmless. Raises ``Unreadable`` with a sentence for the sender."""
    if len(data) > LARGEST:
        raise _too_large(f"{len(data)} bytes")
    text = _decoded(data)
    tags, attributes = text.count("<") + text.count("/>"), text.count('="') + text.count("='")
    if max(tags, attributes) > _TAGS:
        raise too_many(f"{tags} tags, {attributes} attributes")
    text = text[declaration.end() :] if (declaration := _DECLARATION.match(text)) else text
    _refuse_doctype(text)
    embedded: dict[str, str] = {}

    def lift(found: re.Match[str]) -> str:
        stand_in = base64.b64encode(_STAND_IN.format(len(embedded)).encode()).decode()
        embedded[stand_in] = found[3]
        return f"<{found[1]}{found[2] or ''}>{stand_in}</{found[1]}>"

    slim = _EMBEDDED.sub(lift, text)
    if len(slim) > _TEXT:
        raise _too_large(f"{len(slim)} letters without attachments")
    return Guarded(slim.lstrip(_SPACE).encode("utf-8", "surrogatepass"), embedded)


def too_many(cause: str) -> Unreadable:
    """The refusal of a file that was made to keep us busy."""
    return Unreadable("Diese XML-Datei hat zu viele Einträge für eine E-Rechnung. Bitte prüfen Sie die Datei.", cause=cause)


def _too_large(cause: str) -> Unreadable:
    return Unreadable("Diese XML-Datei ist zu groß für eine E-Rechnung. Bitte lassen Sie sich die Anlagen getrennt schicken.", cause=cause)


def _decoded(data: bytes) -> str:
    name = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    declared = _NAMED.match(data.removeprefix(codecs.BOM_UTF8))
    if name is None:
        name = _python_name(declared[1].decode()) if declared else "utf-8"
    elif name == "utf-8-sig" and declared and _python_name(declared[1].decode()) != "utf-8":
        name = ""
    if not name or (name.startswith("utf-16") and declared):
        raise _wrong_encoding(f"encoding {declared[1] if declared else name!r}")
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(repr(error)[:200]) from error


def _python_name(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return ""
    return name if name in _ENCODINGS else ""


def _refuse_doctype(text: str) -> None:
    """Nothing but blanks, comments and instructions may stand before the first element."""
    at = 0
    while True:
        at = blank.end() if (blank := _BLANK.match(text, at)) else at
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            end = text.find("?>", at + 2) - 1
        else:
            break
        if end < 0:
            raise _broken("comment or instruction without an end")
        at = end + 3
    if text[at : at + 9].upper() == "<!DOCTYPE":
        raise Unreadable(
            "Diese XML-Datei enthält eine DOCTYPE-Angabe. Das ist bei E-Rechnungen nicht erlaubt und kann gefährlich sein. "
            "Bitte lassen Sie sich die Rechnung ohne diese Angabe schicken.",
            cause="document type declaration",
        )


def _deep_or_broken(cause: str) -> Unreadable:
    if "depth" in cause.lower():
        return Unreadable(
            "Diese XML-Datei ist zu tief verschachtelt und keine E-Rechnung. Bitte lassen Sie sich die Rechnung noch einmal schicken.",
            cause=cause,
        )
    return _broken(cause)


def _broken(cause: str) -> Unreadable:
    return Unreadable(
        "Diese XML-Datei ist fehlerhaft aufgebaut und keine lesbare E-Rechnung. Bitte lassen Sie sie sich noch einmal schicken.",
        cause=cause,
    )


def _wrong_encoding(cause: str) -> Unreadable:
    return Unreadable(
        "Die Zeichen dieser XML-Datei sind fehlerhaft aufgebaut: Angabe und Inhalt des Zeichensatzes passen nicht zusammen. "
        "Bitte lassen Sie sich die Rechnung als UTF-8 schicken.",
        cause=cause,
    )
