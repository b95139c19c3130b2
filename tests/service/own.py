"""An exercise of one's own and a course, for the tests that write, practise and hand them on."""

from __future__ import annotations

import re

import httpx2

from training.tasks import written

TITLE = "Unsere eigene Übung"
TEXT = written("13-teillieferung").replace("Wie viel fehlt noch?", TITLE).replace("wert = 40", "wert = 7").replace("A-26-0120", "A-26-0112")


def keep(client: httpx2.Client, text: str = TEXT) -> str:
    """The key of an exercise that was kept."""
    answer = client.post("/kurse/uebungen/neu", data={"text": text, "tun": "speichern"})
    assert answer.status_code == 303, answer.text
    return re.findall(r"/kurse/uebungen/(eigen-\d+)\"", client.get("/kurse/uebungen").text)[-1]


def opened(client: httpx2.Client, *keys: str, **more: str) -> tuple[str, str]:
    """The address of a course with these exercises, and the code of its place."""
    chosen = {f"uebung_{key}": "ja" for key in keys}
    answer = client.post("/kurse", data={"titel": "Eigener Kurs", "plaetze": "1"} | chosen | more)
    assert answer.status_code == 303, answer.text
    code = re.search(r'class="code">([^<]+)', client.get(f"{answer.headers['location']}/karten").text)
    assert code
    return answer.headers["location"], code[1]
