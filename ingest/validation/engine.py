"""Runs the rules over one e-invoice: XML Schema with lxml, Schematron with Saxon. Lives in a process of its own.

Everything is compiled once and kept. What the rules say comes back raw; German is made elsewhere.
"""

from __future__ import annotations

import importlib
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.validation.packs import Kind, Pack, Rule, chosen, covered, mild_rules, packs

_MOST = 50
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_STEP = re.compile(r"(?:\*:|Q\{[^}]*\}|[\w.-]+:)?([\w.-]+)(?:\[namespace-uri\(\)='[^']*'\])?(?:\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed check: ``check`` as in the manifest, the rule's id, its words, the place, its own flag."""

    check: str
    rule: str
    text: str
    place: str
    flag: str


class Engine:
    """The compiled rules of all packs seen so far."""

    def __init__(self) -> None:
        self._folders: dict[tuple[Path, int], Path] = {}
        self._schemas: dict[Path, etree.XMLSchema] = {}
        self._sheets: dict[Path, Any] = {}
        self._saxon: Any = None

    def check(self, xml: bytes, kind: Kind, extra: Path | None) -> dict[str, Any]:
        """What the rules say, and which ran: ``{"tool", "rules", "covered", "bad_packs", "failures"}``."""
        every, bad = packs(extra)
        rules = chosen(every, kind)
        mild = mild_rules(every, kind)
        failures: list[Failure] = []
        ran: list[tuple[Pack, Rule]] = []
        for pack, rule in rules:
            if rule.check == "schematron" and any(f.check == "xsd" for f in failures):
                continue  # the business rules presuppose the right form
            failures += self._schema(pack, rule, xml) if rule.check == "xsd" else self._schematron(pack, rule, xml)
            ran.append((pack, rule))
        return {
            "tool": self._tool(),
            "rules": list(dict.fromkeys(pack.title for pack, _ in ran)),
            "covered": covered(ran, kind),
            "schema": any(rule.check == "xsd" for _, rule in ran),
            "bad_packs": bad,
            "failures": [asdict(replace(f, flag="warning") if f.rule in mild else f) for f in failures[:_MOST]],
        }

    def _schema(self, pack: Pack, rule: Rule, xml: bytes) -> Iterator[Failure]:
        file = self._folder(pack) / rule.file
        if file not in self._schemas:
            self._schemas[file] = etree.XMLSchema(etree.parse(file))
        schema = self._schemas[file]
        tree = _tree(xml)
        if not schema.validate(tree):
            said: Any = schema.error_log
            for entry in said:
                yield Failure("xsd", "XSD", entry.message, plain_path(entry.path or ""), "fatal")

    def _schematron(self, pack: Pack, rule: Rule, xml: bytes) -> Iterator[Failure]:
        file = self._folder(pack) / rule.file
        saxon = self._processor()
        if file not in self._sheets:
            self._sheets[file] = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(file))
        said = self._sheets[file].transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
        report = etree.fromstring(said.encode())
        for failed in report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
            text = " ".join("".join(str(part) for part in failed.itertext()).split())
            named = re.match(r"\[([\w.-]+)\]", text)
            rule_id = failed.get("id") or (named[1] if named else pack.name.split()[0])
            flag = failed.get("flag") or failed.get("role") or ""
            yield Failure("schematron", rule_id, text, plain_path(failed.get("location", "")), flag)

    def _processor(self) -> Any:
        if self._saxon is None:
            # Only here: its runtime must not start before the fork, and where it is missing nothing but the verdict is.
            self._saxon = importlib.import_module("saxonche").PySaxonProcessor(license=False)
            self._saxon.set_configuration_property("http://saxon.sf.net/feature/allowedProtocols", "file")
        return self._saxon

    def _tool(self) -> str:
        lxml = f"lxml {etree.__version__}"
        return f"{self._saxon.version.removesuffix(' from Saxonica')}, {lxml}" if self._saxon is not None else lxml

    def _folder(self, pack: Pack) -> Path:
        """The files of a pack, unpacked once into this process's scratch folder; a changed ZIP is unpacked anew."""
        key = (pack.path, pack.path.stat().st_mtime_ns)
        if key not in self._folders:
            folder = Path(tempfile.mkdtemp(prefix="regeln-"))
            with zipfile.ZipFile(pack.path) as archive:
                archive.extractall(folder)  # names and sizes were checked when the pack was loaded
            self._folders[key] = folder
        return self._folders[key]


def root_name(xml: bytes) -> str:
    """The local name of the root element."""
    return etree.QName(_tree(xml)).localname


def _tree(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))


def plain_path(location: str) -> str:
    """``/Invoice/ID`` of the ways to write a place with namespaces; a first sibling needs no number."""
    steps = [_STEP.fullmatch(step) for step in re.split(r"/(?![^{]*\})(?![^']*'\])", location)]
    return "/".join(f"{s[1]}[{s[2]}]" if s and s[2] not in (None, "1") else s[1] if s else "" for s in steps)
