"""Keeping offsets true: from a passage to its block's text, and from there to line and column of the file.

A block's text is what markdown-it hands out: the lines of the file without the markers of lists and quotations.
A passage is that text without mark-up and with typography. Both steps only leave out or replace stretches, so
each is told by the few offsets at which the distance changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS

from briefgen.model.document import SourcePoint
from briefgen.reading.markdown_typography import Edit

BLANK = MD_TRIM_CHARS
"""What markdown-it takes off both ends of a block's text."""


class Anchor(NamedTuple):
    """From `offset` of the passage on, its text is the block's text from `at` on."""

    offset: int
    at: int


class Ground(NamedTuple):
    """From `offset` of a block's text on, it stands at this row and column of the body; both count from 0."""

    offset: int
    row: int
    column: int


class Moved:
    """A text with edits made, and where every offset went."""

    def __init__(self, changes: Sequence[Edit]) -> None:
        self.changes = changes
        self.ends: list[int] = []
        self.shifts = [0]
        for start, end, words in changes:
            if len(words) != end - start:
                self.ends.append(end)
                self.shifts.append(self.shifts[-1] + len(words) - (end - start))

    def __call__(self, offset: int) -> int:
        """The new offset."""
        return offset + self.shifts[bisect_right(self.ends, offset)] if self.ends else offset

    def text(self, text: str) -> str:
        """The text with the edits made."""
        if not self.changes:
            return text
        pieces: list[str] = []
        done = 0
        for start, end, words in self.changes:
            pieces += (text[done:start], words)
            done = end
        return "".join((*pieces, text[done:]))

    def anchors(self, anchors: list[Anchor]) -> list[Anchor]:
        """The anchors moved along, and a new one behind each edit that changed the length."""
        if not self.ends:
            return anchors
        offsets = [one.offset for one in anchors]
        found = {self(one.offset): one.at for one in anchors}
        for end in self.ends:
            before = anchors[bisect_right(offsets, end) - 1]
            found[self(end)] = before.at + end - before.offset
        return [Anchor(*one) for one in sorted(found.items())]


def points(
    anchors: Sequence[Anchor], ground: Sequence[Ground], first_line: int, length: int
) -> tuple[SourcePoint, ...]:
    """Where a passage of a length stands in the file, whose line `first_line` is the first row of the body."""
    if not anchors or not ground:
        return ()
    if len(anchors) == len(ground) == 1:
        only = ground[0]
        return (SourcePoint(0, first_line + only.row, only.column + 1 + anchors[0].at - only.offset),)
    found: list[SourcePoint] = []
    for (offset, at), (following, _) in pairwise([*anchors, Anchor(length, 0)]):
        index = ground_at(ground, at)
        begin, row, column = ground[index]
        _note(found, SourcePoint(offset, first_line + row, column + 1 + at - begin))
        for later in range(index + 1, len(ground)):
            begin, row, column = ground[later]
            if begin - at >= following - offset:
                break
            _note(found, SourcePoint(offset + begin - at, first_line + row, column + 1))
    return tuple(found)


def ground_at(ground: Sequence[Ground], at: int) -> int:
    """Which stretch of ground an offset of the block's text belongs to."""
    return max(bisect_right(ground, (at, 1 << 60, 0)) - 1, 0)


def place_of(ground: Sequence[Ground], at: int) -> tuple[int, int]:
    """Row and column of an offset of the block's text, both from 0."""
    begin, row, column = ground[ground_at(ground, at)]
    return row, column + at - begin


def _note(found: list[SourcePoint], point: SourcePoint) -> None:
    """Add a point unless the last one says the same."""
    if found:
        last = found[-1]
        if last.line == point.line and point.column - last.column == point.offset - last.offset:
            return
        if last.offset == point.offset:
            found.pop()
    found.append(point)


def grounds(text: str, row: int, lines: Sequence[str]) -> list[Ground]:
    """Where a block's text stands that begins in a row: each of its lines ends as a line of the file ends."""
    if row < len(lines) and lines[row] == text:
        return [Ground(0, row, 0)]  # one line, without markers or blanks around it: the most usual case
    found: list[Ground] = []
    offset = 0
    for piece in text.split("\n"):
        bare = piece.strip(BLANK)
        while bare and not found and row + 1 < len(lines) and not lines[row].rstrip(BLANK).endswith(bare):
            row += 1  # a line of nothing but no-break spaces was taken off
        found.append(_line_ground(piece, offset, row, lines[row] if row < len(lines) else ""))
        offset += len(piece) + 1
        row += 1
    return found


def _line_ground(piece: str, offset: int, row: int, line: str) -> Ground:
    line, piece = line.rstrip(BLANK), piece.rstrip(BLANK)
    if not line.endswith(piece):  # a tab was turned into spaces
        offset += len(piece) - len(piece.lstrip())
        piece = piece.lstrip()
    return Ground(offset, row, len(line) - len(piece))
