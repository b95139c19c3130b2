"""The training room: the prepared firm as a template, and places with a sandbox each. Shows no screen and judges no answer."""

from __future__ import annotations

import json
import logging
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from archive.correction import can_take_back
from archive.installation.course import Course, Place, Wish
from archive.installation.courses import MOST_PLACES
from archive.installation.person import Membership, Person
from archive.installation.spaces import SpaceEntry
from archive.problems import Invalid, NotFound, Problem
from archive.sandbox import drop_sandbox, make_sandbox
from archive.space import Space, open_space
from service import prepared
from service.parts import House
from service.settings import Settings
from training import firm
from training.tasks import Task

log = logging.getLogger(__name__)

TEMPLATE = "vorlage_voll"
FIRM = "musterfirma_vorlage"
EVERYTHING = 9999
"""Exercises are open up to their number; this is beyond any."""
PAPERS = "uebung.json"
"""In the template's folder of the firm: which paper of the gold file got which Eingangsnummer."""


def install_template(settings: Settings, path: Path) -> None:
    """Unpacks a prepared set as the space that sandboxes are copies of. Nobody works in it, so it never changes."""
    own = replace(settings, space=TEMPLATE)
    prepared.load(own, path, FIRM)
    space = open_space(own.locations, TEMPLATE)
    try:
        papers = _papers(space, settings.data / FIRM / "gold.jsonl")
        space.journal.copy()
    finally:
        space.close()
    (settings.data / FIRM / PAPERS).write_text(json.dumps(papers, indent=1) + "\n", encoding="utf-8")


def is_ready(settings: Settings) -> bool:
    """Whether there is a template."""
    return (settings.data / FIRM / PAPERS).exists()


def is_outdated(settings: Settings) -> bool:
    """Whether the template was made by another version of the generator than the exercises of this program are about."""
    state = firm_state(settings)
    return is_ready(settings) and bool(state) and state["version"] != firm.VERSION


def remove_template(settings: Settings) -> None:
    """Makes room for a new one. No course may run: its places read their originals in the template."""
    drop_sandbox(settings.locations, TEMPLATE)
    for folder in (settings.index_folder_of(TEMPLATE), settings.data / FIRM):
        shutil.rmtree(folder, ignore_errors=True)


def firm_state(settings: Settings) -> dict[str, int]:
    """Seed and version of the demo firm that is installed, empty without one."""
    try:
        with (settings.data / FIRM / "gold.jsonl").open(encoding="utf-8") as lines:
            first = json.loads(next(lines))
    except (OSError, StopIteration):
        return {}
    return {name: int(first[name]) for name in ("seed", "version")}


def papers(settings: Settings) -> Mapping[str, str]:
    """The Eingangsnummer of each paper of the demo firm, the same in every sandbox. Raises ``NotFound`` without a template."""
    try:
        known: dict[str, str] = json.loads((settings.data / FIRM / PAPERS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound(
            "Die Musterfirma für die Übungen ist noch nicht vorbereitet. Bitte führen Sie auf diesem Rechner „mappe training“ aus.",
            cause="no template",
        ) from error
    return known


def open_course(house: House, wish: Wish, count: int, trainer: str) -> Course:
    """A course with ``count`` places, each with a sandbox that is ready. Raises ``Invalid`` and ``NotFound``."""
    if not 1 <= count <= MOST_PLACES:
        raise Invalid(f"Ein Kurs hat 1 bis {MOST_PLACES} Plätze.", cause=f"{count} places")
    papers(house.settings)
    # Once here and not at every place: tables of an older release are brought up to date when they are opened.
    open_space(house.settings.locations, TEMPLATE).close()
    course = house.installation.courses.add(wish, trainer, TEMPLATE, EVERYTHING)
    for number in range(1, count + 1):
        _seat(house, course, number)
    return course


def reset(house: House, place: Place) -> Place:
    """Gives a place a fresh sandbox. It gets a new name, so that nobody can be left with the old one open."""
    course = house.installation.courses.get(place.course)
    space = _sandbox(house, course, place.number)
    house.installation.courses.move(place, space)
    house.installation.people.move_place(place.person, space)
    _drop(house, place.space)
    return replace(place, space=space)


def take_back(space: Space, known: Mapping[str, str], task: Task, who: str) -> None:
    """Takes back what was decided about the papers of one exercise."""
    for key in task.papers:
        number = known[key]
        for _ in range(50):  # as many decisions as anybody makes about one paper
            if not can_take_back(space.journal.about(number)):
                break
            space.documents.undo(number, who)
    if any(check.kind == "notiz" for check in task.checks):
        for kept in space.knowledge.find():
            space.knowledge.remove(kept.note.key, who)


def end_course(house: House, course: Course) -> None:
    """Ends a course: cards work no more, sandboxes are thrown away. What was reached stays for the evaluation."""
    house.installation.courses.end(course.id)
    for place in house.installation.courses.places(course.id):
        house.installation.people.remove_place(place.person)
        _drop(house, place.space)


def _seat(house: House, course: Course, number: int) -> None:
    space = _sandbox(house, course, number)
    login = f"platz {course.id} {number} {secrets.token_hex(2)}"
    draft = Person("", login, f"Platz {number}", memberships=(Membership(space, "lernende"),))
    person = house.installation.people.add(draft, "der Kurs")
    house.installation.courses.seat(course.id, number, person.id, space)


def _sandbox(house: House, course: Course, number: int) -> str:
    name = f"ue_{course.id}_{number}_{secrets.token_hex(2)}"
    settings = house.settings
    make_sandbox(settings.locations, course.template, name)
    source, target = settings.index_folder_of(course.template), settings.index_folder_of(name)
    if source.is_dir():
        shutil.copytree(source, target)
    house.installation.spaces.put(SpaceEntry(name, f"Übung, Platz {number}", "uebung"), "der Kurs")
    return name


def _drop(house: House, space: str) -> None:
    house.installation.spaces.remove(space, "der Kurs")
    house.forget(space)
    try:
        drop_sandbox(house.settings.locations, space)
    except Problem as problem:
        # Nothing of value is in it; a worker may still have it open.
        log.warning("sandbox %s stays for now: %s", space, problem)
    shutil.rmtree(house.settings.index_folder_of(space), ignore_errors=True)


def _papers(space: Space, gold: Path) -> dict[str, str]:
    """Files in the order they were handed in; the same bytes twice are two intakes, taken in turn."""
    numbers: dict[str, list[str]] = {}
    for entry in sorted(space.intake.recent(limit=10_000), key=lambda entry: entry.eingangsnummer):
        numbers.setdefault(entry.scan.name, []).append(entry.eingangsnummer)
    truths = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    return {truth["key"]: numbers[Path(truth["file"]).name][0] for truth in truths if Path(truth["file"]).name in numbers}
