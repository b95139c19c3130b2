"""Composes the papers around delivery and invoice: confirmation, our order, certificate, reminder, credit, offer, consignment note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from training.firm.chance import chance
from training.firm.masterdata import CENT, Bought, Master, amount, melt
from training.firm.paper import Paper, Ref, Row
from training.firm.parties import customers, firm
from training.firm.scenario import Spec
from training.firm.sums import summed
from training.firm.wording import day, money


def compose(paper: Paper, spec: Spec, data: Master, before: Mapping[str, Paper]) -> Paper:
    """Fill in what a paper of this type says."""
    makers = {
        "auftragsbestaetigung": _confirmation,
        "bestellung": _purchase,
        "angebot": _offer,
        "frachtbrief": _freight,
    }
    if spec.doctype == "pruefbescheinigung":
        return _certificate(paper, spec, data)
    if spec.doctype in makers:
        return makers[spec.doctype](paper, data)
    about = before[spec.about]
    if spec.doctype == "mahnung":
        return _reminder(paper, about)
    return _cancelled(paper, about) if spec.case == "stornorechnung" else _credit(paper, about)


def _priced(paper: Paper, data: Master) -> tuple[Row, ...]:
    lines: list[Bought] = [line for number in paper.purchases for line in data.purchases[number].lines]
    return tuple(
        Row(
            position=str(line.position),
            article=line.article.number,
            text=line.article.text,
            quantity=line.quantity,
            unit=line.article.unit,
            price=line.article.price,
            base=line.article.base,
            total=amount(line.quantity, line.article),
            purchase=line.purchase,
            order=line.order,
        )
        for line in lines
    )


def _confirmation(paper: Paper, data: Master) -> Paper:
    rows = _priced(paper, data)
    week = (paper.day + timedelta(days=14)).isocalendar().week
    ending = (f"Liefertermin: KW {week}/2026, frei Haus. Es gelten unsere Verkaufsbedingungen.",)
    opening = ("vielen Dank für Ihren Auftrag, den wir wie folgt bestätigen:",)
    return replace(paper, layout="brief", rows=rows, sums=summed(paper, rows), opening=opening, closing=ending)


def _purchase(paper: Paper, data: Master) -> Paper:
    """Our own order: here we are the sender, and "our" numbers really are ours."""
    number = paper.purchases[0]
    marked = [
        f"Zeugnis {line.article.certificate} nach EN 10204" if line.article.certificate else "" for line in data.purchases[number].lines
    ]
    rows = tuple(
        replace(row, remark=mark, heading=(Ref("Unser Auftrag", row.order, "auftragsnummer"),) if row.order else ())
        for row, mark in zip(_priced(paper, data), marked, strict=True)
    )
    refs = (
        Ref("Lieferanten-Nr.", paper.supplier.party.number),
        Ref("Unsere Bestellung", number, "bestellnummer"),
        Ref("Bearbeitung", "J. Kohnen"),
    )
    due = day(paper.day + timedelta(days=14), "de")
    ending = (
        f"Liefertermin: {due}, Anlieferung Mo–Fr 7:00–14:30 Uhr, Tor 2.",
        "Bitte geben Sie auf allen Papieren unsere Bestellnummer an.",
    )
    changed = replace(paper, layout="eigen", sender=firm(), receiver=paper.supplier.party, language="de", number=number, refs=refs)
    return replace(
        changed, rows=rows, sums=summed(changed, rows), opening=("wir bestellen zu Ihren Bedingungen laut Angebot:",), closing=ending
    )


def _certificate(paper: Paper, spec: Spec, data: Master) -> Paper:
    rng = chance(data.seed, "zeugnis", paper.key)
    kind = spec.certificate or "3.1"
    lines = [line for line in data.purchases[paper.purchases[0]].lines if line.article.certificate == kind]
    wrong = 1 if spec.fault == "charge" else 0
    rows = tuple(replace(_bare(line), remark=f"Schmelze {int(melt(data.seed, line)) + wrong}") for line in lines)
    values = {
        element: f"0,{rng.randrange(low, high):03d}"
        for element, low, high in (_LIGHT if lines[0].article.text.startswith("Alu") else _ELEMENTS)
    }
    extra: dict[str, str] = values | {
        "Rp0,2": f"{rng.randrange(365, 520)}",
        "Rm": f"{rng.randrange(530, 690)}",
        "A5": f"{rng.randrange(21, 31)},{rng.randrange(10)}",
    }
    number = f"PZ-{rng.randrange(10000, 99999)}"
    refs = tuple(ref for ref in paper.refs if ref.field != "kundennummer")
    title = "Abnahmeprüfzeugnis 3.1" if kind == "3.1" else f"Werkszeugnis {kind}"
    return replace(paper, layout="zeugnis", title=title, number=number, rows=rows, refs=refs, extra=extra | {"kind": kind})


_LIGHT = (("Si", 120, 400), ("Fe", 180, 400), ("Cu", 20, 100), ("Mn", 400, 990), ("Mg", 400, 990), ("Cr", 50, 250), ("Zn", 20, 250))
_ELEMENTS = (("C", 140, 420), ("Si", 180, 320), ("Mn", 600, 990), ("P", 8, 20), ("S", 4, 16), ("Cr", 20, 110), ("Mo", 15, 220))


def _bare(line: Bought) -> Row:
    article = line.article
    return Row(str(line.position), article.number, article.text, line.quantity, article.unit, purchase=line.purchase, order=line.order)


def _offer(paper: Paper, data: Master) -> Paper:
    rows = _priced(paper, data)
    until = day(paper.day + timedelta(days=30), "de")
    opening = ("vielen Dank für Ihre Anfrage. Wir bieten Ihnen freibleibend an:",)
    return replace(
        paper,
        layout="brief",
        number=f"ANG-{paper.number}",
        rows=rows,
        sums=summed(paper, rows),
        opening=opening,
        closing=(f"Dieses Angebot gilt bis {until}. Lieferzeit etwa 4 Wochen nach Eingang der Bestellung.",),
    )


def _freight(paper: Paper, data: Master) -> Paper:
    order = data.orders[paper.orders[0]]
    rows = (Row("1", "", f"{order.title}, Exportkiste", Decimal(2), "Kiste", remark="1.240 kg, 4 Lademeter", order=order.number),)
    to = customers()[order.customer]
    extra = {"plate": "AC-MW 990", "to": to.name, "street": to.street, "place": to.place}
    return replace(paper, layout="fracht", number=f"CMR {paper.number}", rows=rows, extra=extra)


def _reminder(paper: Paper, about: Paper) -> Paper:
    sums = about.sums
    if sums is None:
        message = f"{about.key} is no invoice"
        raise ValueError(message)
    refs = (
        *(ref for ref in paper.refs if ref.field in {"kundennummer", "bestellnummer"}),
        Ref("Rechnung", about.number, "rechnungsnummer"),
    )
    opening = (
        f"zu unserer Rechnung {about.number} vom {day(about.day, 'de')} über {money(sums.gross)} EUR, fällig am {day(sums.due, 'de')},",
        "haben wir noch keinen Zahlungseingang feststellen können. Sicher ist es Ihrer Aufmerksamkeit entgangen.",
        "Bitte überweisen Sie den Betrag innerhalb der nächsten 7 Tage auf das unten genannte Konto.",
    )
    refs = (*refs, Ref("Offener Betrag", f"{money(sums.gross)} EUR"))
    ending = ("Sollten Sie inzwischen gezahlt haben, betrachten Sie dieses Schreiben bitte als gegenstandslos.",)
    return replace(paper, layout="brief", number=f"M1-{about.number}", refs=refs, opening=opening, closing=ending)


def _credit(paper: Paper, about: Paper) -> Paper:
    """Gives back the surcharge of the line that was invoiced too high."""
    row = about.rows[min(1, len(about.rows) - 1)]
    if row.price is None:
        message = f"{about.key} has no prices"
        raise ValueError(message)
    back = (row.price - (row.price / Decimal("1.12"))).quantize(CENT)
    given = replace(row, price=back, total=(back * row.quantity / row.base).quantize(CENT), text=f"Preiskorrektur {row.text}", heading=())
    refs = (*paper.refs, Ref("ZU RECHNUNG", about.number, "rechnungsnummer"))
    sums = summed(paper, [given])
    return replace(paper, rows=(given,), refs=refs, sums=sums, closing=("Der Betrag wird mit der naechsten Rechnung verrechnet.",))


def _cancelled(paper: Paper, about: Paper) -> Paper:
    """Takes a whole invoice back."""
    refs = (*paper.refs, Ref("Storno zu Rechnung", about.number, "rechnungsnummer"))
    rows = tuple(replace(row, heading=()) for row in about.rows)
    opening = ("hiermit stornieren wir die genannte Rechnung in voller Höhe.",)
    return replace(paper, title="Stornorechnung", rows=rows, refs=refs, sums=about.sums, opening=opening)
