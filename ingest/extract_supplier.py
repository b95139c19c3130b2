"""Who sent this paper: a known supplier by tax id, account, name or customer number, else the firm's name as printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from archive.document import Finding
from archive.order import Supplier, plain
from archive.policy import SURE, quoted
from ingest.extract_ids import PROPOSED
from ingest.firm_names import Named, names
from ingest.layout import Row, around, distance, segments, simple, text_of, worst
from ingest.names_in_lines import LEGAL_FORM
from ingest.paper import Paper, PrintedPage

_LONG = 8
_WORD = 4
_SAME = 6
"""Letters by which two names are taken for the same firm's: then the one in a single line counts."""
_COMPANY = re.compile(r"(?:gmbh|mbh|ag|se|ug|ohg|ek|gbr|ltd|inc|llc|bv|nv|sarl|sas|sa|srl|spa)?(?:u(?:nd)?)?(?:co)?(?:kgaa|kg|ohg)?")
"""What follows a short name, or the name of a partner, in the name of the firm."""
_TWINS = SURE - 0.1
_WINDOW = -1.0
"""The only firm of a paper may stand where the reader's address is usual, but not under a heading that says so."""


def supplier(paper: Paper, known: Sequence[Supplier], findings: Sequence[Finding]) -> tuple[Finding | None, Supplier | None]:
    """The finding ``lieferant`` and, when the register knows the firm, its entry."""
    for key, numbers in (("ust_id", "vat_ids"), ("iban", "ibans")):
        for f in findings:
            proved = f.field == key and f.confidence > PROPOSED  # a number that was worked out names nobody
            owner = next((s for s in known if proved and f.value in getattr(s, numbers)), None)
            if owner:
                rule = f"{'USt-IdNr.' if key == 'ust_id' else 'IBAN'} {f.value} gehört zu diesem Lieferanten"
                return Finding("lieferant", owner.name, f.raw, f.page, f.box, 0.99, rule), owner
    by_name = _by_name(paper, known)
    if by_name:
        return by_name
    printed = _as_printed(paper)
    return _by_customer_number(known, findings, printed) or (printed, None)


def _by_name(paper: Paper, known: Sequence[Supplier]) -> tuple[Finding, Supplier] | None:
    """A name or alias of the register anywhere on the paper; the longest one wins, equal ones cancel each other."""
    hits: list[tuple[int, Finding, Supplier]] = []
    printed = [n.name for sheet in paper.sheets[:2] for n in names(sheet, paper.firm) if LEGAL_FORM.search(n.name)]
    for sheet in paper.sheets[:2]:
        for row in sheet.rows:
            for part in segments(row):
                for s in known:
                    mine = [n for n in (s.name, *s.aliases) if _says(part, n) and not _anothers(n, s, printed)]
                    hits.extend((len(simple(n)), _named(n, s, part, sheet), s) for n in mine)
    if not hits:
        return None
    best = max(hits, key=lambda h: h[0])
    rivals = {s.number for size, _, s in hits if size == best[0]}
    return (best[1], best[2]) if len(rivals) == 1 else None


def _anothers(name: str, s: Supplier, printed: Sequence[str]) -> bool:
    """A short name with which another firm's begins on this paper: "Schraubenkontor" beside "Schraubenkontor Wurmtal GmbH"."""
    if LEGAL_FORM.search(name):
        return False
    own = [simple(word) for known in (s.name, *s.aliases) for word in known.split()]
    whole = [other for other in printed if simple(name) in simple(other)]
    strange = [w for other in whole for word in LEGAL_FORM.sub("", other).split() if len(w := simple(word)) >= _WORD and not _among(w, own)]
    return bool(strange) and all(simple(s.name) not in simple(other) for other in printed)


def _among(word: str, own: Sequence[str]) -> bool:
    """Whether one of the firm's own words begins like this one, or is part of it: "Handelsges." of "Handelsgesellschaft"."""
    return any(mine[:_WORD] == word[:_WORD] or (len(mine) >= _WORD and mine in word) for mine in own)


def _says(part: Row, name: str) -> bool:
    key, text = simple(name), simple(text_of(part))
    if len(key) < 5:
        return key == text
    return key in text or (len(key) >= 10 and distance(key, text[: len(key)], 2) <= (1 if len(key) < 16 else 2))


def _named(name: str, s: Supplier, part: Row, sheet: PrintedPage) -> Finding:
    exact = simple(name) in simple(text_of(part))
    rule = f"der Name {quoted(name)} steht auf dem Papier"
    return Finding("lieferant", s.name, text_of(part), sheet.number, around(part), 0.95 if exact else 0.85, rule)


