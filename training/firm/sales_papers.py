"""What papers between us and our customers say: enquiry, offer, order, confirmation, our own delivery note, and our self-billed credit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from training.firm.chance import chance
from training.firm.masterdata import Master, Order
from training.firm.paper import Paper, Ref, Row
from training.firm.parties import as_sender, customers, firm
from training.firm.scenario import Spec
from training.firm.sums import summed
from training.firm.wording import day, money

LAYOUTS = {"eigen"}
_PARTS = (("Montage und Inbetriebnahme", "0.12"), ("Dokumentation und CE-Unterlagen", "0.03"))
_TITLES = {"anfrage": "Anfrage", "angebot": "Angebot", "bestellung": "Bestellung", "auftragsbestaetigung": "Auftragsbestätigung"}


def compose(paper: Paper, spec: Spec, data: Master) -> Paper:
    """Fill in a paper of the sales side, or an enquiry of ours to a supplier."""
    if spec.doctype == "gutschrift":
        return _self_billed(paper)
    if spec.doctype == "anfrage" and not spec.customer:
        return _enquiry(paper, spec, data)
    order = data.orders[paper.orders[0]]
    paper = replace(paper, title=_TITLES.get(spec.doctype, paper.title), language="de")
    return _from_customer(paper, spec, order, data.seed) if spec.customer else _to_customer(paper, order, data.seed)


def _rows(order: Order, seed: int) -> tuple[Row, ...]:
    """What the customer pays: the machine part itself, and what comes with it."""
    rng = chance(seed, "verkauf", order.number)
    price = Decimal(rng.randrange(18, 240) * 100)
    rows = [Row("1", "", order.title, Decimal(1), "Stk", price, 1, price, order=order.number)]
    for place, (text, share) in enumerate(_PARTS[: rng.randrange(3)], 2):
        part = price * Decimal(share)
        rows.append(Row(str(place), "", text, Decimal(1), "psch", part, 1, part.quantize(Decimal("0.01")), order=order.number))
    return tuple(rows)


def _offer(order: Order) -> str:
    return f"AG-26-{int(order.number[-4:]):04d}"


def _from_customer(paper: Paper, spec: Spec, order: Order, seed: int) -> Paper:
    """An enquiry knows no number of ours yet; an order knows our offer, and a later change our order number."""
    rows = _rows(order, seed)
    refs = [Ref("Lieferanten-Nr.", paper.supplier.our_number)]
    if "kommission" in spec.prints:
        refs.append(Ref("Ihre Auftragsnummer", order.number, "auftragsnummer"))
    if spec.doctype == "anfrage":
        rows = tuple(replace(row, price=None, total=None) for row in rows)
        wish = ("bitte bieten Sie uns bis in zwei Wochen an:",)
        need = ("Wir bitten um Ihr Angebot mit Liefertermin und Zahlungsbedingungen.",)
        return replace(paper, layout="brief", refs=tuple(refs), rows=rows, sums=None, opening=wish, closing=need)
    refs.append(Ref("Ihr Angebot", _offer(order)))
    opening = ("hiermit bestellen wir zu den Bedingungen Ihres Angebots:",)
    ending = (f"Gewünschter Liefertermin: {day(order.due, 'de')}.", "Bitte bestätigen Sie uns den Auftrag schriftlich.")
    return replace(paper, layout="brief", refs=tuple(refs), rows=rows, sums=summed(paper, rows), opening=opening, closing=ending)


def _to_customer(paper: Paper, order: Order, seed: int) -> Paper:
    customer = as_sender(order.customer)
    rows, offer = _rows(order, seed), paper.doctype == "angebot"
    shown = replace(paper, layout="eigen", supplier=customer, sender=firm(), receiver=customers()[order.customer])
    refs = [Ref("Kunden-Nr.", order.customer), Ref("Bearbeitung", "M. Overdieck")]
    number = _offer(order)
    if not offer:
        refs.append(Ref("Unser Auftrag", order.number, "auftragsnummer"))
        number = order.number
    if paper.doctype == "lieferschein":
        return _note(replace(shown, refs=tuple(refs)), rows)
    week = order.due.isocalendar().week
    opening = (
        "vielen Dank für Ihre Anfrage. Gern bieten wir Ihnen an:" if offer else "vielen Dank für Ihre Bestellung, die wir bestätigen:",
    )
    ending = (f"Liefertermin: KW {week}/2026.", "Zahlung: 30 Tage netto. Es gelten unsere Verkaufsbedingungen.")
    shown = replace(shown, number=number if offer else f"AB {number}", refs=tuple(refs), rows=rows, opening=opening, closing=ending)
    return replace(shown, sums=summed(shown, rows))


def _note(paper: Paper, rows: tuple[Row, ...]) -> Paper:
    """Our own delivery note to a customer."""
    bare = tuple(replace(row, price=None, total=None) for row in rows if row.unit == "Stk")
    number = f"LS-26-{int(paper.orders[0][-4:]):04d}"
    extra = {"weight": "860 kg", "packages": "2"}
    return replace(paper, layout="eigen_ls", title="Lieferschein", number=number, rows=bare, extra=extra)


def _enquiry(paper: Paper, spec: Spec, data: Master) -> Paper:
    """Our enquiry to a supplier."""
    lines = [line for number in spec.purchases for line in data.purchases[number].lines]
    rows = tuple(
        Row(str(line.position), line.article.number, line.article.text, line.quantity, line.article.unit, order=line.order)
        for line in lines
    )
    refs = (Ref("Unser Auftrag", paper.orders[0], "auftragsnummer"), Ref("Bearbeitung", "J. Kohnen")) if paper.orders else ()
    until = day(paper.day + timedelta(days=10), "de")
    shown = replace(
        paper, layout="eigen", title="Anfrage", sender=firm(), receiver=paper.supplier.party, language="de", refs=refs, rows=rows
    )
    number = f"AF-26-{int(paper.number[-3:]) if paper.number[-3:].isdigit() else 117:04d}"
    return replace(shown, number=number, opening=("bitte bieten Sie uns an:",), closing=(f"Wir bitten um Ihr Angebot bis {until}.",))


def _self_billed(paper: Paper) -> Paper:
    """We bill ourselves for what a small carrier did for us: the word "Gutschrift" means an invoice here."""
    price = Decimal("385.00")
    text = "Sonderfahrt Aachen – Eschweiler, Abrechnung nach Vereinbarung"
    rows = (Row("1", "", text, Decimal(1), "psch", price, 1, price, order=paper.orders[0]),)
    refs = (Ref("Lieferanten-Nr.", paper.supplier.party.number), Ref("Unser Auftrag", paper.orders[0], "auftragsnummer"))
    shown = replace(
        paper, layout="eigen", title="Gutschrift", sender=firm(), receiver=paper.supplier.party, language="de", refs=refs, rows=rows
    )
    sums = summed(shown, rows)
    texts = (
        f"USt-IdNr. des leistenden Unternehmens: {paper.supplier.party.vat_id}",
        f"Wir überweisen {money(sums.gross)} EUR auf das vereinbarte Konto. Bitte widersprechen Sie, wenn etwas nicht stimmt.",
    )
    opening = ("über Ihre Leistung rechnen wir im vereinbarten Gutschriftverfahren (§ 14 Abs. 2 UStG) ab:",)
    return replace(shown, number=f"GS-26-{7:03d}", sums=sums, opening=opening, closing=texts)
