"""IBAN and VAT ids anywhere on the paper, ours and the reader's set aside. Misread letters are only resolved by check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.document import Finding
from archive.kinds import iban, vat_id
from archive.policy import SURE, quoted
from ingest.confusions import alike
from ingest.firm_names import heading_above
from ingest.iban_print import blocks, proposed
from ingest.labels import Anchor
from ingest.layout import Row, around, gap, height, text_of, worst
from ingest.paper import Paper, PrintedPage, right_of
from ingest.second_look import UNSURE
from ingest.wrapped_iban import wrapped

_DEBIT = re.compile(r"lastschrift|einzug|(?:ihrem|ihres) kontos?", re.IGNORECASE)
_DRAWN = re.compile(r"abgebucht|abbuchen|eingezogen|einziehen|mandatsref|prélèvement|incasso|debited|ihrem konto", re.IGNORECASE)
"""The money is drawn: an account on the paper may be ours."""
_DIGITS = str.maketrans("OQDILSBGZ|", "0001158621")
_IBAN_COUNTRY = re.compile(r"[A-Z]{2}(?:[0-9OQILSBGZ|]|$)")
_LABEL_REACH = 3
_MOST_BLOCKS = 9
_MOST_LETTERS = 4
_READERS = 0.7
"""What a VAT id loses for standing below "Käufer"."""
_WRONG_LENGTH = 0.3
PROPOSED = SURE - 0.2
"""How far an account that was worked out from its check digits is believed, until somebody or the register confirms it."""


def accounts(paper: Paper) -> list[Finding]:
    """The supplier's bank accounts in printed order; one whose check digits are wrong keeps a low confidence."""
    found: list[Finding] = []
    drawn = any(_DRAWN.search(page.text) for page in paper.reading.pages)
    for sheet in paper.sheets:
        for number, row in enumerate(sheet.rows):
            for words, value in (*ibans(row), *wrapped(sheet, number)):
                if value not in paper.firm.ibans and all(f.value != value for f in found):
                    found.append(_account(sheet, number, words, value, drawn=drawn))
    if not any(iban.valid(f.value) for f in found):
        found += [f for f in _proposals(paper) if f.value not in paper.firm.ibans and all(f.value != o.value for o in found)]
    return found or list(_as_printed(paper))[:1]


def _as_printed(paper: Paper) -> Iterator[Finding]:
    """What stands behind a label for accounts, though it is too long or too short for one: shown, never sure."""
    for sheet, anchor in paper.anchors():
        meaning = anchor.meaning(own=paper.own)
        if not meaning or meaning.field.key != "iban":
            continue
        behind = right_of(sheet, anchor)
        end = next((at for at, word in enumerate(behind) if _other_label(word.text.strip(":."))), len(behind))
        words = behind[: min(end, _MOST_BLOCKS)]
        value = re.sub(r"[\W_]", "", text_of(words)).upper()
        elsewhere = value[:2] not in iban.LENGTHS and re.fullmatch(r"[A-Z]{2}\d{8,28}", value)
        likely = re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,28}", value) and blocks(value)
        if (likely or elsewhere) and not any(alike(value, n) for n in paper.firm.ibans):
            why = "das ist keine IBAN" if elsewhere else "so lang ist keine IBAN dieses Landes"
            rule = f"hinter {quoted(anchor.text)}; {why}"
            yield Finding("iban", value, text_of(words), sheet.number, around(words), _WRONG_LENGTH, rule)


def _proposals(paper: Paper) -> Iterator[Finding]:
    """Behind a label for accounts, print that only one IBAN can have been: never sure."""
    for sheet, anchor in paper.anchors():
        meaning = anchor.meaning(own=paper.own)
        if not meaning or meaning.field.key != "iban":
            continue
        behind = right_of(sheet, anchor)
        for end in range(min(len(behind), _MOST_BLOCKS), 0, -1):
            words = behind[:end]
            value = proposed(text_of(words)) if blocks(text_of(words)) else ""
            if value:
                rule = f"hinter {quoted(anchor.text)}; gelesen ist {quoted(text_of(words))}, mit richtiger Prüfziffer {value}"
                yield Finding("iban", value, text_of(words), sheet.number, around(words), PROPOSED, rule)
                return


def ibans(row: Row) -> Iterator[tuple[Row, str]]:
    start = 0
    while start < len(row):
        end, value = _iban_at(row, start)
        if value:
            yield row[start:end], value
        start = end


def _iban_at(row: Row, start: int) -> tuple[int, str]:
    """The shortest run of words from ``start`` that has an IBAN's length, read as digits where only digits can stand."""
    if not _IBAN_COUNTRY.match(row[start].text.strip("(:.,")):
        return start + 1, ""
    for end in range(start + 1, min(len(row), start + 12) + 1):
        if end - start > 1 and (gap(row[end - 2].box, row[end - 1].box) > 1.5 * height(row[start]) or _other_label(row[end - 1].text)):
            break
        text = re.sub(r"[\W_]", "", "".join(w.text for w in row[start:end])).upper()
        parsed = iban.parse(text)
        resolved = text[:2] + text[2:].translate(_DIGITS)
        if parsed is None or not iban.valid(parsed.value):
            other = iban.parse(resolved)
            parsed = other if other and (parsed is None or iban.valid(other.value)) else parsed
        if parsed and (iban.valid(parsed.value) or not _glued(parsed.value)):
            return end, parsed.value
    return start + 1, ""


def _glued(value: str) -> bool:
    """Words behind a shorter number taken for its end: a country of digits only has no such letters."""
    return value[:2] in iban.DIGITS_ONLY and sum(c.isalpha() for c in value[2:]) > _MOST_LETTERS


