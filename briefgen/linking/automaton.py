"""Finds every known name in a text at once: an Aho-Corasick automaton over folded text, and word boundaries.

The automaton reports every overlapping occurrence in linear time, whatever the number of names. Which of them are
mentions is decided elsewhere; here only boundaries are judged.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from briefgen.base.text import fold_case
from briefgen.linking.inflection import clitic_starts
from briefgen.linking.names import NameEntry, Names
from briefgen.linking.unspaced import is_unspaced, particle_follows


class Hit(NamedTuple):
    """An occurrence of a name with clean boundaries."""

    start: int
    end: int
    name: str
    """The folded surface form."""
    loose: bool
    """True when it was found whatever its case."""
    entries: tuple[NameEntry, ...]
    """What the name may stand for."""


_Match = tuple[int, int, bool, str, tuple[NameEntry, ...]]
"""Start, negated end, whether case was ignored, name, what it may stand for: in this order they sort as they are read."""


class Automaton:
    """Searches texts for the names of a table. Built once, used for every text."""

    def __init__(self, names: Names) -> None:
        self._exact = _Searcher(names.exact, loose=False)
        self._loose = _Searcher(names.loose, loose=True)
        self._inflected = {lang: _Searcher(table, loose=False) for lang, table in names.inflected.items()}

    def find(self, text: str, lang: str = "") -> list[Hit]:
        """Every occurrence with clean boundaries, leftmost first and longest first among equals.

        `text` is folded (`plain.Plain.search`). Inflected forms count when the table has some for the language.
        """
        return [
            Hit(start, -end, name, loose, entries) for start, end, loose, name, entries in self._matches(text, lang)
        ]

    def find_each(self, texts: Sequence[str], lang: str = "") -> list[list[Hit]]:
        """What `find` gives for each of several texts, which must hold no line ends; all are searched in one go."""
        found: list[list[Hit]] = [[] for _ in texts]
        matches = self._matches("\n".join(texts), lang)
        if not matches:
            return found
        at = 0
        ends = [at := at + len(text) + 1 for text in texts]
        number, begin, end, hits = 0, 0, ends[0], found[0]
        for start, stop, loose, name, entries in matches:
            while start >= end:
                number += 1
                begin, end, hits = end, ends[number], found[number]
            hits.append(Hit(start - begin, -stop - begin, name, loose, entries))
        return found

    def _matches(self, text: str, lang: str) -> list[_Match]:
        matches = self._exact.find(text)
        if self._loose:
            matches += self._loose.find(fold_case(text))
        if self._inflected and (inflected := self._inflected.get(lang)):
            matches += inflected.find(text)
        matches.sort()
        return matches


def find_words(text: str, words: Iterable[str]) -> Iterator[Hit]:
    """Occurrences of a few words in folded text, for what one article settles by itself."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            if is_bounded(text, at, at + len(word)):
                yield Hit(at, at + len(word), word, False, ())
            at = text.find(word, at + 1)


_CLEAR = frozenset(' ,;:()[]{}"!?\n\u2013\u2014\u2026«»、。，「」『』（）')
"""Characters that end and begin words wherever they stand."""


class _Searcher:
    """One automaton; empty tables are allowed."""

    def __init__(self, table: Mapping[str, tuple[NameEntry, ...]], *, loose: bool) -> None:
        self._loose = loose
        self._names = list(table)
        self._entries = list(table.values())
        self._in_words = frozenset(
            number for number, entries in enumerate(self._entries) if any(one.in_words for one in entries)
        )
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

    def find(self, text: str) -> list[_Match]:
        if self._automaton is None:
            return []
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not matches:
            return []
        padded = text + " "
        names, entries, loose, in_words, clear = self._names, self._entries, self._loose, self._in_words, _CLEAR
        return [
            (start, -end, loose, names[number], entries[number])
            for number, start, end in matches
            if (padded[end] in clear and padded[start - 1] in clear)
            or is_bounded(text, start, end)
            or number in in_words
        ]


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether the stretch stands as a word of its own. Scripts written without spaces need no boundary."""
    if start and not _begins(text, start):
        return False
    if end == len(text):
        return True
    after = text[end]
    if after in _CLEAR:
        return True
    if _joins(text[end - 1], after):
        return particle_follows(text, end)
    if after == "/":
        return not text[end + 1 : end + 2].islower()
    if after == ".":
        return not _goes_on(text, end)
    if text[end - 1] == "." and after.isalnum():
        return False
    return after != "'" or _apostrophe_ends(text, end)


def _begins(text: str, start: int) -> bool:
    before = text[start - 1]
    if before in _CLEAR:
        return True
    if _joins(before, text[start]):
        return "\u0621" <= before <= "\u064a" and _after_clitic(text, start)
    if before == "'" and start > 1:
        return not (text[start - 2].isupper() and text[start - 2] in "O" and text[start].isupper())
    if before == ".":
        return start < 3 or not text[start - 2].islower() or not text[start - 3].isalnum()
    if before == "/":
        return _after_slash(text, start)
    return before not in "@#\\"


LONGEST_BEFORE_SLASH = 30


def _after_slash(text: str, start: int) -> bool:
    """Whether what stands before the slash is a capitalised word, as in “France/Italy”, and no path."""
    first = start - 1
    while first and text[first - 1].isalpha() and start - first < LONGEST_BEFORE_SLASH:
        first -= 1
    return text[first].isupper() and (not first or text[first - 1] in _CLEAR)


MOST_CLITICS, LETTERS_LOOKED_AT = 3, 4
"""Particles that may stand together, and letters behind them that must be there."""


def _after_clitic(text: str, start: int) -> bool:
    """Whether what stands before the name in its Arabic word is a fused “and”, “in”, “for” …"""
    first = start
    while first and start - first <= MOST_CLITICS and "\u0621" <= text[first - 1] <= "\u064a":
        first -= 1
    return start - first <= MOST_CLITICS and start - first in clitic_starts(text[first : start + LETTERS_LOOKED_AT])


def _goes_on(text: str, at: int) -> bool:
    """Whether a point is part of an address or a file's name (`GitHub.com`), not the end of a sentence."""
    rest = text[at + 1 : at + 2]
    return bool(rest) and rest.islower() and text[at - 1].isalnum()


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
    if character.isascii():
        return character.isalnum() or character == "_"
    return character.isalnum() or unicodedata.category(character)[0] == "M"
