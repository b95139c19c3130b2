"""Videos over HTTP: handed in, answered in parts, refused in words, replaced; nothing of it needs a browser."""

from __future__ import annotations

import re

import httpx2
import pytest

from archive.verify import verify
from tests.service.conftest import Live
from tests.training.test_film import mp4
from tests.training.test_film_cut import TRACK, edits_of, film

RIGHTS = "Selbst aufgenommen; alle Gezeigten sind einverstanden."


def hand_in(client: httpx2.Client, data: bytes, name: str = "IMG_0001.MOV", **fields: str) -> httpx2.Response:
    return client.post("/wissen/video", data={"titel": "Video", "rechte": RIGHTS} | fields, files={"video": (name, data)})


def key_of(answer: httpx2.Response) -> str:
    assert answer.status_code == 303, answer.text
    found = re.search(r"W-\d{6}", answer.headers["location"])
    assert found
    return found[0]


def test_a_film_is_answered_in_parts(client: httpx2.Client) -> None:
    data = mp4(late=True)
    address = f"/wissen/{key_of(hand_in(client, data))}/film"
    whole = client.get(address)
    assert (whole.status_code, whole.content, whole.headers["accept-ranges"]) == (200, data, "bytes")
    assert whole.headers["content-type"] == "video/mp4"
    for asked, start, end in (
        ("bytes=0-1", 0, 1),
        ("bytes=100-", 100, len(data) - 1),
        ("bytes=-7", len(data) - 7, len(data) - 1),
        ("bytes=5-999999", 5, len(data) - 1),
    ):
        part = client.get(address, headers={"Range": asked})
        assert (part.status_code, part.content) == (206, data[start : end + 1]), asked
        assert part.headers["content-range"] == f"bytes {start}-{end}/{len(data)}"
    for asked in ("bytes=999999-", "bytes=7-5", "bytes=-0", "bytes=-", "Zeilen=1-2"):
        assert client.get(address, headers={"Range": asked}).status_code == 416, asked
    assert client.get(address, headers={"Range": "bytes=0-1,5-6"}).status_code == 200
    assert client.get(address, headers={"Range": "bytes=0-1", "If-Range": '"anders"'}).status_code == 200
    assert client.get(address, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304


def test_what_is_handed_out_is_cut_and_the_original_stays(client: httpx2.Client, live: Live) -> None:
    data = film()
    made = key_of(hand_in(client, data, titel="Zu lang"))
    form = client.get(f"/wissen/{made}/video").text
    assert "nur der Ausschnitt" in form
    stand = re.search(r'name="stand" value="([^"]+)"', form)
    assert stand
    assert client.post(f"/wissen/{made}/video", data={"stand": stand[1], "anfang": "0:05", "ende": "0:12"}).status_code == 303
    kept = client.get(f"/wissen/{made}/film?schnitt=ja")
    assert (kept.headers["content-length"], kept.headers["content-disposition"][:10]) == (str(len(kept.content)), "attachment")
    assert edits_of(kept.content) == [(7000, 5 * TRACK, 1 << 16)]
    assert client.get(f"/wissen/{made}/film").content == data
    assert f"/wissen/{made}/film?schnitt=ja" in client.get(f"/wissen/{made}").text
    assert verify(live.space).ok


def test_a_film_that_many_browsers_do_not_play_says_so(client: httpx2.Client) -> None:
    made = key_of(hand_in(client, mp4(b"hvc1")))
    assert "Maximale Kompatibilität" in client.get(f"/wissen/{made}/video").text


@pytest.mark.parametrize(
    ("data", "fields", "said"),
    [
        (b"%PDF-1.7 kein Film" + bytes(9000), {}, (422, "kein Video")),
        (b"", {}, (422, "kein Video")),
        (mp4()[:200], {}, (422, "nicht vollständig")),
        (mp4(), {"rechte": ""}, (422, "einverstanden")),
        (mp4(), {"ersetzt": "W-999999"}, (404, "gibt es nicht")),
    ],
)
def test_what_is_no_film_is_refused_and_nothing_is_kept(
    client: httpx2.Client, live: Live, data: bytes, fields: dict[str, str], said: tuple[int, str]
) -> None:
    before = len(live.space.knowledge.find())
    answer = hand_in(client, data, **fields)
    assert (answer.status_code, said[1] in answer.text) == (said[0], True), answer.text[-800:]
    assert len(live.space.knowledge.find()) == before


def test_a_newer_version_takes_the_place_of_the_older(client: httpx2.Client, live: Live) -> None:
    made = key_of(hand_in(client, mp4(seconds=10)))
    assert key_of(hand_in(client, mp4(seconds=20), ersetzt=made)) == made
    note = live.space.knowledge.get(made).note
    assert note.film
    assert (note.title, note.film.seconds) == ("Video", 20.0)
    stand = live.space.knowledge.get(made).at.isoformat()
    wrong = {"anfang": "0:15", "ende": "0:05", "stand": stand, "untertitel": "0:01 Hallo"}
    refused = client.post(f"/wissen/{made}/video", data=wrong)
    assert (refused.status_code, "nach dem Anfang" in refused.text, "0:01 Hallo" in refused.text) == (422, True, True)
    assert client.post(f"/wissen/{made}/video", data=wrong | {"ende": "", "anfang": "9:00"}).status_code == 422
    assert client.post(f"/wissen/{made}/standbild", content=b"<svg onload=alert(1)>").status_code == 422
    assert client.post(f"/wissen/{made}/standbild", content=b"\xff\xd8\xff" + bytes(2_000_000)).status_code == 422
    assert client.get(f"/wissen/{made}/standbild").status_code == 404
