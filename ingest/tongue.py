"""Which language a page is in, by its commonest words: German, unless another one clearly leads. Knows no engine."""

from __future__ import annotations

from collections.abc import Iterable

GERMAN = "deu"
_COMMON = {
    GERMAN: "der das und für von mit auf ist ein eine im zu zum zur den dem wir sie ihre ihr unsere nicht bis bei nach rechnung menge "
    "betrag datum lieferung bitte steuer summe preis zahlbar",
    "eng": "the and of to for your our is are by with from this on at or be you will please invoice due amount quantity payment tax price "
    "billing shipping order",
    "fra": "le la les du et une pour votre vos nous sur par est au aux dans avec facture montant quantité désignation prix règlement "
    "client échéance adresse commande",
}
"""Dutch is left out: reading it with its own words finds no more (benchmarks/reading.md)."""
_WORDS = {word: language for language, words in _COMMON.items() for word in words.split()}
_LEAST, _LEAD = 6, 2


def tongue(texts: Iterable[str]) -> str:
    """The code Tesseract knows the language by."""
    counts = dict.fromkeys(_COMMON, 0)
    for text in texts:
        if language := _WORDS.get(text.strip(".,:;()").lower()):
            counts[language] += 1
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] >= _LEAST and counts[best] > _LEAD * counts[GERMAN] else GERMAN
