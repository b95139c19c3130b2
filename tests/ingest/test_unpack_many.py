"""Two hundred mails and ZIP files full of damaged papers: every file in them is a paper of its own, or named as left out.

Files inside are not read here; what becomes of each of them is for the tests of reading.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

import olefile
import pytest

from archive.enclosures import with_bytes
from archive.locations import Locations
from archive.problems import Unreadable
from archive.space import Space, open_space
from ingest.accept_unpacked import taken_apart
from tests.cast import hand_in

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SETS = ("pdfjs", "qpdf_bad", "verapdf_sample", "einvoice_bad")
MAILS, SMALL = 200, 3_000_000

pytestmark = [pytest.mark.slow, pytest.mark.shared]


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


def _papers() -> list[Path]:
    if not SHARED.is_dir():
        pytest.skip("the collections of real papers are not beside the repository")
    found = [path for name in SETS for path in sorted((SHARED / name).rglob("*")) if path.is_file()]
    return [path for path in found if 0 < path.stat().st_size < SMALL]


def _mails(papers: list[Path]) -> list[tuple[str, bytes]]:
    """The real mails, and as many more with real papers as make two hundred."""
    real = [path for path in sorted((SHARED / "eml_msg").iterdir()) if path.suffix in (".eml", ".msg")]
    mails = [(path.name, path.read_bytes()) for path in real]
    supply = iter(papers)
    for number in range(MAILS - len(mails)):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = f"lieferant{number}@example.org", f"Papiere {number}"
        mail.set_content("Guten Tag, anbei unsere Papiere.")
        mail.add_related(b"\x89PNG" + bytes([number]) * 5000, maintype="image", subtype="png", filename="logo.png", cid="<l@x>")
        for path in islice(supply, number % 4):
            mail.add_attachment(path.read_bytes(), maintype="application", subtype="octet-stream", filename=path.name)
        mails.append((f"{number}.eml", mail.as_bytes()))
    return mails


def _zips(papers: list[Path]) -> list[tuple[str, bytes]]:
    made = []
    for start in range(0, len(papers), 150):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for number, path in enumerate(papers[start : start + 150]):
                packed.writestr(f"{path.parent.name}/{number}-{path.name}", path.read_bytes())
        made.append((f"{start}.zip", target.getvalue()))
    return made


def _files_in(data: bytes) -> int:
    """How many files a container holds, counted by other means than those of the product."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(not entry.is_dir() for entry in packed.infolist())
    if data.startswith(b"\xd0\xcf"):
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return sum(path[-1].startswith("__attach") and len(path) == 1 for path in ole.listdir(streams=False, storages=True))
    return _parts_in(message_from_bytes(data))


def _parts_in(mail: object) -> int:
    part = mail
    assert hasattr(part, "get_content_type")
    if part.get_content_type() == "message/rfc822":
        return 1
    if part.is_multipart():
        return sum(map(_parts_in, part.get_payload()))
    return int(part.get_content_maintype() != "text" or bool(part.get_filename()) or part.get_content_disposition() == "attachment")


def _apart(space: Space, name: str, data: bytes, told: Counter[str]) -> list[str]:
    """Hands a container in and takes it apart; the new papers in it."""
    number = hand_in(space, data, name).eingangsnummer
    told["handed in"] += 1
    file = Path("original")
    file.write_bytes(data)
    try:
        found = taken_apart(space, number, file)
    except Unreadable as problem:
        told["nothing inside"] += 1
        silent = _files_in(data) and "Nicht übernommen" not in problem.message and "keine Papiere" not in problem.message
        told["lost"] += bool(silent)
        return []
    if found is None:
        told["no container"] += 1
        return []
    entry = next(entry for entry in space.journal.about(number) if entry.kind == "ausgepackt")
    told["files"] += len(entry.body["parts"])
    assert len(entry.body["parts"]) + len(entry.body["left"]) == _files_in(data), name
    return found


def test_two_hundred_mails_and_the_zips_of_all_sets_add_up(space: Space, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    papers = _papers()
    told: Counter[str] = Counter()
    inside: list[str] = []
    for name, data in [*_mails(papers), *_zips(papers)]:
        inside += _apart(space, name, data, told)
    counts = space.intake.counts()
    assert told["handed in"] == MAILS + -(-len(papers) // 150)
    assert sum(counts.values()) == told["handed in"] + len(set(inside))
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in papers}
    assert with_bytes(space.catalog, hashes).keys() == hashes
    assert counts["replaced"] + counts["rejected"] + counts["received"] == sum(counts.values())
    assert told["lost"] == 0
