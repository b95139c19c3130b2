"""What deleting films promises on every database: two persons, all versions gone for good, and only what nothing else shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.backup import backup
from archive.deleting import confirm, decline, deleted
from archive.deleting_films import left_behind
from archive.erasing import erase_due
from archive.note import Anchor, Film, Note
from archive.problems import NotFound
from archive.rebuild import rebuild
from archive.space import Space
from archive.store.seam import ORIGINALS
from archive.verify import verify
from tests.cast import ANNA, furnish
from tests.contracts.space_deletion import BERND, CARLA, TODAY, filed, refused, wish


def stored(space: Space, data: bytes) -> Film:
    with space.store.receive() as incoming:
        incoming.write(data)
        kept = incoming.keep()
    return Film(kept.sha256, kept.size, "a.mp4", "video/mp4", "avc1", 12.0, "Alle sind einverstanden.")


class FilmsContract:
    """Every test gets an empty space."""

    def test_a_film_goes_with_all_its_versions_but_not_what_another_shows(self, space: Space, tmp_path: Path) -> None:
        old, new, shared = stored(space, b"old"), stored(space, b"new"), stored(space, b"shared")
        note = space.knowledge.add(Note("", "Spannen", film=old), ANNA)
        space.knowledge.save(replace(note, film=shared), ANNA)
        space.knowledge.save(replace(note, film=new), ANNA)
        other = space.knowledge.add(Note("", "Auch", film=shared), ANNA)
        backup(space, tmp_path / "sicherung")
        wish(space, note.key, "video", "Einwilligung zurückgenommen")
        with pytest.raises(NotFound):
            space.knowledge.get(note.key)
        with refused("selbst"):
            confirm(space, note.key, BERND, TODAY)
        assert confirm(space, note.key, CARLA, TODAY) == [note.key]
        assert verify(space).problems == ()
        assert erase_due(space) == 1
        there = [space.store.size(ORIGINALS + film.sha256) is not None for film in (old, new, shared)]
        assert there == [False, False, True]
        assert deleted(space)[0]["erased"] == "ja"
        backup(space, tmp_path / "sicherung")
        assert not (tmp_path / "sicherung" / ORIGINALS / new.sha256).exists()
        rebuild(space.catalog, space.store)
        assert verify(space).problems == ()
        assert space.knowledge.get(other.key).note.film == shared
        stored(space, b"new")
        again = space.knowledge.add(Note("", "Neu", film=new), ANNA)
        assert verify(space).problems == ()
        assert (space.knowledge.get(again.key).note.film, left_behind(space.catalog)) == (new, [])

    def test_a_film_that_is_not_deleted_returns(self, space: Space) -> None:
        furnish(space)
        note = space.knowledge.add(Note("", "Spannen", film=stored(space, b"f"), anchors=(Anchor("auftrag", "A-26-0101"),)), ANNA)
        wish(space, note.key, "video")
        space.holds.put("mappe", "A-26-0101", "Streit", ANNA)
        with refused("geschützt"):
            confirm(space, note.key, CARLA, TODAY)
        decline(space, note.key, "", CARLA)
        assert space.knowledge.get(note.key).note == note
        with refused("geschützt"):
            wish(space, note.key, "video")
        space.knowledge.remove(note.key, ANNA)
        assert left_behind(space.catalog) == [(note.key, "Spannen")]
        space.holds.lift("mappe", "A-26-0101", "vorbei", ANNA)
        wish(space, note.key, "video")
        decline(space, note.key, "", CARLA)
        assert left_behind(space.catalog) == [(note.key, "Spannen")]
        tip = space.knowledge.add(Note("", "Tipp", todo="So."), ANNA)
        for number, kind in ((tip.key, "video"), (note.key, "frist"), (filed(space, "R-1"), "video")):
            with refused(""):
                wish(space, number, kind)
