"""ZIP files and mails in all their forms: each file inside becomes a paper of its own, traps are left out and named."""

from __future__ import annotations

import binascii
import io
import secrets
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from archive.history import sentence
from archive.locations import Locations
from archive.problems import Unreadable
from archive.space import Space, open_space
from ingest import outlook, tnef
from ingest.accept_unpacked import IN_ALL
from ingest.pipeline import process
from ingest.unpack import shown
from tests.cast import hand_in

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "eml_msg"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


def _zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return target.getvalue()


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Rechnungen"
    mail.set_content("Anbei drei Rechnungen.")
    for number in range(3):
        mail.add_attachment(b"%PDF-1.4 " + str(number).encode(), maintype="application", subtype="pdf", filename=f"RE-{number}.pdf")
    mail.add_attachment(b"\x89PNG" + b"l" * 5000, maintype="image", subtype="png", filename="logo.png")
    return mail.as_bytes()


def test_ac_6_2_a_mail_with_three_invoices_and_a_logo_gives_three_papers_and_stays_as_it_came(space: Space) -> None:
    whole_mail = _mail()
    parent = hand_in(space, whole_mail, "mail.eml")
    children = process(space, parent.eingangsnummer)
    assert [space.intake.get(number).scan.name for number in children] == ["RE-0.pdf", "RE-1.pdf", "RE-2.pdf"]
    whole = space.intake.get(parent.eingangsnummer)
    assert whole.state == "replaced"
    assert "3 Dateien" in whole.sentence
    with space.store.open(f"originale/{parent.sha256}") as stream:
        assert stream.read() == whole_mail
    assert parent.eingangsnummer in sentence(space.journal.about(children[0])[0])
    assert process(space, parent.eingangsnummer) == []
    assert sum(space.intake.counts().values()) == 4


def test_traps_are_left_out_and_named_the_rest_is_taken(space: Space) -> None:
    data = _zipped({"../../etc/gut.pdf": b"%PDF-1.4 gut", "bombe.pdf": b"0" * (20 << 20), "leer.pdf": b""})
    number = hand_in(space, data, "alles.zip").eingangsnummer
    [child] = process(space, number)
    assert space.intake.get(child).scan.name == "gut.pdf"
    told = space.intake.get(number).sentence
    assert "„bombe.pdf“: sie wird beim Entpacken riesig" in told
    assert "„leer.pdf“: sie ist leer" in told


def test_one_damaged_file_does_not_take_the_others_along(space: Space) -> None:
    files = {"gut.pdf": b"%PDF-1.4 gut " * 500, "schlecht.pdf": secrets.token_bytes(3000), "auch gut.pdf": b"%PDF-1.4 gut2 " * 500}
    raw = bytearray(_zipped(files))
    at = raw.find(b"schlecht.pdf") + len("schlecht.pdf")
    raw[at : at + 20] = b"\xff" * 20
    number = hand_in(space, bytes(raw), "alles.zip").eingangsnummer
    assert [space.intake.get(child).scan.name for child in process(space, number)] == ["gut.pdf", "auch gut.pdf"]
    assert "„schlecht.pdf“: sie ist beschädigt" in space.intake.get(number).sentence


def test_a_name_in_a_false_alphabet_hides_no_file(space: Space) -> None:
    raw = _zipped({"über.pdf": b"%PDF-1.4 eins", "zwei.pdf": b"%PDF-1.4 zwei"}).replace("ü".encode(), b"\xff\xfe")
    children = process(space, hand_in(space, raw, "alles.zip").eingangsnummer)
    assert [space.intake.get(child).scan.name[-7:] for child in children] == ["ber.pdf", "wei.pdf"]


def test_what_is_left_out_by_thousands_is_counted(space: Space) -> None:
    number = hand_in(space, _zipped({"gut.pdf": b"%PDF-1.4", **{f"{at:05}.txt": b"" for at in range(3000)}}), "viele.zip").eingangsnummer
    assert len(process(space, number)) == 1
    [entry] = [entry for entry in space.journal.about(number) if entry.kind == "ausgepackt"]
    assert entry.body["left"][-1] == "Und 2500 weitere Dateien."