def _other_label(text: str) -> bool:
    """A word like "BIC" or "USt-IdNr." ends a number; only letters and digits of the number itself may follow."""
    return text.isalpha() and len(text) > 2 and text.upper() in ("IBAN", "BIC", "SWIFT", "BLZ", "KTO", "BANK", "USTID")


def _account(sheet: PrintedPage, number: int, words: Row, value: str, *, drawn: bool) -> Finding:
    near = " ".join(text_of(r) for r in sheet.rows[max(0, number - 1) : number + 2])
    confidence = 0.98 if iban.valid(value) else 0.4
    if drawn or _DEBIT.search(near):
        confidence *= 0.7
    printed = re.sub(r"[\W_]", "", text_of(words)).upper()
    if value != printed:
        confidence *= 0.93 if len(value) == len(printed) else PROPOSED
    anchor = _label(sheet, number, words, "iban")
    confidence *= 1.0 if anchor else 0.97
    confidence = min(confidence, PROPOSED) if worst(words) <= UNSURE else confidence
    rule = f"hinter {quoted(anchor.text)}" if anchor else "an Länderkennung und Länge erkannt"
    proof = "Prüfziffer stimmt" if iban.valid(value) else "Prüfziffer stimmt nicht"
    proof += "; der Betrag wird abgebucht, vielleicht von diesem Konto" if drawn else ""
    return Finding("iban", value, text_of(words), sheet.number, around(words), round(confidence, 3), f"{rule}; {proof}")


def _label(sheet: PrintedPage, number: int, words: Row, key: str) -> Anchor | None:
    """The label of this field before the words in their row or in the two rows above."""
    for anchor in reversed(sheet.anchors):
        if not number - 2 <= anchor.number <= number or all(m.field.key not in (key, f"_{key}_kunde") for m in anchor.meanings):
            continue
        box, first = anchor.box, words[0].box
        if anchor.number == number and box[2] <= first[0] + 1 and gap(box, first) < 0.45 * sheet.width:
            return anchor
        if anchor.number < number and abs(box[0] - first[0]) < 4 * height(words[0]):
            return anchor
    return None


def vat_ids(paper: Paper) -> list[Finding]:
    """The supplier's VAT ids; behind a label in any state, without a label only with right check digits."""
    found: dict[str, Finding] = {}
    for sheet in paper.sheets:
        for number, row in enumerate(sheet.rows):
            for words, value in _vats(row):
                finding = _vat(paper, sheet, number, words, value)
                if finding and (value not in found or finding.confidence > found[value].confidence):
                    found[value] = finding
    return list(found.values())


def _vats(row: Row) -> Iterator[tuple[Row, str]]:
    start = 0
    while start < len(row):
        end = _iban_at(row, start)[0]
        if end > start + 1 or _iban_at(row, start)[1]:
            start = end
            continue
        end, value = _vat_at(row, start)
        if value:
            yield row[start:end], value
        start = end


def _vat_at(row: Row, start: int) -> tuple[int, str]:
    if not re.match(r"\W*(?:[A-Z]{2}|CHE|[0Q]E\d)", row[start].text):
        return start + 1, ""
    best = (start + 1, "")
    for end in range(start + 1, min(len(row), start + 6) + 1):
        if end - start > 1 and gap(row[end - 2].box, row[end - 1].box) > 1.5 * height(row[start]):
            break
        text = re.sub(r"[\W_]", "", "".join(w.text for w in row[start:end])).upper()
        for reading in (text, *_german(text), *_dutch(text)):
            parsed = vat_id.parse(reading)
            if parsed and (not best[1] or vat_id.valid(parsed.value)):
                best = (end, parsed.value)
                break
    return best


def _german(text: str) -> Iterator[str]:
    """A German id whose digits, or whose D, were taken for their likes; of the latter only check digits convince."""
    if text[:2] == "DE":
        yield text[:2] + text[2:].translate(_DIGITS)
        if re.fullmatch(r"[LIT]\d{9}", text[2:]):
            yield text[:2] + text[3:]  # one stroke read twice
    elif re.match(r"[0OQ]E", text) and vat_id.valid("DE" + text[2:].translate(_DIGITS)):
        yield "DE" + text[2:].translate(_DIGITS)


def _dutch(text: str) -> Iterator[str]:
    """``NL810433941801``: the B before the last two digits was taken for an 8."""
    if re.fullmatch(r"NL\d{9}8\d\d", text) and vat_id.valid(f"{text[:11]}B{text[12:]}"):
        yield f"{text[:11]}B{text[12:]}"


def _vat(paper: Paper, sheet: PrintedPage, number: int, words: Row, value: str) -> Finding | None:
    anchor = _label(sheet, number, words, "ust_id")
    if value in paper.firm.vat_ids and not paper.own:
        return None
    if anchor and anchor.side(own=paper.own) == "ours":
        return None
    valid = vat_id.valid(value)
    if not anchor and not valid:
        return None
    confidence = (0.98 if valid else 0.55) * (1.0 if anchor else 0.9) * worst(words) ** 0.25
    if value != re.sub(r"[\W_]", "", text_of(words)).upper():
        confidence *= 0.93
    confidence *= _READERS if heading_above(sheet, number, words) < 0 else 1.0
    rule = f"hinter {quoted(anchor.text)}" if anchor else "an Länderkennung und Prüfziffer erkannt"
    low = words[0].box[1] > 0.8 * sheet.height
    confidence += 0.01 if low and valid else 0.0  # the foot of the page is the sender's
    proof = "Prüfziffer stimmt" if valid else "Prüfziffer stimmt nicht"
    return Finding("ust_id", value, text_of(words), sheet.number, around(words), round(confidence, 3), f"{rule}; {proof}")
