"""What papers of workshop, stores and drawing office say: goods receipt, measurements, route card, parts list, hours, drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from training.firm.chance import chance
from training.firm.masterdata import Master, customer_name
from training.firm.paper import Paper, Ref
from training.firm.parties import firm
from training.firm.scenario import Spec
from training.firm.wording import quantity

LAYOUTS = {"werk", "zeichnung"}
Rows = tuple[tuple[str, ...], ...]


def compose(paper: Paper, spec: Spec, data: Master, before: Mapping[str, Paper]) -> Paper:
    """Fill in the table of such a paper."""
    rng = chance(data.seed, "werk", paper.key)
    if spec.doctype == "wareneingangsschein":
        return _receipt(paper, before[spec.notes[0]], rng)
    title, prefix, rows = _KINDS[spec.doctype]
    order = data.orders[paper.orders[0]]
    drawing = f"Z-{10800 + int(order.number[-2:])}-{rng.choice('ABC')}"
    refs = (
        Ref("Auftrag", order.number, "auftragsnummer"),
        Ref("Kunde", customer_name(order)),
        Ref("Benennung", order.title),
        Ref("Zeichnungs-Nr.", drawing, "zeichnungsnummer"),
    )
    outside = spec.doctype == "pruefprotokoll" and bool(spec.supplier or spec.purchases)
    sender = paper.sender if outside else firm()
    number = f"{prefix}{rng.randrange(1000, 9999)}" if spec.doctype != "zeichnung" else drawing
    shown = replace(paper, title=title, language="de", sender=sender, number=number, refs=refs, table=rows(rng))
    return replace(shown, layout=spec.layout, extra={"sign": "geprüft" if outside else "Datum, Name"})


def _receipt(paper: Paper, note: Paper, rng: Random) -> Paper:
    """Filled in at the gate, with the delivery note in the hand."""
    refs = (
        Ref("Lieferant", note.sender.name),
        Ref("Lieferschein-Nr.", note.number, "lieferscheinnummer"),
        *(Ref("Bestellung", number, "bestellnummer") for number in note.purchases[:1]),
        Ref("angenommen von", rng.choice(("R. Thönnes", "K. Radermacher", "S. Yildirim"))),
    )
    head = ("Pos.", "Artikel", "Menge lt. LS", "Menge geliefert", "Lagerplatz", "Zustand")
    rows = tuple(
        (
            row.position,
            row.text[:38],
            quantity(row.quantity),
            quantity(row.quantity),
            f"R{rng.randrange(1, 9)}-{rng.randrange(10, 40)}",
            "i. O.",
        )
        for row in note.rows
    )
    shown = replace(
        paper, title="Wareneingangsschein", number=f"WE-26-{rng.randrange(1000, 9999)}", sender=firm(), language="de", refs=refs
    )
    return replace(shown, layout="werk", table=(head, *rows), extra={"sign": "Datum, Unterschrift Lager", "hand": "1"}, orders=note.orders)


def _measured(rng: Random) -> Rows:
    rows = []
    for place in range(1, rng.randrange(7, 12)):
        nominal, tolerance = rng.choice((12, 25, 30, 48, 60, 80, 120)), rng.choice((0.02, 0.05, 0.1))
        real = nominal + rng.uniform(-tolerance, tolerance) * 0.8
        shown = [f"{value:.3f}".replace(".", ",") for value in (nominal, tolerance, real)]
        rows.append((str(place), rng.choice(("Ø", "Länge", "Breite", "Abstand", "Tiefe")), shown[0], f"± {shown[1]}", shown[2], "i. O."))
    return (("Nr.", "Merkmal", "Nennmaß", "Toleranz", "Istmaß", "Ergebnis"), *rows)


def _steps(rng: Random) -> Rows:
    steps = ("Sägen", "Drehen", "Fräsen", "Bohren", "Entgraten", "Härten (extern)", "Schleifen", "Prüfen", "Montage")
    rows = tuple(
        (f"{place * 10:03d}", step, f"{rng.randrange(410, 470)}", str(rng.randrange(10, 90)), str(rng.randrange(5, 60)), "")
        for place, step in enumerate(steps[: rng.randrange(5, 9)], 1)
    )
    return (("AG-Nr.", "Arbeitsgang", "Kostenstelle", "Rüstzeit min", "Stückzeit min", "Zeichen"), *rows)


def _parts(rng: Random) -> Rows:
    names = ("Welle", "Lagerbock", "Deckel", "Passfeder", "Zylinderschraube M8x30", "Scheibe A 8,4", "Dichtring", "Grundplatte", "Bolzen")
    rows = tuple(
        (
            str(place),
            str(rng.randrange(1, 13)),
            "Stk",
            name,
            f"{100 + place:03d}.24.{rng.randrange(100):02d}",
            rng.choice(("S355J2", "42CrMo4", "8.8")),
        )
        for place, name in enumerate(names[: rng.randrange(6, 10)], 1)
    )
    return (("Pos.", "Menge", "Einheit", "Benennung", "Sachnummer", "Werkstoff"), *rows)


def _hours(rng: Random) -> Rows:
    days = ("Mo", "Di", "Mi", "Do", "Fr")
    rows = tuple(
        (name, "07:00", f"{rng.randrange(14, 17)}:{rng.choice(('00', '30'))}", "0:45", rng.choice(("Montage", "Schweißen")))
        for name in days
    )
    return (("Tag", "Beginn", "Ende", "Pause", "Tätigkeit"), *rows)


def _views(_rng: Random) -> Rows:
    return (("Maßstab", "Werkstoff", "Allgemeintoleranzen", "Kanten"), ("1:2", "42CrMo4+QT", "ISO 2768-mK", "ISO 13715"))


_KINDS: Mapping[str, tuple[str, str, Callable[[Random], Rows]]] = {
    "pruefprotokoll": ("Messprotokoll", "MP-26-", _measured),
    "laufkarte": ("Laufkarte", "FA-26-", _steps),
    "stueckliste": ("Stückliste", "SL-26-", _parts),
    "stundenzettel": ("Stundenzettel", "SZ-26-", _hours),
    "zeichnung": ("Zeichnung", "", _views),
}