def test_files_that_are_written_as_text_are_files_too(space: Space) -> None:
    old = b"begin 644 alt.pdf\n" + binascii.b2a_uu(b"%PDF-1.4 uralt") + b"`\nend\n"
    head = b"From: a@example.org\nSubject: Beleg\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
    xml = b"Content-Type: text/xml; charset=utf-8\n\n<Invoice/>"
    mail = head + b"Content-Type: text/plain\n\nHallo\n" + old + b"\n--B\n" + xml + b"\n--B--\n"
    children = process(space, hand_in(space, mail, "mail.eml").eingangsnummer)
    assert [space.intake.get(child).scan.name for child in children] == ["Anhang.xml", "alt.pdf"]


def test_boxes_in_boxes_are_opened_twice_and_no_more(space: Space) -> None:
    data = b"%PDF-1.4 innen"
    for name in ("a.pdf", "b.zip", "c.zip"):
        data = _zipped({name: data})
    number = hand_in(space, data, "d.zip").eingangsnummer
    [second] = process(space, number)
    [third] = process(space, second)
    assert process(space, third) == []
    assert "ineinander gepackt" in space.intake.get(third).sentence


def test_nothing_inside_is_said(space: Space) -> None:
    number = hand_in(space, b"From: a@example.org\nSubject: Hallo\n\nNur Text.\n", "mail.eml").eingangsnummer
    assert process(space, number) == []
    assert "dieser E-Mail ist keine Datei" in space.intake.get(number).sentence


