"""From an offset in a text to a line and column, the way an editor counts them.

libyaml also ends lines at U+0085, U+2028 and U+2029, which editors do not; so its line numbers are not used,
only its offsets.
"""

from __future__ import annotations

from bisect import bisect_right

from briefgen.base.diagnostics import Mark


class Places:
    """Turns offsets in the text of one file into marks."""

    __slots__ = ("_path", "_starts", "_text")

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def mark(self, start: int, end: int = 0) -> Mark:
        """The stretch from `start` to `end`, cut at the end of the first line."""
        line = bisect_right(self._starts, start) - 1
        first = self._starts[line]
        column = start - first + 1
        stop = min(end, self._end_of(line, start))
        return Mark(self._path, line + 1, column, stop - first + 1 if stop > start else column + 1)

    def line_of(self, offset: int) -> int:
        """The number of the line, counted from 1."""
        return bisect_right(self._starts, offset)

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def line_text(self, offset: int) -> str:
        """The line an offset lies in."""
        start = self.line_start(offset)
        stop = self._text.find("\n", start)
        return self._text[start:] if stop < 0 else self._text[start:stop]

    def _end_of(self, line: int, start: int) -> int:
        stop = self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self._text)
        return start + len(self._text[start:stop].rstrip())
