"""Handing the archive over from the command line and from the screen: where it is written, and what it says about itself."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from archive.problems import Invalid, Unavailable
from archive.space import Space
from export.handover import FolderTarget, Handed, Span, ZipTarget, audit
from service import __version__


def made_by(who: str) -> str:
    """What a hand-over says about itself."""
    return f"ausgegeben am {datetime.now(UTC).astimezone():%d.%m.%Y um %H:%M Uhr} mit Fassung {__version__}, durch {who}"


def write_audit(space: Space, span: Span, target: Path, who: str, progress: Callable[[int], None] = lambda _done: None) -> Handed:
    """The data medium for an audit as a folder, or as a ZIP where the name says so. Raises ``Invalid`` for a target that is taken."""
    if span.first and span.last and span.first > span.last:
        raise Invalid("Der erste Tag liegt nach dem letzten. Bitte tauschen Sie die beiden.", cause="span is the wrong way round")
    if target.suffix.lower() == ".zip" and target.exists():
        raise Invalid(f"Die Datei {target} gibt es schon. Bitte nennen Sie eine neue.", cause="target is taken")
    try:
        if target.suffix.lower() != ".zip":
            return audit(space, span, FolderTarget(target), made_by(who), progress)
        part = target.with_name(f"{target.name}.unfertig")  # only a whole one gets the name
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
            handed = audit(space, span, ZipTarget(file), made_by(who), progress)
        part.rename(target)
    except OSError as error:
        raise Unavailable(f"Nach {target} lässt sich nicht schreiben. Bitte prüfen Sie Platz und Rechte.", cause=str(error)) from error
    return handed
