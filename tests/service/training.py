"""A training room small enough for tests: a template made by hand, with the papers that some exercises speak of."""

from __future__ import annotations

import json

import httpx2

from archive.installation.course import Course, Place, Wish
from archive.installation.spaces import SpaceEntry
from archive.order import Order
from archive.space import open_space
from service import room
from service.parts import House
from tests.service.conftest import Live, stock
from tests.service.papers import Paper, file
from training.tasks import task, tasks

DELIVERY = Paper("Lieferschein", "lieferschein", "80015511")
PLAIN = Wish("Probekurs")
STRAY = Paper(number="R201513", order="A-26-0917", linked=False)


def furnish_room(live: Live) -> dict[str, str]:
    """Makes the template; the Eingangsnummer of each paper by its key."""
    settings = live.settings
    space = open_space(settings.locations, room.TEMPLATE)
    try:
        stock(space)
        space.orders.save([Order("A-26-0117", "Walzwerk Inde", "Förderer")], "das Büro")
        numbers = {"l002": file(space, DELIVERY, "scan_040.pdf"), "r005": file(space, Paper(), "scan_054.pdf")}
        numbers["r039"] = file(space, STRAY, "scan_160.pdf")
        space.journal.copy()
    finally:
        space.close()
    rest = {key: numbers["r005"] for exercise in tasks() for key in exercise.papers}
    live.installation.spaces.put(SpaceEntry(room.TEMPLATE, "Vorlage", "vorlage"), "der Test")
    folder = settings.data / room.FIRM
    folder.mkdir()
    (folder / room.PAPERS).write_text(json.dumps(rest | numbers), encoding="utf-8")
    return numbers


def course_of(live: Live, count: int, wish: Wish = PLAIN) -> tuple[Course, list[Place]]:
    """A course that runs."""
    house = House(live.settings)
    try:
        course = room.open_course(house, wish, count, "Frau Beispiel")
        return course, house.installation.courses.places(course.id)
    finally:
        house.close()


def sit_down(client: httpx2.Client, place: Place) -> None:
    """Comes in with the card of a place."""
    answer = client.post("/platz", data={"code": place.code})
    assert (answer.status_code, answer.headers["location"]) == (303, "/lernen"), answer.text


def begin(client: httpx2.Client, key: str) -> None:
    answer = client.post(f"/lernen/{key}/beginnen")
    assert (answer.status_code, answer.headers["location"]) == (303, task(key).start), answer.text


def checked(client: httpx2.Client, answer: str = "") -> str:
    said = client.post("/lernen/pruefen", data={"antwort": answer}, headers={"HX-Request": "true"})
    assert said.status_code == 200, said.text
    return said.text


def file_in(client: httpx2.Client, number: str, order: str) -> None:
    answer = client.post(f"/klaerung/{number}", data={"auftrag": order, "belegart": "rechnung", "tun": "annehmen"})
    assert answer.status_code == 303, answer.text[:2000]
