"""Papers for the search benchmark: German business text of any amount from a seed, with compounds, numbers and misreadings.

The words are our own domain list and invented ones that sound German; their frequencies follow Zipf, as in real text.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from search.fold import word_list
from search.index import Fact, IndexDocument

_ONSETS = (
    "b",
    "br",
    "d",
    "f",
    "fl",
    "g",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pf",
    "r",
    "s",
    "sch",
    "schl",
    "st",
    "str",
    "t",
    "tr",
    "w",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ä", "ö", "ü", "au", "ei", "ie", "eu")
_CODAS = ("", "n", "r", "l", "ck", "tz", "ng", "rt", "lm", "ß", "st", "mpf")
_ENDINGS = ("", "e", "en", "er", "ung", "ungen", "heit", "lich", "s")
_CONFUSED = {
    "0": "O",
    "O": "0",
    "1": "l",
    "l": "1",
    "5": "S",
    "S": "5",
    "8": "B",
    "B": "8",
    "e": "c",
    "n": "u",
    "ü": "u",
    "ä": "a",
    "m": "rn",
}
_INVENTED = 40_000
END_OF_BODY = "\n----\n"
_FUNCTION = word_list("stoppwoerter.txt")[:25]
_TYPES = (("rechnung", 4), ("lieferschein", 5), ("auftragsbestaetigung", 2), ("angebot", 1), ("pruefbescheinigung", 1), ("sonstiges", 1))


@dataclass(frozen=True)
class Sample:
    """A clean word of a paper and whether its only printing was misread; ``number`` is the paper's own."""

    eingangsnummer: str
    word: str
    number: str
    order: str


def words_given(arguments: Sequence[str]) -> list[str]:
    """The words of the file named by ``words=FILE`` on the command line, none without it."""
    return [word for text in arguments if text.startswith("words=") for word in Path(text[6:]).read_text(encoding="utf-8").split()]


class Corpus:
    """All papers of one seed; ``noise`` is the share of characters that were misread.

    ``others`` are words to be used in place of invented ones, the most common first.
    """

    def __init__(self, seed: int, noise: float = 0.02, others: Sequence[str] = ()) -> None:
        self._random = random.Random(seed)
        self._noise = noise
        trade = [word for word in word_list("woerter.txt") if len(word) > 3]
        compounds = [f"{self._pick(trade)}{self._pick(trade)}".capitalize() for _ in range(0 if others else 3000)]
        rest = others or [self._invent() for _ in range(_INVENTED)]
        self.words = [*_FUNCTION, *dict.fromkeys([*trade[:120], *rest[:600], *compounds, *rest])]
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.suppliers = [f"{self._invent().capitalize()} {self._pick(trade).capitalize()} GmbH" for _ in range(600)]
        self.samples: list[Sample] = []

    def papers(self, count: int) -> Iterator[IndexDocument]:
        for place in range(count):
            yield self._paper(place)

    def repeated(self, count: int, bodies: int) -> Iterator[IndexDocument]:
        """Papers of which no more than ``bodies`` texts are different; each has a head of its own with its numbers."""
        kept: list[tuple[str, str]] = []
        for place in range(count):
            if place < bodies:
                paper = self._paper(place)
                kept.append((self.samples[-1].word, paper.text[0]))
                yield paper
            else:
                word, text = kept[place % bodies]
                yield self._again(place, word, text)

    def _again(self, place: int, word: str, text: str) -> IndexDocument:
        rng = self._random
        day = date(2021, 1, 1) + timedelta(days=rng.randrange(2100))
        number, order = f"RE-{day.year}/{place:06}", f"A-{place // 6:06}"
        nr = f"E-2026-{place:07}"
        if place % 100 == 0:
            self.samples.append(Sample(nr, word, number, order))
        head = self._misread(f"Rechnung {number} vom {day:%d.%m.%Y} Ihre Bestellung {order}")
        return IndexDocument(
            nr, hashlib.sha256(nr.encode()).hexdigest(), f"Scan_{place}.pdf", rng.choices(*zip(*_TYPES, strict=True))[0],
            rng.choice(self.suppliers), (order,), (Fact("bestellnummer", order),), (day,), rng.randrange(1000, 2_000_000),
            (f"{text}{END_OF_BODY}{head}",), "filed", datetime(2026, 1, 1, tzinfo=UTC), place + 1,
        )  # fmt: skip

    def _paper(self, place: int) -> IndexDocument:
        rng = self._random
        words = rng.choices(self.words, cum_weights=self._weights, k=max(40, int(rng.gauss(200, 60))))
        day = date(2021, 1, 1) + timedelta(days=rng.randrange(2100))
        number, order, cents = f"RE-{day.year}/{place:06}", f"A-{place // 6:06}", rng.randrange(1000, 2_000_000)
        head = f"{rng.choice(self.suppliers)} Rechnung {number} vom {day:%d.%m.%Y} Ihre Bestellung {order}"
        goods = " ".join(
            f"{rng.randrange(10**7):07} {rng.randrange(1, 500)} Stück {rng.randrange(10**5) / 100:.2f}".replace(".", ",") for _ in range(4)
        )
        body = " ".join(words)
        sample = rng.choice([word for word in words if len(word) >= 5 and word not in _FUNCTION])
        nr = f"E-2026-{place:07}"
        self.samples.append(Sample(nr, sample, number, order))
        text = self._misread(f"{head}\n{body}\n{goods}\nGesamt {cents // 100},{cents % 100:02} EUR\nBrief mit freundlichen Grüßen")
        return IndexDocument(
            nr, hashlib.sha256(nr.encode()).hexdigest(), f"Scan_{place}.pdf", rng.choices(*zip(*_TYPES, strict=True))[0],
            rng.choice(self.suppliers), (order,), (Fact("bestellnummer", order),), (day,), cents, (text,), "filed",
            datetime(2026, 1, 1, tzinfo=UTC), place + 1,
        )  # fmt: skip

    def _misread(self, text: str) -> str:
        rng = self._random
        out = list(text)
        for place in rng.sample(range(len(out)), int(len(out) * self._noise)):
            if out[place].isalnum():
                out[place] = _CONFUSED.get(out[place], rng.choice(("", rng.choice("aeinrst"), out[place] + "'")))
        return "".join(out)

    def _invent(self) -> str:
        rng = self._random
        body = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((1, 2, 2, 3))))
        word = body + rng.choice(_ENDINGS)
        return word.capitalize() if rng.random() < 0.5 else word

    def _pick(self, words: list[str]) -> str:
        return self._random.choice(words)
