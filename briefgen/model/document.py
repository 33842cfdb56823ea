"""Parsed Markdown, as our own values: stretches of text with their mark-up beside them.

A `Passage` is the text of one block exactly as readers see it. Emphasis, links, footnote marks, explicit
`[[...]]` and `{claim=...}` are ranges of offsets into that text, never mixed into it, so that names are found in
plain text and offsets stay true. `pages/weave.py` turns a passage back into HTML together with the mentions
and claims that were found.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PassageKind = Literal["prose", "quote", "heading", "cell", "caption", "note"]


class Markup(Struct, frozen=True, array_like=True):
    """Inline mark-up over `start` to `end`; equal offsets make an insertion, such as an image or a line break."""

    start: int
    end: int
    before: str
    """HTML put in front."""
    after: str = ""
    """HTML put behind; empty for an insertion."""


class SourcePoint(Struct, frozen=True, array_like=True):
    """From `offset` of a passage on, its text stands at this place of the file, character for character."""

    offset: int
    line: int
    column: int


class ExplicitLink(Struct, frozen=True, array_like=True):
    """An explicit `[[target]]` or `[[target|words]]`: what the writer settled by hand."""

    start: int
    end: int
    """Range of the shown words. For `[[target]]` the text is the target as written until it is resolved."""
    target: str
    """As written: `zelensky`, `person:zelensky`, `claim:x`; empty for `[[|words]]`, never linked."""
    has_words: bool
    """True when the writer gave the words to show."""


class ClaimSpan(Struct, frozen=True, array_like=True):
    """A stretch marked `[...]{claim=id}`, or a whole block with a trailing `{claim=id}`."""

    start: int
    end: int
    claims: tuple[str, ...]
    """Ids as written."""


class Passage(Struct, frozen=True):
    """The text of one block."""

    text: str
    """As readers see it, typographic quotes included."""
    kind: PassageKind
    markup: tuple[Markup, ...] = ()
    """Inline mark-up, ordered by start, then widest first; properly nested."""
    closed: tuple[tuple[int, int], ...] = ()
    """Ranges in which nothing is linked by itself: code, links, raw HTML."""
    links: tuple[ExplicitLink, ...] = ()
    claims: tuple[ClaimSpan, ...] = ()
    points: tuple[SourcePoint, ...] = ()
    """Where the text stands in the file."""
    nolink: bool = False
    """True inside a block marked `{.nolink}`."""
    section: int = 0
    """Number of headings before it: for linking once a section."""


class Block(Struct, frozen=True):
    """A top-level block: HTML pieces, and the numbers of the passages that stand between them."""

    parts: tuple[str | int, ...]
    kind: str
    """`paragraph`, `heading`, `list`, `quote`, `table`, `figure`, `code`, `aside`, `note`, `known`, `unknown`, `warning`, `footnotes` ..."""


class Heading(Struct, frozen=True):
    """A heading for the list of contents."""

    level: int
    id: str
    text: str


class FileLink(Struct, frozen=True):
    """A link or picture in the text, for checking."""

    target: str
    """As written."""
    line: int
    column: int
    image: bool = False
    alt: str = ""


class Document(Struct, frozen=True):
    """A Markdown text."""

    blocks: tuple[Block, ...] = ()
    passages: tuple[Passage, ...] = ()
    headings: tuple[Heading, ...] = ()
    file_links: tuple[FileLink, ...] = ()
    tables: tuple[FileLink, ...] = ()
    """Data that the text shows; `target` is the name."""
    words: int = 0
    """Words, for the reading time; characters of scripts without spaces count by twos."""
