"""Titles of films, books, papers and apps in a text: what is named inside them is no mention."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from briefgen.base.patterns import pattern
from briefgen.linking.lexicon import TITLES
from briefgen.linking.passages import may_quote
from briefgen.linking.plain import Plain
from briefgen.model.document import Passage

_QUOTATION = pattern(r"\"([^\"\n]{3,80})\"|«([^«»\n]{3,80})»")
_WORD = pattern(r"[\w'&.-]+")
MOST_WORDS = 9


def titles_of_works(passage: Passage, plain: Plain, names: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Quoted or emphasised stretches of the plain text in which every longer word has a capital.

    A quotation that holds nothing besides known names, titles and small words is no title of a work.
    """
    names = sorted(names)
    starts = [start for start, _ in names]
    return tuple(
        (start, end) for start, end in _stretches(passage, plain) if _is_title(plain.text, start, end, names, starts)
    )


def _stretches(passage: Passage, plain: Plain) -> Iterator[tuple[int, int]]:
    if may_quote(passage.text):
        for found in _QUOTATION.finditer(plain.text):
            yield found.span(1) if found.group(1) is not None else found.span(2)
    if plain.begins is None:
        for one in passage.markup:
            if one.before.startswith("<em"):
                yield one.start, one.end


def _is_title(text: str, start: int, end: int, names: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    words = [(found.start(), found.group().rstrip(".'")) for found in _WORD.finditer(text, start, end)]
    if not 2 <= len(words) <= MOST_WORDS or not words[0][1][:1].isupper():
        return False
    own = 0
    for at, word in words:
        if not word or word[0].isdigit():
            continue
        if not word[0].isupper():
            if word not in _JOINING:
                return False
        elif word.lower() not in _JOINING and word not in TITLES and not _inside(at, names, starts):
            own += 1
    return own > 0


_JOINING = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "with",
        "by",
        "vs",
        "v",
        "de",
        "la",
        "le",
        "du",
        "des",
        "et",
        "von",
        "und",
        "der",
        "die",
        "das",
        "&",
        "und",
    ]
)


def _inside(at: int, names: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Whether a known name covers this offset."""
    before = bisect_right(starts, at)
    return any(end > at for _, end in names[max(0, before - 4) : before])
