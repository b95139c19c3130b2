"""What the readers of tables share: elements by their name, columns by their letters, figures as Germans write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

_LONGEST = 40


def named(tree: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements below with this name, whatever their namespace."""
    return (element for element in tree.iter() if local(element) == name and element is not tree)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace, "" for none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def whole(text: object) -> int:
    """A small whole number, -1 for anything else."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1


def column(reference: str) -> int:
    """The number of a column from 0 by the letters of a cell's name: ``C7`` is 2. 0 for what is no name."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - 64
    return max(number - 1, 0)


def german(value: str) -> str:
    """A figure as kept in a file (``1234.5``, ``0.1000000001``) as people write it; what is no figure stays as it is."""
    if len(value) > _LONGEST or not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?", value):
        return value
    try:
        number = round(Decimal(value), 6).normalize()
    except InvalidOperation:
        return value
    return f"{number:f}".replace(".", ",")