def _winmail(*files: tuple[str, bytes], inside: bytes = b"") -> bytes:
    """A winmail.dat as Outlook writes it: for each file its start, short title, bytes, and properties with the long name."""

    def attribute(kind: int, value: bytes) -> bytes:
        return struct.pack("<BII", 2, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    def sized(kind: int, key: int, value: bytes) -> bytes:
        return struct.pack("<HHII", kind, key, 1, len(value)) + value + b"\0" * (-len(value) % 4)

    made = struct.pack("<IH", 0x223E9F78, 1) + attribute(0x00069007, struct.pack("<II", 1252, 0))
    for name, data in files:
        named = struct.pack("<HH16sII", 0x0003, 0x8001, b"g" * 16, 0, 7) + struct.pack("<I", 5)
        properties = struct.pack("<I", 2) + named + sized(0x1F, 0x3707, f"{name}\0".encode("utf-16-le"))
        parts = [(0x00069002, b"\0" * 14), (0x00018010, b"KURZ~1.PDF\0"), (0x0006800F, data), (0x00069005, properties)]
        made += b"".join(attribute(kind, value) for kind, value in parts)
    if inside:
        properties = struct.pack("<I", 1) + sized(0x0D, 0x3701, b"i" * 16 + inside)
        made += attribute(0x00069002, b"\0" * 14) + attribute(0x00069005, properties)
    return made


def test_what_outlook_wrapped_is_unwrapped_also_from_a_message_inside(space: Space) -> None:
    wrapped = _winmail(("Rechnung März.pdf", b"%PDF-1.4 aussen"), inside=_winmail(("Lieferschein.pdf", b"%PDF-1.4 innen")))
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.org", "Papiere"
    mail.set_content("Anbei.")
    mail.add_attachment(wrapped, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    children = process(space, hand_in(space, mail.as_bytes(), "mail.eml").eingangsnummer)
    assert [space.intake.get(number).scan.name for number in children] == ["Rechnung März.pdf", "Lieferschein.pdf"]
    alone = hand_in(space, _winmail(("Zeugnis.pdf", b"%PDF-1.4 allein")), "winmail.dat")
    assert [space.intake.get(number).scan.name for number in process(space, alone.eingangsnummer)] == ["Zeugnis.pdf"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_wrapping_is_told_and_kills_nothing(data: st.DataObject) -> None:
    whole = bytearray(_winmail(("a.pdf", b"%PDF-1.4 a"), ("b.pdf", b"%PDF-1.4 b"), inside=_winmail(("c.pdf", b"%PDF-1.4 c"))))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(4, len(whole)))
    with suppress(Unreadable):
        tnef.attached(bytes(whole[:cut]))


def test_small_pictures_of_the_letterhead_are_named_and_a_photo_is_taken(space: Space) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.org", "Foto"
    mail.set_content('<p>Hallo</p><img src="cid:logo@x">', subtype="html")
    mail.add_related(b"\x89PNG" + b"l" * 30_000, maintype="image", subtype="png", filename="image001.png", cid="<logo@x>")
    mail.add_attachment(b"\xff\xd8\xff" + b"f" * 70_000, maintype="image", subtype="jpeg", filename="foto.jpg")
    number = hand_in(space, mail.as_bytes(), "mail.eml").eingangsnummer
    [child] = process(space, number)
    assert space.intake.get(child).scan.name == "foto.jpg"
    assert "keine Papiere: „image001.png“" in space.intake.get(number).sentence


def test_a_page_in_few_bytes_is_a_paper_and_a_small_logo_is_none(space: Space) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "fax@example.org", "Fax"
    mail.set_content("Ein Fax.")
    for name, size in (("fax.png", (1728, 1100)), ("logo.png", (300, 120))):
        out = io.BytesIO()
        Image.new("1", size, 1).save(out, "PNG")
        assert len(out.getvalue()) < 10_000
        mail.add_attachment(out.getvalue(), maintype="image", subtype="png", filename=name)
    number = hand_in(space, mail.as_bytes(), "mail.eml").eingangsnummer
    assert [space.intake.get(child).scan.name for child in process(space, number)] == ["fax.png"]
    assert "keine Papiere: „logo.png“" in space.intake.get(number).sentence


@pytest.mark.parametrize("name", ["mimetype", "[Content_Types].xml"])
def test_a_file_with_the_name_of_an_office_part_hides_no_invoices(space: Space, name: str) -> None:
    number = hand_in(space, _zipped({name: b"nichts", "gut.pdf": b"%PDF-1.4 gut"}), "alles.zip").eingangsnummer
    assert [space.intake.get(child).scan.name for child in process(space, number)] == [name, "gut.pdf"]


def test_long_names_keep_their_ending() -> None:
    assert shown("x" * 300 + ".pdf").endswith("x.pdf")
    assert len(shown("x" * 300 + ".pdf")) == 150


def test_many_boxes_in_one_box_do_not_become_thousands_of_papers(space: Space) -> None:
    boxes = {f"{box}.zip": _zipped({f"{box}-{file}.pdf": f"%PDF-1.4 {box} {file}".encode() for file in range(150)}) for box in range(4)}
    number = hand_in(space, _zipped(boxes), "alles.zip").eingangsnummer
    inside = [process(space, box) for box in process(space, number)]
    assert sum(map(len, inside)) + len(boxes) == IN_ALL
    assert sum(space.intake.counts().values()) == IN_ALL + 1


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "inside"), [("fake-email-attachment.msg", ["fake-attachment.txt"]), ("fake-email.msg", []), ("piste.msg", [])]
)
def test_mails_that_outlook_saved_are_taken_apart_the_same_each_time(space: Space, name: str, inside: list[str]) -> None:
    if not (SHARED / name).exists():
        pytest.skip("the collection of real mails is not beside the repository")
    data = (SHARED / name).read_bytes()
    number = hand_in(space, data, name).eingangsnummer
    assert [space.intake.get(child).scan.name for child in process(space, number)] == inside
    assert space.intake.get(number).state == ("replaced" if inside else "rejected")
    one, other = outlook.mail_of(data), outlook.mail_of(data)
    assert one is not None
    assert other is not None
    assert one.as_bytes() == other.as_bytes()


def test_what_was_deleted_and_comes_again_in_a_mail_is_a_paper_once_more(space: Space) -> None:
    paper = b"%PDF-1.4 geht und kommt wieder"
    gone = hand_in(space, paper, "a.pdf")
    with space.journal.change("Anna") as change:
        body = {"sentence": "Gelöscht.", "sha256": gone.sha256, "keys": []}
        change.record("geloescht", gone.eingangsnummer, body)
    number = hand_in(space, _zipped({"a.pdf": paper}), "a.zip").eingangsnummer
    [child] = process(space, number)
    assert child != gone.eingangsnummer
    assert space.intake.get(child).state == "received"
