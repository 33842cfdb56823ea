"""Diagnostics as the browser gets them: plain values, with the line of the file they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from briefgen.base.diagnostics import Diagnostic, Mark, Spot

SHOWN = 100
"""Problems that are sent to a browser; the rest is counted."""
LINE_SHOWN = 160
"""Characters of a line around the place."""


class Told(Struct, frozen=True):
    """One problem, ready to show."""

    code: str
    level: str
    place: str
    """`content/people.yaml:3:1`."""
    message: str
    hint: str = ""
    before: str = ""
    """The line of the file: before the stretch that is meant, the stretch, and what follows."""
    stretch: str = ""
    after: str = ""
    related: tuple[str, ...] = ()


def told(found: Iterable[Diagnostic], source: Callable[[str], str | None]) -> tuple[Told, ...]:
    """Diagnostics with their lines, errors first."""
    order = {"error": 0, "warning": 1}
    return tuple(_told(one, source) for one in sorted(found, key=lambda one: order.get(one.level or "error", 2)))


def _told(one: Diagnostic, source: Callable[[str], str | None]) -> Told:
    before, stretch, after = _excerpt(one.where, source)
    return Told(
        code=f"BG-{one.code}",
        level=one.level or "error",
        place=_place(one.where),
        message=one.message,
        hint=one.hint,
        before=before,
        stretch=stretch,
        after=after,
        related=tuple(f"{_place(related.where)}: {related.message}" for related in one.related),
    )


def _place(where: Mark | Spot) -> str:
    if isinstance(where, Spot):
        return where.record
    return f"{where.path}:{where.line}:{where.column}"


def _excerpt(where: Mark | Spot, source: Callable[[str], str | None]) -> tuple[str, str, str]:
    """The line in three parts; empty when there is none to show."""
    text = source(where.path) if isinstance(where, Mark) else None
    if text is None or not isinstance(where, Mark):
        return "", "", ""
    lines = text.split("\n")
    if where.line > len(lines):
        return "", "", ""
    line = lines[where.line - 1].rstrip("\r")
    start = min(max(0, where.column - 1), len(line))
    end = min(max(start + 1, where.end_column - 1), len(line))
    first = max(0, start - LINE_SHOWN // 2) if len(line) > LINE_SHOWN else 0
    last = min(max(first + LINE_SHOWN, end), first + 2 * LINE_SHOWN)
    before = ("…" if first else "") + line[first:start]
    return before, line[start : min(end, last)], line[end:last] + ("…" if last < len(line) else "")
