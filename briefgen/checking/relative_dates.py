"""Days that are told from the day of an article, such as “last Saturday”, and the dates that they mean. English only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from briefgen.base.patterns import pattern

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMED = "|".join(_DAYS)
_RELATIVE = pattern(
    rf"(?<![\w-])(?:(?P<near>yesterday|today|tomorrow|tonight)|(?P<night>last night)|(?P<which>last|next|this) (?P<unit>week|month|year)"
    rf"|(?:(?P<side>last|next|this|on) )(?P<day>{_NAMED})|(?P<vague>in (?:the coming|recent) (?:days|weeks|months)))(?![\w-])",
    re.IGNORECASE,
)
_DATED = pattern(rf"[ ,]+(?:the )?(?:\d{{1,2}}\b|(?:{'|'.join(_MONTHS)})\b)", re.IGNORECASE)
"""A date behind the name of a day: nothing is left open."""
_BEFORE = pattern(r"\b(?:since|until|till|by|from|before|after|on|for|of|than|and|or|between|to)\s+$", re.IGNORECASE)
NEEDLES = ("yesterday", "today", "tomorrow", "tonight", "last ", "next ", "this ", "on ", "in the coming", "in recent")
"""One of them stands in every text that has a relative date, in small letters."""


class Relative(NamedTuple):
    """A relative date."""

    start: int
    end: int
    means: str
    """The date, in words; empty when it cannot be told."""
    instead: str | None
    """What may stand there instead, where that is certain."""


def relative_dates(text: str, day: date, american: bool) -> Iterator[Relative]:
    """Every relative date of a text that is dated `day`."""
    for found in _RELATIVE.finditer(text):
        if found["day"] and _DATED.match(text, found.end()):
            continue
        meant = _meant(found, day, american)
        yield Relative(found.start(), found.end(), meant, _instead(found, text, meant))


def _meant(found: re.Match[str], day: date, american: bool) -> str:
    if found["near"] or found["night"]:
        word = (found["near"] or "yesterday").lower()
        return written(day + timedelta({"yesterday": -1, "tomorrow": 1}.get(word, 0)), american)
    if found["day"]:
        number, side = _DAYS.index(found["day"].lower()), found["side"].lower()
        if side in {"next", "this"}:
            ahead = (number - day.weekday()) % 7 or (7 if side == "next" else 0)
            meant = day + timedelta(ahead)
        else:
            back = (day.weekday() - number) % 7 or (7 if side == "last" else 0)
            meant = day - timedelta(back)
        return f"{_DAYS[number].title()}{',' if american else ''} {written(meant, american)}"
    if found["vague"]:
        return ""
    return _period(found["which"].lower(), found["unit"].lower(), day, american)


def _period(which: str, unit: str, day: date, american: bool) -> str:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return str(day.year + step)
    if unit == "month":
        month = day.year * 12 + day.month - 1 + step
        return f"{_MONTHS[month % 12]} {month // 12}"
    return f"the week of {written(day - timedelta(day.weekday() - 7 * step), american)}"


def _instead(found: re.Match[str], text: str, meant: str) -> str | None:
    """Only yesterday and tomorrow are certain: last Saturday may be another one, and today is often a way of speaking."""
    word = (found["near"] or "").lower()
    follows = text[found.end() : found.end() + 2]
    if (
        word not in {"yesterday", "tomorrow"}
        or follows[:1] in {"'", "’"}
        or re.match(r" \w*(?:morning|after|even|night)", text[found.end() :])
    ):
        return None
    if _BEFORE.search(text, 0, found.start()):
        return meant
    return f"{'On' if found[0][0].isupper() else 'on'} {meant}"


def written(day: date, american: bool = False) -> str:
    """A day as English texts have it: 2 April 2022, or April 2, 2022."""
    month = _MONTHS[day.month - 1]
    return f"{month} {day.day}, {day.year}" if american else f"{day.day} {month} {day.year}"
