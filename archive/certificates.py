"""Certificates that a purchase order asks for: whether one is here, and whether it is of the batch that came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.deviation import Deviation, Place, listed
from archive.document import Document, Finding
from archive.order import folded, plain
from archive.places import at_order, at_paper, goods_of, titled
from archive.policy import SURE
from archive.quantities import Standing

_KIND = "zeugnisart"
_RANK = ("2.1", "2.2", "3.1", "3.2")
_NUMBERED = re.compile(r"(?<!\d)([23]\.[12])(?!\d)")


def judged(standing: Standing) -> Iterator[Deviation]:
    """The certificate that is missing although the goods are here; as long as they are not, nobody misses it.

    One of a lower kind (2.2 where 3.1 was ordered) does not do; of one whose kind was not surely read nothing is said.
    """
    slot = standing.slot
    wanted = slot.line.certificate
    if not wanted or not (standing.notes or standing.papers):
        return
    lower = [each for each in standing.certificates if _lower(each, wanted)]
    if len(lower) < len(standing.certificates):
        return
    supplier = f" ({slot.purchase.supplier})" if slot.purchase.supplier else ""
    sentence = f"Es fehlt: Zeugnis {wanted} zu {goods_of(slot)}, Bestellung {slot.purchase.number}{supplier}"
    if lower:
        sentence += f"; da ist nur {listed([f'{titled(each)} nach {each.value(_KIND)}' for each in lower])}"
    places = (
        at_order(slot, standing.printed),
        *(at_paper(part.document, part.line) for part in standing.notes),
        *(Place(titled(each), each.eingangsnummer, f.page, f.box, f.raw) for each in lower for f in each.findings if f.field == _KIND),
    )
    yield Deviation("zeugnis_fehlt", slot.key, None, None, "", None, places, sentence)


def _lower(certificate: Document, wanted: str) -> bool:
    """Whether a certificate surely is of a kind that proves less than the wanted one (EN 10204: 2.1 < 2.2 < 3.1 < 3.2)."""
    asked = _NUMBERED.search(wanted)
    kinds = [f for f in certificate.findings if f.field == _KIND and f.confidence >= SURE and f.value in _RANK]
    return asked is not None and bool(kinds) and all(_RANK.index(f.value) < _RANK.index(asked[1]) for f in kinds)


def other_batches(standings: Sequence[Standing]) -> Iterator[Deviation]:
    """Certificates of batches that no delivery note for their purchase order names; each certificate once."""
    told: set[str] = set()
    for standing in standings:
        notes = {part.document.eingangsnummer: part.document for part in standing.notes}
        delivered = [f for note in notes.values() for f in _batches(note)]
        for certificate in standing.certificates:
            proved = _batches(certificate)
            if not delivered or not proved or certificate.eingangsnummer in told or _shared(delivered, proved):
                continue
            told.add(certificate.eingangsnummer)
            yield _other(standing, certificate, list(notes.values()))


def _batches(document: Document) -> list[Finding]:
    return [f for f in document.findings if f.field == "schmelze" and plain(f.value)]


def _shared(left: Sequence[Finding], right: Sequence[Finding]) -> bool:
    return bool({folded(f.value) for f in left} & {folded(f.value) for f in right})


def _other(standing: Standing, certificate: Document, notes: Sequence[Document]) -> Deviation:
    proved, delivered = _batches(certificate), [f for note in notes for f in _batches(note)]
    sure = all(f.confidence >= SURE for f in (*proved, *delivered))
    came = listed([titled(note) for note in notes])
    words = f"{titled(certificate)} gilt für Charge {_named(proved)}, geliefert wurde Charge {_named(delivered)} ({came})"
    places = [Place(titled(certificate), certificate.eingangsnummer, f.page, f.box, f.raw) for f in proved]
    places += [Place(titled(note), note.eingangsnummer, f.page, f.box, f.raw) for note in notes for f in _batches(note)]
    about = f"{standing.slot.purchase.number}/{certificate.eingangsnummer}"
    if not sure:
        return Deviation("nicht_pruefbar", about, None, None, "", None, tuple(places), f"Charge nicht sicher gelesen: {words}")
    return Deviation("charge", about, None, None, "", None, tuple(places), f"Charge weicht ab: {words}")


def _named(found: Sequence[Finding]) -> str:
    return listed(list(dict.fromkeys(f.value for f in found)))
