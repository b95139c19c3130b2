"""What the profiles of e-invoices (BT-24) are called. Data only; an unknown one is shown as it is."""

from __future__ import annotations

import re

_NAMES = (
    (r"kosit:extension:xrechnung_([\d.]+)", "XRechnung {0} Extension"),
    (r"xrechnung:cvd_([\d.]+)", "XRechnung CVD {0}"),
    (r"(?:kosit|standard):xrechnung_([\d.]+)", "XRechnung {0}"),
    (r"peppol\.eu:2017:poacc:selfbilling", "Peppol BIS Self-Billing 3"),
    (r"peppol\.eu:2017:poacc:billing:([\d.]+)", "Peppol BIS Billing {0}"),
    (r"factur-x\.eu:1p0:minimum", "Factur-X/ZUGFeRD MINIMUM"),
    (r"factur-x\.eu:1p0:basicwl", "Factur-X/ZUGFeRD BASIC WL"),
    (r"factur-x\.eu:1p0:(basic|extended)", "Factur-X/ZUGFeRD {0}"),
    (r"zugferd\.de:2p0:(\w+)", "ZUGFeRD 2.0 {0}"),
    (r"ferd:.*invoice:1p0:(\w+)", "ZUGFeRD 1.0 {0}"),
    (r"order-x\.eu:1p0:(\w+)", "Order-X {0}"),
    (r"^urn:cen\.eu:en16931:2017$", "EN 16931"),
)


def profile_name(profile: str) -> str:
    """``profile_name("urn:cen.eu:en16931:2017") == "EN 16931"``."""
    for pattern, name in _NAMES:
        if found := re.search(pattern, profile):
            return name.format(*(part.upper() for part in found.groups()))
    return profile or "ohne Profil"
