"""Scanned sheets to words, whichever way up they came: read once, look again only where the first reading is poor.

Which way is up is decided by the better reading, never by one threshold of an orientation detector.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from archive.problems import Unavailable
from archive.scan import Word
from ingest import deskew
from ingest.left_out import with_left_out
from ingest.negative import positive
from ingest.ocr import Engine, checked, for_tongue
from ingest.plausible import quality
from ingest.second_look import looked_again
from ingest.sheet import Sheet
from ingest.tongue import GERMAN, tongue

Mask = npt.NDArray[np.bool_]

GOOD = 0.45
"""Quality above which a reading is believed at once."""
_BLANK = 0.0001
"""Share of dark points. A page with nothing but a page number has 0.0002; rather a doubt too many than a page lost."""
_PATIENCE = 30
"""Seconds of reading after which no page is read once more for its language: the child has to end in time."""
_EDGE = 12
_POINTS = 5_000
"""Of ink, looked at to see whether lines run across or down."""
_STRIP = 0.2


@dataclass(frozen=True, slots=True)
class Sighted:
    """A sheet as read: ``words`` on the upright page, the clockwise turn that made it so, the skew in degrees, the quality 0.0 to 1.0."""

    words: tuple[Word, ...]
    width: float
    height: float
    rotation: int
    skew: float
    quality: float
    blank: bool


@dataclass(frozen=True, slots=True)
class _Looked:
    """A sheet, and where it is dark on a small picture of it: looked for once."""

    sheet: Sheet
    dark: Mask

    @classmethod
    def at(cls, sheet: Sheet) -> _Looked:
        sheet = sheet.for_reading()
        return cls(sheet, deskew.ink(sheet.image))

    def turned(self, rotation: int) -> _Looked:
        return _Looked(self.sheet.turned(rotation), np.rot90(self.dark, -rotation // 90))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one look at a turned page gave: the sheet made straight, its ink, and the words on it."""

    upright: _Looked
    straight: Sheet
    ink: Mask
    turn: int
    skew: float
    words: Sequence[Word]
    quality: float

    @property
    def poor(self) -> bool:
        return self.quality < GOOD and not is_blank(self.upright.dark)


def read(sheets: Sequence[Sheet], engine: Engine) -> list[Sighted]:
    """Every sheet read the right way up."""
    begun = time.monotonic()
    looked = [_Looked.at(sheet) for sheet in sheets]
    guesses = [_sideways(one.dark) for one in looked]
    first = _read_turned(looked, guesses, engine)
    _turned_better(looked, guesses, first, engine)
    for i, reading in enumerate(first):
        if time.monotonic() - begun < _PATIENCE:
            first[i] = _in_its_tongue(reading, engine)
    return _completed(first, engine)


def _turned_better(looked: Sequence[_Looked], guesses: Sequence[int], first: list[_Reading], engine: Engine) -> None:
    """Poor readings replaced by those of a better turn, if there is one."""
    poor = [i for i, reading in enumerate(first) if reading.poor]
    better = [_best_turn(looked[i], guesses[i], engine) for i in poor]
    again = [(i, turn) for i, turn in zip(poor, better, strict=True) if turn != guesses[i]]
    second = _read_turned([looked[i] for i, _ in again], [turn for _, turn in again], engine)
    for (i, _), reading in zip(again, second, strict=True):
        first[i] = max(first[i], reading, key=_worth)


def _in_its_tongue(reading: _Reading, engine: Engine) -> _Reading:
    """A page in another language read once more with its words, if they are installed; of both readings the one that is surer of more."""
    language = tongue(word.text for word in reading.words)
    other = for_tongue(engine, language) if language != GERMAN else None
    if other is None:
        return reading
    try:
        (words,) = checked(other.recognise([reading.straight]), [reading.straight])
    except Unavailable:
        return reading  # the first reading was whole
    return max(reading, replace(reading, words=words, quality=upright_quality(words)), key=_heard)


def _heard(reading: _Reading) -> float:
    return sum(len(word.text) * word.confidence for word in reading.words)


def read_as(sheet: Sheet, rotation: int, engine: Engine) -> Sighted:
    """A sheet read turned clockwise by ``rotation``, because a person said so."""
    return _completed(_read_turned([_Looked.at(sheet)], [rotation], engine), engine)[0]


def upright_quality(words: Sequence[Word]) -> float:
    """The quality of a reading in which long words that stand on end count as unread: an engine may read lines that run down the page."""
    return quality((word.text, 0.0 if _on_end(word) else word.confidence) for word in words)


def _on_end(word: Word) -> bool:
    x0, top, x1, bottom = word.box
    return len(word.text) >= 4 and bottom - top > 1.2 * (x1 - x0)


def _worth(reading: _Reading) -> float:
    """Quality, and how much was read: a page of which one lucky word was read loses to a page full of fair ones."""
    return reading.quality * math.sqrt(min(len(reading.words), 30))


