"""Which originals are not handed out, whoever asks. Rights are another matter (``service.auth``)."""

from __future__ import annotations

from archive.intake import Intaken
from ingest.quarantine import INFECTED
from service.auth.visitor import Forbidden


def must_be_clean(entry: Intaken) -> None:
    """Raises ``Forbidden`` for a paper in which the virus scanner found something."""
    if entry.problem == INFECTED:
        raise Forbidden(
            "In dieser Datei hat der Virenscanner Schadsoftware gefunden. Sie wird verwahrt und nicht herausgegeben.",
            cause=f"{entry.eingangsnummer} is infected",
        )
