"""More layouts as settings, by era: printed forms, ERP printouts, word processors, web shops, packing tables with bar codes."""

from __future__ import annotations

from training.firm.draw import A4
from training.firm.layouts import heads, infos
from training.firm.layouts.desk import Column, Plan

LANDSCAPE = (A4[1], A4[0])
_ERP = {
    "pos": "Pos", "text": "Material / Bezeichnung", "quantity": "Menge", "unit": "ME", "price": "Preis", "base": "PE", "total": "Wert",
    "article": "Material", "net": "Positionen", "vat": "MWST {rate} %", "gross": "Endbetrag", "rest": "Rest", "ordered": "Bestellmenge",
}  # fmt: skip
_FORM = {
    "pos": "Pos.", "article": "Bestellzeichen", "text": "Gegenstand", "quantity": "Menge", "unit": "Einheit", "price": "Preis je Einheit",
    "base": "je", "total": "Betrag", "net": "Warenwert", "vat": "{rate} % MwSt.", "gross": "Gesamtbetrag", "rest": "offen",
}  # fmt: skip
_SHOP = {
    "article": "SKU", "text": "Artikel", "quantity": "Anzahl", "unit": "Einheit", "price": "Listenpreis", "total": "Summe", "base": "pro",
    "net": "Zwischensumme", "vat": "zzgl. Umsatzsteuer {rate} %", "gross": "Zu zahlen", "discount": "Rabatt %",
}  # fmt: skip
_LETTER = {
    "quantity": "Anzahl", "unit": "", "text": "Leistung", "price": "Preis/Einheit", "total": "Summe", "net": "Summe netto",
    "vat": "plus {rate} % Umsatzsteuer", "gross": "Rechnungssumme", "base": "je", "article": "Nummer",
}  # fmt: skip
_DISCOUNT = {
    "article": "Sachnummer", "text": "Artikelbezeichnung", "quantity": "Liefermenge", "unit": "ME", "price": "E-Preis", "base": "per",
    "total": "Nettobetrag", "net": "Summe", "vat": "MwSt {rate},00 %", "gross": "Zahlbetrag", "discount": "Rab. %",
}  # fmt: skip
_PACKED = {
    "article": "Artikelnr.", "text": "Artikel", "ordered": "bestellt", "quantity": "geliefert", "unit": "ME", "rest": "folgt",
    "weight": "Gesamtgewicht", "packages": "Colli", "received": "Empfang bestätigt",
}  # fmt: skip


def _c(key: str, share: float) -> Column:
    return Column(key, share, right=key in {"quantity", "price", "base", "total", "rest", "ordered", "discount"})


def _columns(**shares: float) -> tuple[Column, ...]:
    return tuple(_c(key, share) for key, share in shares.items())


INVOICES = {
    "erp": Plan(
        heads.plain,
        infos.columns_block,
        _columns(pos=6, text=46, quantity=11, unit=6, price=13, base=6, total=15),
        address=40,
        grid="striche",
        totals="tabelle",
        foot="zeilen",
        points=8.6,
        margins=(20, 15),
        font="mono",
        words=_ERP,
        under=True,
    ),
    "wort": Plan(
        heads.letter,
        infos.sentence,
        _columns(quantity=9, unit=7, text=46, price=16, base=6, total=16),
        grid="kasten",
        foot="strich",
        points=11,
        font="serif",
        words=_LETTER,
    ),
    "vordruck": Plan(
        heads.preprint,
        infos.form_boxes,
        _columns(pos=5, article=15, text=37, quantity=10, unit=8, price=13, base=5, total=14),
        address=36,
        title=112,
        grid="formblatt",
        totals="spalten",
        foot="zeilen",
        points=9,
        margins=(18, 14),
        font="matrix",
        words=_FORM,
    ),
    "shop": Plan(
        heads.waves,
        infos.strip,
        _columns(text=45, quantity=9, unit=7, price=12, discount=9, base=6, total=14),
        address=38,
        title=100,
        grid="zebra",
        totals="rechts",
        points=9,
        margins=(22, 16),
        font="cabin",
        words=_SHOP,
        under=True,
        code="giro",
    ),
    "giro": Plan(
        heads.of_supplier,
        infos.right_block,
        _columns(pos=5, article=14, text=36, quantity=9, unit=6, price=12, base=6, total=14),
        grid="linien",
        foot="spalten",
        code="giro",
        words={"price": "Preis EUR", "total": "Betrag EUR", "gross": "Gesamtbetrag", "net": "Summe netto", "vat": "{rate} % Umsatzsteuer"},
    ),
    "rabatt": Plan(
        heads.corner,
        infos.line_block,
        _columns(pos=5, article=14, text=31, quantity=9, unit=5, price=11, discount=8, base=5, total=13),
        address=32,
        title=100,
        grid="linien",
        totals="kasten",
        points=9,
        margins=(20, 14),
        words=_DISCOUNT,
    ),
    "zweispaltig": Plan(
        heads.of_supplier,
        infos.left_block,
        _columns(article=15, text=38, total=15, quantity=9, unit=6, price=13, base=6),
        address=36,
        grid="ohne",
        totals="spalten",
        foot="strich",
        points=9.2,
        words={"article": "Kennung", "text": "Beschreibung", "total": "Gesamt", "price": "Einzel", "quantity": "Mge.", "gross": "Endsumme"},
    ),
}
NOTES = {
    "ls_erp": Plan(
        heads.plain,
        infos.columns_block,
        _columns(pos=6, text=52, ordered=14, quantity=12, unit=6, rest=10),
        address=40,
        grid="striche",
        foot="zeilen",
        points=8.6,
        margins=(20, 15),
        font="mono",
        words=_ERP,
        under=True,
    ),
    "ls_vordruck": Plan(
        heads.preprint,
        infos.form_boxes,
        _columns(pos=6, article=18, text=46, quantity=12, unit=9, rest=10),
        address=36,
        title=112,
        grid="formblatt",
        foot="zeilen",
        points=9,
        margins=(18, 14),
        font="matrix",
        words=_FORM,
    ),
    "ls_wort": Plan(
        heads.letter,
        infos.sentence,
        _columns(quantity=10, unit=8, text=60, article=18, rest=10),
        grid="kasten",
        foot="strich",
        points=11,
        font="serif",
        words={**_LETTER, "text": "Ware", "rest": "fehlt noch"},
    ),
    "ls_pack": Plan(
        heads.waves,
        infos.strip,
        _columns(pos=5, article=16, text=42, ordered=11, quantity=11, unit=7, rest=9),
        address=38,
        title=100,
        grid="kasten",
        points=9,
        margins=(22, 16),
        font="cabin",
        words=_PACKED,
        code="strich",
    ),
    "ls_ecke": Plan(
        heads.corner,
        infos.line_block,
        _columns(pos=6, article=16, text=44, quantity=12, unit=8, rest=12),
        address=32,
        title=100,
        grid="linien",
        points=9,
        margins=(20, 14),
        words={"quantity": "Liefermenge", "unit": "ME", "article": "Sachnummer", "rest": "Rückstand", "text": "Artikelbezeichnung"},
        code="strich",
    ),
}
