"""Where dates lie on a line: marks in lanes, so that none hides another, and an axis that leaps over long empty stretches.

Only places are worked out here; dates are written by whoever knows the reader’s language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

WIDTH = 820
"""Units of the sheet: letters are 24 of them high, and must be read on a phone."""
_EDGE, _LANE, _TOP, _FOOT = 78, 32, 24, 80
_DOT = 22
"""Least room of a mark."""
_LEAP = 0.35
"""Share of all time that must be empty for the axis to leap over it."""
_GAP = 70
"""Room of a leap."""
_TICKS = 5
_LEAST = 130
"""Room that a stretch needs for the date below it."""


class Span(Struct, frozen=True):
    """When something was, or may have been."""

    first: date
    last: date


class Place(Struct, frozen=True):
    """A mark on the line."""

    x: float
    wide: float
    """0 for a point."""
    y: float


class Tick(Struct, frozen=True):
    """A date on the axis."""

    x: float
    day: date
    unit: str
    """year, month or day: as fine as it is to be written."""


class Layout(Struct, frozen=True):
    """A timeline laid out."""

    places: tuple[Place, ...]
    """In the order of the spans."""
    ticks: tuple[Tick, ...]
    leaps: tuple[float, ...]
    """Where the axis leaps."""
    axis: float
    """Height of the axis."""
    height: int


def lay_out(spans: Sequence[Span]) -> Layout:
    """Lay out some spans. There must be at least one."""
    stretches = _stretches(spans)
    places, lanes = _in_lanes(spans, stretches)
    axis = _TOP + lanes * _LANE
    return Layout(
        places=tuple(Place(x, wide, _TOP + lane * _LANE) for x, wide, lane in places),
        ticks=tuple(_apart(tick for one in stretches for tick in _ticks(one))),
        leaps=tuple(round((before.right + after.left) / 2, 1) for before, after in pairwise(stretches)),
        axis=axis,
        height=axis + _FOOT,
    )


class _Stretch(Struct, frozen=True):
    """A part of the axis without leaps."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: int) -> float:
        """Where a day lies."""
        if self.last == self.first:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * (day - self.first) / (self.last - self.first)


def _stretches(spans: Sequence[Span]) -> list[_Stretch]:
    days = sorted({day.toordinal() for one in spans for day in (one.first, one.last)})
    whole = max(1, days[-1] - days[0])
    covered = sorted((one.first.toordinal(), one.last.toordinal()) for one in spans)
    parts: list[list[int]] = [list(covered[0])]
    for first, last in covered[1:]:
        if first - parts[-1][1] > _LEAP * whole and whole > 14:
            parts.append([first, last])
        else:
            parts[-1][1] = max(parts[-1][1], last)
    room = WIDTH - 2 * _EDGE - (_GAP + _LEAST) * (len(parts) - 1)
    # Each stretch has its fair share: half by its length, half by how much happens in it.
    length = sum(last - first for first, last in parts) or 1
    busy = [sum(first <= one <= last for one, _ in covered) for first, last in parts]
    found: list[_Stretch] = []
    left = float(_EDGE)
    for (first, last), count in zip(parts, busy, strict=True):
        share = room * (0.5 * (last - first) / length + 0.5 * count / len(covered)) if len(parts) > 1 else room
        found.append(_Stretch(first, last, left, left + share))
        left += share + _GAP + _LEAST
    return found


def _in_lanes(spans: Sequence[Span], stretches: Sequence[_Stretch]) -> tuple[list[tuple[float, float, int]], int]:
    """Places with the numbers of their lanes, and how many lanes there are. The lowest lane is filled first."""
    ends: list[float] = []
    found: dict[int, tuple[float, float, int]] = {}
    for number in sorted(range(len(spans)), key=lambda one: (spans[one].first, one)):
        left, right = _where(spans[number].first, stretches), _where(spans[number].last, stretches)
        wide = right - left if right - left > _DOT / 2 else 0.0
        start = left - _DOT / 2
        lane = next((lane for lane, end in enumerate(ends) if end <= start), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = max(left + wide, left) + _DOT / 2
        found[number] = (round(left, 1), round(wide, 1), lane)
    top = len(ends) - 1
    return [(x, wide, top - lane) for x, wide, lane in (found[number] for number in range(len(spans)))], len(ends)


def _where(day: date, stretches: Sequence[_Stretch]) -> float:
    number = day.toordinal()
    return next(one.x(number) for one in stretches if one.first <= number <= one.last)


def _apart(ticks: Iterable[Tick]) -> Iterator[Tick]:
    """Those that leave each other room."""
    last = -float(WIDTH)
    for one in ticks:
        if one.x - last >= _LEAST:
            last = one.x
            yield one


def _ticks(one: _Stretch) -> list[Tick]:
    """Dates on a stretch, round ones, not closer than they can be read."""
    first, last = date.fromordinal(one.first), date.fromordinal(one.last)
    most = max(1, 1 + int((one.right - one.left) / (WIDTH / _TICKS)))
    days = one.last - one.first
    if days > 366 * 2:
        years = max(1, -(-(last.year - first.year + 1) // most))
        return [
            Tick(round(one.x(date(year, 1, 1).toordinal()), 1), date(year, 1, 1), "year")
            for year in range(first.year + 1, last.year + 1)
            if year % years == 0
        ]
    if days > 62:
        months = [
            (year, month)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13)
            if first <= date(year, month, 1) <= last
        ]
        every = max(1, -(-len(months) // most))
        return [
            Tick(round(one.x(date(year, month, 1).toordinal()), 1), date(year, month, 1), "month")
            for year, month in months[::every]
        ]
    every = max(1, -(-(days + 1) // most))
    return [
        Tick(round(one.x(number), 1), date.fromordinal(number), "day")
        for number in range(one.first, one.last + 1, every)
    ]
