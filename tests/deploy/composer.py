"""Stands in for ``docker`` where there is none: ``docker compose -f FILE VERB …`` does here what it would do inside the containers.

The file must be there and know the services that are named; ``run`` has the environment of its service, as the file states it.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import yaml


def _filled(value: str) -> str:
    """With the variables of the caller, as compose fills them in."""
    value = re.sub(r"\$\{(\w+):?[-?]([^}]*)\}", lambda found: os.environ.get(found[1]) or found[2], value)
    return _here(value)


def _here(value: str) -> str:
    return value.replace("/run/secrets", os.environ["RUN_SECRETS"]).replace("/daten", os.environ["MAPPE_DATA"])


def _exec(words: list[str], services: dict[str, object]) -> None:
    assert words[0] in services
    os.execvp(words[1], words[1:])


def _run(words: list[str], services: dict[str, dict[str, dict[str, str]]]) -> None:
    given = {}
    while words[0].startswith("-"):
        option = words.pop(0)
        assert option in ("--rm", "-e"), option
        if option == "-e":
            name, _, value = words.pop(0).partition("=")
            given[name] = _here(value)
    environment = {name: _filled(value) for name, value in services[words[0]].get("environment", {}).items()} | given
    os.environ.update(environment)
    os.execvp("mappe", ["mappe", *map(_here, words[1:])])


def main() -> None:
    compose, option, file, verb, *words = sys.argv[1:]
    assert (compose, option) == ("compose", "-f")
    services = yaml.safe_load(Path(file).read_text(encoding="utf-8"))["services"]
    if verb == "exec":
        _exec(words, services)
    elif verb == "run":
        _run(words, services)
    else:
        assert verb in ("build", "up", "stop"), verb
        named = [word for word in words if not word.startswith("-")]
        assert all(word.partition("=")[0] in services for word in named), named


if __name__ == "__main__":
    main()
