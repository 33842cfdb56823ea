"""Capitalised words that look like somebody we should know, and match nothing (W104)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.text import distance, fold
from briefgen.linking.names import Names
from briefgen.linking.passages import closed_ranges, overlaps
from briefgen.linking.resolve import Reader
from briefgen.model.document import Document, Passage

_CAPITALISED = r"[^\W\d_a-zà-öø-ÿа-яіїєґ][\w’'-]+"
_SEQUENCE = re.compile(rf"\b{_CAPITALISED}(?: {_CAPITALISED})+")
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|President|General|Colonel|Senator|Minister) ({_CAPITALISED}(?: {_CAPITALISED})*)"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]\s+|[“\"(]\s*)$")


def unknown_names(document: Document, reader: Reader, names: Names, not_names: Sequence[str]) -> Iterator[Diagnostic]:
    """Sequences of capitalised words that stand twice or more, stand behind a title, or are nearly a known name."""
    first: dict[str, tuple[int, Passage, int, int]] = {}
    seen: dict[str, int] = {}
    titled: set[str] = set()
    ignored = frozenset(fold(one) for one in not_names)
    for number, passage in enumerate(document.passages):
        if passage.kind == "heading" or passage.nolink:
            continue
        for start, end, behind_title in _candidates(passage, _taken(number, reader)):
            words = fold(passage.text[start:end])
            if words in ignored or words in names.exact or words.lower() in names.loose:
                continue
            first.setdefault(words, (number, passage, start, end))
            seen[words] = seen.get(words, 0) + 1
            titled |= {words} if behind_title else set()
    for words, place in first.items():
        near = _near_miss(words, names)
        if near or seen[words] >= 2 or words in titled:
            where = reader.settings.where(*place)
            yield _unknown(words, seen[words], near, where, reader.settings.record)


def _unknown(words: str, times: int, near: str, where: Mark | Spot, record: str) -> Diagnostic:
    count = "" if times == 1 else f" ({times} times)"
    hint = (
        f"did you mean “{near}”?"
        if near
        else f"add a record: briefgen new person “{words}”; or list it under names: {{not: […]}}"
    )
    return Diagnostic("W104", where, f"“{words}” is no name on file{count}", hint, record=record)


def _taken(number: int, reader: Reader) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in reader.mentions if one.passage == number]


def _candidates(passage: Passage, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    closed = (*closed_ranges(passage), *taken)
    for found in _TITLED.finditer(passage.text):
        if not overlaps(*found.span(), closed):
            yield *found.span(1), True
    titled = [found.span(1) for found in _TITLED.finditer(passage.text)]
    for found in _SEQUENCE.finditer(passage.text):
        start, end = found.span()
        if (
            _SENTENCE_START.search(passage.text[:start])
            and found.group().count(" ") == 1
            and _common_opening(found.group())
        ):
            continue
        if not overlaps(start, end, (*closed, *titled)):
            yield start, end, False


_OPENINGS = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "By",
        "For",
        "From",
        "After",
        "Before",
        "When",
        "While",
        "If",
        "But",
        "And",
        "Or",
        "Of",
        "To",
        "As",
        "It",
        "He",
        "She",
        "They",
        "We",
    ]
)


def _common_opening(words: str) -> bool:
    """A sentence that begins with a small word and a name (“On Saturday”)."""
    return words.split(" ", 1)[0] in _OPENINGS


def _near_miss(words: str, names: Names) -> str:
    """A known full name one edit away."""
    for known in names.exact:
        if (
            " " in known
            and abs(len(known) - len(words)) <= 1
            and known[:1] == words[:1]
            and distance(words, known, 1) == 1
        ):
            return known
    return ""
