"""Where inline tokens stand: markdown-it's state with positions.

markdown-it's inline tokens have no positions. This state notes at which offset of the block's text each token
began and keeps it in `Token.map` (inline tokens have no other use for the field).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from briefgen.reading.markdown_attributes import BRACES

_UNKNOWN = -2


class Trouble(NamedTuple):
    """Something wrong in the text of a block, by offset."""

    start: int
    end: int
    code: str
    message: str
    hint: str


class State(StateInline):
    """Notes where tokens begin, and what is wrong."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self._last: dict[str, int] = {}

    troubles: list[Trouble] | None = None
    """None inside the words of a picture, which are parsed a second time only for their text."""
    lone_bracket = _UNKNOWN
    """Where a `[[` began that turned out to be no link."""
    has_pairs = False
    """Whether there is any `*`, `_` or `~~` to pair up."""
    _fresh = True
    _text_start = 0

    def append_pending(self, text: str) -> None:
        """Keep plain text until the next token, and the place where it begins."""
        if self._fresh:
            self._text_start = self.pos
            self._fresh = False
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802
        """Make a token of the plain text."""
        token = super().pushPending()
        token.map = [self._text_start]
        self._fresh = True
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token that begins here."""
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos]
        self._fresh = True
        return token

    def tell(self, start: int, end: int, message: str, hint: str, code: str = "E108") -> None:
        """Report, unless this is a second look at the same words."""
        if self.troubles is not None:
            self.troubles.append(Trouble(start, end, code, message, hint))

    def has_told(self, start: int) -> bool:
        """Whether the last report was about this place."""
        return bool(self.troubles) and self.troubles is not None and self.troubles[-1].start == start

    def ahead(self, words: str) -> bool:
        """Whether some characters stand anywhere behind this place; asked before every costly look ahead."""
        last = self._last.get(words)
        if last is None:
            last = self._last[words] = self.src.rfind(words)
        return self.pos < last

    def link_ahead(self) -> bool:
        """Whether what every link needs is still to come."""
        if self.env.get("references"):
            return self.ahead("]")
        return self.ahead("](") and self.ahead(")")

    def braces(self, at: int) -> re.Match[str] | None:
        """`{...}` exactly at an offset."""
        return BRACES.match(self.src, at, self.posMax)
