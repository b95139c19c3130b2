"""The list of bad input, rows 17 to 30: traps, doubles, foreign things and nonsense. Every row ends with a German sentence.

Rows that other tests look at closely name them in ``ELSEWHERE``; a test sees to it that no row and no test is missing.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive.locations import Locations
from archive.order import Order, PurchaseOrder
from archive.originals import page_key
from archive.space import Space, open_space
from ingest.pile import suggested
from tests.cast import ANNA
from tests.ingest import bad_input as bad
from tests.ingest import bad_pictures as pictures
from tests.ingest import test_bad_input
from tests.ingest.ending import ended, filed, one, rejected, value, whole_archive

ELSEWHERE = {
    1: "ingest.test_read:test_pages_are_turned_upright",
    2: "ingest.test_pile:test_papers_begin_where_they_say_so",
    3: "ingest.test_separated:test_a_stack_is_parted_and_each_part_filed_under_its_sheet",
    4: "ingest.test_roles:test_empty_backs_with_specks_and_punch_holes",
    9: "ingest.test_read:test_a_hundred_megapixels_are_read_smaller",
    13: "ingest.test_read:test_many_pages_are_read_up_to_the_limit_and_the_rest_is_named",
    18: "contracts.space:SpaceContract.test_the_same_bytes_get_a_number_but_are_not_filed_twice",
    19: "ingest.test_look:test_a_second_scan_is_asked_about",
    20: "service.test_upload:test_hostile_names_are_shown_harmless_and_never_break_a_header",
    21: "ingest.test_quarantine:test_a_real_scanner",
    22: "ingest.test_einvoice_hostile:test_refused",
    27: "service.test_rights:test_a_person_of_another_space_sees_nothing_of_this_one",
    28: "service.test_nothing_lost:test_killing_web_and_workers_loses_nothing",
    30: "ingest.test_tone:test_the_numbers_under_a_stamp_are_read",
}


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    with whole_archive(tmp_path) as opened:
        yield opened


def test_row_17_archives_that_are_traps(space: Space) -> None:
    bomb, slip, nested, half = ended(space, bad.traps()).values()
    rejected(bomb, "riesig")
    assert "Verknüpfung" in slip.entry.sentence
    assert nested.entry.state == "replaced"
    rejected(half, "beschädigt")
    inside = [line for line in space.intake.recent() if line.scan.source == "ausgepackt"]
    assert {"boese.pdf", "absolut.pdf"} <= {line.scan.name for line in inside}
    assert any("zu viele Pakete ineinander" in line.sentence for line in inside)


def test_row_18_the_same_file_again(space: Space) -> None:
    first = one(space, "a.pdf", bad.invoice())
    again = one(space, "b.pdf", bad.invoice())
    rejected(again, first.entry.eingangsnummer)
    assert len(list(space.store.keys("originale/"))) == 1


def test_row_19_the_same_invoice_on_another_way(space: Space) -> None:
    one(space, "post.pdf", bad.invoice())
    second = one(space, "mail.pdf", bad.invoice() + b"\n%sent by mail\n")
    assert second.entry.state == "waiting"
    assert "gibt es schon" in second.entry.sentence


def test_row_20_names_that_are_weapons(space: Space, tmp_path: Path) -> None:
    for found in ended(space, bad.names()).values():
        assert found.entry.scan.name.isprintable()
        assert not found.entry.scan.name.startswith((".", "/"))
    assert not [path for path in tmp_path.rglob("*") if "passwd" in path.name or "CON" in path.name]


def test_row_21_active_content_is_never_run(space: Space) -> None:
    eicar, macro, script, launch = ended(space, bad.active()).values()
    rejected(eicar, "Textdatei")
    rejected(macro, "Word-Dokument")
    for found in (script, launch):
        with space.store.open(page_key(found.entry.scan.sha256, 1)) as stream:
            assert Image.open(io.BytesIO(stream.read())).format == "WEBP"


def test_row_22_poisoned_xml(space: Space) -> None:
    xxe, laughs, wrong, bom, wide = ended(space, bad.poisoned_xml()).values()
    for found in (xxe, laughs):
        rejected(found, "DOCTYPE")
    rejected(wrong, "Zeichen")
    for found in (bom, wide):
        assert value(found, "rechnungsnummer") == "RE-2026-1"


def test_row_23_office_files_and_mails(space: Space) -> None:
    found = ended(space, bad.office())
    assert found["mail.eml"].entry.state == "replaced"
    for name in ("mail.msg", "winmail.dat"):
        assert found[name].entry.state in ("rejected", "waiting")
    child = next(line for line in space.intake.recent() if line.scan.name == "RE.pdf")
    assert child.state == "filed"


def test_row_24_other_languages(space: Space) -> None:
    found = ended(space, bad.foreign())
    assert [value(each, "brutto") for each in found.values()] == ["1234.56"] * 3
    assert all(filed(each) for each in found.values())


def test_row_25_handwriting_gives_no_false_data(space: Space) -> None:
    [found] = ended(space, pictures.handwriting()).values()
    assert found.entry.state == "waiting"
    assert not [f for f in (found.document.findings if found.document else ()) if f.confidence >= 0.9]


def test_row_26_two_papers_in_one(space: Space) -> None:
    page, pages = ended(space, bad.two_in_one()).values()
    assert set(page.orders) <= {"A-26-0101", "A-26-0102"}
    assert suggested(space.documents.reading(pages.entry.eingangsnummer), space.orders.firm()) == (2,)


def test_row_27_the_number_of_another_space(space: Space, tmp_path: Path) -> None:
    other = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "andere")
    other.orders.save([Order("A-26-0999"), PurchaseOrder("B-26-00999", orders=("A-26-0999",))], ANNA)
    lines = [line.replace("B-26-00401", "B-26-00999") for line in bad.INVOICE]
    found = one(space, "fremd.pdf", bad.text_pdf(*lines))
    assert found.entry.state == "waiting"
    assert found.orders == ()
    assert sum(other.intake.counts().values()) == 0
    other.close()


def test_row_29_days_that_can_not_be(space: Space) -> None:
    for day, found in ended(space, bad.odd_dates()).items():
        if day.startswith(("31.02", "00.", "99.")):
            assert value(found, "rechnungsdatum") == ""
        else:
            assert value(found, "rechnungsdatum") in ("", "1900-01-01", "2062-12-31")


def test_row_30_poor_print_is_right_or_doubted(space: Space) -> None:
    for found in ended(space, pictures.poor_print()).values():
        assert value(found, "bestellnummer") in ("", "B-26-00401") or found.entry.state == "waiting"
        assert found.orders in ((), ("A-26-0101",))


def test_content_without_end(space: Space) -> None:
    for found in ended(space, bad.wild_content()).values():
        assert found.entry.state in ("waiting", "rejected")


def test_every_row_of_the_list_is_tested() -> None:
    here = {int(name[9:11]) for name in {**globals(), **vars(test_bad_input)} if name.startswith("test_row_")}
    assert here | set(ELSEWHERE) == set(range(1, 31))
    for row, place in ELSEWHERE.items():
        module, name = place.split(":")
        found: object = importlib.import_module(f"tests.{module}")
        for part in name.split("."):
            assert hasattr(found, part), (row, place)
            found = getattr(found, part)
            assert callable(found), (row, place)
