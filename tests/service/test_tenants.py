"""Firms on one installation: founded, bounded, given out whole, removed, and none of it touches another one."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import ProgrammingError

from archive.catalog.engine import Catalog
from archive.installation.brands import LARGEST_LOGO, Brand, logo_type
from archive.installation.house import open_installation
from archive.installation.person import Membership, Person
from archive.installation.spaces import SpaceEntry
from archive.intake import Sender
from archive.problems import Invalid, Problem, Unavailable
from archive.rebuild import rebuild
from archive.space import Space, open_space
from archive.verify import verify
from service.parts import House
from service.settings import Settings
from service.tenants import export, remove
from tests.service.cli.command_line import Mappe, Said
from tests.service.conftest import settings, stock
from tests.service.papers import Paper, file

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "daten"))
    chosen = settings(tmp_path / "daten")
    house = House(chosen)
    house.installation.people.first(Person("", "wirt", "Wirt", "hash", memberships=(Membership("firma", "admin"),)))
    house.installation.people.add(Person("", "berta", "Berta", "hash", memberships=(Membership("firma", "buero"),)), "Wirt")
    stock(house.parts("firma").space)
    file(house.parts("firma").space, Paper(number="4711"), "eigen.pdf")
    house.close()
    return chosen


@pytest.fixture
def mappe(capsys: pytest.CaptureFixture[str]) -> Mappe:
    return Mappe(capsys)


def founded(host: Settings, mappe: Mappe) -> Said:
    said = mappe("space", "add", "gast", "Gast GmbH", "--admin", "berta")
    with closing(open_space(host.locations, "gast")) as space:
        stock(space)
        file(space, Paper(number="4712"), "fremd.pdf")
    return said


def test_a_firm_is_founded_with_somebody_who_manages_it(host: Settings, mappe: Mappe) -> None:
    assert founded(host, mappe).status == 0
    with closing(open_installation(host.locations)) as installation:
        berta = installation.people.known("berta")
        assert berta
        assert {(m.space, m.role) for m in berta.memberships} == {("firma", "buero"), ("gast", "admin")}
    assert {each["name"] for each in mappe("space", "list", "--json").objects} == {"firma", "gast"}
    assert mappe("space", "add", "gast", "Noch einmal").status == 1
    assert mappe("space", "add", "Groß und Klein", "x").status == 1
    assert mappe("space", "add", "dritte", "Dritte", "--admin", "niemand").status == 1


def test_it_is_given_out_whole_to_live_elsewhere(host: Settings, mappe: Mappe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    founded(host, mappe)
    said = mappe("space", "export", "gast", tmp_path / "heraus")
    assert said.status == 0
    assert not (tmp_path / "heraus" / "personen.json").exists(), "people of the installation are not the firm's"
    monkeypatch.setenv("MAPPE_DATA", str(tmp_path / "anderswo"))
    monkeypatch.setenv("MAPPE_SPACE", "gast")
    assert mappe("restore", tmp_path / "heraus").status == 0
    with closing(open_space(settings(tmp_path / "anderswo").locations, "gast")) as space:
        assert verify(space).ok
        assert space.intake.recent(9)[0].scan.name == "fremd.pdf"


def test_it_is_removed_only_when_its_newest_state_lies_elsewhere(host: Settings, mappe: Mappe, tmp_path: Path) -> None:
    founded(host, mappe)
    folder = tmp_path / "heraus"
    assert mappe("space", "remove", "gast", "--export", folder).status == 1
    mappe("space", "export", "gast", folder)
    with closing(open_space(host.locations, "gast")) as space:
        file(space, Paper(number="4713"), "spaeter.pdf")
    said = mappe("space", "remove", "gast", "--export", folder)
    assert (said.status, "neueste Stand" in said.err) == (1, True)
    mappe("space", "export", "gast", folder)
    spoiled = next((folder / "originale").iterdir())
    content = spoiled.read_bytes()
    spoiled.write_bytes(b"x" + content[1:])
    assert mappe("space", "remove", "gast", "--export", folder).status == 1
    spoiled.write_bytes(content)
    assert mappe("space", "remove", "firma", "--export", folder).status == 1
    assert mappe("space", "remove", "gast", "--export", folder).status == 0
    left = [path for path in host.data.rglob("*") if "gast" in path.name]
    assert left == []
    with closing(open_space(host.locations, "firma")) as space:
        assert verify(space).ok
    with closing(open_installation(host.locations)) as installation:
        assert [m.space for person in installation.people.all() for m in person.memberships] == ["firma", "firma"]


def test_what_comes_in_while_it_is_removed_is_kept_or_refused(
    host: Settings, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages on other machines go on: what they acknowledge stops the removal, and after it they acknowledge nothing."""
    there = replace(host, db=postgres_url)
    with closing(open_installation(there.locations)) as installation:
        installation.spaces.put(SpaceEntry("gast", "Gast GmbH", "firma"), "Wirt")
        with closing(open_space(there.locations, "gast")) as pages:
            handed_in(pages, b"1")
            export(there, installation, "gast", tmp_path / "heraus")
            taken = Catalog.give_up
            monkeypatch.setattr(Catalog, "give_up", lambda catalog, head: [handed_in(pages, b"2"), taken(catalog, head)][1])
            with pytest.raises(Invalid, match="gast went on after"):
                remove(there, installation, "gast", tmp_path / "heraus", "Wirt")
            monkeypatch.setattr(Catalog, "give_up", taken)
            assert sum(pages.intake.counts().values()) == 2
            export(there, installation, "gast", tmp_path / "heraus")
            remove(there, installation, "gast", tmp_path / "heraus", "Wirt")
            with pytest.raises((Problem, ProgrammingError)):
                handed_in(pages, b"3")
        assert [entry.name for entry in installation.spaces.all()] == []


