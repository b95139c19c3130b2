"""What stands in place of the tables for people who lack the right to confidential papers: the same rows without what is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from archive.catalog.veil import types

# "$" is the schema of the tables, "#" the column that is looked at.
_PAPER = "NOT EXISTS (SELECT 1 FROM $.veil v WHERE v.eingangsnummer = x.# AND v.hidden = 1)"
_FOLDER = "NOT EXISTS (SELECT 1 FROM $.confidential c WHERE c.number = x.# AND c.kind = 'mappe' AND c.choice = 'vertraulich')"
_BOUGHT = (
    "NOT EXISTS (SELECT 1 FROM $.purchase_order_order p JOIN $.confidential c ON c.number = p.order_number"
    " WHERE c.kind = 'mappe' AND c.choice = 'vertraulich' AND p.purchase_order = x.#)"
)
# What was judged of a folder speaks of all its papers; only filed ones of types that nobody compares leave no trace in it.
_QUIET = (
    "NOT EXISTS (SELECT 1 FROM $.link l JOIN $.veil v ON v.eingangsnummer = l.eingangsnummer AND v.hidden = 1"
    " LEFT JOIN $.document d ON d.eingangsnummer = l.eingangsnummer"
    " WHERE l.order_number = x.# AND (d.state IS NULL OR d.state <> 'filed' OR d.doctype NOT IN (%)))"
)

_NOTE = (
    "NOT EXISTS (SELECT 1 FROM $.knowledge_anchor a LEFT JOIN $.veil v ON v.eingangsnummer = a.key AND v.hidden = 1"
    " LEFT JOIN $.confidential c ON c.number = a.key AND c.kind = 'mappe' AND c.choice = 'vertraulich'"
    " WHERE a.note = x.key AND (v.eingangsnummer IS NOT NULL OR c.number IS NOT NULL))"
)

_OF_PAPERS = (
    *("intake", "document", "finding", "link", "look", "cost_choice", "lesson", "effort"),
    *("deletion", "erasure", "inspection"),
)


def _at(condition: str, column: str) -> str:
    return condition.replace("#", column)


_WHERE = {
    **{table: _at(_PAPER, "eingangsnummer") for table in _OF_PAPERS},
    "orders": _at(_FOLDER, "number"),
    "decision": _at(_FOLDER, "order_number"),
    "journal": " AND ".join(_at(each, "about") for each in (_PAPER, _FOLDER, _BOUGHT)),
    "hold": f"{_at(_PAPER, 'number')} AND {_at(_FOLDER, 'number')}",
    "pair_decision": f"{_at(_PAPER, 'first')} AND {_at(_PAPER, 'second')}",
    "kin": f"{_at(_PAPER, 'one')} AND {_at(_PAPER, 'other')}",
    "purchase_order": _at(_BOUGHT, "number"),
    "purchase_order_order": _at(_BOUGHT, "purchase_order"),
    "folder_state": f"{_at(_FOLDER, 'order_number')} AND {_at(_QUIET, 'order_number')}",
    "open_item": f"{_at(_PAPER, 'subject')} AND {_at(_FOLDER, 'subject')} AND (x.source <> 'mappe' OR {_at(_QUIET, 'subject')})",
    "knowledge_anchor": f"{_at(_PAPER, 'key')} AND {_at(_FOLDER, 'key')}",
    "knowledge": _NOTE,
    "confidential": "x.choice <> 'vertraulich'",
    "veil": "1 = 0",
}


def views(schema: str) -> Iterator[str]:
    """The statements that make the views of one connection; temporary ones come before tables on both databases."""
    quiet = ", ".join(f"'{key}'" for key in types())
    for table, condition in _WHERE.items():
        statement = f"CREATE TEMPORARY VIEW {table} AS SELECT * FROM $.{table} x WHERE {condition}"  # noqa: S608 — words of our own alone
        yield statement.replace("%", quiet).replace("$", schema)
