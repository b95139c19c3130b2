"""What is said in a film, as text people write or bring along: WebVTT, SubRip, or one line with its time for each sentence.

Reads and writes; shows nothing. Markup inside subtitles is dropped: they are read as plain words everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.note import Chapter, Cue
from archive.problems import Invalid

LONGEST = 200_000
MOST = 2000
SHOWN = 7.0
"""Seconds a sentence stands at most when only its beginning is known."""
_TIME = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_SPAN = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_LINE = re.compile(rf"^\s*{_TIME}\s+(\S.*)$")


def cues_of(text: str) -> tuple[Cue, ...]:
    """The subtitles in a text. Raises ``Invalid`` naming the line that can not be understood."""
    if len(text) > LONGEST:
        raise Invalid("Die Untertitel sind zu lang. Bitte teilen Sie das Video.", cause="subtitles too long")
    lines = text.replace("\ufeff", "").splitlines()
    marked = any("-->" in line for line in lines) or lines[:1] == ["WEBVTT"]
    found = _spans(lines) if marked else _sentences(_timed(lines))
    cues = tuple(sorted(found, key=lambda cue: cue.start))
    if len(cues) > MOST:
        raise Invalid(f"Es sind mehr als {MOST} Untertitel. Bitte teilen Sie das Video.", cause="too many subtitles")
    return cues


def chapters_of(text: str) -> tuple[Chapter, ...]:
    """The chapters in a text with one line for each, like ``1:20 Zuordnen``. Raises ``Invalid`` naming the line."""
    return tuple(sorted((Chapter(at, title[:120]) for at, title in _timed(text.splitlines())), key=lambda each: each.start))[:100]


def lines_of(parts: Iterable[Cue | Chapter]) -> str:
    """Subtitles or chapters as people write them, one line each."""
    return "\n".join(f"{clock(part.start)} {part.text if isinstance(part, Cue) else part.title}" for part in parts)


def vtt(cues: Sequence[Cue]) -> str:
    """Subtitles as WebVTT."""
    blocks = (f"{_stamp(cue.start)} --> {_stamp(cue.end)}\n{_escaped(cue.text)}\n" for cue in cues)
    return "WEBVTT\n\n" + "\n".join(blocks)


def chapter_cues(chapters: Sequence[Chapter], end: float) -> list[Cue]:
    """Chapters as a track: each lasts until the next begins."""
    if not chapters:
        return []
    ends = [*(chapter.start for chapter in chapters[1:]), max(end, chapters[-1].start + 1.0)]
    return [Cue(chapter.start, until, chapter.title) for chapter, until in zip(chapters, ends, strict=True)]


def clock(seconds: float) -> str:
    """``1:05`` or ``1:05,5``."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02d}" + (f",{rest % 10}" if rest % 10 else "")


def seconds_of(text: str) -> float | None:
    """``1:05``, ``1:05,5`` or ``65`` as seconds, ``None`` for anything else."""
    if found := re.fullmatch(_TIME, text.strip()):
        return _seconds(found.groups())
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,5}(\.\d{1,3})?", plain) else None


def _spans(lines: Sequence[str]) -> Iterator[Cue]:
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if "-->" not in line:
            continue  # the head of the file, numbers and names of cues
        found = _SPAN.match(line)
        if found is None:
            raise _wrong(at, line)
        said = []
        while at < len(lines) and lines[at].strip():
            said.append(lines[at])
            at += 1
        start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
        if end <= start:
            raise Invalid(f"Untertitel, Zeile {at}: Das Ende liegt vor dem Anfang.", cause=f"cue ends before it begins: {line[:80]}")
        if words := _plain(" ".join(said)):
            yield Cue(start, end, words)


def _timed(lines: Sequence[str]) -> Iterator[tuple[float, str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _LINE.match(line)
        if found is None:
            raise _wrong(number, line)
        yield _seconds(found.groups()[:4]), _plain(found[5])


def _sentences(timed: Iterable[tuple[float, str]]) -> Iterator[Cue]:
    """Each stands until the next one begins, but not for ever."""
    parts = sorted(timed)
    for at, (start, words) in enumerate(parts):
        following = parts[at + 1][0] if at + 1 < len(parts) else start + SHOWN
        yield Cue(start, max(start + 0.5, min(following, start + SHOWN)), words)


def _wrong(number: int, line: str) -> Invalid:
    return Invalid(
        f"Zeile {number} lässt sich nicht lesen: „{line.strip()[:60]}“. Bitte schreiben Sie erst die Zeit, dann den Text, zum Beispiel: "
        "1:05 Öffnen Sie die Mappe.",
        cause=f"line {number} has no time",
    )


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds, parts = (group or "0" for group in groups)
    return round(int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{parts}"), 3)


def _plain(text: str) -> str:
    unmarked = re.sub(r"<[^>]*>", "", text)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        unmarked = unmarked.replace(entity, char)
    return " ".join("".join(char if char.isprintable() else " " for char in unmarked).split())[:500]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    return f"{thousandths // 3_600_000:02d}:{thousandths // 60_000 % 60:02d}:{thousandths // 1000 % 60:02d}.{thousandths % 1000:03d}"
