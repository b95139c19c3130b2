"""What the journal keeps of an understood paper: everything but the words, which lie in the store as the reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.document import Doubt, Evidence, Finding, Line, Link, Proposal, Suggestion, best_value


@dataclass(frozen=True, slots=True)
class Content:
    """A proposal without its scan and reading. ``reading`` is the store key of the reading it was made from.

    ``look`` is what its first page looks like (``Reading.look``).
    """

    doctype: str
    doctype_reason: str
    reading: str
    page_count: int
    findings: tuple[Finding, ...] = ()
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    look: str = ""

    def value(self, key: str) -> str:
        """The value of the best finding for a field, "" when nothing was found."""
        return best_value(self.findings, key)


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's decision about a paper. ``None`` leaves type or orders as proposed; ``orders=()`` files it without an order.

    ``fields`` maps field keys to new values; "" removes a value. ``evidence`` holds for those of them that were shown on the
    page where they stand, with the words as read there.
    """

    doctype: str | None = None
    orders: tuple[str, ...] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


def content_of(proposal: Proposal, reading: str) -> Content:
    """The part of a proposal that the journal keeps."""
    return Content(
        doctype=proposal.doctype,
        doctype_reason=proposal.doctype_reason,
        reading=reading,
        page_count=len(proposal.reading.pages),
        findings=proposal.findings,
        lines=proposal.lines,
        links=proposal.links,
        doubts=proposal.doubts,
        suggestions=proposal.suggestions,
        look=proposal.reading.look,
    )
