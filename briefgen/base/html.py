"""Text that is safe HTML already, told apart by its type from text that must be escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape as _escape

from briefgen.base.patterns import pattern

_FOREIGN = pattern("\ue004[A-Za-z0-9-]*\ue005|\ue006")


class Html(str):
    """Safe HTML. Templates print it as it is; every other text they escape.

    Adding or formatting gives plain text again, so that safety is always stated anew.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


EMPTY = Html("")
"""No HTML at all."""


def escape(text: str) -> Html:
    """Make any text safe to stand in HTML, in an attribute too."""
    return text if isinstance(text, Html) else Html(_escape(text, quote=True))


def join(pieces: Iterable[Html], between: str = "") -> Html:
    """Safe pieces in a row."""
    return Html(between.join(pieces))


def word(key: str) -> str:
    """Stands for words of the interface in a view, by their key in the theme's locales: filled in at rendering.

    It is made of two characters of the private use area, which no content can hold, so that a label that an editor
    wrote is never taken for a key.
    """
    return f"{WORD_START}{key}{WORD_END}"


WORD_START, WORD_END = "\ue002", "\ue003"
FOREIGN_START, FOREIGN_TEXT, FOREIGN_END = "\ue004", "\ue005", "\ue006"


def foreign(text: str, lang: str) -> str:
    """A text that stands in another language than its page, marked so that it comes out with its `lang` (see `output.foreign`)."""
    return f"{FOREIGN_START}{lang}{FOREIGN_TEXT}{text}{FOREIGN_END}" if text else text


def native(text: str) -> tuple[str, str]:
    """A text without such a mark around it, and its language; empty when it is that of the page."""
    if text.startswith(FOREIGN_START) and text.endswith(FOREIGN_END):
        lang, found, words = text[1:-1].partition(FOREIGN_TEXT)
        if found and FOREIGN_START not in words:
            return words, lang
    return text, ""


def unmarked(text: str) -> str:
    """A text without any such marks, for sorting and for what has no elements."""
    return _FOREIGN.sub("", text) if FOREIGN_START in text or FOREIGN_END in text else text
