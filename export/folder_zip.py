"""A folder as a ZIP: a list, every paper as it came in, and beside an e-invoice its readable form.

A paper that is part of a stack goes as a PDF of its own pages: the file it came in holds papers of others, too.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from archive.originals import fetch
from archive.scratch import scratch
from archive.space import Space
from export.archival import searchable
from export.folder_pdf import Bundle, PageImage, contents_pdf
from export.parcel import Item, ending, file_names
from ingest.listing_pdf import readable_pdf
from ingest.media import HEAD

READABLE = "Lesbare Form einer E-Rechnung. Das Original ist die Datei daneben."


def folder_zip(space: Space, bundle: Bundle, target: Path, images: PageImage) -> None:
    """Writes the file to ``target``."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file, scratch() as folder:
        file.writestr("00 Inhalt.pdf", contents_pdf(bundle))
        for name, item in zip(file_names(bundle.items), bundle.items, strict=True):
            if item.whole:
                copy = folder / "original"
                fetch(space.store, item.document.scan.sha256, copy)
                with copy.open("rb") as stream:
                    kind = ending(stream.read(HEAD), item.document.scan.name)
                file.write(copy, f"{name}.{kind}")
            elif item.reading:
                file.writestr(f"{name}.pdf", _own_pages(item, images, bundle))
            if item.einvoice and not item.einvoice.attachment:
                file.writestr(f"{name} lesbar.pdf", readable_pdf(item.einvoice, READABLE))


def _own_pages(item: Item, images: PageImage, bundle: Bundle) -> bytes:
    number = item.document.eingangsnummer
    pages = item.reading.pages if item.reading else ()
    return searchable(item.title, pages, lambda page: images(number, page), bundle.made)
