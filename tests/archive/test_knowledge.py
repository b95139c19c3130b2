"""Notes, films and exercises of one's own on both databases: kept, found, attached, rebuilt, proved, backed up."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive.backup import backup
from archive.installation.course import PlannedUnit, Wish
from archive.installation.house import open_installation
from archive.locations import Locations
from archive.note import Anchor, Chapter, Cue, Film, Note
from archive.problems import Invalid, NotFound, Tampered
from archive.rebuild import rebuild
from archive.restoring import restore
from archive.space import Space, open_space
from archive.store.seam import ORIGINALS
from archive.verify import verify
from tests.cast import ANNA, furnish

TIP = Note("", "Bestellnummer bei Düren", anchors=(Anchor("lieferant", "70001"),), todo="Unter der Anschrift suchen, sie steht dort klein.")


@pytest.fixture(params=["sqlite", "postgresql"])
def locations(request: pytest.FixtureRequest, tmp_path: Path) -> Locations:
    db = f"sqlite:{tmp_path / 'tabellen'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return Locations(tmp_path, db, f"file:{tmp_path / 'ablage'}")


@pytest.fixture
def space(locations: Locations) -> Iterator[Space]:
    opened = open_space(locations, "firma")
    furnish(opened)
    yield opened
    opened.close()


def stored(space: Space, data: bytes) -> str:
    with space.store.receive() as incoming:
        incoming.write(data)
        return incoming.keep().sha256


def film_note(space: Space) -> Note:
    cues = (Cue(0.0, 2.5, "Öffnen Sie die Mappe."), Cue(2.5, 5.0, "Die Schweißnaht prüfen."))
    film = Film(stored(space, b"film"), 4, "IMG_1.mov", "video/mp4", "H.264", 5.0, "selbst", poster=stored(space, b"bild"), cues=cues)
    film = dataclasses.replace(film, chapters=(Chapter(0.0, "Anfang"),))
    return Note(
        "", "Schweißen", "fertigung", (Anchor("uebung", "01-mappe-oeffnen"), Anchor("zeichnung", "Z-4711")), film=film, training=True
    )


def test_a_note_is_kept_found_and_shown_where_it_is_attached(space: Space) -> None:
    tip = space.knowledge.add(TIP, ANNA)
    film = space.knowledge.add(film_note(space), ANNA)
    assert (tip.key, film.key) == ("W-000001", "W-000002")
    assert space.knowledge.get(film.key).note == film
    for words, found in {"DUEREN anschrift": tip, "schweissnaht": film, "z-4711": film, "": film}.items():
        assert space.knowledge.find(words)[0].note == found, words
    assert space.knowledge.find("Düren Schweißnaht") == []
    assert space.knowledge.find("%") == []
    assert [kept.note for kept in space.knowledge.find(training=True)] == [film]
    assert [kept.note for kept in space.knowledge.find("", "buero")] == [tip]
    for anchor in (Anchor("lieferant", "70001"), Anchor("lieferant", "Stahlhandel Düren GmbH")):
        assert space.knowledge.at([anchor, Anchor("seite", "klaerung")]) == [tip]
    assert space.knowledge.at([Anchor("zeichnung", "Z-4711")], training=True) == [film]
    assert space.knowledge.at([Anchor("auftrag", "70001")]) == []
    assert space.knowledge.at([]) == []


def test_a_note_is_changed_and_removed_and_its_key_is_not_used_again(space: Space) -> None:
    tip = space.knowledge.add(TIP, ANNA)
    space.knowledge.save(dataclasses.replace(tip, anchors=(), valid_until=date(2026, 1, 31)), ANNA)
    assert space.knowledge.at([Anchor("lieferant", "70001")]) == []
    assert space.knowledge.get(tip.key).note.outdated(date(2026, 2, 1))
    space.knowledge.remove(tip.key, ANNA)
    assert space.knowledge.find() == []
    for gone in (
        lambda: space.knowledge.get(tip.key),
        lambda: space.knowledge.remove(tip.key, ANNA),
        lambda: space.knowledge.save(tip, ANNA),
    ):
        with pytest.raises(NotFound):
            gone()
    assert space.knowledge.add(TIP, ANNA).key == "W-000002"
    with pytest.raises(Invalid):
        space.knowledge.add(Note("", "nur ein Titel"), ANNA)
    with pytest.raises(Invalid):
        space.knowledge.add(dataclasses.replace(TIP, title=" "), ANNA)


def test_exercises_of_ones_own(space: Space) -> None:
    key = space.exercises.add('titel = "Eins"', ANNA)
    before = space.exercises.get(key)
    space.exercises.save(key, 'titel = "Zwei"', before.stand, ANNA)
    with pytest.raises(Invalid):
        space.exercises.save(key, 'titel = "Drei"', before.stand, ANNA)
    assert [(each.key, each.text) for each in space.exercises.all()] == [("eigen-0001", 'titel = "Zwei"')]
    space.exercises.remove(key, ANNA)
    assert space.exercises.all() == []
    assert [each.gone for each in space.exercises.all(gone=True)] == [True]
    assert space.exercises.add("neu", ANNA) == "eigen-0002"
    with pytest.raises(NotFound):
        space.exercises.get(key)


def test_a_rebuild_finds_everything_again(space: Space) -> None:
    film, tip = space.knowledge.add(film_note(space), ANNA), space.knowledge.add(TIP, ANNA)
    space.knowledge.remove(tip.key, ANNA)
    key = space.exercises.add("eins", ANNA)
    rebuild(space.catalog, space.store)
    assert [kept.note for kept in space.knowledge.find()] == [film]
    assert space.knowledge.at([Anchor("uebung", "01-mappe-oeffnen")]) == [film]
    assert space.exercises.get(key).text == "eins"
    assert verify(space).ok


def test_a_changed_or_lost_film_is_named(space: Space, locations: Locations) -> None:
    note = space.knowledge.add(film_note(space), ANNA)
    assert note.film
    path = Path(locations.store.removeprefix("file:")) / "firma" / ORIGINALS / note.film.sha256
    path.chmod(0o644)
    path.write_bytes(b"falsch")
    assert [(trouble.eingangsnummer, "Film" in trouble.message) for trouble in verify(space).problems] == [("W-000001", True)]
    path.unlink()
    assert ["fehlt" in trouble.message for trouble in verify(space).problems] == [True]


def test_a_backup_holds_films_and_is_refused_without_them(space: Space, tmp_path: Path) -> None:
    note = space.knowledge.add(film_note(space), ANNA)
    assert note.film
    backup(space, tmp_path / "sicherung")
    other = tmp_path / "neu"
    fresh = open_space(Locations(other, f"sqlite:{other / 'tabellen'}", f"file:{other / 'ablage'}"), "firma")
    try:
        restore(fresh, tmp_path / "sicherung")
        assert fresh.knowledge.get(note.key).note == note
        with fresh.store.open(ORIGINALS + note.film.sha256) as stream:
            assert stream.read() == b"film"
        (other / "ablage" / "firma" / ORIGINALS / note.film.poster).unlink()
        with pytest.raises(Tampered):
            backup(fresh, tmp_path / "zweite")
    finally:
        fresh.close()


def test_a_course_keeps_what_was_chosen_for_it(locations: Locations) -> None:
    installation = open_installation(locations)
    try:
        wish = Wish("Probe", ("13-teillieferung", "eigen-0001"), (PlannedUnit("Transfer", "Unser Betrieb", 60),), report=True)
        made = installation.courses.add(wish, "Frau Beispiel", "vorlage_voll", 99)
        assert installation.courses.get(made.id) == made
        assert (made.tasks, made.plan, made.report) == (wish.tasks, wish.plan, True)
        installation.courses.plan(made.id, ())
        assert installation.courses.get(made.id).plan == ()
        place = installation.courses.seat(made.id, 1, "p1", "ue_1")
        assert installation.courses.step(place, "13-teillieferung") is None
        installation.courses.begin(place, "13-teillieferung")
        step = installation.courses.step(place, "13-teillieferung")
        assert step
        assert (step.state, [step]) == ("begonnen", installation.courses.steps(made.id))
    finally:
        installation.close()


def test_certificates_can_be_checked_after_a_backup_was_put_back(locations: Locations, tmp_path: Path) -> None:
    before = open_installation(locations)
    after = open_installation(Locations(tmp_path / "neu", f"sqlite:{tmp_path / 'neu'}", f"file:{tmp_path / 'neu'}"))
    try:
        before.records.certify("TB-2026-ABCDEFGH", "abc")
        held = before.dump()
        assert after.load(held, "der Test")
        assert after.load(held, "der Test"), "twice is no harm as long as nobody is entered"
        kept = after.records.certificate("TB-2026-ABCDEFGH")
        assert kept
        assert kept.proof == "abc"
        old = json.dumps({name: rows for name, rows in json.loads(held).items() if name != "certificate"}).encode()
        assert after.load(old, "der Test")
    finally:
        before.close()
        after.close()
