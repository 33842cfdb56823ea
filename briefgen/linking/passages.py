"""Operations on a passage's text: replacing stretches while every offset beside it stays true, quotations, places in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from briefgen.base.diagnostics import Mark, Spot
from briefgen.base.patterns import pattern
from briefgen.model.document import Markup, Passage, SourcePoint

Where = Callable[[int, Passage, int, int], Mark | Spot]
"""From a passage's number, the passage and a stretch of it to a place that an editor can find."""

_SHORTCODE = pattern(r"\{\{[^{}]{0,2000}\}\}|\{%[^{}]{0,2000}%\}")
"""What other site generators fill in; imported texts may still have some."""
_QUOTED = pattern(r"“[^“”]{0,2000}”|„[^„“]{0,2000}“|«[^«»]{0,2000}»|‘[^‘’]{2,2000}’(?!\w)|\"[^\"]{2,2000}\"")
_ADDRESS = pattern(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+")


def substitute(passage: Passage, changes: Sequence[tuple[int, int, str]]) -> Passage:
    """The passage with stretches replaced; `changes` are ordered and do not overlap."""
    if not changes:
        return passage
    text: list[str] = []
    at = 0
    for start, end, words in changes:
        text += [passage.text[at:start], words]
        at = end
    text.append(passage.text[at:])
    move = _mover(changes)
    return replace(
        passage,
        text="".join(text),
        markup=tuple(Markup(move(one.start), move(one.end), one.before, one.after) for one in passage.markup),
        closed=tuple((move(start), move(end)) for start, end in passage.closed),
        links=tuple(replace(one, start=move(one.start), end=move(one.end)) for one in passage.links),
        claims=tuple(replace(one, start=move(one.start), end=move(one.end)) for one in passage.claims),
        points=_moved_points(passage.points, changes, move),
    )


def _mover(changes: Sequence[tuple[int, int, str]]) -> Callable[[int], int]:
    ends = [end for _, end, _ in changes]
    shifts = [0]
    for start, end, words in changes:
        shifts.append(shifts[-1] + len(words) - (end - start))

    def move(offset: int) -> int:
        """Offsets inside a replaced stretch go to its end."""
        done = bisect_right(ends, offset)
        if done < len(changes) and changes[done][0] < offset:
            return changes[done][0] + shifts[done] + len(changes[done][2])
        return offset + shifts[done]

    return move


def _moved_points(
    points: tuple[SourcePoint, ...], changes: Sequence[tuple[int, int, str]], move: Callable[[int], int]
) -> tuple[SourcePoint, ...]:
    moved = [SourcePoint(move(one.offset), one.line, one.column) for one in points]
    for _, end, _ in changes:
        before = [one for one in points if one.offset <= end]
        if before:
            last = before[-1]
            moved.append(SourcePoint(move(end), last.line, last.column + end - last.offset))
    return tuple(sorted(moved, key=lambda one: one.offset))


def quoted_ranges(passage: Passage) -> tuple[tuple[int, int], ...]:
    """Stretches inside quotation marks; a passage of a block quote is one as a whole."""
    if passage.kind == "quote":
        return ((0, len(passage.text)),)
    if not may_quote(passage.text):
        return ()
    return tuple(found.span() for found in _QUOTED.finditer(passage.text))


def may_quote(text: str) -> bool:
    """Whether the text has quotation marks at all."""
    return "“" in text or '"' in text or "«" in text or "„" in text or "‘" in text


def closed_ranges(passage: Passage) -> tuple[tuple[int, int], ...]:
    """Stretches in which nothing links by itself: code, links, what the writer linked by hand, addresses, shortcodes."""
    by_hand = tuple((one.start, one.end) for one in passage.links)
    typed: tuple[tuple[int, int], ...] = ()
    if "@" in passage.text or "://" in passage.text or "www." in passage.text:
        typed = tuple(found.span() for found in _ADDRESS.finditer(passage.text))
    if "{{" in passage.text or "{%" in passage.text:
        typed += tuple(found.span() for found in _SHORTCODE.finditer(passage.text))
    return (*passage.closed, *by_hand, *typed)


def merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same stretches in order, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def touches(start: int, end: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether the stretch shares a character with one of some `merged` ranges, of which there may be very many."""
    at = bisect_right(ranges, start, key=_start)
    return (at > 0 and ranges[at - 1][1] > start) or (at < len(ranges) and ranges[at][0] < end)


def _start(one: tuple[int, int]) -> int:
    return one[0]


def mark_of(passage: Passage, path: str, start: int, end: int) -> Mark:
    """The place in the file of a stretch of the passage."""
    point = passage.points[0] if passage.points else SourcePoint(0, 1, 1)
    for one in passage.points:
        if one.offset > start:
            break
        point = one
    column = point.column + max(0, start - point.offset)
    last = column + (end - start)
    # Words put in the place of a bare `[[target]]` may be longer than what stands in the file.
    after = next((one for one in passage.points if one.offset >= end), None)
    if after is not None and after.offset > start and after.line == point.line and column < after.column < last:
        last = after.column
    return Mark(path, point.line, column, last)
