"""Papers that are understood already: drawn, read and proposed without OCR, so that screens can be tested by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import training
from archive.document import Doubt, Finding, Line, Link, Proposal, Suggestion
from archive.intake import Sender
from archive.originals import page_key
from archive.scan import Box, Page, Reading, Scan, Word
from archive.space import Space

FONT = Path(training.__file__).parent / "firm" / "fonts" / "LiberationSans-Regular.ttf"
WIDTH, HEIGHT, SCALE = 595.0, 842.0, 2

LINES = (
    (60, 60, 16, "Stahlhandel Düren GmbH"),
    (60, 84, 9, "Industriestraße 12 · 52349 Düren"),
    (60, 150, 10, "Musterwerk Maschinenbau GmbH"),
    (60, 164, 10, "Grüner Weg 3"),
    (60, 178, 10, "52070 Aachen"),
    (60, 260, 15, "{title} Nr. {number}"),
    (360, 262, 10, "Datum 14.10.2026"),
    (60, 300, 10, "Ihre Bestellung B-26-00417"),
    (60, 316, 10, "Kommission {order}"),
    (60, 370, 10, "1 Flachstahl 40x10 S235JR 12 Stück 24,50 294,00"),
    (60, 388, 10, "2 Rundstahl 30 mm C45 6 Stück 31,20 187,20"),
    (360, 440, 10, "Netto 481,20"),
    (360, 456, 10, "USt 19 % 91,43"),
    (360, 472, 11, "Gesamtbetrag 572,63"),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a test wants to see on a paper."""

    title: str = "Rechnung"
    doctype: str = "rechnung"
    number: str = "9001234"
    order: str = "A-26-0112"
    linked: bool = True
    lines: tuple[Line, ...] = ()


def hand_in(space: Space, paper: Paper, name: str = "rechnung.pdf") -> str:
    """A paper that has come in and waits to be read."""
    with space.intake.receive() as incoming:
        incoming.write(f"%PDF-1.4 not read by this test: {paper} {name}".encode())
        stored = incoming.keep()
    return space.intake.acknowledge(stored, Sender(name, "application/pdf", "web", "das Büro")).eingangsnummer


def file(space: Space, paper: Paper, name: str = "rechnung.pdf") -> str:
    """A paper that has gone the whole way: filed when it is linked, waiting with suggestions when not."""
    number = hand_in(space, paper, name)
    understand(space, number, paper)
    return number


def understand(space: Space, number: str, paper: Paper) -> None:
    """What a worker would do with a paper that has come in."""
    scan = space.intake.get(number).scan
    image, words = _drawn(paper)
    space.store.put(page_key(scan.sha256, 1), image)
    space.documents.file(number, _proposal(paper, scan, words))


def _drawn(paper: Paper) -> tuple[bytes, tuple[Word, ...]]:
    picture = Image.new("RGB", (int(WIDTH * SCALE), int(HEIGHT * SCALE)), "white")
    draw = ImageDraw.Draw(picture)
    words = []
    for x, y, size, line in LINES:
        font = ImageFont.truetype(FONT, size * SCALE)
        at = float(x)
        for text in line.format(title=paper.title, number=paper.number, order=paper.order).split():
            left, top, right, bottom = draw.textbbox((at * SCALE, y * SCALE), text, font=font)
            draw.text((at * SCALE, y * SCALE), text, font=font, fill="#222222")
            words.append(Word(text, (left / SCALE, top / SCALE, right / SCALE, bottom / SCALE), 0.97))
            at = right / SCALE + size * 0.3
    out = BytesIO()
    picture.save(out, "WEBP", quality=70)
    return out.getvalue(), tuple(words)


def _proposal(paper: Paper, scan: Scan, words: tuple[Word, ...]) -> Proposal:
    def box(text: str) -> Box:
        return next(word.box for word in words if word.text == text)

    own = "rechnungsnummer" if paper.doctype == "rechnung" else "lieferscheinnummer"
    findings = [
        Finding(own, paper.number, paper.number, 1, box(paper.number), 0.98, f"hinter ‚{paper.title} Nr.‘"),
        Finding("rechnungsdatum", "2026-10-14", "14.10.2026", 1, box("14.10.2026"), 0.97, "hinter ‚Datum‘"),
        Finding("lieferant", "Stahlhandel Düren GmbH", "Stahlhandel", 1, box("Stahlhandel"), 0.9, "im Briefkopf"),
        Finding("bestellnummer", "B-26-00417", "B-26-00417", 1, box("B-26-00417"), 0.99, "hinter ‚Ihre Bestellung‘"),
        Finding("netto", "481.20", "481,20", 1, box("481,20"), 0.98, "hinter ‚Netto‘"),
        Finding("brutto", "572.63", "572,63", 1, box("572,63"), 0.98, "hinter ‚Gesamtbetrag‘"),
    ]
    link = Link(paper.order, "hinter ‚Ihre Bestellung‘ B-26-00417 steht (Seite 1)", 0.99, None)
    doubt = Doubt("order", f"Die Nummer {paper.order} gibt es nicht.", "Zu welchem Auftrag gehört der Beleg?")
    suggestions = (
        Suggestion("A-26-0112", "die Nummer unterscheidet sich nur in einem Zeichen", 0.7),
        Suggestion("A-26-0113", "gleicher Lieferant, ähnliche Bestellnummer", 0.4),
    )
    return Proposal(
        scan=scan,
        reading=Reading(scan, (Page(1, WIDTH, HEIGHT, 0, words, "ocr"),)),
        doctype=paper.doctype,
        doctype_reason=f"oben ‚{paper.title}‘ steht",
        findings=tuple(findings),
        lines=paper.lines,
        links=(link,) if paper.linked else (),
        doubts=() if paper.linked else (doubt,),
        suggestions=() if paper.linked else suggestions,
    )


def stack(space: Space, papers: Sequence[Paper], name: str = "stapel.pdf") -> str:
    """Several papers in one file, read and waiting."""
    number = hand_in(space, papers[0], name)
    scan = space.intake.get(number).scan
    pages = []
    for n, paper in enumerate(papers, 1):
        image, words = _drawn(paper)
        space.store.put(page_key(scan.sha256, n), image)
        pages.append(Page(n, WIDTH, HEIGHT, 0, words, "ocr"))
    proposal = _proposal(papers[0], scan, pages[0].words)
    space.documents.file(number, replace(proposal, reading=Reading(scan, tuple(pages))))
    return number
