"""Who is named where: what linking finds in the text of an article or a record."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

FoundBy = Literal["explicit", "assigned", "strong", "weak", "office", "rejected-spelling", "term"]
Place = Literal["prose", "quote", "note"]


class Mention(Struct, frozen=True):
    """One name in one passage."""

    target: str
    """Key of the record: `person:hanna-malyar`."""
    passage: int
    """Number of the passage in its document."""
    start: int
    end: int
    """Offsets in the passage's text, end exclusive."""
    found_by: FoundBy
    linked: bool
    """True for the mentions that become links, by the article's policy."""
    place: Place = "prose"
    """In running text, inside a quotation, or in a sidebar note."""


class Occurrence(Struct, frozen=True):
    """A claim made in a passage."""

    claim: str
    """Key of the claim."""
    passage: int
    start: int
    end: int


class Linked(Struct, frozen=True):
    """A document with what was found in it."""

    mentions: tuple[Mention, ...] = ()
    """In reading order."""
    claims: tuple[Occurrence, ...] = ()
    """In reading order."""
    links: tuple[tuple[int, int, int, str], ...] = ()
    """Explicit links to claims, sources, articles and topics: passage, start, end, key."""
    longer: tuple[tuple[int, int, int], ...] = ()
    """Longer names on no file that hold a known one, which is no mention there: passage, start, end."""
