"""The ``index.xml`` that tells audit software how to read the tables, after the description standard. Writes no file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

from lxml import etree

from archive.order import Firm
from export.tables import DELIMITER, QUOTE, RECORD, Column, TableFile

DTD = "gdpdu-01-09-2004.dtd"
MEDIUM = "Auftragsmappe"


def index_xml(firm: Firm, tables: Sequence[TableFile], comment: str) -> bytes:
    """The description of these tables, valid against the DTD beside it."""
    root = etree.Element("DataSet")
    _text(root, "Version", "1.0")
    supplier = etree.SubElement(root, "DataSupplier")
    _text(supplier, "Name", firm.name or "Unbenannt")
    _text(supplier, "Location", " ".join(filter(None, (firm.postcode, firm.city))) or "-")
    _text(supplier, "Comment", comment)
    media = etree.SubElement(root, "Media")
    _text(media, "Name", MEDIUM)
    for table in tables:
        _table(media, table)
    doctype = f'<!DOCTYPE DataSet SYSTEM "{DTD}">'
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True, doctype=doctype)
    return made


def dtd() -> bytes:
    """The DTD that has to lie in the same folder."""
    return resources.files(__package__).joinpath(DTD).read_bytes()


def _table(media: etree._Element, table: TableFile) -> None:
    node = etree.SubElement(media, "Table")
    _text(node, "URL", table.file)
    _text(node, "Name", table.name)
    _text(node, "Description", table.text)
    etree.SubElement(node, "UTF8")
    _text(node, "DecimalSymbol", ",")
    _text(node, "DigitGroupingSymbol", ".")
    skipped = etree.SubElement(node, "Range")
    _text(skipped, "From", "2")  # the first line holds the names
    length = etree.SubElement(node, "VariableLength")
    _text(length, "ColumnDelimiter", DELIMITER)
    _text(length, "RecordDelimiter", RECORD)
    _text(length, "TextEncapsulator", QUOTE)
    for place, column in enumerate(table.columns):
        _column(length, "VariablePrimaryKey" if place < table.keys else "VariableColumn", column)
    for name, other in table.points:
        key = etree.SubElement(length, "ForeignKey")
        _text(key, "Name", name)
        _text(key, "References", other)


def _column(length: etree._Element, tag: str, column: Column) -> None:
    node = etree.SubElement(length, tag)
    _text(node, "Name", column.name)
    _text(node, "Description", column.text)
    if column.kind == "tag":
        _text(etree.SubElement(node, "Date"), "Format", "DD.MM.YYYY")
    elif column.kind == "zahl":
        _text(etree.SubElement(node, "Numeric"), "Accuracy", "0" if column.name == "nr" else "2")
    else:
        etree.SubElement(node, "AlphaNumeric")


def _text(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text