def _read_turned(looked: Sequence[_Looked], turns: Sequence[int], engine: Engine) -> list[_Reading]:
    upright = [one.turned(turn) for one, turn in zip(looked, turns, strict=True)]
    skews = [deskew.slant(one.dark) for one in upright]
    straight = [replace(one.sheet, image=deskew.straightened(one.sheet.image, skew)) for one, skew in zip(upright, skews, strict=True)]
    # Not before: the edges of what is turned round lie straight, and would be taken for those of the writing.
    straight = [positive(sheet) for sheet in straight]
    inks = [deskew.ink(sheet.image) if skew else one.dark for sheet, skew, one in zip(straight, skews, upright, strict=True)]
    return [
        _Reading(one, sheet, ink, turn, skew, words, upright_quality(words))
        for one, sheet, ink, turn, skew, words in zip(
            upright, straight, inks, turns, skews, checked(engine.recognise(straight), straight), strict=True
        )
    ]


def _completed(readings: Sequence[_Reading], engine: Engine) -> list[Sighted]:
    """The readings that stay, with what was left out and what a second look could read; before, that would be done for each turn."""
    sheets = [reading.straight for reading in readings]
    pages = with_left_out([reading.words for reading in readings], sheets, [reading.ink for reading in readings], engine)
    return [_sighted(reading, words) for reading, words in zip(readings, looked_again(pages, sheets, engine), strict=True)]


def _sighted(reading: _Reading, words: Sequence[Word]) -> Sighted:
    width, height = reading.upright.sheet.width, reading.upright.sheet.height
    level = tuple(Word(w.text, deskew.tilted(w.box, reading.skew, width, height), w.confidence) for w in words)
    blank = is_blank(reading.upright.dark)
    return Sighted(level, width, height, reading.turn, reading.skew, upright_quality(words), blank)


def is_blank(dark: Mask) -> bool:
    """Nothing written: hardly any ink (:func:`deskew.ink`) away from the edges, where scanners leave shadows and punches holes."""
    rows, columns = dark.shape
    inner = dark[rows // _EDGE : rows - rows // _EDGE, columns // _EDGE : columns - columns // _EDGE]
    return bool(inner.mean() < _BLANK) if inner.size else True


def _sideways(dark: Mask) -> int:
    """90 when the lines of writing clearly run down the page, else 0; which of 90 and 270 is right shows in the reading."""
    rows, columns = np.nonzero(dark)
    if len(rows) < 500:
        return 0
    some = slice(None, None, max(len(rows) // _POINTS, 1))
    rows, columns = rows[some], columns[some]
    across = max(deskew.sharpness(rows, columns, degrees) for degrees in np.arange(-5, 5.1, 0.5))
    down = max(deskew.sharpness(columns, rows, degrees) for degrees in np.arange(-5, 5.1, 0.5))
    return 90 if down > 2 * across else 0


def _best_turn(one: _Looked, guess: int, engine: Engine) -> int:
    """The turn in which the fullest strip of the page reads best. Quarter turns are tried only when neither half turn reads well."""
    strip = _fullest(one, guess)
    likely = _looked(strip, (guess, (guess + 180) % 360), engine)
    if max(quality_seen for quality_seen, _, _ in likely) < GOOD:
        likely += _looked(strip, ((guess + 90) % 360, (guess + 270) % 360), engine)
    return max(likely, key=lambda look: look[1])[2]


def _looked(strip: Sheet, turns: Sequence[int], engine: Engine) -> list[tuple[float, float, int]]:
    """For each turn how well the strip reads, how much that is worth, and the turn itself."""
    turned = [strip.turned(turn) for turn in turns]
    looks = [replace(look, image=deskew.straightened(look.image, deskew.angle(look.image))) for look in turned]
    pages = checked(engine.recognise(looks), looks)
    seen = [(upright_quality(words), len(words), turn) for words, turn in zip(pages, turns, strict=True)]
    return [(value, value * math.sqrt(min(count, 30)), turn) for value, count, turn in seen]


def _fullest(one: _Looked, guess: int) -> Sheet:
    """The fifth of the page, along the lines of writing, that holds the most ink."""
    sheet = one.sheet
    profile = one.dark.sum(axis=0 if guess == 90 else 1).astype(float)
    window = max(round(len(profile) * _STRIP), 1)
    sums = np.convolve(np.minimum(profile, np.quantile(profile, 0.9) + 1), np.ones(window), "valid")
    start = float(np.argmax(sums)) / len(profile)
    width, height = sheet.image.size
    if guess == 90:
        box = (round(start * width), 0, round((start + _STRIP) * width), height)
        return Sheet(sheet.image.crop(box), sheet.width * (box[2] - box[0]) / width, sheet.height)
    box = (0, round(start * height), width, round((start + _STRIP) * height))
    return Sheet(sheet.image.crop(box), sheet.width, sheet.height * (box[3] - box[1]) / height)
