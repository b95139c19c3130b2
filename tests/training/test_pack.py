"""Packs of courses: what is written is read back; whatever is foreign, double, too large or broken is refused in German."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.installation.course import PlannedUnit
from archive.note import Anchor, Film, Note
from archive.problems import Invalid, Problem
from training import pack
from training.pack import CONTENTS, Pack

SHA = "a" * 64
FILM = Film(SHA, 9, "IMG_1.mov", "video/mp4", "H.264", 3.0, "selbst")
WHOLE = Pack(
    "Kurs im März",
    {"seed": 1, "version": 4},
    ("13-teillieferung", "eigen-0001"),
    (PlannedUnit("Transfer", "Unser Betrieb", 60),),
    {"eigen-0001": 'titel = "Meine"'},
    (Note("W-000001", "Video", anchors=(Anchor("uebung", "eigen-0001"),), film=FILM),),
    {SHA: "videos/W-000001.mp4"},
)
HEAD: dict[str, Any] = {
    "format": 1, "titel": "x", "musterfirma": {}, "uebungen": ["13-teillieferung"], "plan": [], "wissen": [], "dateien": {},
}  # fmt: skip


@contextmanager
def refused(kind: type[Problem], said: str) -> Iterator[None]:
    """What is said to people stands in the sentence, not in the cause."""
    with pytest.raises(kind) as caught:
        yield
    assert said in caught.value.message


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "paket.zip"


def read(file: Path, largest: int = 10_000_000) -> Pack:
    with pack.opened(file, largest) as (found, _):
        return found


def made(file: Path, members: dict[str, bytes], head: dict[str, Any] | None = None) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(CONTENTS, json.dumps(head or HEAD))
        for name, data in members.items():
            packed.writestr(name, data)
    return file


def test_what_is_written_is_read_back(file: Path) -> None:
    pack.write(file, WHOLE, {SHA: io.BytesIO(b"film film")})
    with pack.opened(file, 10_000_000) as (found, packed):
        assert found == WHOLE
        assert b"".join(pack.chunks(packed, "videos/W-000001.mp4")) == b"film film"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "uebungen/../x.toml", "a\\b", "C:x", "uebungen/a/b.toml", "./x"])
def test_a_foreign_path_is_refused(file: Path, name: str) -> None:
    with refused(Invalid, "fremden Pfad"):
        read(made(file, {name: b"x"}))


@pytest.mark.parametrize("name", ["videos/extra.mp4", "virus.exe"])
def test_what_the_list_does_not_name_is_refused(file: Path, name: str) -> None:
    with refused(Invalid, "passen nicht zusammen"):
        read(made(file, {name: b"x"}))


def test_a_bomb_is_refused_before_it_is_unpacked(file: Path) -> None:
    with refused(Invalid, "größer, als es sein darf"):
        read(made(file, {"videos/a.mp4": bytes(50_000_000)}), 1_000_000)
    with refused(Invalid, "größer, als es sein darf"):
        read(made(file, {"uebungen/eigen-0001.toml": b"#" * 3_000_000}))
    with refused(Invalid, "zu viele"):
        read(made(file, {f"uebungen/{n}.toml": b"" for n in range(400)}))


def test_a_link_is_refused(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        link = zipfile.ZipInfo("videos/a")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    with refused(Invalid, "fremden Pfad"):
        read(file)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "anderen Fassung"),
        ({"dateien": ["x"]}, "nicht lesbar"),
        ({"plan": [{"title": "x", "content": "y", "minutes": "viele"}]}, "nicht lesbar"),
        ({"plan": [{"title": "x"}]}, "nicht lesbar"),
        ({"wissen": [{"key": "W", "title": 5}]}, "nicht lesbar"),
        ({"wissen": [{"key": "W", "title": "x", "valid_until": "morgen"}]}, "nicht lesbar"),
        ({"musterfirma": {"seed": "eins"}}, "nicht lesbar"),
        ({"uebungen": 5}, "nicht lesbar"),
        ({"dateien": {SHA: "videos/fehlt.mp4"}}, "passen nicht zusammen"),
    ],
)
def test_a_wrong_list_of_contents_is_refused(file: Path, change: dict[str, Any], said: str) -> None:
    with refused(Invalid, said):
        read(made(file, {}, HEAD | change))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"kein zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with refused(Invalid, "Kurspaket"):
        read(file)


def test_a_damaged_pack_is_refused(file: Path) -> None:
    pack.write(file, WHOLE, {SHA: io.BytesIO(b"film film")})
    whole = file.read_bytes()
    for at in range(0, len(whole), 37):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            read(file)
        except Invalid:
            continue
