"""Whether the settings of a login service can be used, told at the start and not at the first login. Asks it nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.installation.person import ROLE_NAMES, Role
from archive.problems import Invalid

ROLES: tuple[Role, ...] = ("buero", "lernende", "trainer")
"""What a new person may become without anybody asking: nobody who manages, and no auditor, who needs a last day."""
_HERE = ("127.0.0.1", "localhost", "::1")


def safe(address: str) -> bool:
    """Whether what is sent to an address can be read by nobody on the way: TLS, or this very machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))


def checked_provider(issuer: str, client: str, role: str) -> None:
    """Raises ``Invalid`` with the variable that can not be used."""
    if role and role not in ROLES:
        known = ", ".join(f"{each} ({ROLE_NAMES[each]})" for each in ROLES)
        raise Invalid(f"Die Einstellung MAPPE_OIDC_ROLE kann leer sein oder eines von: {known}.", cause="oidc role")
    if not issuer:
        return
    if not safe(issuer):
        raise Invalid("Die Einstellung MAPPE_OIDC_ISSUER muss eine Adresse mit https:// sein.", cause="oidc issuer is not https")
    if not client:
        raise Invalid(
            "Zu MAPPE_OIDC_ISSUER gehört MAPPE_OIDC_CLIENT: der Name, unter dem die Auftragsmappe beim Anmeldedienst eingetragen ist.",
            cause="oidc without client",
        )
