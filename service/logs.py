"""The log of the service: one line per event, for people or (``MAPPE_LOG_FORMAT=json``) for programs. Never holds a secret.

What looks like a password in an address, a key or a token is blotted out in every line, wherever it came from.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime

_BLOT = "***"
_SECRETS = (
    re.compile(r"(?<=://)[^\s/@]+:[^\s/@]+(?=@)"),  # postgresql://NAME:SECRET@HOST, s3://KEY:SECRET@HOST
    re.compile(r"(?i)(?<=bearer )[\w.~+/=-]{8,}"),
    re.compile(r"(?i)(?<=(?:password|kennwort|passwort)=)[^\s&;,'\"]+"),
    re.compile(r"(?i)(?<=X-Amz-Signature=)[0-9a-f]+"),
    re.compile(r"(?i)(?<=X-Amz-Credential=)[^\s&'\"]+"),
    re.compile(r"(?i)(?<=mappe=)[\w-]{20,}"),  # the cookie of a session
)


def set_up(environ: Mapping[str, str] = os.environ) -> None:
    """Sets the log of this process up."""
    level = logging.getLevelNamesMapping().get(environ.get("MAPPE_LOG", "").upper(), logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if environ.get("MAPPE_LOG_FORMAT", "") == "json" else Lines())
    logging.basicConfig(level=level, handlers=[handler])


def blotted(text: str) -> str:
    """The text without anything that looks like a secret."""
    for secret in _SECRETS:
        text = secret.sub(_BLOT, text)
    return text


class Lines(logging.Formatter):
    """A line for people, with the traceback below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return blotted(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object for each event: at, level, logger, process, message, and the traceback when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": blotted(record.getMessage()),
        }
        if record.exc_info:
            event["trace"] = blotted(self.formatException(record.exc_info))
        return json.dumps(event, ensure_ascii=False)
