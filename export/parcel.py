"""What goes out of a folder: its papers in their order, which of them for whom, and under which names. Writes no file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.confidence import hidden
from archive.doctypes import doctype, doctypes
from archive.document import Document
from archive.leaves import bound
from archive.scan import EInvoice, Reading
from archive.space import Space
from ingest.media import HEAD, is_mail, media_type

Audience = Literal["alle", "kunde", "pruefer"]
AUDIENCES: dict[Audience, str] = {"alle": "Für uns: alle Papiere", "kunde": "Für den Kunden", "pruefer": "Für eine Prüfung"}
NUMBERS = ("rechnungsnummer", "lieferscheinnummer", "zeugnisnummer", "zeichnungsnummer", "auftragsnummer_lieferant", "bestellnummer")
DATES = ("rechnungsdatum", "lieferdatum", "bestelldatum", "angebotsdatum", "auftragsdatum_lieferant")
ENDINGS = {
    "application/pdf": "pdf",
    "application/xml": "xml",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "image/vnd.dxf": "dxf",
    "model/step": "step",
    "image/vnd.dwg": "dwg",
}
_OWN = ("csv", "txt", "msg", "zip", "rtf", "json")
"""Endings of senders that are believed where the first bytes tell nothing: no system runs such files."""
_LONGEST = 60
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)$")


@dataclass(frozen=True, slots=True)
class Item:
    """A paper on its way out. ``whole`` tells that its original is this paper and nothing else, so that it may go along."""

    document: Document
    reading: Reading | None
    whole: bool

    @property
    def einvoice(self) -> EInvoice | None:
        """The data of an e-invoice."""
        return self.reading.einvoice if self.reading else None

    @property
    def kind(self) -> str:
        """The type as people call it."""
        return doctype(self.document.doctype).name

    @property
    def number(self) -> str:
        """What the paper calls itself, else its Eingangsnummer."""
        return next((value for field in NUMBERS if (value := self.document.value(field))), self.document.eingangsnummer)

    @property
    def day(self) -> date:
        """The day the paper names, else the day it came in."""
        for field in DATES:
            try:
                return date.fromisoformat(self.document.value(field))
            except ValueError:
                continue
        return self.document.scan.received.astimezone().date()

    @property
    def title(self) -> str:
        """One line for lists and bookmarks."""
        return f"{self.kind} {self.number}"


def may_leave(space: Space, documents: Iterable[Document]) -> list[Document]:
    """Those papers that may go out at all. The one place that decides it: every export asks here.

    Confidential papers never go out in a bundle, also when the one who makes it may see them. Waiting papers may: that they are not
    settled is said in the list.
    """
    some = list(documents)
    secret = hidden(space.catalog, [document.eingangsnummer for document in some])
    return [document for document in some if document.eingangsnummer not in secret]


def chosen(documents: Iterable[Document], audience: Audience) -> frozenset[str]:
    """The papers that are ticked from the start; a person may tick others and untick these."""
    if audience == "alle":
        return frozenset(document.eingangsnummer for document in documents)
    fitting = {key for key, kind in doctypes().items() if audience in kind.outside}
    return frozenset(document.eingangsnummer for document in documents if document.doctype in fitting)


def items(space: Space, documents: Iterable[Document], wanted: Collection[str]) -> list[Item]:
    """The wanted ones of the papers that may leave, by type and day."""
    order = list(doctypes())
    found = [_item(space, document) for document in may_leave(space, documents) if document.eingangsnummer in wanted]
    return sorted(found, key=lambda item: (order.index(doctype(item.document.doctype).key), item.day, item.document.eingangsnummer))


def file_names(found: Sequence[Item]) -> list[str]:
    """For each a name without an ending, fit for any file system and never the same twice."""
    digits = max(2, len(str(len(found))))
    return [plain_name(f"{at:0{digits}} {item.title} {item.document.value('lieferant')}") for at, item in enumerate(found, 1)]


def plain_name(text: str) -> str:
    """A text as the name of a file that every system takes."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(letter if letter.isalnum() or letter in " ._-()&+," else "-" for letter in composed)
    short = re.sub(r"\s+", " ", re.sub(r"-{2,}", "-", kept)).strip(" .-")[:_LONGEST].rstrip(" .-")
    return f"_{short}" if _RESERVED.match(short) or not short else short


def ending(data: bytes, name: str = "") -> str:
    """What a file is, by its first bytes; for what they do not tell, the ending of the name its sender gave it."""
    if known := ENDINGS.get(media_type(data[:HEAD])):
        return known
    if is_mail(data[:HEAD]):
        return "eml"
    own = name.rpartition(".")[2].lower()
    return own if own in _OWN else "bin"


def _item(space: Space, document: Document) -> Item:
    reading = space.documents.reading(document.eingangsnummer) if document.reading else None
    return Item(document, reading, not bound(space.catalog, document.eingangsnummer).leaves)
