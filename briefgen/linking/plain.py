"""A passage's text in the form in which names are looked for, with the way back to the text as it stands.

Folded quotes and spaces, composed letters, nothing invisible, single spaces. Most texts are folded one character for
one, so the way back is usually the identity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from briefgen.base.patterns import pattern
from briefgen.base.text import fold, has_invisible

SHORTEST_LINE, LONG_WORD = 15, 3
"""Characters below which a line is no broken sentence; letters up to which a word says nothing about a headline."""
_SINGLE_BREAK = pattern(r"^([^\n]*[^\n .!?:;\"'”»)\]])\n(?=[^\n\s*#>-])", re.MULTILINE)


class Plain(NamedTuple):
    """A text to look for names in."""

    text: str
    """With line ends, for what is judged by neighbours."""
    search: str
    """The same length, line ends as spaces: a name may run over a line's end."""
    begins: Sequence[int] | None = None
    """For each character the offset at which it begins in the text as it stands; None when they are the same."""
    ends: Sequence[int] | None = None
    """For each character the offset behind it."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the plain text as a stretch of the text as it stands."""
        if self.begins is None or self.ends is None:
            return start, end
        return self.begins[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """The form of a text in which names are looked for."""
    if text.isascii():
        folded = text.replace("`", "'") if "`" in text else text
        if "  " in text:
            return _mapped(folded)
    else:
        if "  " in text or has_invisible(text) or not unicodedata.is_normalized("NFC", text):
            return _mapped(text)
        folded = fold(text)
    if "\n" not in folded:
        return Plain(folded, folded)
    search = folded.replace("\n", " ")
    return Plain(_unwrapped(folded), search)


def _unwrapped(text: str) -> str:
    """Single line ends as spaces where a sentence goes on, as in wire copy; after a headline or a sentence they stay."""
    return _SINGLE_BREAK.sub(_break, text)


def _break(found: re.Match[str]) -> str:
    line = found.group(1)
    words = [word for word in line.split() if len(word) > LONG_WORD]
    capitals = sum(word[0].isupper() for word in words)
    headline = len(words) > 1 and capitals > 0.8 * len(words)
    return f"{line}\n" if headline or len(line) < SHORTEST_LINE else f"{line} "


def _mapped(text: str) -> Plain:
    """The same for a text that gets shorter: letters are composed, invisible characters and doubled spaces go."""
    kept: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        letters = unicodedata.normalize("NFC", text[start:end])
        if has_invisible(letters) or (letters == " " and kept and kept[-1] == " "):
            continue
        for letter in letters:
            kept.append(fold(letter))
            begins.append(start)
            ends.append(end)
    folded = "".join(kept)
    return Plain(folded, folded.replace("\n", " "), begins, ends)


def _clusters(text: str) -> Sequence[tuple[int, int]]:
    """Letters with the marks that follow them."""
    found: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            found.append((start, at))
            start = at
    return found if text else []


def composed(text: str) -> tuple[str, Sequence[int] | None, Sequence[int] | None]:
    """A text in composed form with plain line ends, and for each character where it begins and ends in the text as given.

    The two sequences are None when nothing changes.
    """
    if "\r" not in text and unicodedata.is_normalized("NFC", text):
        return text, None, None
    kept: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        if text[start:end] == "\r" and text[end : end + 1] == "\n":
            continue
        for letter in unicodedata.normalize("NFC", text[start:end]).replace("\r", "\n"):
            kept.append(letter)
            begins.append(start)
            ends.append(end)
    return "".join(kept), begins, ends
