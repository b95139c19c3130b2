"""Settings that hold passwords may stand in files instead: ``MAPPE_DB_FILE``, ``MAPPE_STORE_FILE`` and so on.

Containers and systemd hand secrets over as files; what stands in the environment is easily shown by accident.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from archive.problems import Invalid

SECRET = ("MAPPE_DB", "MAPPE_STORE", "MAPPE_INDEX", "MAPPE_OIDC_SECRET")


def with_files(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The same variables with what the files hold. Raises ``Invalid`` for a file that can not be read; never quotes one."""
    return {**environ, **{name: _content(name, environ) for name in SECRET if environ.get(f"{name}_FILE")}}


def _content(name: str, environ: Mapping[str, str]) -> str:
    file = environ[f"{name}_FILE"]
    try:
        content = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise Invalid(
            f"Die Datei „{file}“ aus {name}_FILE lässt sich nicht lesen. Bitte prüfen Sie Pfad und Rechte.", cause=f"{name}_FILE: {error}"
        ) from error
    if environ.get(name, content) != content:  # child processes are given both, and they are the same
        raise Invalid(f"{name} und {name}_FILE sind beide gesetzt. Bitte setzen Sie nur eine davon.", cause=f"{name} is set twice")
    return content
