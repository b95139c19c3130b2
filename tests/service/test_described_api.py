"""The interface for programs does what its own description says, for requests made up from that description (schemathesis).

Every operation of the running service is asked with what fits and with what does not; no answer is a 500, each has a status, a
media type and a body that are described, and each refusal is a German sentence. Requests that look like nothing are in
``test_any_request``.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from sqlalchemy import select

from archive.catalog import tables as t
from archive.order import Order
from archive.problems import Invalid
from tests.servers import PostgresServer
from tests.service.conftest import Live, serving
from tests.service.papers import Paper, file

DESCRIBED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = (
    "GET /api/v1/orders/{number}",
    "GET /api/v1/purchase-orders",
    "GET /api/v1/purchase-orders/{number}",
    "GET /api/v1/events",
    "POST /api/v1/documents",
    "GET /api/v1/documents/{number}",
    "GET /api/v1/documents/{number}/original",
    "GET /api/v1/documents/{number}/pages/{page}.webp",
    "GET /api/v1/search",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
)
MANY = pytest.param(300, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])
KNOWN = ("A-26-0112", "B-26-00417", "A/26 7#1")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[tuple[Live, tuple[str, ...]]]:
    """A service with a paper that a reader has read, and an order whose number is awkward in an address; and numbers there are."""
    tables = {"MAPPE_DB": postgres_server.fresh()} if request.param == "postgresql" else {}
    with serving(tmp_path_factory.mktemp("daten"), **tables) as live:
        live.space.orders.save([Order("A/26 7#1", "Pumpenbau Rur GmbH", "Welle")], "das Büro")
        number = file(live.space, Paper(number="4711"), "eins.pdf")
        yield live, (*KNOWN, number)


def described(live: Live) -> dict[str, APIOperation]:  # type: ignore[type-arg] — its parameters are named nowhere
    schema = schemathesis.openapi.from_dict(httpx2.get(f"{live.address}/api/v1/openapi.json").json())
    return {each.ok().label: each.ok() for each in schema.get_all_operations()}


def test_every_operation_of_the_interface_is_asked(live: Live) -> None:
    assert set(described(live)) == set(OPERATIONS)


def cases(operation: APIOperation, known: tuple[str, ...]) -> st.SearchStrategy[Case]:  # type: ignore[type-arg]
    """Requests as described, requests that break the description, and requests for what there is."""
    ways = [operation.as_strategy(generation_mode=mode) for mode in modes(operation)]
    if len(operation.path_parameters):
        there = {each.name: st.sampled_from(known) if each.name == "number" else st.just(1) for each in operation.path_parameters}
        ways.append(st.fixed_dictionaries(there).flatmap(lambda values: operation.as_strategy(path_parameters=values)))
    return st.one_of(ways)


def modes(operation: APIOperation) -> list[GenerationMode]:  # type: ignore[type-arg]
    """What takes nothing can not be asked wrongly."""
    takes = any(len(kind) for kind in (operation.path_parameters, operation.query, operation.body))
    return list(GenerationMode) if takes else [GenerationMode.POSITIVE]


@pytest.mark.parametrize("examples", [12, MANY])
@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_are_those_described(asked: tuple[Live, tuple[str, ...]], label: str, examples: int) -> None:
    live, known = asked
    operation = described(live)[label]
    seen = set()

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(cases(operation, known))
    def ask(case: Case) -> None:
        answer = case.call(base_url=live.address, timeout=60)
        seen.add(answer.status_code)
        case.validate_response(answer, checks=DESCRIBED)
        if answer.status_code >= 400 and label != "GET /readyz":
            said = answer.json()["problem"]
            assert said["message"].strip().endswith((".", "?")), said
            assert "Traceback" not in answer.text

    ask()
    assert seen


def test_a_number_no_column_can_hold_is_refused(asked: tuple[Live, tuple[str, ...]]) -> None:
    live, _ = asked
    assert httpx2.get(f"{live.address}/api/v1/events", params={"after": 10**30}).status_code == 422
    with pytest.raises(Invalid) as refused, live.space.catalog.read() as connection:
        connection.execute(select(t.journal.c.seq).where(t.journal.c.seq > 10**30)).all()
    assert "Zahl" in refused.value.message
