"""What a sandbox promises, as tests; run on both databases and both stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from archive.content import Correction
from archive.locations import Locations
from archive.problems import NotFound, Tampered
from archive.sandbox import drop_sandbox, make_sandbox
from archive.space import Space, open_space
from archive.store.seam import ORIGINALS
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal

Open = Callable[[str], Space]


class SandboxContract:
    @pytest.fixture
    def opened(self, locations: Locations) -> Iterator[Open]:
        """Opens spaces and closes them after the test."""
        spaces: list[Space] = []

        def one(name: str) -> Space:
            spaces.append(open_space(locations, name))
            return spaces[-1]

        yield one
        for space in spaces:
            space.close()

    @pytest.fixture
    def number(self, opened: Open) -> str:
        """A paper in the space that sandboxes are copies of."""
        template = opened("vorlage")
        furnish(template)
        receipt = hand_in(template, b"%PDF-1.4 Rechnung")
        template.documents.file(receipt.eingangsnummer, proposal(template, receipt.eingangsnummer))
        template.journal.copy()
        return receipt.eingangsnummer

    def test_it_begins_as_its_template_and_goes_its_own_way(self, locations: Locations, opened: Open, number: str) -> None:
        for name in ("platz_1", "platz_2"):
            make_sandbox(locations, "vorlage", name)
        first, second = opened("platz_1"), opened("platz_2")
        assert first.documents.get(number).orders == ("A-26-0101",)
        first.documents.correct(number, Correction(orders=("A-26-0103",)), ANNA)
        new = hand_in(first, b"%PDF-1.4 neu")
        first.journal.copy()
        assert first.documents.get(number).orders == ("A-26-0103",)
        assert second.documents.get(number).orders == opened("vorlage").documents.get(number).orders == ("A-26-0101",)
        with pytest.raises(NotFound):
            second.intake.get(new.eingangsnummer)
        assert second.store.size(ORIGINALS + new.sha256) is None
        for space in (first, second, opened("vorlage")):
            assert verify(space).problems == ()

    def test_originals_of_the_template_are_read_and_never_changed(self, locations: Locations, opened: Open, number: str) -> None:
        make_sandbox(locations, "vorlage", "platz_1")
        place = opened("platz_1")
        scan = place.intake.get(number).scan
        with place.store.open(ORIGINALS + scan.sha256) as stream:
            assert stream.read() == b"%PDF-1.4 Rechnung"
        assert list(place.store.keys(ORIGINALS)) == [ORIGINALS + scan.sha256]
        key = next(iter(place.store.keys("journal/")))
        with pytest.raises(Tampered):
            place.store.put(key, b"anders")
        with pytest.raises(ValueError, match="derived"):
            place.store.remove(key)

    def test_made_again_it_is_as_at_the_beginning(self, locations: Locations, opened: Open, number: str) -> None:
        make_sandbox(locations, "vorlage", "platz_1")
        place = open_space(locations, "platz_1")
        place.documents.correct(number, Correction(orders=("A-26-0103",)), ANNA)
        new = hand_in(place, b"%PDF-1.4 neu")
        place.journal.copy()
        place.close()
        make_sandbox(locations, "vorlage", "platz_1")
        again = opened("platz_1")
        assert again.documents.get(number).orders == ("A-26-0101",)
        assert again.store.size(ORIGINALS + new.sha256) is None
        assert hand_in(again, b"%PDF-1.4 anders").eingangsnummer == new.eingangsnummer
        assert verify(again).problems == ()

    def test_thrown_away_it_leaves_nothing_and_the_template_stays(self, locations: Locations, opened: Open, number: str) -> None:
        make_sandbox(locations, "vorlage", "platz_1")
        drop_sandbox(locations, "platz_1")
        fresh = opened("platz_1")
        assert fresh.journal.head()[0] == 0
        assert list(fresh.store.keys("")) == []
        assert opened("vorlage").documents.get(number).state == "filed"

    def test_without_a_template_nothing_is_made(self, locations: Locations) -> None:
        with pytest.raises(NotFound):
            make_sandbox(locations, "gibt_es_nicht", "platz_1")
