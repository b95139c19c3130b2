"""The structured part of an electronic invoice: XML bytes to an ``EInvoice``. Validates nothing and computes nothing.

Foreign XML is parsed without DTD, entities and network (``xml_guard``). Runs in a bounded child.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from archive import codec
from archive.problems import Problem, Unreadable
from archive.scan import EInvoice
from ingest.terms import MANY, Group, Syntax
from ingest.terms_cii import CII, RENAMED
from ingest.terms_ubl import UBL
from ingest.xml_guard import Guarded, guard, too_many

_ROOTS = {
    "Invoice": UBL,
    "CreditNote": UBL,
    "CrossIndustryInvoice": CII,
    "CrossIndustryDocument": CII,
    "SCRDMCCBDACIOMessageStructure": CII,
}
_OTHERS = {
    "FatturaElettronica": "eine italienische Rechnung (FatturaPA)",
    "Order": "eine UBL-Bestellung",
    "DespatchAdvice": "ein UBL-Lieferschein",
    "Facturae": "eine spanische Rechnung (Facturae)",
}
_KNOWN_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")
_ESSENTIAL = {"BT-1", "BT-27", "BT-112", "BT-115"}
_MOST_CHILDREN = 20_000
_FIRST = {new: old for old, new in RENAMED.items()}


@dataclass(frozen=True, slots=True)
class Opened:
    """An e-invoice with what goes other ways: ``xml`` for the rules (attachments as stand-ins), ``attached`` as stand-in to base64."""

    invoice: EInvoice
    xml: bytes
    attached: Mapping[str, str]


def parse(data: bytes, attachment: str) -> EInvoice:
    """An invoice (UBL, CII, ZUGFeRD 1 and 2, Factur-X) or Order-X. Anything else raises a ``Problem``."""
    return unfold(data, attachment).invoice


def unfold(data: bytes, attachment: str) -> Opened:
    """As :func:`parse`, with the XML for the rules and the embedded files."""
    safe = guard(data)
    root = safe.root()
    if len(root) > _MOST_CHILDREN:
        raise too_many(f"{len(root)} children of the root")
    name = etree.QName(root).localname
    syntax = _ROOTS.get(name)
    if syntax is None:
        raise Unreadable(
            f"Diese XML-Datei ist {_OTHERS.get(name, 'keine E-Rechnung (weder UBL noch CII)')}. "
            "Bitte lassen Sie sich die Rechnung als XRechnung, ZUGFeRD oder PDF schicken.",
            cause=f"root element {name!r:.100}",
        )
    old = {etree.QName(child).localname for child in root.iterchildren(etree.Element)} & set(RENAMED)
    if old:  # ZUGFeRD 1.0, whose first drafts called the root Invoice
        syntax = CII
    _plain_names(root, RENAMED if old else {})
    invoice = _invoice(root, syntax, attachment, old=bool(old))
    if not invoice.lines and not _ESSENTIAL & set(invoice.terms):
        raise Unreadable(
            "Diese XML-Datei enthält keine Angaben einer Rechnung. Bitte lassen Sie sie sich noch einmal schicken.",
            cause="none of the essential terms, no lines",
        )
    return Opened(invoice, safe.data, _used(root, safe))


def embedded(attachments: Iterable[tuple[str, bytes]]) -> tuple[Opened | None, list[str]]:
    """The e-invoice among a PDF's attachments, if any, and German notes on files that claim to be one and cannot be read."""
    notes = []
    files = sorted(attachments, key=lambda item: item[0].lower() not in _KNOWN_NAMES)
    for name, data in files:
        try:
            return unfold(data, name), _rivals(name, data, files)
        except Problem as problem:
            if name.lower() in _KNOWN_NAMES:
                notes.append(f"Die Rechnungsdatei „{name}“ in diesem PDF ist nicht lesbar. {problem.message}")
    return None, notes


def _rivals(name: str, data: bytes, files: Sequence[tuple[str, bytes]]) -> list[str]:
    """A note when another file claims to be the invoice too and says something else: other programs may read that one."""
    others = [other for other, said in files if other.lower() in _KNOWN_NAMES and said != data]
    if name.lower() not in _KNOWN_NAMES or not others:
        return []
    return [f"In diesem PDF stecken mehrere Rechnungsdateien. Gelesen ist „{name}“, nicht „{others[0]}“."]


def told(opened: Opened | None) -> dict[str, Any]:
    """The invoice and its XML as JSON values, for the way out of the child."""
    if opened is None:
        return {"einvoice": None, "xml": ""}
    return {"einvoice": codec.encode(_without_files(opened)), "xml": opened.xml.decode("utf-8", "replace")}


