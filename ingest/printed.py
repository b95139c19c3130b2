"""Where a value of an e-invoice is printed, exactly, on the pages beside it. Reads no value itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.order import plain
from archive.scan import Box, Page, Word
from ingest.exact import decimal
from ingest.layout import around

_LONGEST = 8
PAGES, WORDS = 20, 4000
"""How many pages, and how many words of each, are looked at."""
_EDGE = ".,;:()[]€* "
_MONTHS = tuple(
    names.split()
    for names in (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "January February March April May June July August September October November December",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page."""

    page: int
    box: Box


class Print:
    """The print of some pages, looked up by value."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._runs: dict[str, list[Spot]] = {}
        self._texts: dict[str, list[Spot]] = {}
        for page in pages[:PAGES]:
            for words in _rows(page):
                self._take(page.number, words)

    def number(self, value: str) -> Spot | None:
        """The first place of a number or name, however it is spaced."""
        return next(iter(self._runs.get(plain(value), ())), None) if plain(value) else None

    def day(self, iso: str) -> Spot | None:
        """The first place of a day."""
        return next(iter(self._any(day_prints(iso))), None)

    def text(self, text: str) -> Spot | None:
        """The first place of up to three words, exactly as printed."""
        return next(iter(self._texts.get(text, ())), None)

    def amount(self, value: str) -> Spot | None:
        """The last place of an amount: totals stand below the lines."""
        return max(self._any(amount_prints(value)), key=lambda spot: (spot.page, spot.box[1]), default=None)

    def amounts(self, value: str) -> list[Spot]:
        """Every place of an amount."""
        return self._any(amount_prints(value))

    def _any(self, prints: Iterable[str]) -> list[Spot]:
        return [spot for text in prints for spot in self._texts.get(text, ())]

    def _take(self, page: int, words: Sequence[Word]) -> None:
        for start in range(len(words)):
            key = ""
            for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                run = words[start:end]
                key += plain(run[-1].text)
                if len(key) > 60:
                    break
                spot = Spot(page, around(run))
                if key:
                    self._runs.setdefault(key, []).append(spot)
                if end - start <= 3:
                    self._texts.setdefault(" ".join(w.text for w in run).strip(_EDGE), []).append(spot)


def _rows(page: Page) -> Iterator[tuple[Word, ...]]:
    seen = 0
    for line in page.lines():
        seen += len(line)
        if seen > WORDS:
            return
        yield line


def day_prints(iso: str) -> list[str]:
    """The ways to print a day, without the doubtful ones."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return []
    d, m, y = day.day, day.month, day.year
    numeric = [f"{d:02}.{m:02}.{y}", f"{d}.{m}.{y}", f"{d:02}.{m:02}.{y % 100:02}", f"{d}.{m}.{y % 100:02}", iso, f"{d:02}/{m:02}/{y}"]
    named = [way for month in _MONTHS for n in (f"{d}", f"{d:02}") for way in (f"{n}. {month[m - 1]} {y}", f"{n} {month[m - 1]} {y}")]
    return list(dict.fromkeys([*numeric, f"{d:02}-{m:02}-{y}", *named]))


def amount_prints(value: str) -> list[str]:
    """The ways to print an amount, with and without its currency."""
    number = decimal(value)
    if number is None:
        return []
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    bare = [german, german.replace(".", ""), german.replace(".", " "), english, english.replace(",", "")]
    if number < 0:  # bookkeeping programs print the sign behind
        bare += [f"{form[1:]}-" for form in bare]
    return list(
        dict.fromkeys(text for form in bare for text in (form, f"{form} EUR", f"EUR {form}", f"{form}EUR", f"{form} €", f"{form}€"))
    )
