"""The working state of one paper being laid out: its pages, how far down the pen is, and what every page carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from training.firm import fonts
from training.firm.draw import A4, MM, Face, Sheet, wrap
from training.firm.layouts.feet import FEET
from training.firm.paper import Paper, Ref
from training.firm.wording import WORDS, day


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: what it shows, how wide (share of the whole), how it stands."""

    key: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A layout as settings. Lengths in millimetres; the functions draw the parts that differ most.

    ``words`` are its own column heads and labels in German; ``under`` prints article numbers below the text instead of beside it;
    ``code`` adds a payment code or a bar code.
    """

    head: Callable[[Desk], None]
    info: Callable[[Desk], None]
    columns: tuple[Column, ...]
    size: tuple[float, float] = A4
    margins: tuple[float, float] = (25, 18)
    address: float = 45
    title: float = 98
    grid: str = "linien"
    totals: str = "rechts"
    foot: str = "spalten"
    points: float = 9.5
    greeting: bool = False
    font: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    under: bool = False
    code: str = ""


@dataclass(slots=True)
class Desk:
    """Draws on the last page of ``sheets``; ``y`` is the next free baseline."""

    paper: Paper
    plan: Plan
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def face(self) -> Face:
        own = self.paper.sender.number == ""
        font = "sans" if own else self.paper.supplier.font
        return Face(self.plan.font or font, self.plan.points)

    @property
    def colour(self) -> str:
        return "#2f4858" if self.paper.sender.number == "" else self.paper.supplier.colour

    @property
    def left(self) -> float:
        return self.plan.margins[0] * MM

    @property
    def right(self) -> float:
        return self.plan.size[0] - self.plan.margins[1] * MM

    @property
    def bottom(self) -> float:
        """The last baseline above the foot."""
        return self.plan.size[1] - (33 if self.plan.foot == "spalten" else 21) * MM

    def word(self, key: str) -> str:
        common = WORDS[self.paper.language][key]
        return self.plan.words.get(key, common) if self.paper.language == "de" else common

    def sheet_width(self, text: str) -> float:
        """How wide a text gets in the face of the paper."""
        return fonts.width(text, self.face.font, self.face.size)

    def date(self) -> str:
        """The paper's date in the style of the house."""
        plain = {"typewriter": "kurz", "serif": "lang"}.get(self.face.font, "")
        return day(self.paper.day, plain if plain and self.paper.language == "de" else self.paper.language)

    def open(self) -> None:
        """The first page down to the place where the table begins."""
        self.sheets.append(Sheet(self.plan.size))
        self.plan.head(self)
        self._address()
        self.plan.info(self)
        self.y = max(self.y, self.plan.title * MM)
        self._title()
        for text in self.paper.opening:
            self.paragraph(text)
        self.y += 6

    def paragraph(self, text: str, gap: float = 1.35) -> None:
        """A text over the full width; texts between table and foot break onto a new page when they must."""
        for line in wrap(text, self.face, self.right - self.left):
            self.room(self.face.size * gap)
            self.sheet.text((self.left, self.y), line, self.face)
            self.y += self.face.size * gap

    def room(self, height: float) -> bool:
        """Make sure ``height`` fits; True when that took a new page."""
        if self.y + height <= self.bottom:
            return False
        self.sheets.append(Sheet(self.plan.size))
        small = self.face.sized(8)
        title = f"{self.paper.sender.name} · {self.paper.title} {self.paper.number} · {self.date()}"
        self.sheet.text((self.left, 16 * MM), title, small)
        self.sheet.rule((self.left, 18 * MM), (self.right, 18 * MM))
        self.y = 27 * MM
        return True

    def done(self) -> list[Sheet]:
        """The finished pages, numbered when there are several."""
        for number, sheet in enumerate(self.sheets, 1):
            FEET[self.plan.foot](self, sheet)
            if len(self.sheets) > 1:
                text = f"{self.word('page')} {number} / {len(self.sheets)}"
                sheet.text((self.right, 12 * MM), text, self.face.sized(8).to("right"))
            place = (self.plan.size[0] / 2, self.plan.size[1] - 4.5 * MM)
            sheet.text(place, self.word("sample"), Face("sans", 5.5, "#777777", "centre"))
        return self.sheets

    def refs(self) -> list[Ref]:
        """What an information block lists: number, date, references."""
        own = Ref(
            f"{self.paper.title.split()[0]}-{self.word('nr')}" if self.paper.language == "de" else self.word("nr").capitalize(),
            self.paper.number,
        )
        own = replace(own, field=self.paper.number_field)
        return [own, Ref(self.word("date"), self.date(), self.paper.day_field), *self.paper.refs]

    def _address(self) -> None:
        sender, receiver, sheet = self.paper.sender, self.paper.receiver, self.sheet
        top = self.plan.address * MM
        line = f"{sender.name} · {sender.street} · {sender.place}"
        small = self.face.sized(6.2)
        sheet.text((self.left, top + 8), line, small)
        sheet.rule((self.left, top + 11), (self.left + 84 * MM, top + 11), 0.3)
        rows = [receiver.name, "Verkauf" if receiver.number.startswith("7") else "Einkauf", receiver.street, receiver.place]
        if sender.country != receiver.country:
            rows.append({"nl": "DUITSLAND", "fr": "ALLEMAGNE"}.get(self.paper.language, "GERMANY"))
        if "empfaenger" in self.paper.hidden:
            rows = ["Barverkauf", "", "", ""]
        sheet.lines((self.left, top + 28), rows, self.face.sized(max(9.5, self.plan.points)), 1.32)

    def _title(self) -> None:
        big = self.face.bold().sized(self.plan.points + (1.5 if self.face.font in {"matrix", "typewriter"} else 4.5))
        wide = self.sheet.text((self.left, self.y), self.paper.title, big)
        self.sheet.text((self.left + wide + 0.35 * big.size, self.y), self.paper.number, big, self.paper.number_field)
        self.y += 20
        if self.plan.greeting:
            self.sheet.text((self.left, self.y), "Sehr geehrte Damen und Herren,", self.face)
            self.y += 18
