"""The service starts, says so and is found alive by its own health check on whatever address it listens on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from service.settings import from_environment
from tests.house.tree import ROOT
from tests.leash import free_ports


@pytest.mark.parametrize(("host", "address"), [("::1", ""), ("127.0.0.2", "https://mappe.example")])
def test_a_service_on_another_address_than_the_usual_one(tmp_path: Path, host: str, address: str) -> None:
    (port,) = free_ports(1)
    settings = {"MAPPE_DATA": str(tmp_path), "MAPPE_HOST": host, "MAPPE_PORT": str(port), "MAPPE_ADDRESS": address, "MAPPE_WORKERS": "0"}
    command = [sys.executable, "-m", "service.cli"]
    environment = {**os.environ, **settings}
    with subprocess.Popen([*command, "serve"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr is not None
            said = next(line for line in running.stderr if "läuft" in line)
            assert f"{from_environment(settings).known_as} " in said
            own = from_environment(settings).own_address
            assert httpx2.get(f"{own}/healthz", trust_env=False).status_code == 200
            assert httpx2.get(f"{own}/healthz", trust_env=False, headers={"Host": "fremd.example"}).status_code == 421
            assert subprocess.run([*command, "doctor", "--alive"], cwd=ROOT, env=environment, check=False).returncode == 0
            other = {**environment, "MAPPE_DATA": str(tmp_path / "zweiter")}
            second = subprocess.run([*command, "serve"], cwd=ROOT, env=other, capture_output=True, text=True, check=False)
            assert f"{own.removeprefix('http://')} ist schon belegt" in second.stderr
        finally:
            running.terminate()


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert from_environment({"MAPPE_HOST": "2001:db8::7"}).own_address == "http://[2001:db8::7]:8080"
    assert from_environment({"MAPPE_HOST": "mappe.firma.local"}).own_address == "http://mappe.firma.local:8080"
