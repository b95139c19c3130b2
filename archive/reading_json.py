"""A reading as compact bytes and back, for the store and for the pipe from the process that reads. Equal readings give equal bytes.

A word is a list of six: text, x0, top, x1, bottom (points), confidence. Does not round: the reader does, once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Any

from archive import codec
from archive.problems import Unreadable
from archive.scan import Code, EInvoice, Page, Reading, Scan, Word

VERSION = 1


def dump(reading: Reading) -> bytes:
    """Deterministic gzip of canonical JSON."""
    data = {
        "version": VERSION,
        "scan": codec.encode(reading.scan),
        "pages": [page_to_json(page) for page in reading.pages],
        "einvoice": codec.encode(reading.einvoice),
        "notes": list(reading.notes),
        **({"codes": codec.encode(reading.codes)} if reading.codes else {}),
        **({"count": reading.count} if reading.count else {}),
        **({"look": reading.look} if reading.look else {}),
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def digest(data: bytes) -> str:
    """The name of a dumped reading: equal readings lie in the store once."""
    return hashlib.sha256(data).hexdigest()


def load(data: bytes) -> Reading:
    """The reverse of :func:`dump`; a reading of a later version raises ``Unreadable``. Early ones had no codes and no count."""
    found = json.loads(gzip.decompress(data))
    if found["version"] != VERSION:
        raise Unreadable(
            "Diese Lesung stammt von einer neueren Fassung des Programms. Bitte aktualisieren Sie das Programm.",
            cause=f"reading version {found['version']}, known {VERSION}",
        )
    invoice = codec.decode(EInvoice, found["einvoice"]) if found["einvoice"] else None
    pages = tuple(page_from_json(page) for page in found["pages"])
    codes = tuple(codec.decode(Code, code) for code in found.get("codes", ()))
    scan, notes = codec.decode(Scan, found["scan"]), tuple(found["notes"])
    return Reading(scan, pages, invoice, notes, codes, found.get("count", 0), found.get("look", ""))


def page_to_json(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "skew": page.skew,
        "how": page.how,
        "role": page.role,
        **({"flat": True} if page.flat else {}),
        "words": [[word.text, *word.box, word.confidence] for word in page.words],
    }


def page_from_json(data: dict[str, Any]) -> Page:
    words = tuple(Word(text, (x0, top, x1, bottom), sure) for text, x0, top, x1, bottom, sure in data["words"])
    role, flat = data.get("role", ""), data.get("flat", False)
    return Page(data["number"], data["width"], data["height"], data["rotation"], words, data["how"], data["skew"], role, flat)
