"""Units of goods, however they are written: "ST", "Stck.", "PCE", "C62" and "H87" are one. Converts only what is certain."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal

# Kind, then for each factor to the kind's own unit its spellings: German, Dutch, French, English and codes of UN/ECE Rec 20 and 21.
_TABLE: dict[str, dict[str, str]] = {
    "Stk": {
        "1": "stk st stck stück stuck stueck stücke pce pcs pc pcs c62 h87 ea each nar nmp 4b einheit units unit stuks stuk pièce pièces "
        "piece pieces pz xpp",
        "2": "paa pr paar pair paire",
        "12": "dtzd dutzend dzn dz",
        "100": "cen cnp %st hst 100stk",
        "1000": "mil t3 tst tsd 1000stk",
    },
    "kg": {"1": "kg kgm kilo kilogramm", "0.001": "g grm gramm gr", "0.000001": "mg mgm", "1000": "t to tne tonne tonnen", "100": "dt dtn"},
    "m": {"1": "m mtr lm lfm lfdm lfdmtr meter mètre", "0.1": "dm dmt", "0.01": "cm cmt", "0.001": "mm mmt", "1000": "km kmt ktm"},
    "m²": {"1": "m² m2 m? m* m° qm mtk", "0.0001": "cm² cm2 cmk", "0.000001": "mm² mm2 mmk", "0.01": "dm² dm2 dmk"},
    "m³": {"1": "m³ m3 cbm mtq", "0.001": "dm³ dm3 dmq", "0.000001": "cm³ cm3 cmq"},
    "l": {"1": "l ltr liter litre", "0.001": "ml mlt", "0.01": "cl clt", "100": "hl hlt"},
    "Std": {"1": "h hur std stdn stunde stunden hour hours uur heures"},
    "min": {"1": "min minute minuten"},
    "Tag": {"1": "day tag tage tg"},
    "Monat": {"1": "mon monat monate"},
    "pauschal": {"1": "psch pausch pauschal pau ls pa pauschale forfait"},
    "Satz": {"1": "satz sätze set sets"},
    "VPE": {"1": "vpe vp packung packungen pak pck pkg pkt paket xpk pk"},
    "Rolle": {"1": "rolle rollen xro ro rol"},
    "Karton": {"1": "karton kartons ktn kt xct ct"},
    "Flasche": {"1": "flasche flaschen fl xbo bo"},
    "Dose": {"1": "dose dosen xca ca"},
    "Sack": {"1": "sack säcke xsa sa"},
    "Bund": {"1": "bund bd xbe"},
}
_LETTERS = str.maketrans("0159", "olsg")
_MEASURES = {"kg", "m", "m²", "m³", "l"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``kind`` names what it counts, ``factor`` how many of the kind's own it holds. ``measure``: weighed or cut, not counted."""

    kind: str
    factor: Decimal
    measure: bool = False


def _key(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text.casefold())


_KNOWN = {
    _key(name): Unit(kind, Decimal(factor), kind in _MEASURES)
    for kind, by_factor in _TABLE.items()
    for factor, names in by_factor.items()
    for name in names.split()
}


@functools.lru_cache(maxsize=1024)
def unit(text: str) -> Unit | None:
    """The unit behind a spelling: "Stck." and "C62" are one, a unit nobody knows only equals itself; ``None`` when none is written."""
    key = _key(text)
    return (_KNOWN.get(key) or _KNOWN.get(_upright(key)) or Unit(key, Decimal(1))) if key else None


def _upright(key: str) -> str:
    """A unit with digits where OCR takes letters for them: "5tk" is "Stk". A mere number stays one."""
    return key if key.isdigit() else key.translate(_LETTERS)


def converted(quantity: Decimal, written: str, wanted: str) -> Decimal | None:
    """A quantity in another unit; ``None`` when that takes knowledge of the goods (pieces into kilograms).

    A unit that is not written is taken for the wanted one.
    """
    left, right = unit(written), unit(wanted)
    if left is None or right is None or left == right:
        return quantity
    if left.kind != right.kind:
        return None
    return quantity * left.factor / right.factor


def name(text: str) -> str:
    """A unit as people write it, for sentences: ``name("KGM") == "kg"``; compound ones stay as written."""
    found = unit(text)
    return found.kind if found and found.factor == 1 and _key(text) in _KNOWN else text
