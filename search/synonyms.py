"""Words and phrases that mean the same, as data. Used on questions only, so that a new entry works without a new index."""

from __future__ import annotations

import tomllib
from functools import cache

from search.analysis import tokens
from search.fold import WORDS, fold

LONGEST = 4
"""Words in the longest entry that is looked up."""


def canonical(text: str) -> tuple[str, ...]:
    """The own terms of the words of ``text``."""
    return tuple(token.terms[0] for token in tokens(text) if token.terms and token.kind != "joined")


@cache
def synonyms() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """For each entry, as terms, the other members of its groups."""
    table: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    for group in tomllib.loads((WORDS / "synonyme.toml").read_text(encoding="utf-8"))["gruppen"]:
        members = [canonical(entry) for entry in group]
        for member in members:
            table.setdefault(member, {}).update((other, None) for other in members if other != member)
    return {entry: tuple(others) for entry, others in table.items()}


def single_words(word: str) -> tuple[str, ...]:
    """The word and its synonyms of one word each, folded, for the names of document types."""
    group = synonyms().get(canonical(word), ())
    return (fold(word), *canonical(word), *(entry[0] for entry in group if len(entry) == 1))