def handed_in(space: Space, data: bytes) -> None:
    with space.intake.receive() as incoming:
        incoming.write(data)
        space.intake.acknowledge(incoming.keep(), Sender("a.pdf", "application/pdf", "web", "Wirt"))


def test_a_full_space_takes_no_more_and_says_so(host: Settings, mappe: Mappe) -> None:
    founded(host, mappe)
    assert mappe("space", "limit", "gast", "1").status == 0
    with closing(open_space(host.locations, "gast")) as space:
        with space.intake.receive() as incoming:
            incoming.write(b"x" * 1_000_000)
            kept = space.intake.acknowledge(incoming.keep(), Sender("voll.pdf", "application/pdf", "web", "Wirt"))
        space.intake.quota.set(1)
        with pytest.raises(Unavailable) as full:
            space.intake.receive()
        assert "1 MB" in full.value.message
        assert space.intake.get(kept.eingangsnummer), "what was acknowledged stays"
        rebuild(space.catalog, space.store)
        with pytest.raises(Unavailable):
            open_space(host.locations, "gast").intake.receive()
    with closing(open_space(host.locations, "firma")) as other, other.intake.receive():
        pass
    assert mappe("space", "limit", "gibtesnicht", "1").status == 1
    assert mappe("space", "limit", "gast", "-1").status in (1, 2)


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a", PNG + b"0" * LARGEST_LOGO])
def test_a_logo_is_a_small_picture_and_nothing_else(data: bytes) -> None:
    with pytest.raises(Invalid):
        logo_type(data)


def test_a_brand_is_kept(host: Settings) -> None:
    with closing(open_installation(host.locations)) as installation:
        assert installation.brands.get("firma") == Brand()
        installation.brands.put("firma", Brand(5, "gruen", PNG, logo_type(PNG)), "Wirt")
        assert installation.brands.get("firma") == Brand(5, "gruen", PNG, "image/png")
        with pytest.raises(Invalid):
            installation.brands.put("firma", Brand(colour="neongelb"), "Wirt")
