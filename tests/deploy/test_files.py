"""The files an installation is made of say what they must: pinned, without rights, with nothing open that need not be."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.cli.parser import COMMANDS
from tests.house.tree import ROOT

DOCKER = ROOT / "docker"
COMPOSE = ("compose.yml", "compose.scale.yml")
OURS = ("mappe", "web", "worker", "channels")


def composed(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCKER / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", COMPOSE)
def test_a_composition_is_whole_and_grants_nothing(name: str) -> None:
    whole = composed(name)
    assert set(whole) - {"x-mappe"} <= {"name", "services", "networks", "volumes", "secrets"}
    for service, what in whole["services"].items():
        tag = what["image"].rpartition(":")[2]
        assert tag not in ("", "latest", what["image"]), service
        assert what.get("restart"), service
        for volume in what.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in whole["volumes"] or (DOCKER / source).exists(), volume
        for secret in what.get("secrets", ()):
            assert secret in whole["secrets"], secret
        for network in what.get("networks", ()):
            assert network in whole["networks"], network
        for other in what.get("depends_on", ()):
            assert other in whole["services"], other
        if service in OURS:
            assert what["read_only"] is True
            assert what["cap_drop"] == ["ALL"]
            assert "no-new-privileges:true" in what["security_opt"]
            assert what.get("command", ["serve"])[0] in {command.name for command in COMMANDS}


def test_one_container_is_reached_on_this_machine_only_and_keeps_all_in_one_volume() -> None:
    whole = composed("compose.yml")
    assert list(whole["services"]) == ["mappe"]
    mappe = whole["services"]["mappe"]
    assert [port.startswith("127.0.0.1:") for port in mappe["ports"]] == [True]
    assert mappe["volumes"] == ["daten:/daten"]


def test_in_the_large_only_the_proxy_is_reached_and_no_secret_stands_in_a_file_of_ours() -> None:
    whole = composed("compose.scale.yml")
    assert [name for name, what in whole["services"].items() if what.get("ports")] == ["proxy"]
    assert whole["networks"]["inner"] == {"internal": True}
    assert whole["services"]["tables"]["networks"] == whole["services"]["store"]["networks"] == ["inner"]
    text = (DOCKER / "compose.scale.yml").read_text(encoding="utf-8")
    assert not re.search(r"://\w+:\w", text)
    assert all(each["file"].startswith("./secrets/") for each in whole["secrets"].values())
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert "/docker/secrets/" in ignored


def test_of_seaweedfs_only_the_s3_port_listens_outside_and_nothing_is_reported() -> None:
    words = composed("compose.scale.yml")["services"]["store"]["command"]
    assert {"-ip.bind=127.0.0.1", "-s3.port=8333", "-master.telemetry=false"} <= set(words)
    assert not [word for word in words if "0.0.0.0" in word]
    door = composed("compose.scale.yml")["services"]["store-door"]
    assert door["network_mode"] == "service:store"
    assert door["command"][-1] == "127.0.0.1:8333"
    setup = composed("compose.scale.yml")["services"]["store-setup"]
    assert "-fsync" in setup["command"][0]
    assert setup["network_mode"] == "service:store"


def test_the_image_is_what_it_should_be() -> None:
    text = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
    assert "USER 10001:10001" in text
    assert "HEALTHCHECK" in text
    assert "--require-hashes" in text
    assert ":latest" not in text
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, flags=re.MULTILINE):
        assert all((ROOT / each).exists() for each in source.split()), source
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f'version="{version}"' in text
    assert all(
        what["image"] == f"auftragsmappe:{version}" for name in COMPOSE for n, what in composed(name)["services"].items() if n in OURS
    )
    launcher = (ROOT / "mappe").read_text(encoding="utf-8")
    for package in ("tesseract-ocr", "tesseract-ocr-deu"):
        assert package in text
        assert package in launcher


def test_only_what_the_image_is_made_of_goes_to_the_builder() -> None:
    words = (DOCKER / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert "*" in words
    assert not [word for word in words if word in ("!tests", "!benchmarks", "!docs", "!.git")]


def test_every_package_of_ours_is_in_the_image_and_in_the_installation() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = [name.removesuffix("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]]
    image, sent, installed = ((DOCKER / name).read_text() for name in ("Dockerfile", "Dockerfile.dockerignore", "systemd/install"))
    for package in packages:
        assert f"COPY {package} /opt/mappe/{package}\n" in image
        assert f"!{package}\n" in sent
        assert f" {package} " in installed


@pytest.mark.parametrize("script", ["docker/mappe", "docker/systemd/install"])
def test_scripts_are_sound(script: str) -> None:
    subprocess.run(["sh", "-n", str(ROOT / script)], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", str(ROOT / script)], check=True)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("unit", sorted(path.name for path in (DOCKER / "systemd").glob("*.service")))
def test_units_are_understood(unit: str, tmp_path: Path) -> None:
    text = (DOCKER / "systemd" / unit).read_text(encoding="utf-8").replace("/usr/local/bin/mappe", "/bin/true")
    (tmp_path / unit.replace("@.", "@1.")).write_text(re.sub(r"^User=.*\n|^Group=.*\n", "", text, flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit.replace("@.", "@1."))], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if unit.split("@", maxsplit=1)[0].removesuffix(".service") in line]
    assert not said


def test_settings_of_the_service_are_settings_of_ours() -> None:
    named = set(re.findall(r"\bMAPPE_\w+", (DOCKER / "systemd" / "mappe.env").read_text(encoding="utf-8")))
    explained = (ROOT / "docs/handbuch/betrieb.md").read_text(encoding="utf-8")
    assert not [name for name in named if f"`{name}`" not in explained]
