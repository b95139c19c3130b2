"""The bill of materials names everything that is locked and shipped; the audit says when it could not look."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from service.cli.checks import ROOT
from tests.service.cli.command_line import Mappe


def test_everything_locked_and_shipped_is_on_the_bill(mappe: Mappe, tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    assert mappe("sbom", file).status == 0
    bill = json.loads(file.read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    parts = {part["name"]: part for part in bill["components"]}
    locked = re.findall(r"^([\w.-]+)(?:\[.*?\])?==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert {name.lower().replace("_", "-").replace(".", "-") for name in locked} <= set(parts)
    assert {"htmx", "lucide", "xrechnung"} <= set(parts)
    assert len({part["bom-ref"] for part in bill["components"]}) == len(bill["components"])
    assert set(bill["dependencies"][0]["dependsOn"]) == {part["bom-ref"] for part in bill["components"]}
    pillow = parts["pillow"]
    assert pillow["purl"] == f"pkg:pypi/pillow@{pillow['version']}"
    assert pillow["licenses"]
    assert pillow["externalReferences"][0]["hashes"]


def test_the_bill_is_the_same_each_time(mappe: Mappe) -> None:
    assert mappe("sbom").out == mappe("sbom").out


@pytest.fixture
def auditor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a program in the place of the auditor, that says what stands beside it in ``answer``."""
    file = tmp_path / "pip-audit"
    file.write_text('#!/bin/sh\ncat "$(dirname "$0")/answer"\necho trouble >&2\nexit 1\n')
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


SAFE = json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": []}]})
WEAK = json.dumps(
    {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}, {"name": "b", "skip_reason": "?"}]}
)


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (SAFE, 0, "1 Pakete nachgesehen: keine bekannten Schwächen"),
        (WEAK, 1, "a 1: CVE-1, behoben in 2"),
        ("", 3, "kein Netz"),
        ("[]", 3, "kein Netz"),
    ],
)
def test_the_audit_tells_what_was_found_or_that_it_could_not_look(mappe: Mappe, auditor: Path, answer: str, status: int, said: str) -> None:
    (auditor / "answer").write_text(answer)
    told = mappe("audit")
    assert told.status == status
    assert said in told.out + told.err


def test_without_the_auditor_the_command_names_it(mappe: Mappe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = mappe("audit")
    assert told.status == 3
    assert "pip-audit" in told.err
