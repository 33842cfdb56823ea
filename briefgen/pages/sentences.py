"""The sentence around a name, for lists of mentions."""

from __future__ import annotations

from briefgen.base.html import Html, escape
from briefgen.base.sentences import sentence_range

LONGEST = 280
"""Characters shown of a sentence; a card holds as many (content model 11)."""


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
