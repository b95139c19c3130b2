"""Which document type a reading is, with the reason in German, and whether we wrote it ourselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.doctypes import doctypes
from archive.document import Doubt
from archive.order import Firm
from archive.policy import quoted
from archive.scan import Page, Reading
from ingest.bare_numbers import NUMBER_WORDS
from ingest.classify_einvoice import PROFORMA, from_us, told_type, type_doubts
from ingest.compounds import last_part
from ingest.layout import Row, height, median_height, rows, segments, simple, text_of
from ingest.lexicon import PERSPECTIVE
from ingest.own_paper import our_share
from ingest.titles import titles_like

_SURE, _LEAD = 5.0, 1.25
_STRONG = 9  # a heading in full size
_BESIDE = 0.6
_LARGE = 1.35
_LONGEST_TITLE = 6
_LINE, _LONG_NUMBERED = 8, 0.7
"""Words of a heading with what belongs to it; a longer line is mostly a sentence, and less so with a number behind the title."""
_SHORT_CLUE = 6
"""Letters up to which a clue has to begin a word: "Skonto" is no part of "Buchungskonto"."""
_OTHER = "sonstiges"
_UNTITLED = ("Auf dem Papier steht keine Überschrift, die seine Art nennt.", "auf dem Papier keine Überschrift steht, die seine Art nennt")
_EMPTY = ("Auf dem Papier ist kein Text zu lesen.", "auf dem Papier kein Text zu lesen ist")
"""The same as a sentence and as a reason."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The type, the reason for it as a German clause behind "weil", whether the paper is ours, and what is doubtful about it."""

    doctype: str
    reason: str
    own: bool
    doubts: tuple[Doubt, ...]


_LETTER, _HEAD = 2.0, 1.5
"""How much must speak for our letterhead: on letters more than one sign, on papers of drawing office and workshop our name alone."""
_IN_HOUSE = frozenset(
    {"zeichnung", "stueckliste", "laufkarte", "pruefprotokoll", "stundenzettel", "wareneingangsschein", "kalkulation", "nc_programm"}
)
_BEHIND = 2
_REFERRED = frozenset({"bestellung", "anfrage", "angebot"})
"""Types that later papers name with their number."""


@dataclass(frozen=True, slots=True)
class _Hit:
    doctype: str
    print: str
    score: float
    reason: str
    top: float = 0.0
    numbered: bool = False


def classify(reading: Reading, firm: Firm) -> Verdict:
    """Decides by type code of an e-invoice, else by headings and their place and size, else by words on the paper."""
    return _whose(_classified(reading, firm))


def _whose(verdict: Verdict) -> Verdict:
    """An invoice under our own letterhead is one to a customer: none to check and to pay."""
    own = doctypes()[verdict.doctype].own if verdict.own else ""
    return replace(verdict, doctype=own, reason=f"{verdict.reason} und es unser Briefkopf ist") if own else verdict


def _classified(reading: Reading, firm: Firm) -> Verdict:
    if reading.einvoice and (told := told_type(reading.einvoice)):
        return Verdict(*told, from_us(reading.einvoice, firm), tuple(type_doubts(reading.einvoice)))
    ours = our_share(reading, firm)
    hits = [h for page in reading.pages for h in _titles(page)]
    hits = [*_labels_weighed(hits), *_clues(reading)]
    scores = {key: _score(key, hits) for key in doctypes()}
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    (best, score), (_, second) = ranked[0], ranked[1]
    own = ours >= (_HEAD if best in _IN_HOUSE else _LETTER)
    if score < 2.0:
        text, because = _UNTITLED if any(p.words for p in reading.pages) else _EMPTY
        return Verdict(_OTHER, because, own, (Doubt("doctype", text, "Was für ein Papier ist das?"),))
    reason = _reason(best, hits)
    proforma = (PROFORMA,) if best == "rechnung" and any(_proforma(page) for page in reading.pages[:1]) else ()
    if score >= _SURE and score >= _LEAD * second and not _mere_label(best, hits):
        return Verdict(best, reason, own, proforma)
    rival = doctypes()[ranked[1][0]].name if second > 0 else ""
    text = f"Die Art des Papiers ist nicht sicher: {doctypes()[best].name}" + (f" oder {rival}?" if rival else "?")
    return Verdict(best, reason, own, (Doubt("doctype", text, "Was für ein Papier ist das?"),))


