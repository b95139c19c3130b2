"""Repeatable chance: every use has its own source, named by seed and purpose, so that adding a paper changes no other."""

from __future__ import annotations

from random import Random


def chance(seed: int, *purpose: str) -> Random:
    """A source of numbers that depends on nothing but its name."""
    return Random("/".join((str(seed), *purpose)))  # noqa: S311  papers to practise on, no secrets
