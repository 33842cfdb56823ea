"""Text that is safe HTML already, told apart by its type from text that must be escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape as _escape


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