def _proforma(page: Page) -> bool:
    """Under a heading that says so; a remark about one is longer."""
    parts = (part for row in rows(page) for part in segments(row, 2.5) if len(part) <= _LONGEST_TITLE)
    return any(simple(text_of(part)).startswith("proforma") for part in parts)


def _titles(page: Page) -> Iterator[_Hit]:
    """Headings: a title at the start of a printed segment, weighed by place, size and how alone it stands."""
    usual = median_height(page)
    before: Row = ()
    for row in rows(page):
        for part in segments(row, 2.5):
            if not _label_goes_on(before, part):
                named = _without_whose(row, part, usual)
                found = (hit for hit in _title(page, named, usual) if named is part or hit.doctype not in _REFERRED)
                yield from (replace(hit, numbered=_numbered(row, named, hit)) for hit in found)
        before = row


def _without_whose(row: Row, part: Row, usual: float) -> Row:
    """``Ihre Rechnung`` large and alone in its row is a heading; in the size of the text it is a label or a sentence."""
    large = max(height(word) for word in part) >= _LARGE * usual and 1 < len(part) == len(row) <= _LONGEST_TITLE
    words_only = not any(char.isdigit() for word in part for char in word.text)
    return part[1:] if large and words_only and simple(part[0].text) in PERSPECTIVE else part


def _numbered(row: Row, part: Row, hit: _Hit) -> bool:
    """Whether a number stands behind the heading, in its column or in the next one."""
    behind = row[row.index(part[0]) + len(hit.print.split()) :]
    return any(any(c.isdigit() for c in word.text) for word in behind[:_BEHIND])


def _label_goes_on(above: Row, part: Row) -> bool:
    """``Ihre`` right above ``Bestellung``: a label in two rows, no heading."""
    first, size = part[0].box, height(part[0])
    lead = (column[0].box for column in segments(above, 1.2) if simple(text_of(column)) in PERSPECTIVE)
    return any(abs(box[0] - first[0]) < size and -0.5 * size < first[1] - box[3] < size for box in lead)


def _title(page: Page, part: Row, usual: float) -> Iterator[_Hit]:
    keys = {simple(text_of(part[:n])): n for n in range(1, min(len(part), _LONGEST_TITLE) + 1)}
    keys[simple(text_of(part))] = len(part)  # "R E C H N U N G"
    # The shortest print that may be a title is it, but before all what is one to the letter.
    fits = {title: n for key, n in reversed(keys.items()) for title in titles_like(key)}
    fits |= {key: n for key, n in keys.items() if key in fits}
    fits = fits or _in_compound(part)
    longest = max(fits.values(), default=0)
    whole = {d.key for d in doctypes().values() if any(fits.get(simple(t)) == longest for t in d.titles)}
    for doctype in doctypes().values() if fits else ():
        best = max(((w, t) for t, w in doctype.titles.items() if simple(t) in fits), default=None)
        if best is None:
            continue
        if longest > fits[simple(best[1])] and doctype.key not in whole:
            continue  # "Lieferschein / Rechnung" is a title of its own
        words = part[: fits[simple(best[1])]]
        size = height(words[0]) / usual
        factor = 1.3 if size >= _LARGE else 1.0 if size >= 1.12 or best[1].upper() in text_of(words) else 0.7
        factor *= (1.0 if words[0].box[1] < 0.5 * page.height else 0.35) * (1.0 if page.number == 1 else 0.3)
        factor *= 1.0 if len(part) <= _LINE else _LONG_NUMBERED if _with_number(part[len(words) :]) else 0.4
        if text_of(part[: len(words)]).endswith(":") or (len(part) > len(words) and part[len(words)].text == ":"):
            factor *= 0.4
        yield _Hit(doctype.key, text_of(words), best[0] * factor, _place(page, words, size), words[0].box[1])


