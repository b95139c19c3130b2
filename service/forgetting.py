"""Learning data expires: courses long over are forgotten, courses nobody works in any more are ended. Touches nothing of a firm."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from archive.installation.course import Course
from archive.installation.house import Installation
from archive.locations import Locations
from archive.problems import Problem
from archive.sandbox import drop_sandbox

log = logging.getLogger(__name__)
WHO = "die Aufbewahrungsfrist"


def forget_old(installation: Installation, locations: Locations, days: int, now: datetime) -> None:
    """Forgets what was done in courses that ended more than ``days`` ago; ends those where nothing happened for so long."""
    before = now - timedelta(days=days)
    for course in installation.courses.all():
        if course.ended is None:
            if _last(installation, course) < before:
                _end(installation, locations, course)
        elif course.ended < before:
            installation.courses.forget(course.id)
            log.info("course %s forgotten", course.id)


def _last(installation: Installation, course: Course) -> datetime:
    return max([course.created, *(step.changed for step in installation.courses.steps(course.id))])


def _end(installation: Installation, locations: Locations, course: Course) -> None:
    installation.courses.end(course.id)
    for place in installation.courses.places(course.id):
        installation.people.remove_place(place.person)
        installation.spaces.remove(place.space, WHO)
        try:
            drop_sandbox(locations, place.space)
        except Problem as problem:
            # Nothing of value is in it, and nobody can get in any more.
            log.warning("sandbox %s stays: %s", place.space, problem)
    log.info("course %s ended, nothing happened for long", course.id)
