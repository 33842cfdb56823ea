"""YAML as it is written nearly always, read line by line in a third of the time.

Keys of one word, texts that fit on their line, rows of words in brackets, lists and groups by indentation: of these
there is one reading, the parser's (`yaml_builder`). Anything else, a comment, a block text, an escape, a line that is
indented oddly, has no reading here, and the parser is asked, which also knows what is wrong.
"""

from __future__ import annotations

import re

from briefgen.base.patterns import pattern
from briefgen.reading.yaml_builder import TYPED_START, Plain, typed

_KEY = pattern(r"([A-Za-z0-9_][A-Za-z0-9_-]{0,80}):(?: +(.*))?")
_BARE_START = pattern(r"[^\W_]|[(“‘«]|-[0-9]")
"""What a text without quotes may begin with, without being anything else."""
_QUOTED = pattern(r"'([^']*)'|\"([^\"\\]*)\"")
_WORD = r"[^\W_](?:[^,:#\[\]{}\"'`?\s]|:(?=[^,:\[\]{}\s]))*"
_ROW = pattern(rf"\[(?:{_WORD}(?: {_WORD})*(?:, {_WORD}(?: {_WORD})*)*)?\]")
_WIDEST = 40
"""Columns of indentation; what is deeper is for the parser, which minds its depth."""

_Line = tuple[int, str]
"""The column at which a line begins, and what stands there."""


class _OtherError(Exception):
    """The text is not of the everyday kind."""


def everyday(text: str) -> dict[str, Plain] | None:
    """The group of keys that a text holds; None when the parser has to be asked."""
    # Characters that end lines elsewhere, or may not stand in a file, are not printable.
    if not text.replace("\n", "").isprintable():
        return None
    lines = [(len(one) - len(bare), bare) for one in text.split("\n") if (bare := one.lstrip(" "))]
    if not lines or lines[0][0]:
        return None
    try:
        return _File(lines).mapping(0)
    except _OtherError:
        return None


def text_at(text: str, key: str) -> int:
    """Where the text begins that stands behind an outermost key, in a file of the everyday kind; 0 if there is none."""
    found = re.search(rf"^{re.escape(key)}: +(?=[^\s\[])['\"]?", text, re.MULTILINE)
    return found.end() if found else 0


class _File:
    """Goes down the lines of a file once."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = [*lines, (-1, "")]
        self.at = 0

    def mapping(self, column: int) -> dict[str, Plain]:
        """The keys that begin at a column."""
        values: dict[str, Plain] = {}
        while self.lines[self.at][0] == column:
            found = _KEY.fullmatch(self.lines[self.at][1])
            if found is None or (key := found[1]) in values:
                raise _OtherError
            self.at += 1
            values[key] = _value(rest) if (rest := found[2]) else self._below(column)
            if self.lines[self.at][0] > column:
                raise _OtherError
        return values

    def _below(self, column: int) -> Plain:
        """What stands below a key with nothing behind it; a list need not be indented."""
        inner, words = self.lines[self.at]
        if words.startswith("- ") and inner >= column:
            return self._sequence(inner)
        if inner <= column:
            return None
        if inner > _WIDEST:
            raise _OtherError
        return self.mapping(inner)

    def _sequence(self, column: int) -> list[Plain]:
        values: list[Plain] = []
        while (line := self.lines[self.at])[0] == column and line[1].startswith("- "):
            words = line[1][2:].lstrip(" ")
            if _KEY.fullmatch(words):
                inner = column + len(line[1]) - len(words)
                self.lines[self.at] = (inner, words)
                values.append(self.mapping(inner))
            else:
                self.at += 1
                values.append(_value(words))
            if self.lines[self.at][0] > column:
                raise _OtherError
        return values


def _value(words: str) -> Plain:
    if _BARE_START.match(words):
        if ": " in words or " #" in words or words[-1] in ": ":
            raise _OtherError
        return typed(words) if words[0] in TYPED_START else words
    if words[:1] == "[" and _ROW.fullmatch(words):
        return [typed(one) for one in words[1:-1].split(", ")] if len(words) > 2 else []
    if (found := _QUOTED.fullmatch(words)) is not None:
        return found[found.lastindex or 0]
    raise _OtherError
