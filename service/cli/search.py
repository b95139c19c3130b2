"""``mappe search``: finds papers by words, numbers, dates and amounts."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from service.cli import show
from service.cli.command import FINE, Command, with_json
from service.cli.german import whole_number

if TYPE_CHECKING:
    from search.index import Hit, Results
    from service.settings import Settings

_MOST = 100


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="+",
        metavar="SUCHE",
        help='Wörter und Nummern, "ganze Wendungen", typ:rechnung, datum>=2026-01, fehlt:lieferschein …',
    )
    parser.add_argument("--limit", type=_limit, default=20, metavar="ZAHL", help=f"höchstens so viele Treffer, bis {_MOST} (sonst: 20)")
    with_json(parser)


def _limit(text: str) -> int:
    if not 1 <= (number := whole_number(text)) <= _MOST:
        raise argparse.ArgumentTypeError(f"eine Zahl von 1 bis {_MOST} wird gebraucht")
    return number


def _run(arguments: argparse.Namespace) -> int:
    from service.settings import from_environment

    results = _asked(from_environment(), " ".join(arguments.query), arguments.limit)
    if arguments.json:
        show.as_json({"total": results.total, "hits": [_record(hit) for hit in results.hits]})
        return FINE
    for hit in results.hits:
        show.result(f"{hit.eingangsnummer}  {hit.name}  {', '.join(hit.orders) or 'ohne Auftrag'}: {hit.because}")
        if hit.snippet.text:
            show.result(f"    {hit.snippet.text}")
    show.result(_sum(results.total, len(results.hits)))
    return FINE


def _asked(settings: Settings, query: str, limit: int) -> Results:
    from search.asking import ask
    from search.engines import open_index
    from search.index import Page
    from service.cli.space import opened

    index = open_index(settings.index, settings.index_folder)
    try:
        with ExitStack() as stack:
            return ask(lambda: stack.enter_context(opened(settings, as_is=True)), index, query, Page(size=limit))
    finally:
        index.close()


def _sum(total: int, shown: int) -> str:
    if not total:
        return "Nichts gefunden."
    return f"{total} gefunden." if total == shown else f"{total} gefunden, {shown} gezeigt."


def _record(hit: Hit) -> dict[str, Any]:
    return {
        "eingangsnummer": hit.eingangsnummer,
        "sha256": hit.sha256,
        "name": hit.name,
        "doctype": hit.doctype,
        "orders": list(hit.orders),
        "score": round(hit.score, 4),
        "because": hit.because,
        "snippet": hit.snippet.text,
    }


COMMAND = Command(
    name="search",
    summary="findet Belege nach Wörtern, Nummern, Tagen und Beträgen",
    run=_run,
    arguments=_arguments,
)
