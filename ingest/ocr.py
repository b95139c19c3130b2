"""Page images to words with boxes and confidence. The only module that knows pytesseract.

An engine reads sheets as they are: turning and straightening them is not its business. It runs inside a bounded child.
"""

from __future__ import annotations

import os
import statistics
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import pytesseract
from PIL import Image

from archive.problems import Unavailable
from archive.scan import Word
from ingest.sheet import Sheet

_COLUMNS = 12
_LEVEL, _PAGE, _LEFT, _TOP, _WIDTH, _HEIGHT, _CONFIDENCE, _TEXT = 0, 1, 6, 7, 8, 9, 10, 11
_WORD_LEVEL = "5"
_WHOLE_PAGE = 3
"""Tesseract's number for a page of any layout."""
_CELL, _PAPER, _EDGE = 8, 245, 40
"""Dots of a cell; its mean brightness from which nothing at all is in it; dots of white that stay around the print."""
Place = tuple[int, int, int, int]
"""Left, top, right and bottom in dots."""
_RULINGS = "|_—–-~=‘’'\"`´.,:;°*«»<>[]{}()\\/¦"


class Engine(Protocol):
    """Reads pages. Implementations are plain picklable values, because they travel into the child that reads."""

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        """For each sheet its words in reading order, boxes in points of that sheet.

        Raises ``Unavailable`` when the engine itself fails; a page without words is an answer.
        """


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract through pytesseract: one thread, all pages of a call in one process, words and confidence in one go.

    ``letters`` names all that may stand on the sheets, "" anything.
    """

    languages: str = "deu"
    program: str = "tesseract"
    timeout: float = 90
    layout: int = _WHOLE_PAGE
    letters: str = ""

    def recognise(self, sheets: Sequence[Sheet]) -> Sequence[Sequence[Word]]:
        if not sheets:
            return []
        os.environ["OMP_THREAD_LIMIT"] = "1"
        pytesseract.pytesseract.tesseract_cmd = self.program
        places = [_printed(sheet.image) if self.layout == _WHOLE_PAGE else (0, 0, *sheet.image.size) for sheet in sheets]
        files = [_written(sheet.image.crop(place)) for sheet, place in zip(sheets, places, strict=True)]
        listing = Path(f"{uuid.uuid4().hex}.txt").absolute()
        listing.write_text("".join(f"{file}\n" for file in files))
        try:
            table = self._run(listing, round(statistics.median(sheet.dpi for sheet in sheets)))
        finally:
            for file in (listing, *files):
                file.unlink(missing_ok=True)
        return _words(table, sheets, places)

    def _run(self, listing: Path, dpi: int) -> bytes:
        config = f"--dpi {min(max(dpi, 70), 2400)} --psm {self.layout} -c tessedit_create_tsv=1"
        if self.letters:
            config += f" -c tessedit_char_whitelist={self.letters}"
        try:
            return bytes(
                pytesseract.run_and_get_output(
                    str(listing), extension="tsv", lang=self.languages, config=config, timeout=self.timeout, return_bytes=True
                )
            )
        except pytesseract.TesseractNotFoundError as error:
            raise _unavailable("Die Texterkennung (Tesseract) ist nicht installiert.", repr(error)) from error
        except (pytesseract.TesseractError, RuntimeError, OSError) as error:
            raise _unavailable("Die Texterkennung ist abgestürzt oder hängen geblieben.", repr(error)) from error


def for_lines(engine: Engine, letters: str) -> Engine:
    """The engine for sheets of one line each that hold nothing but these letters; engines that do not know such a way stay as they are."""
    return replace(engine, layout=7, letters=letters) if isinstance(engine, Tesseract) else engine


def for_a_line(engine: Engine) -> Engine:
    """The engine for sheets of one line each, whatever it says."""
    return replace(engine, layout=7) if isinstance(engine, Tesseract) else engine


def for_tongue(engine: Engine, language: str) -> Engine | None:
    """The engine with the words of one more language; ``None`` when its data are not installed or it is an engine without languages."""
    if not isinstance(engine, Tesseract) or language not in _installed(engine.program):
        return None
    return replace(engine, languages=f"{engine.languages}+{language}")


@lru_cache(maxsize=8)
def _installed(program: str) -> frozenset[str]:
    pytesseract.pytesseract.tesseract_cmd = program
    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractError, RuntimeError, OSError):
        return frozenset()  # the first reading stands


def checked(answer: object, sheets: Sequence[Sheet]) -> list[list[Word]]:
    """What an engine said, if it makes sense: a list of words for each sheet, on the paper, confident between 0 and 1."""
    if not isinstance(answer, Sequence) or isinstance(answer, str | bytes) or len(answer) != len(sheets):
        raise _nonsense(f"{type(answer).__name__} instead of {len(sheets)} pages")
    pages = []
    for words, sheet in zip(answer, sheets, strict=True):
        if isinstance(words, str | bytes) or not all(_sane(word, sheet) for word in words):
            raise _nonsense(f"no words: {words!r:.200}")
        pages.append([word for word in words if not _ruling(word)])
    return pages


def _sane(word: object, sheet: Sheet) -> bool:
    if not isinstance(word, Word) or not 0 <= word.confidence <= 1 or not word.text.strip() or len(word.text) > 500:
        return False
    x0, top, x1, bottom = word.box
    return -1 <= x0 <= x1 <= sheet.width + 1 and -1 <= top <= bottom <= sheet.height + 1


def _ruling(word: Word) -> bool:
    """Pieces of table lines and dirt that engines read as punctuation."""
    return not word.text.strip(_RULINGS) and word.confidence < 0.6


def _printed(image: Image.Image) -> Place:
    """Where there is anything on the page: white edges cost as much as print, 3 % of a page."""
    dark = image.reduce(_CELL).point(lambda value: 255 * (value < _PAPER)).getbbox() if min(image.size) > _CELL else None
    if dark is None:
        return 0, 0, *image.size
    left, top, right, bottom = (edge * _CELL for edge in dark)
    return max(left - _EDGE, 0), max(top - _EDGE, 0), min(right + _EDGE, image.width), min(bottom + _EDGE, image.height)


def _written(image: Image.Image) -> Path:
    """The image as a plain TIFF: Leptonica takes 0.13 s of CPU to read a PGM of A4 at 300 dpi, and nearly none for this."""
    file = Path(f"{uuid.uuid4().hex}.tif").absolute()
    image.save(file, "TIFF", compression="raw")
    return file


def _words(table: bytes, sheets: Sequence[Sheet], places: Sequence[Place]) -> list[list[Word]]:
    try:
        rows = [line.split("\t") for line in table.decode().splitlines()]
    except UnicodeDecodeError as error:
        raise _nonsense(repr(error)) from error
    if not rows or rows[0][0] != "level" or len(rows[0]) != _COLUMNS:
        raise _nonsense(f"output starts with {table[:80]!r}")
    pages: list[list[Word]] = [[] for _ in sheets]
    seen = set()
    for row in rows[1:]:
        try:
            number = int(row[_PAGE]) - 1
            seen.add(number)
            if row[_LEVEL] == _WORD_LEVEL and len(row) == _COLUMNS and row[_TEXT].strip():
                pages[number].append(_word(row, sheets[number], places[number]))
        except (ValueError, IndexError) as error:
            raise _nonsense(f"{row!r:.200}") from error
    if len(seen) != len(sheets):
        raise _nonsense(f"{len(seen)} of {len(sheets)} pages came back")
    return pages


def _word(row: list[str], sheet: Sheet, place: Place) -> Word:
    left, top, width, height = (int(row[column]) for column in (_LEFT, _TOP, _WIDTH, _HEIGHT))
    left, top = left + place[0], top + place[1]
    points = sheet.width / sheet.image.width
    down = sheet.height / sheet.image.height
    box = (left * points, top * down, (left + width) * points, (top + height) * down)
    return Word(row[_TEXT].strip(), box, min(max(float(row[_CONFIDENCE]) / 100, 0.0), 1.0))


def _unavailable(sentence: str, cause: str) -> Unavailable:
    return Unavailable(f"{sentence} Das Lesen wird später wiederholt.", cause=cause, code="texterkennung")


def _nonsense(cause: str) -> Unavailable:
    return _unavailable("Die Texterkennung hat etwas Unbrauchbares geliefert.", cause)
