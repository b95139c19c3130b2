"""Any request at all to the interface for programs and to every screen: an answer or a refusal in German, never a 500.

Requests are made up from the interface's own description, and from what people and programs type in the wrong places.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.conftest import Live
from tests.service.papers import Paper, file
from tests.service.test_rights import routes

ODD = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "9" * 400,
    "A" * 5000,
    "\x00",
    "%00",
    "..",
    "../..",
    "ä\u0308\u202e🧾",
    "'\";--",
    "{{7*7}}",
)
TEXT = st.sampled_from(ODD) | st.text(max_size=40) | st.integers().map(str) | st.dates().map(str)
DEEP = pytest.param(800, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])


def asked(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def known(live: Live) -> list[str]:
    """Numbers there are, so that requests get past the first look."""
    return [file(live.space, Paper(number="123"), "eins.pdf"), "A-26-0112", "B-26-00417", "1"]


def right(answer: httpx2.Response, how: str) -> None:
    """What holds for any answer to any request."""
    assert answer.status_code < 500, (how, answer.status_code, answer.text[-1500:])
    assert "Traceback" not in answer.text
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 400 and kind.startswith("application/json"):
        assert answer.json()["problem"]["message"].strip(), how
    elif answer.status_code >= 400 and kind.startswith("text/html"):
        assert 'lang="de"' in answer.text or "hx-" in answer.text or "notice" in answer.text, how


def operations(client: httpx2.Client) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in client.get("/api/v1/openapi.json").json()["paths"].items():
        for method, said in methods.items():
            yield method.upper(), path, said


@pytest.mark.parametrize("examples", [60, DEEP])
def test_the_interface_answers_whatever_it_is_asked(client: httpx2.Client, known: list[str], examples: int) -> None:
    described = list(operations(client))
    value = TEXT | st.sampled_from(known)

    @asked(examples)
    @given(st.sampled_from(described), st.data())
    def ask(operation: tuple[str, str, dict[str, Any]], data: st.DataObject) -> None:
        method, path, said = operation
        parameters = {
            one["name"]: data.draw(value) for one in said.get("parameters", ()) if one["in"] == "query" and data.draw(st.booleans())
        }
        for one in said.get("parameters", ()):
            if one["in"] == "path":
                path = path.replace("{%s}" % one["name"], quote(data.draw(value), safe="") or "x")  # noqa: UP031 — braces are meant
        body = data.draw(st.none() | st.binary(max_size=200)) if method != "GET" else None
        headers = (
            {"Content-Type": data.draw(st.sampled_from(["application/json", "multipart/form-data; boundary=b", "text/plain"]))}
            if body
            else {}
        )
        answer = client.request(method, path, params=parameters, content=body, headers={"Accept": "application/json", **headers})
        right(answer, f"{method} {path} {parameters}")
        if answer.status_code == 200 and answer.headers["content-type"].startswith("application/json"):
            json.dumps(answer.json(), allow_nan=False)

    ask()


@pytest.mark.parametrize("examples", [80, DEEP])
def test_every_screen_answers_whatever_stands_in_its_address(client: httpx2.Client, live: Live, known: list[str], examples: int) -> None:
    pages = sorted({route.path for route in routes(live) if "GET" in route.methods})
    value = TEXT | st.sampled_from(known)
    names = st.sampled_from(
        ["q", "seite", "art", "stand", "erledigt", "von", "bis", "lieferant", "sortierung", "typ", "zu", "liste", "nummer"]
    )

    @asked(examples)
    @given(st.sampled_from(pages), st.lists(value, min_size=5, max_size=5), st.dictionaries(names, value, max_size=4))
    def ask(path: str, values: list[str], query: dict[str, str]) -> None:
        parts = [quote(values[at % 5], safe="") or "x" if part.startswith("{") else part for at, part in enumerate(path.split("/"))]
        right(client.get("/".join(parts), params=query), f"{path} {values} {query}")

    ask()


@pytest.mark.parametrize("examples", [80, DEEP])
def test_every_form_answers_whatever_is_typed(client: httpx2.Client, live: Live, known: list[str], examples: int) -> None:
    closed = ("/konto", "/verwaltung/personen", "/abmelden", "/einrichten", "/anmelden", "/platz")
    forms = sorted({route.path for route in routes(live) if "POST" in route.methods and not route.path.startswith(closed)})
    value = TEXT | st.sampled_from(known)
    names = st.sampled_from(
        [
            "name",
            "nummer",
            "titel",
            "kunde",
            "auftrag",
            "art",
            "inhalt",
            "stand",
            "feld",
            "wert",
            "menge",
            "seiten",
            "grund",
            "datum",
            "text",
        ]
    )

    @asked(examples)
    @given(st.sampled_from(forms), st.lists(value, min_size=5, max_size=5), st.dictionaries(names, value, max_size=6), st.booleans())
    def ask(path: str, values: list[str], typed: dict[str, str], as_file: bool) -> None:
        parts = [quote(values[at % 5], safe="") or "x" if part.startswith("{") else part for at, part in enumerate(path.split("/"))]
        files = {"datei": ("x.pdf", values[0].encode("utf-8", "replace"))} if as_file else None
        right(client.post("/".join(parts), data=typed, files=files), f"POST {path} {values} {typed} {as_file}")

    ask()
