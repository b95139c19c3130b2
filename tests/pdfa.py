"""What of PDF/A-2b and -3b can be proved without veraPDF: a list of what is wrong with a file, empty for a good one.

Structure only: metadata, output intent, fonts, images, forbidden things. What a validator knows beyond that is not checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree
from PIL import ImageCms

_NS = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/"}
_FORBIDDEN = ("/JavaScript", "/JS", "/AA", "/OpenAction", "/XFA", "/Launch", "/NeedAppearances", "/SMask", "/Encrypt")


def faults(data: bytes) -> list[str]:
    """Each fault as a sentence."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [*_file(data, pdf), *_metadata(pdf), *_intent(pdf), *_objects(pdf), *_attachments(pdf)]


def _file(data: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", data):
        yield "no header with four bytes above 127"
    if "/ID" not in pdf.trailer:
        yield "no ID"
    if pdf.is_encrypted:
        yield "encrypted"
    if not data.rstrip().endswith(b"%%EOF"):
        yield "something behind the end"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    stream = pdf.Root.Metadata
    if "/Filter" in stream:
        yield "metadata are packed"
    text = bytes(stream.read_bytes())
    root = etree.fromstring(text[text.index(b"<x:xmpmeta") : text.index(b"</x:xmpmeta>") + 12])
    said = {name: root.findtext(f".//{name}", namespaces=_NS) for name in ("pdfaid:part", "pdfaid:conformance", "xmp:CreateDate")}
    if (said["pdfaid:part"], said["pdfaid:conformance"]) not in (("2", "B"), ("3", "B")):
        yield f"claims {said}"
    title = root.findtext(".//dc:title//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li", namespaces=_NS)
    if title != str(pdf.docinfo["/Title"]):
        yield "two titles"
    day = str(pdf.docinfo["/CreationDate"])
    if re.sub(r"\D", "", day) != re.sub(r"\D", "", said["xmp:CreateDate"] or ""):
        yield "two dates"
    if (said["pdfaid:part"] == "3") != bool(pdf.attachments):
        yield "part 3 is for files with attachments"


def _intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    (intent,) = pdf.Root.OutputIntents
    profile = bytes(intent.DestOutputProfile.read_bytes())
    opened = ImageCms.ImageCmsProfile(BytesIO(profile))
    if intent.S != "/GTS_PDFA1" or intent.DestOutputProfile.N != 3 or opened.profile.xcolor_space.strip() != "RGB":
        yield "no RGB output intent"
    if profile[8] > 4:
        yield "a profile newer than version 4"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        yield from (f"{key} is forbidden" for key in _FORBIDDEN if key in item)
        filters = item.get("/Filter", [])
        names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters]
        if "/LZWDecode" in names:
            yield "LZW"
        if item.get("/Subtype") == "/Image" and (item.get("/Interpolate") or "/SMask" in item):
            yield "an image that is interpolated or transparent"
        if item.get("/Type") == "/Font" and item.get("/Subtype") == "/Type0":
            yield from _font(item)


def _font(font: Any) -> Iterator[str]:
    below = font.DescendantFonts[0]
    if "/FontFile2" not in below.FontDescriptor or below.get("/CIDToGIDMap") != "/Identity":
        yield f"{font.BaseFont} is not embedded"
        return
    if "/ToUnicode" not in font:
        yield f"{font.BaseFont} does not tell its letters"
    program = bytes(below.FontDescriptor.FontFile2.read_bytes())
    tables = {program[12 + 16 * at : 16 + 16 * at] for at in range(int.from_bytes(program[4:6], "big"))}
    if not {b"glyf", b"loca", b"hmtx", b"head", b"maxp"} <= tables:
        yield f"{font.BaseFont} is no whole font"


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    listed = {str(spec.UF) for spec in pdf.Root.get("/AF", [])}
    for name, spec in pdf.attachments.items():
        if name not in listed or "/AFRelationship" not in spec.obj or "/Subtype" not in spec.obj.EF.F:
            yield f"{name} is attached without its relation or type"
