"""A report cut into sentences, none of them inside quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefgen.base.patterns import pattern
from briefgen.base.sentences import sentences
from briefgen.drafting.proposals import Report, Sentence

LONGEST = 1_500
"""Characters of a sentence that is looked at; what is longer is a list or a table."""
_STRAIGHT = pattern(r'"([^"]*)"')
_CLOSED = pattern(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»")


def sentences_of(report: Report) -> tuple[Sentence, ...]:
    """The sentences of a report in reading order."""
    return tuple(
        Sentence(text, number, first)
        for number, paragraph in enumerate(report.paragraphs)
        for text, first in _of_paragraph(curled(paragraph))
    )


def curled(text: str) -> str:
    """Straight double quotation marks in pairs as curly ones; the length stays the same."""
    return _STRAIGHT.sub("“\\1”", text) if '"' in text else text


def _of_paragraph(text: str) -> Iterator[tuple[str, bool]]:
    begun, first = 0, True
    for _, end in sentences(text):
        piece = text[begun:end]
        whole = end == len(text) or piece.count("“") <= piece.count("”")
        if whole or len(piece) > LONGEST:
            if said := piece.strip():
                yield said[:LONGEST], first
                first = False
            begun = end


class Quoted(NamedTuple):
    """Words in quotation marks inside a sentence, with the marks."""

    start: int
    end: int
    words: str


def quoted(text: str, *, open_end: bool = True) -> tuple[Quoted, ...]:
    """What stands in quotation marks; a mark that is never closed holds till the end of the paragraph."""
    found = [Quoted(one.start(), one.end(), one.group()[1:-1].strip()) for one in _CLOSED.finditer(text)]
    last = text.rfind("“")
    if open_end and last >= 0 and all(not one.start <= last < one.end for one in found):
        found.append(Quoted(last, len(text), text[last + 1 :].strip()))
    return tuple(one for one in found if one.words)


def masked(text: str, places: tuple[Quoted, ...]) -> str:
    """The text with its quotations blanked by a sign that no rule knows; the length stays the same."""
    for one in places:
        text = text[: one.start] + "\u2022" * (one.end - one.start) + text[one.end :]
    return text
