"""Weaves a passage's text together with its mark-up, mentions and claims into HTML that is always properly nested.

Ranges may cross each other: a claim may begin inside emphasis and end outside it. Where they do, the inner one is
closed and opened again, so that the result is valid and the text itself is never changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from briefgen.base.html import Html, escape


class Span(Struct, frozen=True):
    """Something around a stretch of text, or, with equal offsets, something between two characters."""

    start: int
    end: int
    before: str
    after: str = ""
    again: str = ""
    """What opens a second piece after a crossing; `before` when empty."""
    depth: int = 1
    """Spans over the same stretch: the smaller stands outside."""


def weave(text: str, spans: Iterable[Span]) -> Html:
    """The text as HTML with its spans. Offsets count code points and must lie within the text."""
    ordered = sorted(spans, key=lambda one: (one.start, -one.end, one.depth))
    if all(one.end <= other.start for one, other in pairwise(ordered)):
        return _apart(text, ordered)
    out: list[str] = []
    open_spans: list[Span] = []
    by_start: dict[int, list[Span]] = defaultdict(list)
    for one in ordered:
        by_start[one.start].append(one)
    at = 0
    for position in _positions(ordered):
        out.append(escape(text[at:position]))
        at = position
        _close(position, open_spans, out)
        starting = by_start[position]
        out += [one.before + one.after for one in starting if one.end == position]
        for one in starting:
            if one.end > position:
                _open(one, open_spans, out)
    out.append(escape(text[at:]))
    return Html("".join(out))


def _apart(text: str, spans: Iterable[Span]) -> Html:
    """The usual case: no two spans share a character."""
    out: list[str] = []
    at = 0
    for one in spans:
        out += (escape(text[at : one.start]), one.before, escape(text[one.start : one.end]), one.after)
        at = one.end
    out.append(escape(text[at:]))
    return Html("".join(out))


def _positions(spans: Sequence[Span]) -> list[int]:
    return sorted({one.start for one in spans} | {one.end for one in spans})


def _close(position: int, open_spans: list[Span], out: list[str]) -> None:
    """Close what ends here; what stands inside it but goes on is closed and opened again."""
    for first, one in enumerate(open_spans):  # noqa: B007 - used below
        if one.end <= position:
            break
    else:
        return
    inner = open_spans[first:]
    out += [one.after for one in reversed(inner)]
    del open_spans[first:]
    for one in inner:
        if one.end > position:
            out.append(one.again or one.before)
            open_spans.append(one)


def _open(one: Span, open_spans: list[Span], out: list[str]) -> None:
    out.append(one.before)
    open_spans.append(one)