def _in_compound(part: Row) -> dict[str, int]:
    """``Mietrechnung``, ``eBay-Packzettel``: the title is the last part of a compound that stands nearly alone."""
    first, _, second = part[0].text.rpartition("-")
    title = last_part(part[0].text) or (simple(second) if first else "")
    alone = len(part) <= _LONGEST_TITLE or _with_number(part[1:])
    return {title: 1} if title in titles_like(title) and alone else {}


def _with_number(behind: Row) -> bool:
    """``Nr. 26-10-004873 v. 16.10.2026 Debitor 70415``: a line of several values, no sentence."""
    return bool(behind) and (simple(behind[0].text) in NUMBER_WORDS or any(c.isdigit() for c in behind[0].text))


def _place(page: Page, words: Row, size: float) -> str:
    place = "im Kopf" if words[0].box[1] < 0.4 * page.height else "auf"
    big = "groß " if size >= _LARGE else ""
    where = f"{place} der Seite {page.number}" if place == "im Kopf" else f"auf Seite {page.number}"
    return f"{quoted(text_of(words).strip(' :'))} {big}{where} steht"


def _clues(reading: Reading) -> Iterator[_Hit]:
    """Words anywhere on the paper that go with a type, or speak against it."""
    printed = "\n".join(page.text for page in reading.pages[:3])
    text, begins = simple(printed), {simple(word).lstrip("0123456789")[:_SHORT_CLUE] for word in printed.split()}
    for doctype in doctypes().values():
        for weights, sign in ((doctype.clues, 1.0), (doctype.against, -1.0)):
            for clue, weight in weights.items():
                key = simple(clue)
                within = len(key) > _SHORT_CLUE or not clue.isalpha() or any(word.startswith(key) for word in begins)
                if within and key in text:
                    yield _Hit(doctype.key, clue, sign * weight, "")


def _score(key: str, hits: list[_Hit]) -> float:
    """The best heading counts whole, words on the paper up to the worth of half a heading."""
    mine = [h for h in hits if h.doctype == key]
    title = max((h.score for h in mine if h.reason), default=0.0)
    clues = sum(h.score for h in mine if not h.reason and h.score > 0)
    against = sum(h.score for h in mine if not h.reason and h.score < 0)
    return title + min(clues, 6.0) + max(against, -6.0) * (0.4 if title >= 8 else 1.0)


def _labels_weighed(hits: list[_Hit]) -> list[_Hit]:
    """Headings that are labels of numbers ("Lieferschein-Nr." in the block of an invoice) weigh less beside a heading of another type."""
    references = [h for h in hits if _reference(h, hits)]
    plain = {h.doctype for h in hits if h.reason and h.score >= _STRONG and not _label(h) and h not in references}
    labels = [h for h in hits if h.reason and _label(h) and plain - {h.doctype}]
    return [replace(h, score=_BESIDE * h.score) if h in labels or h in references else h for h in hits]


def _reference(hit: _Hit, hits: list[_Hit]) -> bool:
    """``Bestellung B-26-0417`` below ``Rechnung Nr. 4711``: what the paper is about, not what it is."""
    others = (h for h in hits if h.reason and h.doctype not in _REFERRED and h.top < hit.top and (h.numbered or _label(h)))
    return hit.numbered and hit.doctype in _REFERRED and any(others)


def _label(hit: _Hit) -> bool:
    return simple(hit.print).endswith(("nr", "nummer", "no"))


def _mere_label(key: str, hits: list[_Hit]) -> bool:
    """Its best heading is the label of a number, and words speak against the type, or a strong heading of another one stands above."""
    best = max((h for h in hits if h.doctype == key and h.reason), key=lambda h: h.score, default=None)
    if best is None or not _label(best):
        return False
    if any(h.doctype == key and h.score < 0 for h in hits):
        return True
    return any(h.reason and h.doctype != key and h.score >= _STRONG and h.top < best.top for h in hits)


def _reason(key: str, hits: list[_Hit]) -> str:
    titles = [h for h in hits if h.doctype == key and h.reason]
    if titles:
        return max(titles, key=lambda h: h.score).reason
    clues = sorted((h for h in hits if h.doctype == key and h.score > 0), key=lambda h: -h.score)[:3]
    return " und ".join(quoted(h.print) for h in clues) + " auf dem Papier " + ("stehen" if len(clues) > 1 else "steht")
