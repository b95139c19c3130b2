"""The structured part of an electronic invoice: XML bytes to an ``EInvoice``. Validates nothing and computes nothing.

Foreign XML is parsed without DTD, entities and network. Runs in a bounded child.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from archive.problems import Unreadable
from archive.scan import EInvoice
from ingest import terms

_LARGEST = 60 << 20
_UBL_ROOTS = ("Invoice", "CreditNote")
_CII_ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument", "SCRDMCCBDACIOMessageStructure")
_KNOWN_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")


def parse(data: bytes, attachment: str) -> EInvoice:
    """An invoice (UBL, CII, ZUGFeRD 1 and 2, Factur-X) or Order-X. Anything else raises ``Unreadable``."""
    root = _tree(data)
    _plain_names(root)
    name = str(root.tag)
    if name not in _UBL_ROOTS + _CII_ROOTS:
        raise Unreadable(
            "Diese XML-Datei ist keine E-Rechnung (weder UBL noch CII). "
            "Bitte lassen Sie sich die Rechnung als XRechnung, ZUGFeRD oder PDF schicken.",
            cause=f"root element {name!r:.100}",
        )
    ubl = name in _UBL_ROOTS
    header, line, lines = (terms.UBL, terms.UBL_LINE, terms.UBL_LINES) if ubl else (terms.CII, terms.CII_LINE, terms.CII_LINES)
    found = {term: _found(root, path, term in terms.MANY) for term, path in header.items()}
    rows = [element for path in lines.split("|") for element in root.findall(path)]
    return EInvoice(
        syntax="ubl" if ubl else "cii",
        profile=_profile(root, ubl),
        attachment=attachment,
        terms={term: value for term, (value, _) in found.items() if value},
        paths={term: path for term, (value, path) in found.items() if value},
        lines=tuple(_row(row, line) for row in rows),
    )


def embedded(attachments: Iterable[tuple[str, bytes]]) -> tuple[EInvoice | None, list[str]]:
    """The e-invoice among a PDF's attachments, if any, and German notes on files that claim to be one and cannot be read."""
    notes = []
    for name, data in sorted(attachments, key=lambda item: item[0].lower() not in _KNOWN_NAMES):
        try:
            return parse(data, name), []
        except Unreadable as problem:
            if name.lower() in _KNOWN_NAMES:
                notes.append(f"Die Rechnungsdatei „{name}“ in diesem PDF ist nicht lesbar. {problem.message}")
    return None, notes


def _tree(data: bytes) -> etree._Element:
    if len(data) > _LARGEST:
        raise Unreadable("Diese XML-Datei ist zu groß für eine E-Rechnung. Bitte prüfen Sie die Datei.", cause=f"{len(data)} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "Diese XML-Datei ist fehlerhaft aufgebaut und keine lesbare E-Rechnung. Bitte lassen Sie sie sich noch einmal schicken.",
            cause=repr(error),
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            "Diese XML-Datei enthält eine DOCTYPE-Angabe. Das ist bei E-Rechnungen nicht erlaubt und kann gefährlich sein.",
            cause="document type declaration",
        )
    return root


def _plain_names(root: etree._Element) -> None:
    for element in root.iter():
        if isinstance(element.tag, str):
            name = etree.QName(element).localname
            element.tag = terms.RENAMED.get(name, name)
    etree.cleanup_namespaces(root)


def _profile(root: etree._Element, ubl: bool) -> str:
    path = "CustomizationID" if ubl else "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"
    return (root.findtext(path) or "").strip()


def _found(root: etree._Element, paths: str, many: bool) -> tuple[str, str]:
    """The value at the first of the alternative paths that has one, and where in the XML it stands."""
    for path in paths.split("|"):
        hits = [(text, hit) for hit in _hits(root, path) if (text := _text(hit))]
        if hits:
            values = dict.fromkeys(text for text, _ in hits)
            return "\n".join(values) if many else hits[0][0], _place(hits[0][1], path)
    return "", ""


def _hits(root: etree._Element, path: str) -> list[etree._Element | str]:
    found = root.xpath(path)
    return found if isinstance(found, list) else []  # type: ignore[return-value]


def _text(hit: etree._Element | str) -> str:
    return (hit if isinstance(hit, str) else "".join(str(part) for part in hit.itertext())).strip()


def _place(hit: etree._Element | str, path: str) -> str:
    return path if isinstance(hit, str) else str(hit.getroottree().getpath(hit))


def _row(row: etree._Element, paths: dict[str, str]) -> dict[str, str]:
    found = {term: _found(row, path, term in terms.MANY)[0] for term, path in paths.items()}
    return {term: value for term, value in found.items() if value}
