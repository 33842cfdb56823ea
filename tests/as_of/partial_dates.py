"""Dates of any precision for property tests, with the days they may mean worked out here and not by the program."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from briefgen.base.dates import When, parse_when

FIRST, LAST = date(2021, 1, 1), date(2022, 12, 31)
"""The small world in which everything happens, so that every day of it can be tried."""
WORLD = tuple(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


class Dated(NamedTuple):
    """A date as an editor writes it, and every day of the world that it may mean."""

    text: str
    days: tuple[date, ...]

    @property
    def when(self) -> When:
        """What the program makes of it."""
        return parse_when(self.text)


def _between(first: date, last: date) -> tuple[date, ...]:
    return tuple(day for day in WORLD if first <= day <= last)


def _year(year: int) -> Dated:
    return Dated(f"{year}", _between(date(year, 1, 1), date(year, 12, 31)))


def _month(day: date) -> Dated:
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return Dated(f"{day:%Y-%m}", _between(day.replace(day=1), last))


def _day(day: date) -> Dated:
    return Dated(f"{day:%Y-%m-%d}", (day,))


def _minute(day: date) -> Dated:
    return Dated(f"{day:%Y-%m-%d}T23:30-05:00", (day,))


def _marked(one: Dated, mark: str) -> Dated:
    return Dated(one.text + mark, one.days)


def _range(one: Dated, other: Dated) -> Dated:
    first, last = sorted((one, other), key=lambda each: each.days[0])
    return Dated(f"{first.text}/{last.text}", _between(first.days[0], max(last.days[-1], first.days[0])))


def _open_end(one: Dated) -> Dated:
    return Dated(f"{one.text}/..", _between(one.days[0], LAST))


def _open_beginning(one: Dated) -> Dated:
    return Dated(f"../{one.text}", _between(FIRST, one.days[-1]))


_some_day = st.dates(FIRST, LAST)
plain_dates = st.one_of(
    st.integers(FIRST.year, LAST.year).map(_year), _some_day.map(_month), _some_day.map(_day), _some_day.map(_minute)
)
"""A year, a month, a day, a minute."""
_ends = st.one_of(st.integers(FIRST.year, LAST.year).map(_year), _some_day.map(_month), _some_day.map(_day))
dates = st.one_of(
    plain_dates,
    st.builds(_marked, _ends, st.sampled_from("?~%")),
    st.builds(_range, _ends, _ends),
    _ends.map(_open_end),
    _ends.map(_open_beginning),
)
"""Those, uncertain ones, ranges, open ends."""
