"""Names that come from outside, made fit to be shown and offered again. They never become paths or keys."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

UNNAMED = "ohne Namen"
LONGEST = 180


def display_name(raw: str) -> str:
    """The last part of a sender's file name without control, bidirectional and line-breaking characters; never empty."""
    name = unicodedata.normalize("NFC", raw)
    name = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in name)
    name = re.sub(r"\s+", " ", re.split(r"[/\\]", name)[-1]).strip(" .")
    return _shortened(name) or UNNAMED


def attachment(name: str) -> str:
    """The Content-Disposition that makes a browser save a file under ``name`` (RFC 6266: plain form and UTF-8 form)."""
    return _disposition("attachment", name)


def inline(name: str) -> str:
    """The same for a file that the browser shows, and saves under ``name`` when asked to."""
    return _disposition("inline", name)


def _disposition(how: str, name: str) -> str:
    shown = display_name(name)
    ascii_name = unicodedata.normalize("NFKD", shown).encode("ascii", "ignore").decode()
    ascii_name = re.sub(r'["\\%;]', "_", ascii_name).strip() or "beleg"
    return f"{how}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(shown, safe='')}"


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: LONGEST - len(ending) - 2]}….{ending}"
    return f"{name[: LONGEST - 1]}…"
