"""Where a store lies, as one word in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.problems import Invalid
from archive.store import open_store
from archive.store.folder import FolderStore
from archive.store.location import s3_location


def test_a_folder(tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path}/ablage", "firma", tmp_path / "spool")
    assert isinstance(store, FolderStore)
    store.put("journal/1", b"x")
    assert (tmp_path / "ablage" / "firma" / "journal" / "1").read_bytes() == b"x"


def test_a_server_with_everything() -> None:
    found = s3_location("s3://zu%40gang:ge%2Fheim%3A%25@s3.firma.example:9000/papiere/haus/nord?secure=1&region=eu-central-1", "firma")
    assert (found.host, found.bucket, found.prefix) == ("s3.firma.example:9000", "papiere", "haus/nord/firma/")
    assert (found.access, found.secret) == ("zu@gang", "ge/heim:%")
    assert (found.secure, found.region) == (True, "eu-central-1")
    assert "heim" not in repr(found)


def test_a_server_with_as_little_as_possible() -> None:
    found = s3_location("s3://a:b@[::1]/papiere", "firma")
    assert (found.host, found.bucket, found.prefix, found.secure, found.region) == ("[::1]", "papiere", "firma/", False, "")


@pytest.mark.parametrize(
    "location",
    [
        *("", "file:", "ablage", "/srv/ablage", "ftp://a:b@host/x", "s3:", "s3://", "s3://host/papiere", "s3://a:geheim@/papiere"),
        *("s3://a:geheim@host", "s3://a:geheim@host/", "s3://a:geheim@host/GROSS", "s3://a:geheim@host:port/papiere"),
        *(
            "s3://a:ge/heim@host/papiere",
            "s3://a:geheim@host/papiere/../x",
            "s3://a:geheim@host/papiere?sicher=1",
            "s3://a:geheim@host/papiere?x",
        ),
    ],
)
def test_other_places_are_refused_without_quoting_the_secret(location: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refusal:
        open_store(location, "firma", tmp_path)
    assert "MAPPE_STORE" in refusal.value.message
    assert "geheim" not in f"{refusal.value.cause}{refusal.value.__cause__}"
    assert "'ge" not in refusal.value.cause


@pytest.mark.parametrize("space", ["", "..", "a/b", "/tmp", "ä", ".x", "a b", "x" * 64])
def test_spaces_are_plain_names(space: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        open_store(f"file:{tmp_path}/ablage", space, tmp_path)
    assert not (tmp_path / "ablage").exists()