def _by_customer_number(known: Sequence[Supplier], findings: Sequence[Finding], printed: Finding | None) -> tuple[Finding, Supplier] | None:
    """Our customer number there is a fingerprint when only one supplier gave us that number, and nothing on the paper contradicts."""
    for f in findings:
        owners = [s for s in known if f.field == "kundennummer" and s.customer_number and plain(s.customer_number) == plain(f.value)]
        if len(owners) == 1 and len(plain(f.value)) >= 4 and not _another_number(owners[0], findings):
            rule = f"unsere Kundennummer {f.value} gibt es nur bei diesem Lieferanten"
            confidence = 0.85 if printed is None or _alike(printed.value, owners[0]) else _TWINS
            return Finding("lieferant", owners[0].name, f.raw, f.page, f.box, confidence, rule), owners[0]
    return None


def _another_number(s: Supplier, findings: Sequence[Finding]) -> bool:
    """Whether the paper names a VAT id that is not this supplier's."""
    return any(s.vat_ids and f.field == "ust_id" and f.confidence >= SURE and f.value not in s.vat_ids for f in findings)


def _alike(name: str, s: Supplier) -> bool:
    """Whether a word of the printed name is one of the firm's, in spite of a misread letter."""
    own = [simple(word) for known in (s.name, *s.aliases) for word in LEGAL_FORM.sub("", known).split()]
    printed = [w for word in LEGAL_FORM.sub("", name).split() if len(w := simple(word)) > _WORD]
    return any(distance(word, mine, 1) <= 1 for word in printed for mine in own)


def _sum(scores: list[float]) -> float:
    """The best place counts whole, others a little; standing among the reader's addresses speaks against a name."""
    best = max(scores)
    return best + 0.4 * (sum(s > 0 for s in scores) - (best > 0)) + max(-1.5, 0.5 * sum(s for s in scores if s < 0))


def _whole(every: Sequence[Named]) -> list[Named]:
    """Names in two lines in place of their second line, unless that stands somewhere by itself."""
    tails = Counter(simple(n.tail) for n in every if n.tail)
    alone = Counter(simple(n.name) for n in every if not n.tail)
    by_itself = {name for name, times in alone.items() if times > tails[name]}
    heads = {simple(n.name.removesuffix(n.tail)) for n in every if n.tail}
    rivals = {name[:_SAME] for name in alone if name not in heads | set(tails)}
    joined = [
        n for n in every if n.tail and simple(n.tail) not in by_itself and (simple(n.name)[:_SAME] not in rivals or simple(n.name) in alone)
    ]
    second = {simple(n.tail) for n in joined}
    return [n for n in every if (n in joined) or (not n.tail and simple(n.name) not in second | heads)]


def _lengthened(name: str, all_names: Sequence[str]) -> str:
    """``Muster GmbH`` on a paper that also says ``Muster GmbH & Co. KG``: its end was cut off, or it is a partner or a sign."""
    longer = [other for other in all_names if other != name and other.startswith(name) and _COMPANY.fullmatch(other[len(name) :])]
    return max(longer, key=len, default=name)


def _misread_twin(one: str, other: str) -> bool:
    left, right = simple(one), simple(other)
    return left != right and len(left) >= _LONG and distance(left, right, 2) <= 2


def _entity(best: Named, every: Sequence[Named]) -> Named:
    """The firm itself where only the first word of its name stands large at the head: "Circuvo" of "Circuvo Components GmbH"."""
    if LEGAL_FORM.search(best.name) or len(simple(best.name)) < _WORD:
        return best
    whole = [n for n in every if LEGAL_FORM.search(n.name) and simple(n.name).startswith(simple(best.name))]
    return max(whole, key=lambda n: n.score) if len({simple(n.name) for n in whole}) == 1 else best


def _as_printed(paper: Paper) -> Finding | None:
    """The seller's legal entity: scored by where and how often the name stands."""
    every = _whole([n for sheet in paper.sheets for n in names(sheet, paper.firm)])
    if not every:
        return None
    places: dict[str, list[float]] = {}
    said = [simple(n.name) for n in every if not n.tail]
    for n in every:
        places.setdefault(_lengthened(simple(n.name), said), []).append(n.score)
    sums = {name: _sum(scores) for name, scores in places.items()}
    ranked = sorted(sums.items(), key=lambda item: -item[1])
    best = _entity(max((n for n in every if simple(n.name) == ranked[0][0]), key=lambda n: n.score), every)
    twins = [n for n in every if _misread_twin(n.name, best.name)]
    lead = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    if ranked[0][1] <= (_WINDOW if len(ranked) == 1 and LEGAL_FORM.search(best.name) else 0.0):
        return None
    confidence = min(0.92, 0.5 + 0.08 * lead + 0.04 * ranked[0][1]) * worst(best.words) ** 0.5
    if twins:  # one of the two prints is misread; the better legible one counts, and a person looks
        best = max((best, *twins), key=lambda n: worst(n.words))
        confidence = min(confidence, _TWINS)
    if all(n.tail for n in every if simple(n.name) == simple(best.name)):  # two lines that may be no name together
        confidence = min(confidence, _TWINS)
    return Finding(
        "lieferant", best.name, text_of(best.words), best.page, around(best.words), round(confidence, 3), "Firmenname des Absenders"
    )
