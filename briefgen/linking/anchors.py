"""Which passages of a text make which claims (content model 9): marked in the prose, or found by their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from briefgen.base.diagnostics import Diagnostic, Related, Spot
from briefgen.base.patterns import pattern
from briefgen.base.text import fold, has_invisible
from briefgen.linking.explicit import Directory
from briefgen.linking.passages import mark_of
from briefgen.model.document import Document, Passage
from briefgen.model.mention import Occurrence
from briefgen.model.parts import Anchor

_SPACES = pattern(r"\s+")


class Quotable(NamedTuple):
    """A passage's text in the form in which anchors are compared, with the way back."""

    text: str
    offsets: Sequence[int] | None
    """Offset of each character in the passage; None when they are the same."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the comparable text as a stretch of the passage."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def quotable(text: str) -> Quotable:
    """Straight quotes, single spaces, nothing invisible."""
    folded = fold(text)
    if "  " not in folded and "\n" not in folded and "\t" not in folded and not has_invisible(text):
        return Quotable(folded, None)
    kept: list[int] = []
    for at, character in enumerate(folded):
        doubled = character.isspace() and bool(kept) and folded[kept[-1]].isspace()
        if not doubled and not has_invisible(character):
            kept.append(at)
    return Quotable("".join(" " if folded[at].isspace() else folded[at] for at in kept), kept)


def wanted(text: str) -> str:
    """An anchor's words in comparable form."""
    return _SPACES.sub(" ", quotable(text).text).strip()


class Found(NamedTuple):
    """Claims found in a document."""

    occurrences: tuple[Occurrence, ...]
    diagnostics: tuple[Diagnostic, ...]


def marked_claims(
    document: Document, path: str, directory: Directory, record: str, silent: Callable[[str], bool]
) -> Found:
    """Claims that the writer marked in the text: `[words]{claim=id}` and whole blocks."""
    occurrences: list[Occurrence] = []
    diagnostics: list[Diagnostic] = []
    for number, passage in enumerate(document.passages):
        for span in passage.claims:
            for id in span.claims:
                keys, _ = directory.find(f"claim:{id.removeprefix('claim:')}")
                if len(keys) == 1:
                    occurrences.append(Occurrence(keys[0], number, span.start, span.end))
                elif not silent(f"claim:{id}"):
                    where = mark_of(passage, path, span.start, span.end)
                    hint = directory.nearest(f"claim:{id}") or "add it to content/claims.yaml"
                    diagnostics.append(Diagnostic("E002", where, f"there is no claim “{id}”", hint, record=record))
    return Found(tuple(occurrences), tuple(diagnostics))


def anchored_claim(document: Document, key: str, number: int, anchor: Anchor) -> Found:
    """The passage that one anchor of a claim names, or what is wrong with the anchor."""
    exact, prefix, suffix = wanted(anchor.exact), wanted(anchor.prefix), wanted(anchor.suffix)
    hits = [
        Occurrence(key, at, *text.back(start, start + len(exact)))
        for at, passage in enumerate(document.passages)
        for text in (quotable(passage.text),)
        for start in _starts(text.text, exact)
        if _fits(text.text, start, start + len(exact), prefix, suffix)
    ]
    spot = Spot(key, ("anchors", number, "exact"))
    if anchor.occurrence is not None and hits:
        return _nth(hits, anchor, number, key)
    if not hits:
        return Found((), (_lost(document, anchor.article, exact, spot, key),))
    if len(hits) > 1:
        return Found((), (_many(len(hits), anchor.article, spot, key),))
    return Found(tuple(hits), ())


def _starts(text: str, exact: str) -> Iterator[int]:
    at = text.find(exact) if exact else -1
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)


def _fits(text: str, start: int, end: int, prefix: str, suffix: str) -> bool:
    return text[:start].rstrip().endswith(prefix) and text[end:].lstrip().startswith(suffix)


def _nth(hits: Sequence[Occurrence], anchor: Anchor, number: int, key: str) -> Found:
    occurrence = anchor.occurrence or 1
    if occurrence <= len(hits):
        return Found((hits[occurrence - 1],), ())
    where = Spot(key, ("anchors", number, "occurrence"))
    several = "such passage" if len(hits) == 1 else "such passages"
    message = f"{anchor.article} has only {len(hits)} {several}"
    hint = "leave `occurrence` out" if len(hits) == 1 else f"write a number from 1 to {len(hits)}"
    return Found((), (Diagnostic("E201", where, message, hint, record=key),))


def _many(count: int, article: str, spot: Spot, key: str) -> Diagnostic:
    message = f"{count} passages of {article} have these words"
    hint = "add the words before (prefix) or after (suffix) the passage, or occurrence: 1"
    return Diagnostic("E202", spot, message, hint, record=key)


def _lost(document: Document, article: str, exact: str, spot: Spot, key: str) -> Diagnostic:
    near = closest(document, exact)
    hint = (
        f"the closest passage is “{near}”" if near else "the article has no passage like it; copy the words from there"
    )
    return Diagnostic("E201", spot, f"{article} has no passage with these words", hint, record=key)


def closest(document: Document, exact: str) -> str:
    """The stretch of the document most like some words, cut at word boundaries; empty when nothing is like them."""
    best, likeness = "", 0.4
    for passage in document.passages:
        text = quotable(passage.text).text
        stretch = _closest_in(text, exact)
        ratio = SequenceMatcher(None, exact, stretch, autojunk=False).ratio() if stretch else 0
        if ratio > likeness:
            best, likeness = stretch, ratio
    return best


def _closest_in(text: str, exact: str) -> str:
    """The window of the text as long as the words, around their longest common stretch."""
    text = text[:20_000]
    match = SequenceMatcher(None, text, exact, autojunk=False).find_longest_match()
    if match.size < 4:
        return ""
    start = max(0, match.a - match.b)
    end = min(len(text), start + len(exact))
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


def crossings(document: Document, path: str, occurrences: Sequence[Occurrence], record: str) -> Iterator[Diagnostic]:
    """Claim passages that overlap without one holding the other."""
    ordered = sorted(occurrences, key=lambda one: (one.passage, one.start, -one.end))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.passage != one.passage or other.start >= one.end:
                break
            if one.start < other.start < one.end < other.end:
                yield _crossing(document.passages[one.passage], path, one, other, record)


def _crossing(passage: Passage, path: str, one: Occurrence, other: Occurrence, record: str) -> Diagnostic:
    first, second = (mark_of(passage, path, each.start, each.end) for each in (one, other))
    message = (
        f"the passages of {one.claim} (“{_short(passage.text[one.start : one.end])}”) and "
        f"{other.claim} (“{_short(passage.text[other.start : other.end])}”) cross"
    )
    hint = "let one hold the other, or let them stand side by side"
    return Diagnostic("E203", second, message, hint, (Related(first, "the other passage"),), record)


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:45].rstrip()}…"
