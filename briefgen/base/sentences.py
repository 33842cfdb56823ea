"""Where the sentences of a text end, and the sentence around a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from briefgen.base.html import Html, escape
from briefgen.base.patterns import pattern

LONGEST = 280
"""Characters shown of a sentence; a card holds as many (content model 11)."""

# It begins with a set of characters, which makes the search fast.
_END = pattern(
    r"[.!?…。！？](?:(?<=[.!?…])[.!?…]*[\"”’»)\]]*\s+(?=[\"“„«‘(\[]?[^\W\d_a-zа-яіїєґ]|\d)|(?<=[。！？])[。！？]*[」』）]*)"
)
_ABBREVIATION = pattern(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|No|vs|etc|Jr|Sr)|\b[A-Z])\.\s*$")


def sentence_range(text: str, start: int, end: int) -> tuple[int, int]:
    """First and last offset of the sentence that holds the stretch."""
    first, last = 0, len(text)
    for begins, ends in _ends(text):
        if ends <= start:
            first = ends
        elif begins >= end - 1:
            last = ends
            break
    return first, last


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """First and last offset of each sentence, with the blanks behind it."""
    first = 0
    for _, ends in _ends(text):
        yield first, ends
        first = ends
    if first < len(text):
        yield first, len(text)


@lru_cache(maxsize=1 << 12)
def _ends(text: str) -> tuple[tuple[int, int], ...]:
    """Where sentences end: each name in a text asks for the same."""
    return tuple(
        found.span()
        for found in _END.finditer(text)
        if not (
            found.group().startswith(".")
            and _ABBREVIATION.search(text[max(0, found.end() - 40) : found.end()].rstrip())
        )
    )


def in_sentence(text: str, start: int, end: int) -> Html:
    """The sentence as HTML with the stretch in `<mark>`; cut at word boundaries when it is long."""
    first, last = sentence_range(text, start, end)
    left, right = _cut(text, first, last, start, end)
    lead = "… " if left > first else ""
    tail = " …" if right < last else ""
    before, marked, after = text[left:start].lstrip(), text[start:end], text[end:right].rstrip()
    return Html(f"{lead}{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}{tail}")


def _cut(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    if last - first <= LONGEST:
        return first, last
    spare = max(0, LONGEST - (end - start)) // 2
    left, right = max(first, start - spare), min(last, end + spare)
    while left > first and left < start and not text[left - 1].isspace():
        left += 1
    while right < last and right > end and not text[right].isspace():
        right -= 1
    return left, right
