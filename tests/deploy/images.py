"""Builds and runs the image where there is no container engine: Debian's buildah with chroot isolation, a base from debootstrap.

``CONTAINER_CACHE`` names a folder in which base and layers are kept between runs; without it everything is made anew.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.tree import ROOT

BASE, IMAGE = "localhost/mappe-test-base", "localhost/auftragsmappe:test"


class Builder:
    """buildah over a storage of its own."""

    def __init__(self, folder: Path) -> None:
        if os.geteuid() != 0 or not shutil.which("buildah") or not shutil.which("debootstrap"):
            pytest.skip("building the image needs root and the Debian packages buildah and debootstrap")
        self._folder = folder
        self._options = ("--storage-driver", "vfs", "--root", str(folder / "store"), "--runroot", str(folder / "run"))

    def __call__(self, *arguments: str, check: bool = True, timeout: float = 1500) -> str:
        done = subprocess.run(["buildah", *self._options, *arguments], capture_output=True, text=True, check=False, timeout=timeout)
        assert not check or done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-4000:])
        return done.stdout.strip()

    def command(self, *arguments: str) -> list[str]:
        """To be started by the caller."""
        return ["buildah", *self._options, *arguments]

    def base(self) -> str:
        """A minimal Debian, as the registry would have it."""
        if self("images", "--quiet", BASE, check=False):
            return BASE
        tree = self._folder / "debian"
        if not (tree / "etc" / "debian_version").exists():
            done = subprocess.run(["debootstrap", "--variant=minbase", "trixie", str(tree)], capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"no Debian to be had: {done.stdout[-300:]}")
        archive = self._folder / "base.tar"
        subprocess.run(
            ["tar", "-C", str(tree), "--exclude=./var/cache/apt/*", "--exclude=./var/lib/apt/lists/*", "-cf", archive, "."], check=True
        )
        made = self("from", "scratch")
        self("add", made, str(archive), "/")
        self("commit", "--rm", made, BASE)
        return BASE

    def image(self) -> str:
        """The image of the product, from the Dockerfile as it is."""
        options = ["--isolation=chroot", "--pull-never", "--format", "docker", "--layers", "--build-arg", f"BASE={self.base()}"]
        files = ["--ignorefile", str(ROOT / "docker/Dockerfile.dockerignore"), "-f", str(ROOT / "docker/Dockerfile")]
        self("build", *options, *self._machine(), *files, "-t", IMAGE, str(ROOT))
        return IMAGE

    @contextmanager
    def container(self, image: str) -> Iterator[str]:
        """A container of an image, gone afterwards."""
        made = self("from", "--pull-never", image)
        try:
            yield made
        finally:
            self("rm", made, check=False)

    def _machine(self) -> Sequence[str]:
        """How this machine gets its Python packages, for the time of the build: its pip.conf, and the folders and files it names."""
        merged = configparser.ConfigParser()
        places = [os.environ.get("PIP_CONFIG_FILE", ""), "/etc/pip.conf", str(Path.home() / ".config/pip/pip.conf")]
        merged.read([place for place in places if place], encoding="utf-8")
        values = dict(merged["global"]) if merged.has_section("global") else {}
        volumes = []
        if certificate := values.get("cert"):
            shutil.copy(certificate, self._folder / "ca.crt")
            values["cert"] = "/machine/ca.crt"
            volumes += ["--volume", f"{self._folder / 'ca.crt'}:/machine/ca.crt:ro"]
        named = {found for value in values.values() for found in re.findall(r"(?:file://)?(/[\w./-]+)", value)}
        for folder in sorted({str(Path(name).parent if name.endswith("/simple") else name) for name in named if name != "/machine/ca.crt"}):
            if Path(folder).exists():
                volumes += ["--volume", f"{folder}:{folder}:ro"]
        lines = "".join(f"{key} = {value}\n" for key, value in values.items())
        (self._folder / "pip.conf").write_text(f"[global]\n{lines}", encoding="utf-8")
        return [*volumes, "--volume", f"{self._folder / 'pip.conf'}:/etc/pip.conf:ro"]
