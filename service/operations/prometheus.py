"""The figures in the text format that Prometheus reads. Knows the format, not where the figures come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from archive.jobs import rhythm
from archive.standing import Standing
from service.operations.figures import Figures
from service.operations.forecast import forecast

_TOTALS = {
    "read_papers": "Papers that workers have read",
    "read_pages": "Pages that workers have read, by how",
    "read_seconds": "Seconds that workers spent reading",
    "ocr_seconds": "Seconds that workers spent reading papers with pages that needed OCR",
    "job_errors": "Jobs that ended with an error, by kind",
}


def gauge(name: str, about: str, values: Mapping[str, float], kind: str = "gauge") -> Iterator[str]:
    """One figure with its values by labels, "" without any."""
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for labels, value in values.items():
        shown = f"{value:.3f}" if value % 1 else str(int(value))
        yield f"{name}{{{labels}}} {shown}" if labels else f"{name} {shown}"


def installation(figures: Figures) -> Iterator[str]:
    """What belongs to the whole installation."""
    line = figures.line
    yield from gauge("mappe_queue_waiting", "Jobs that wait, by queue", _by("queue", line.waiting))
    yield from gauge("mappe_queue_oldest_seconds", "Age of the oldest job that waits, by queue", _by("queue", line.oldest))
    yield from gauge("mappe_jobs_running", "Jobs that a worker has taken", {"": line.running})
    alive = sum(age < rhythm.ALIVE for age in line.workers.values())
    yield from gauge("mappe_workers_alive", "Workers with a heartbeat", {"": alive})
    for name, about in _TOTALS.items():
        values = {labels: value for key, value in figures.totals.items() for labels in _labels(name, key)}
        yield from gauge(f"mappe_{name}_total", about, values or {"": 0}, "counter")
    yield from gauge("mappe_disk_free_bytes", "Free bytes on the disk of the originals", {"": figures.disk.free})
    yield from gauge("mappe_disk_size_bytes", "Size of that disk", {"": figures.disk.total})
    ahead = forecast(figures.standings.values(), figures.disk.free, figures.at.date())
    yield from gauge("mappe_disk_daily_bytes", "Bytes that come in on a day, of the last weeks", {"": ahead.daily})
    if ahead.days is not None:
        yield from gauge("mappe_disk_full_days", "Days until the disk is full if all goes on like this", {"": ahead.days})


def spaces(figures: Figures, only: str = "") -> Iterator[str]:
    """What belongs to single spaces: to all, or to one."""
    found = {name: each for name, each in figures.standings.items() if only in ("", name)}
    states = {f'space="{name}",state="{state}"': n for name, each in found.items() for state, n in each.counts.items()}
    yield from gauge("mappe_space_papers", "Papers of each space, by where they stand", states)
    ages = {name: _age(each, figures.at) for name, each in found.items()}
    yield from gauge("mappe_space_oldest_unread_seconds", "Age of the oldest paper that nobody has read", _by("space", ages))
    for name, about in {
        "backlog": "Papers of an import that are not read yet",
        "failing": "Papers that wait for a technical reason",
        "uncopied": "Journal entries that are not in the store yet",
        "indexed": "Papers that can be searched",
    }.items():
        yield from gauge(f"mappe_space_{name}", about, _by("space", {space: getattr(each, name) for space, each in found.items()}))
    broken = {space: int(bool(each.index_problem)) for space, each in found.items()}
    yield from gauge("mappe_space_index_broken", "1 while the index has to be built anew", _by("space", broken))
    held = {space: each.held for space, each in found.items()}
    yield from gauge("mappe_space_held_bytes", "Bytes of all originals", _by("space", held))
    quotas = {space: quota * 1_000_000 for space, quota in figures.quotas.items() if space in found}
    yield from gauge("mappe_space_quota_bytes", "Bytes of originals that the space may hold", _by("space", quotas))


def _labels(name: str, key: str) -> Iterator[str]:
    """The labels of a total when it is one of ``name``."""
    if key == name:
        yield ""
    elif key.startswith(f"{name}{{"):
        yield key.removeprefix(f"{name}{{").removesuffix("}")


def _by(label: str, values: Mapping[str, float]) -> dict[str, float]:
    return {f'{label}="{name}"': value for name, value in values.items()}


def _age(standing: Standing, now: datetime) -> float:
    return max(0.0, (now - datetime.fromisoformat(standing.waiting_since)).total_seconds()) if standing.waiting_since else 0.0
