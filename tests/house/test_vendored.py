"""Files of others that travel with us: unchanged, with their licence, and named in NOTICE."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked


def _sums() -> list[Path]:
    return [path for path in tracked() if path.name == "SHA256SUMS"]


def _named(sums: Path) -> dict[str, str]:
    lines = (ROOT / sums).read_text(encoding="utf-8").splitlines()
    return {name.lstrip("*"): digest for digest, name in (line.split(maxsplit=1) for line in lines if line.strip())}


def test_every_vendored_file_is_what_was_vendored() -> None:
    wrong = []
    for sums in _sums():
        for name, digest in _named(sums).items():
            file = ROOT / sums.parent / name
            if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                wrong.append(str(file.relative_to(ROOT)))
    assert not wrong


def test_no_vendored_file_is_without_its_sum() -> None:
    for sums in _sums():
        below = {path.relative_to(sums.parent).as_posix() for path in tracked() if sums.parent in path.parents}
        assert below - {"SHA256SUMS"} - set(_named(sums)) == set()


def test_every_vendored_folder_is_named_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    folders = {path.parent.as_posix() for path in tracked() if re.match(r"(LICEN[CS]E|OFL)", path.name) and path.parent != Path()}
    assert not [folder for folder in folders if folder not in notice]


def test_the_licence_is_apache_2() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


@pytest.mark.parametrize("suffix", [".ttf", ".otf", ".woff2", ".min.js"])
def test_fonts_and_scripts_of_others_have_a_licence_beside_them(suffix: str) -> None:
    for path in tracked():
        if path.name.endswith(suffix):
            beside = [name.name for folder in (path.parent, path.parent.parent) for name in (ROOT / folder).iterdir()]
            assert any(re.match(r"(LICEN[CS]E|OFL|COPYING)", name) for name in beside), path
