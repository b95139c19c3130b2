"""Plain pages with which a handed-over archive can be looked through in any browser, without a program and without a network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from archive.doctypes import doctype
from archive.order import Firm, Order
from export.parcel import plain_name
from export.tables import NUMBERS, STATES, Paper, own_day

_HEAD = (
    '<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body{{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}"
    "table{{border-collapse:collapse;width:100%}}td,th{{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #bbb;"
    "vertical-align:top}}</style></head><body>\n"
)


def start_page(firm: Firm, orders: Sequence[Order], loose: Sequence[Paper], made: str) -> bytes:
    """The way in: all orders, and what lies in none."""
    rows = "".join(
        f'<tr><td><a href="{_link(f"mappen/{plain_name(order.number)}/index.html")}">{escape(order.number)}</a></td>'
        f"<td>{escape(order.customer)}</td><td>{escape(order.title)}</td></tr>\n"
        for order in orders
    )
    head = _HEAD.format(title=f"Auftragsmappe {escape(firm.name)}")
    body = (
        f"<h1>Auftragsmappe {escape(firm.name)}</h1>\n<p>{escape(made)}. Alle Angaben stehen auch in den CSV-Dateien daneben; "
        "die Dateien der Belege sind Byte für Byte so, wie sie hereinkamen (Prüfsummen in dokumente.csv).</p>\n"
        f"<h2>Mappen</h2>\n<table><tr><th>Auftrag</th><th>Kunde</th><th>Gegenstand</th></tr>\n{rows}</table>\n"
        f"<h2>Ohne Mappe</h2>\n{_papers(loose, '')}"
    )
    return _page(head, body)


def folder_page(order: Order, papers: Sequence[Paper]) -> bytes:
    """The papers of one order."""
    head = _HEAD.format(title=escape(order.number))
    body = (
        f'<p><a href="../../index.html">Alle Mappen</a></p>\n<h1>{escape(order.number)}</h1>\n'
        f"<p>{escape(order.customer)} · {escape(order.title)}</p>\n{_papers(papers, '../../')}"
    )
    return _page(head, body)


def _papers(papers: Sequence[Paper], up: str) -> str:
    if not papers:
        return "<p>Keine Belege.</p>\n"
    rows = "".join(_row(paper, up) for paper in papers)
    names = ("Eingang", "Art", "Nummer", "Tag", "Lieferant", "Stand")
    return f"<table><tr>{''.join(f'<th>{name}</th>' for name in names)}</tr>\n{rows}</table>\n"


def _row(paper: Paper, up: str) -> str:
    entry, document = paper.entry, paper.document
    number = escape(entry.eingangsnummer)
    first = f'<a href="{_link(up + paper.file)}">{number}</a>' if paper.file else number
    own = next((value for field in NUMBERS if document and (value := document.value(field))), "")
    kind = doctype(document.doctype).name if document else ""
    supplier = document.value("lieferant") if document else ""
    cells = (first, escape(kind), escape(own), f"{own_day(paper):%d.%m.%Y}", escape(supplier), STATES[entry.state])
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _link(path: str) -> str:
    return escape(quote(path))


def _page(head: str, body: str) -> bytes:
    return f"{head}{body}</body></html>\n".encode()
