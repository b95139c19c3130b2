"""A robot in a real browser does all exercises on the whole demo firm, and makes each typical mistake. Takes as long as reading it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.training import one_robot
from benchmarks.training_crowd import many
from tests.installation import ROOT, Installation
from tests.service.conftest import CHROMIUM


@pytest.mark.slow
@pytest.mark.timeout(3 * 3600)
def test_the_sample_solutions_are_right_and_each_typical_mistake_gets_its_sentence(tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed (apt install chromium)")
    installation = Installation(tmp_path / "daten")
    prepare = [sys.executable, "-m", "service.cli", "training"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **installation.environment}
    subprocess.run(prepare, cwd=tmp_path, env=environment, check=True)
    with installation:
        assert one_robot(installation.address) == 0, "see what was printed: the exercise, and what it said"
        assert many(installation.address, 10) == 0, "somebody saw what another one did"
