"""The code that whoever sets an installation up has to read on the machine itself."""

from __future__ import annotations

import os

from service.auth.passwords import one_time
from service.settings import Settings

FILE = "einrichtungscode.txt"


def setup_code(settings: Settings) -> str:
    """The code, made at the first call and kept in the data folder, readable for the service alone."""
    file = settings.data / FILE
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        code = one_time()
        out.write(code + "\n")
    return code
