"""Files inside an e-invoice (BT-125): decoded under limits, to become papers of their own. Judges none of them.

They are as foreign as any upload: each takes the same way through intake and reading.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.problems import Unreadable
from ingest import einvoice, render
from ingest.associated import associated
from ingest.einvoice import Opened
from ingest.media import MEDIA_TYPES

_MOST = 20
_LARGEST = 30 << 20
_ALL = 60 << 20
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/csv": ".csv", "application/xml": ".xml"}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file with the name its sender gave it."""

    name: str
    data: bytes


def plan(opened: Opened) -> tuple[list[Enclosed], list[str]]:
    """The files that are taken, and German notes on those that are not."""
    taken: list[Enclosed] = []
    notes: list[str] = []
    size = 0
    for document in opened.invoice.groups.get("BG-24", ()):
        text = opened.attached.get(document.get("BT-125", ""), document.get("BT-125", ""))
        if not text:
            continue
        name = _name(document)
        data = einvoice.decoded(text)
        if data is None:
            notes.append(f"Die Anlage „{name}“ der E-Rechnung ist beschädigt und wurde weggelassen.")
        elif len(taken) >= _MOST or len(data) > _LARGEST or size + len(data) > _ALL:
            notes.append(f"Die Anlage „{name}“ der E-Rechnung wurde weggelassen: Es sind zu viele oder zu große Anlagen.")
        elif data:
            taken.append(Enclosed(name, data))
            size += len(data)
    return taken, notes


def files(path: str, media: str) -> list[dict[str, Any]]:
    """The files in the e-invoice at ``path`` as JSON values: the body of a bounded child."""
    return [{"name": one.name, "data": base64.b64encode(one.data).decode()} for one in plan(_opened(path, media))[0]]


def _opened(path: str, media: str) -> Opened:
    if MEDIA_TYPES[media] == "xml":
        return einvoice.unfold(Path(path).read_bytes(), "")
    with render.opened(path) as document:
        hybrid, _ = einvoice.embedded([*render.attachments(document), *associated(path)])
    if hybrid is None:
        raise Unreadable("Dieses PDF enthält keine lesbare E-Rechnung.", cause="no e-invoice in it any more")
    return hybrid


def _name(document: Any) -> str:
    """The last part of the sender's name, without characters that are no print."""
    raw = document.get("BT-125-2") or document.get("BT-122") or "Anlage"
    shown = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in re.split(r"[/\\\\]", raw)[-1])
    name = " ".join(shown.split()).strip(" .")[:150] or "Anlage"
    ending = ENDINGS.get(document.get("BT-125-1", ""), "")
    return name if "." in name else name + ending