def decoded(text: str) -> bytes | None:
    """The file in a text of base64, ``None`` for a broken one."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _without_files(opened: Opened) -> EInvoice:
    """Of each embedded file only size and hash, by which its paper is found: the file itself goes another way."""
    documents = tuple(_named_only(row, opened.attached) for row in opened.invoice.groups.get("BG-24", ()))
    groups = {**opened.invoice.groups, **({"BG-24": documents} if documents else {})}
    return replace(opened.invoice, groups=groups)


def _named_only(row: Mapping[str, str], attached: Mapping[str, str]) -> dict[str, str]:
    if "BT-125" not in row:
        return dict(row)
    data = decoded(attached.get(row["BT-125"], row["BT-125"]))
    told = {"BT-125": f"{len(data)} Byte", "sha256": hashlib.sha256(data).hexdigest()} if data else {"BT-125": "beschädigt"}
    return {**row, **told}


def _invoice(root: etree._Element, syntax: Syntax, attachment: str, *, old: bool) -> EInvoice:
    found = {term: _found(root, path, many=term in MANY) for term, path in syntax.head.items()}
    rows = _rows(root, syntax.line.rows)
    groups = {key: tuple(_row(row, group.terms) for row in _rows(root, group.rows)) for key, group in syntax.groups.items()}
    lines = tuple(_row(row, syntax.line.terms) for row in rows)
    groups |= {key: _of_lines(rows, lines, group) for key, group in syntax.line_groups.items()}
    paths = {term: path for term, (value, path) in found.items() if value}
    paths |= {f"BG-25/{number}": _path(row) for number, row in enumerate(rows, 1)}
    return EInvoice(
        syntax=syntax.name,
        profile=(root.findtext(syntax.profile) or "").strip(),
        attachment=attachment,
        terms={term: value for term, (value, _) in found.items() if value} | _implied(root, found),
        paths={term: _as_sent(path) if old else path for term, path in paths.items()},
        lines=lines,
        groups={key: members for key, members in groups.items() if members},
    )


def _implied(root: etree._Element, found: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """A credit note of UBL may leave its type to the name of the document."""
    return {"BT-3": "381"} if root.tag == "CreditNote" and not found["BT-3"][0] else {}


def _plain_names(root: etree._Element, renamed: Mapping[str, str]) -> None:
    for element in root.iter(etree.Element):
        name = str(element.tag).rpartition("}")[2]
        element.tag = renamed.get(name, name)
    etree.cleanup_namespaces(root)


def _used(root: etree._Element, safe: Guarded) -> dict[str, str]:
    """The lifted texts that really stand in the tree and not, say, in a comment."""
    if not safe.embedded:
        return {}
    standing = {(element.text or "").strip() for element in root.iter("EmbeddedDocumentBinaryObject", "AttachmentBinaryObject")}
    return {stand_in: text for stand_in, text in safe.embedded.items() if stand_in in standing}


def _found(root: etree._Element, paths: str, *, many: bool) -> tuple[str, str]:
    """The value of a term of the head, and where in the XML it stands."""
    hits = _hits_with_text(root, paths, many=many)
    return (_value(hits, many=many), _path(hits[0][1])) if hits else ("", "")


def _hits_with_text(node: etree._Element, paths: str, *, many: bool) -> list[tuple[str, etree._Element | str]]:
    """What stands at the first of the alternative paths that has a value; of ``many`` all, as they stand."""
    for path in (paths,) if many else paths.split("|"):
        if hits := [(text, hit) for hit in _hits(node, path) if (text := _text(hit))]:
            return hits
    return []


def _value(hits: Sequence[tuple[str, object]], *, many: bool) -> str:
    texts = dict.fromkeys(text for text, _ in hits)
    return "\n".join(texts) if many else next(iter(texts), "")


@functools.cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path)


def _hits(root: etree._Element, path: str) -> list[etree._Element | str]:
    found = _compiled(path)(root)
    return found if isinstance(found, list) else []  # type: ignore[return-value]  # our paths select elements and attributes


def _text(hit: etree._Element | str) -> str:
    return (hit if isinstance(hit, str) else "".join(str(part) for part in hit.itertext())).strip()


def _path(hit: etree._Element | str) -> str:
    if isinstance(hit, str):
        owner = hit.getparent()  # type: ignore[attr-defined]  # lxml's strings know the element they come from
        return f"{_path(owner)}/@{hit.attrname}"  # type: ignore[attr-defined]
    return str(hit.getroottree().getpath(hit))


def _as_sent(path: str) -> str:
    """The path with the names of ZUGFeRD 1.0, as they stand in the file."""
    steps = [step.partition("[") for step in path.split("/")]
    return "/".join(_FIRST.get(name, name) + bracket + rest for name, bracket, rest in steps)


def _rows(root: etree._Element, paths: str) -> list[etree._Element]:
    rows = [hit for path in paths.split("|") for hit in _hits(root, path) if not isinstance(hit, str)]
    return list(dict.fromkeys(rows))


def _row(row: etree._Element, paths: Mapping[str, str]) -> dict[str, str]:
    # No paths here: to tell one means to count all lines before it, for every term of every line.
    found = {term: _value(_hits_with_text(row, path, many=term in MANY), many=term in MANY) for term, path in paths.items()}
    return {term: value for term, value in found.items() if value}


def _of_lines(rows: list[etree._Element], lines: tuple[dict[str, str], ...], group: Group) -> tuple[dict[str, str], ...]:
    """The members of a group in all lines, each with its line: which one it is (two may call themselves alike) and what it is called."""
    return tuple(
        {"BG-25": str(number), "BT-126": line.get("BT-126", "")} | _row(member, group.terms)
        for number, (row, line) in enumerate(zip(rows, lines, strict=True), 1)
        for member in _rows(row, group.rows)
    )
