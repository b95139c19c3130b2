"""Certificates that a purchase order asks for. Looks whether one is here, not at the values in it."""

from __future__ import annotations

from collections.abc import Iterator

from archive.deviation import Deviation
from archive.places import at_order, at_paper, goods_of
from archive.quantities import Standing


def judged(standing: Standing) -> Iterator[Deviation]:
    """The certificate that is missing although the goods are here; as long as they are not, nobody misses it."""
    slot = standing.slot
    wanted = slot.line.certificate
    if not wanted or not (standing.notes or standing.papers) or standing.certificates:
        return
    supplier = f" ({slot.purchase.supplier})" if slot.purchase.supplier else ""
    sentence = f"Es fehlt: Zeugnis {wanted} zu {goods_of(slot)}, Bestellung {slot.purchase.number}{supplier}"
    places = (at_order(slot, standing.printed), *(at_paper(part.document, part.line) for part in standing.notes))
    yield Deviation("zeugnis_fehlt", slot.key, None, None, "", None, places, sentence)
