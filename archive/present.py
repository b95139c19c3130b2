"""Whether a paper stands where a person can decide about it. Decides nothing itself."""

from __future__ import annotations

from archive.catalog.veil import QUARANTINE
from archive.intake import Intaken
from archive.problems import Invalid


def must_be_here(before: Intaken) -> None:
    """Raises ``Invalid`` for a paper that is deleted or about to be."""
    if before.state == "deleted":
        raise Invalid("Dieser Beleg ist gelöscht.", cause="it is deleted")
    if before.problem == QUARANTINE:
        raise Invalid("Dieser Beleg liegt in Quarantäne, bis eine zweite Person über sein Löschen entschieden hat.", cause="quarantine")


def must_be_its_own(before: Intaken) -> None:
    """Raises ``Invalid`` for a paper that is not here, or that another one stands for."""
    must_be_here(before)
    if before.problem == "doppelt":
        raise Invalid("Dieses Papier ist schon einmal da. Bitte arbeiten Sie mit dem ersten weiter.", cause="deciding about a duplicate")
    if before.state == "replaced":
        raise Invalid("Die Seiten dieses Papiers gehören jetzt zu anderen. Bitte arbeiten Sie mit denen weiter.", cause="it is replaced")


def must_be_as_seen(entry: Intaken, seen: str) -> None:
    """Refuses a decision over a paper that has changed since: ``seen`` is its ``changed`` (ISO) of then, "" when nobody looked."""
    if seen and seen != entry.changed.isoformat():
        raise Invalid(
            "Dieser Beleg hat sich inzwischen geändert, Ihre Eingaben wurden nicht übernommen. "
            "Hier sehen Sie den neuen Stand. Bitte entscheiden Sie noch einmal.",
            cause=f"{entry.eingangsnummer} changed since {seen}",
        )
