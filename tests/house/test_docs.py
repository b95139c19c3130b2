"""What the documents promise: every setting explained, every command named, one version, words that mean one thing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields

from service import __version__
from service.cli.parser import COMMANDS
from service.secret_files import SECRET
from service.settings import Settings
from tests.house.tree import OURS, ROOT, text, tracked

BETRIEB = "docs/handbuch/betrieb.md"
SETTING = re.compile(r"\bMAPPE_[A-Z0-9_]*[A-Z0-9]\b")


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    code = [path for path in tracked() if path.parts[0] in (*OURS, "mappe", "docker")]
    used = {name for path in code for name in SETTING.findall(text(path))} | {f"MAPPE_{field.name.upper()}" for field in fields(Settings)}
    used |= {f"{name}_FILE" for name in SECRET}
    documented = set(SETTING.findall((ROOT / BETRIEB).read_text(encoding="utf-8")))
    assert used - documented == set(), f"explain in {BETRIEB}"
    assert documented - used == set(), f"gone from the code, still in {BETRIEB}"


def test_every_command_is_documented() -> None:
    page = (ROOT / BETRIEB).read_text(encoding="utf-8")
    assert not [command.name for command in COMMANDS if f"mappe {command.name}" not in page]


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    newest = re.search(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert newest
    assert project["project"]["version"] == __version__ == newest[1]


def test_decisions_are_numbered_without_gaps_and_name_their_measurement() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        words = page.read_text(encoding="utf-8")
        assert "## What was measured" in words, page.name
        assert words.count("\n") <= 60, f"{page.name} is longer than a page"


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in tracked():
        if path.suffix != ".md":
            continue
        targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text(path))
        broken += [f"{path}: {target}" for target in targets if not (ROOT / path.parent / target).exists()]
    assert not broken
