"""Dates as people know them: a year, a month, a day, a minute; uncertain or approximate; ranges with open ends.

A subset of the Extended Date/Time Format (EDTF, ISO 8601-2:2019, levels 0 and 1). Every value has a first and a
last possible day; which one counts is the caller's rule (content model, section 3.2): "from" and history entries
count from the first, "to" until the last.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal

from msgspec import Struct
from msgspec.structs import force_setattr

from briefgen.base.patterns import pattern

Precision = Literal["year", "month", "day", "minute", "range"]

_SHAPE = pattern(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d{2})"
    r"(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?"
    r"(?P<mark>[?~%]?)"
)


class DateError(ValueError):
    """A text that is no date of ours; the message says what to write instead."""


class When(Struct, frozen=True):
    """A date of any precision."""

    text: str
    """As written."""
    lower: date
    """First day it may mean; `date.min` for an open beginning."""
    upper: date
    """Last day it may mean; `date.max` for an open end."""
    precision: Precision = "day"
    instant: datetime | None = None
    """The exact moment, with zone, when a time was written."""
    mark: Literal["", "?", "~", "%"] = ""
    """`?` uncertain, `~` approximate, `%` both."""

    def __post_init__(self) -> None:
        # Packed values hold moments in UTC; the zone in which one was written is in the text.
        if self.instant is not None and self.instant.tzinfo is UTC and (found := _SHAPE.fullmatch(self.text)):
            force_setattr(self, "instant", self.instant.astimezone(_zone(found)))

    def __str__(self) -> str:
        return self.text


def parse_when(text: str) -> When:
    """Read a date.

    Raises `DateError` for anything else: another order, a day that does not exist, a time without zone, a range
    that runs backwards.
    """
    text = text.strip()
    if "/" in text and not re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        return _range(text)
    return _single(text)


def day_of(day: date) -> When:
    """The value for one calendar day."""
    return When(text=day.isoformat(), lower=day, upper=day)


def _single(text: str) -> When:
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise DateError(_advice(text))
    year, month, day = found["year"], found["month"], found["day"]
    mark: Literal["", "?", "~", "%"] = found["mark"]  # type: ignore[assignment]
    try:
        if month is None:
            first, last = date(int(year), 1, 1), date(int(year), 12, 31)
            return When(text, first, last, "year", mark=mark)
        if day is None:
            first = date(int(year), int(month), 1)
            return When(text, first, first.replace(day=monthrange(first.year, first.month)[1]), "month", mark=mark)
        only = date(int(year), int(month), int(day))
        if found["hour"] is None:
            return When(text, only, only, "day", mark=mark)
        if found["zone"] is None:
            raise DateError(f"“{text}” has a time but no zone; add one, as in {text}Z or {text}+01:00")
        return When(text, only, only, "minute", _instant(found), mark)
    except ValueError as error:
        if isinstance(error, DateError):
            raise
        raise DateError(f"“{text}” is no day of the calendar ({error})") from None


def _instant(found: re.Match[str]) -> datetime:
    second = found["second"] or "00"
    moment = f"{found['year']}-{found['month']}-{found['day']}T{found['hour']}:{found['minute']}:{second}"
    return datetime.fromisoformat(moment).replace(tzinfo=_zone(found))


def _zone(found: re.Match[str]) -> tzinfo:
    """The zone that was written; UTC when none was."""
    return datetime.fromisoformat(f"2000-01-01T00:00{found['zone'] or 'Z'}").tzinfo or UTC


def _range(text: str) -> When:
    left, _, right = text.partition("/")
    if "/" in right or (left in {"", ".."} and right in {"", ".."}):
        raise DateError(f"“{text}” is no range; write first/last, as in 2022-03/2022-05 or 2022-03/..")
    lower = date.min if left in {"", ".."} else _single(left).lower
    upper = date.max if right in {"", ".."} else _single(right).upper
    if lower > upper:
        raise DateError(f"“{text}” runs backwards: the first date is after the last")
    return When(text, lower, upper, "range")


def _advice(text: str) -> str:
    if found := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text):
        day, month, year = found.groups()
        forms = dict.fromkeys((f"{year}-{int(month):02}-{int(day):02}", f"{year}-{int(day):02}-{int(month):02}"))
        likely = [form for form in forms if int(form[5:7]) <= 12]
        return f"“{text}” could be read two ways; write the year first: {' or '.join(likely) or '2022-04-02'}"
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = found.groups()
        return f"write two digits for month and day: {year}-{int(month):02}-{int(day):02}"
    return f"“{text}” is no date; write 2022, 2022-04, 2022-04-02 or 2022-04-02T19:30+01:00"


def covers(since: When | None, until: When | None, lower: date, upper: date) -> bool:
    """Whether a stretch from `since` to `until` (open where None) touches the days `lower` to `upper`."""
    return (since is None or since.lower <= upper) and (until is None or until.upper >= lower)


def stamp(moment: int) -> str:
    """A moment in seconds since 1970 as a word that sorts by time: `20220408T193000Z`."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y%m%dT%H%M%SZ")


def moment_of(text: str) -> int | None:
    """The moment behind such a word; None when it is none."""
    try:
        return int(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def later(day: date, days: int) -> date:
    """The day so many days on, or the last day there is."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
