"""What the rules say, in German: one sentence, the rule's id, the name of the field. Judges nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from archive.scan import Objection
from ingest.term_names import NAMES, name

_TERM = re.compile(r"\b(B[TG]-(?:X-)?\d+)\b")
_LABEL = re.compile(r"^\s*\[[\w.-]+\]\s*-?\s*")
_GERMAN = re.compile(r"[äöüß]|\b(?:muss|müssen|soll|sollte|darf|wenn|oder|eine|Eine|Das|Element der)\b")
_MILD = frozenset({"warning", "warn", "information", "info"})


def objection(failure: dict[str, Any]) -> Objection:
    """One failure of the engine for people."""
    text = _LABEL.sub("", failure["text"]).strip()
    term = next((t for t in _TERM.findall(text) if t in NAMES), "")
    form = failure["check"] == "xsd"
    return Objection(
        error_class="Formatfehler" if form else "Geschäftsregelfehler",
        rule=failure["rule"],
        sentence=_schema(text) if form else _sentence(failure["rule"], text, term),
        field=f"{name(term)} ({term})" if term else "",
        place=failure["place"],
        serious=failure["flag"] not in _MILD,
        original=failure["text"],
    )


def _sentence(rule: str, text: str, term: str) -> str:
    known = _texts()["rules"].get(rule)
    if known:
        return str(known)
    if _GERMAN.search(text):
        return text
    field = f"{name(term)} ({term})" if term else ""
    for family in _texts()["family"]:
        if (found := re.search(family["rule"], rule)) and (said := re.search(family.get("text", ""), text)):
            words = {key: value for key, value in {**found.groupdict(), **said.groupdict()}.items() if value}
            if "kind" in words:
                words["kind"] = _texts()["kinds"][words["kind"]]
            return _filled(str(family["sentence"]), field, words)
    return f"Die Angabe {field} verstößt gegen eine Regel der Norm." if field else "Eine Regel der Norm ist nicht eingehalten."


def _filled(sentence: str, field: str, words: dict[str, str]) -> str:
    if not field:
        sentence = sentence.replace(" Betroffen: {field}.", "").replace(": {field}.", ".")
    return sentence.format_map({"field": field or "Eine Angabe", **words})


def _schema(text: str) -> str:
    """The words of the schema validator, names of elements without their namespaces."""
    plain = re.sub(r"\{[^}]*\}", "", text)
    for pattern, sentence in _texts()["schema"]:
        if found := re.search(pattern, plain):
            return str(sentence).format(*(part[:60] for part in found.groups()))
    return "Der Aufbau der Datei entspricht nicht dem vorgeschriebenen Format."


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "german.toml").read_text("utf-8"))
