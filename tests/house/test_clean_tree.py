"""What must not stand in the repository: addresses of package registries, paths of one machine, notes to ourselves."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import ROOT, text, tracked

# Split or escaped, so that this file passes its own test.
REGISTRIES = re.compile(r"\b(py" r"pi|npm" r"js|python" r"hosted)\.(org|com)\b|--(extra-)?index-url|--find-links", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.$}])/(home|root|Users)/\w+")
NOTES = re.compile(r"\bTO" r"DO\b|\bFIX" r"ME\b|\bXX" r"X\b|\bissues? #?\d+\b")
VENDORED = ("service", "static", "vendor")
LOCKS = ("requirements.lock", "requirements-test.lock", "package-lock.json")
LARGEST = 2_000_000


@pytest.mark.parametrize("rule", [REGISTRIES, MACHINE, NOTES], ids=["registries", "machine", "notes"])
def test_no_tracked_file_contains(rule: re.Pattern[str]) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in tracked()
        if path.parts[:3] != VENDORED and path.name != "test_clean_tree.py"
        for number, line in enumerate(text(path).splitlines(), start=1)
        if rule.search(line)
    ]
    assert not found


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_host(name: str) -> None:
    if not (ROOT / name).exists():
        pytest.skip(f"there is no {name}")
    addresses = [
        line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "://" in line and '"url": "https://' not in line
    ]
    assert not addresses


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    assert blocks
    assert not [block.split()[0] for block in blocks if not block.startswith("#") and "--hash=sha256:" not in block]


def test_what_the_service_needs_is_locked_alike_for_the_tests() -> None:
    service, tests = (_pins(name) for name in ("requirements.lock", "requirements-test.lock"))
    assert service
    assert {name: (pin, tests.get(name)) for name, pin in service.items() if tests.get(name) != pin} == {}


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.\[\]-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_no_huge_files() -> None:
    assert not [str(path) for path in tracked() if (ROOT / path).stat().st_size > LARGEST]


def test_no_generated_files() -> None:
    generated = re.compile(r"__pycache__|\.pyc$|(^|/)\.(venv|mypy_cache|ruff_cache|pytest_cache)/|^daten")
    assert not [str(path) for path in tracked() if generated.search(path.as_posix())]
