"""The forms of orders and purchase orders: what they refuse."""

from __future__ import annotations

import httpx2

from tests.service.conftest import Live


def test_numbers_that_papers_can_not_tell_apart_are_refused_with_what_was_typed(client: httpx2.Client, live: Live) -> None:
    typed = {"nummer": "a 26 0112", "kunde": "Zwilling GmbH"}
    refused = client.post("/mappen/neu", data=typed, headers={"Origin": live.address})
    assert refused.status_code == 422
    assert "nicht von „A-26-0112“ zu unterscheiden" in refused.text
    assert "Zwilling GmbH" in refused.text
    lines = {"nummer": "b 26 00417", "lager": "ja", "z_text": "Blech", "z_menge": "1"}
    refused = client.post("/bestellungen/neu", data=lines, headers={"Origin": live.address})
    assert refused.status_code == 422
    assert "nicht von „B-26-00417“ zu unterscheiden" in refused.text
    assert "Blech" in refused.text
