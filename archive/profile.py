"""What a firm expects of a purchase: which papers, how long it waits for them, how far they may differ. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from archive import codec
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.deviation import Tolerances
from archive.journal import Journal
from archive.problems import Invalid

PAPERS = ("auftragsbestaetigung", "lieferschein", "rechnung", "wareneingangsschein")
"""Document types a purchase may need. Certificates are asked for by the purchase order, row by row."""

_WAIT = {"auftragsbestaetigung": 7, "lieferschein": 30, "rechnung": 30, "wareneingangsschein": 3, "pruefbescheinigung": 14}
LONGEST_WAIT = 365


@dataclass(frozen=True, slots=True)
class Profile:
    """The completeness profile of a firm.

    ``needed`` are the papers each purchase needs; ``wait`` tells for each of them after how many days it counts as late (an order
    confirmation and a delivery note from the day of the order, all others from the day of delivery). ``unchecked`` is how many days an
    invoice may lie unchecked, ``skonto`` how many days before its end a discount for early payment is urgent.
    """

    needed: tuple[str, ...] = ("lieferschein", "rechnung")
    wait: Mapping[str, int] = field(default_factory=lambda: dict(_WAIT))
    tolerances: Tolerances = field(default_factory=Tolerances)
    unchecked: int = 10
    skonto: int = 5

    def days(self, doctype: str) -> int:
        """How many days to wait for a paper of this type."""
        return self.wait.get(doctype, _WAIT.get(doctype, 30))


class Profiles:
    """The profile of one space: the usual one as long as nobody changed it."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def get(self) -> Profile:
        """The profile as it is now."""
        with self._catalog.read() as connection:
            content = connection.execute(select(t.meta.c.value).where(t.meta.c.key == "profil")).scalar()
        return codec.loads(Profile, content) if content else Profile()

    def save(self, profile: Profile, who: str) -> None:
        """Changes the profile. Raises ``Invalid`` for what can not be one."""
        if wrong := objection(profile):
            raise Invalid(wrong, cause="bad profile")
        if profile != self.get():
            with self._journal.change(who) as change:
                change.record("profil", "profil", codec.encode(profile))


def objection(profile: Profile) -> str:
    """Why this can not be a profile, as a German sentence; "" when it can."""
    if not set(profile.needed) <= set(PAPERS) or not profile.needed:
        return "Bitte wählen Sie mindestens ein Papier aus, das zu einem Kauf gehört."
    days = (*profile.wait.values(), profile.unchecked, profile.skonto)
    if any(not 0 <= value <= LONGEST_WAIT for value in days):
        return f"Bitte geben Sie bei den Tagen Zahlen von 0 bis {LONGEST_WAIT} ein."
    allowed = profile.tolerances
    shares = (allowed.price, allowed.measured, allowed.counted, allowed.charges_share)
    if any(not 0 <= share <= 1 for share in shares):
        return "Bitte geben Sie bei den Abweichungen Werte von 0 bis 100 % ein."
    if any(not 0 <= amount <= Decimal(1_000_000) for amount in (allowed.charges, allowed.rounding)):
        return "Bitte geben Sie bei den Beträgen Werte von 0 bis 1.000.000 € ein."
    return ""
