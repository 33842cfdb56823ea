"""The words of the interface, as formats need them: what `output/words.py` gives."""

from __future__ import annotations

from typing import Protocol

from briefgen.base.dates import When
from briefgen.base.html import Html
from briefgen.formats.web import words_of


class Interface(Protocol):
    """Words and dates in the reader's language."""

    lang: str

    def t(self, key: str, **values: object) -> Html:
        """The words for a key."""

    def date(self, when: When, style: str = "long") -> Html:
        """A date in words."""

    def filled(self, html: str) -> str:
        """HTML with the interface's words in place of their keys."""


def say(words: Interface, key: str, **values: object) -> str:
    """Words as plain text."""
    return words_of(words.t(key, **values))
