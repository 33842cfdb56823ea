"""Finds every known name in a text at once: an Aho-Corasick automaton over folded text, and word boundaries.

The automaton reports every overlapping occurrence in linear time, whatever the number of names. Which of them are
mentions is decided elsewhere; here only boundaries are judged.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from briefgen.base.text import fold, fold_case
from briefgen.linking.names import Names


class Hit(NamedTuple):
    """An occurrence of a name with clean boundaries."""

    start: int
    end: int
    name: str
    """The folded surface form."""
    loose: bool
    """True when it was found whatever its case."""


class Automaton:
    """Searches texts for the names of a table. Built once, used for every text."""

    def __init__(self, names: Names) -> None:
        self._exact = _Searcher(names.exact)
        self._loose = _Searcher(names.loose)

    def find(self, text: str) -> list[Hit]:
        """Every occurrence with clean boundaries, leftmost first and longest first among equals."""
        folded = fold(text)
        hits = [Hit(start, end, name, False) for start, end, name in self._exact.find(folded)]
        if self._loose:
            hits += [Hit(start, end, name, True) for start, end, name in self._loose.find(fold_case(text))]
        hits.sort(key=_reading_order)
        return hits


def find_words(text: str, words: Iterable[str]) -> Iterator[Hit]:
    """Occurrences of a few words, for what one article settles by itself."""
    folded = fold(text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            if is_bounded(folded, at, at + len(word)):
                yield Hit(at, at + len(word), word, False)
            at = folded.find(word, at + 1)


def _reading_order(hit: Hit) -> tuple[int, int, bool]:
    return (hit.start, -hit.end, hit.loose)


class _Searcher:
    """One automaton; empty tables are allowed."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._automaton = (
            AhoCorasick(
                self._names,
                matchkind=MatchKind.Standard,
                implementation=Implementation.ContiguousNFA,
                store_patterns=False,
            )
            if self._names
            else None
        )

    def __bool__(self) -> bool:
        return self._automaton is not None

    def find(self, folded: str) -> Iterator[tuple[int, int, str]]:
        if self._automaton is None:
            return
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if is_bounded(folded, start, end):
                yield start, end, self._names[number]


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether the stretch stands as a word of its own. Scripts written without spaces need no boundary."""
    if (start and _joins(text[start - 1], text[start])) or (start and text[start - 1] in "@#/\\"):
        return False
    if end == len(text):
        return True
    if _joins(text[end - 1], text[end]):
        return False
    return text[end] != "'" or _apostrophe_ends(text, end)


def _apostrophe_ends(text: str, at: int) -> bool:
    """An apostrophe may close a word or begin a possessive, not go on with it (`Qu'Appelle` is not `Qu`)."""
    rest = text[at + 1 : at + 3]
    if not rest or not rest[0].isalnum():
        return True
    return rest[0] in "sS" and (len(rest) == 1 or not rest[1].isalnum())


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word."""
    return _is_word(left) and _is_word(right) and not (is_unspaced(left) or is_unspaced(right))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def is_unspaced(character: str) -> bool:
    """Whether the character belongs to a script written without spaces: Han, kana, Thai, Lao, Khmer, Myanmar."""
    point = ord(character)
    return (
        0x3040 <= point <= 0x30FF
        or 0x3400 <= point <= 0x9FFF
        or 0xF900 <= point <= 0xFAFF
        or 0x0E00 <= point <= 0x0EFF
        or 0x1000 <= point <= 0x109F
        or 0x1780 <= point <= 0x17FF
        or 0x20000 <= point <= 0x3FFFF
    )
