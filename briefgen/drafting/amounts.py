"""Figures and days in a report in English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from briefgen.base.patterns import pattern
from briefgen.drafting.proposals import Day, Number, Sure

# --- figures ----------------------------------------------------------------------------------------------------------

_SMALL = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(1, 20),
        strict=True,
    )
) | dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
NUMBER_WORDS = frozenset(_SMALL)
"""Words for whole numbers up to ninety; “thirty-one” is two of them."""
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
           "m": 1_000_000, "bn": 1_000_000_000, "dozen": 12}  # fmt: skip
_ROUGH = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2_000,
    "millions": 2_000_000,
    "billions": 2_000_000_000,
}
"""The least that such a word means."""
_COMPARED = (
    ("at-least", r"at least|more than|over|no fewer than|no less than|upwards of|above|in excess of|some of the more than"),
    ("at-most", r"at most|up to|fewer than|less than|under|no more than|below"),
    ("about", r"about|around|approximately|roughly|some|nearly|almost|an estimated|estimated|close to"),
)  # fmt: skip
_LEAD = "|".join(words for _, words in _COMPARED)
_NUMBER = (
    r"(?:[$€£¥] ?)?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?:[$€£¥] ?)?\d+(?:\.\d+)?|"
    + "|".join(f"{ten}(?:-(?:{'|'.join(list(_SMALL)[:9])}))?" for ten in list(_SMALL)[19:])
    + "|"
    + "|".join(sorted(list(_SMALL)[:19], key=len, reverse=True))
    + "|a"
)
_FIGURE = pattern(
    rf"(?<![\w.,/:$€£-])(?:(?P<lead>{_LEAD}) )?(?:(?P<number>{_NUMBER})(?:[ -](?P<scale>hundred|thousand|million|billion|trillion|dozen|m|bn)\b)?"
    rf"(?P<per>%| per ?cent\b| percent\b)?|(?P<rough>dozens|scores|hundreds|thousands|millions|billions)(?: of thousands)?)(?![\w/:]|\.\d|-\d|,\d)",
)
_UNIT = pattern(
    r"^(?:[ -](?:of )?(?:the )?)((?:(?!and\b|or\b|to\b|in\b|on\b|at\b|by\b|from\b|have\b|has\b|had\b|were\b|was\b|are\b|is\b|that\b|who\b|with\b|for\b|as\b|after\b|since\b|but\b|over\b)[^\W\d_][\w’'-]*(?: |(?=[.,;:)]|$))){1,4})"
)
_NO_UNITS = frozenset(("them", "us", "which", "whom", "these", "those", "its", "his", "her", "their"))
_MANY = frozenset(("people", "men", "women", "children", "police", "cattle", "sheep", "fish", "aircraft", "staff"))
_PEOPLE_DO = pattern(
    r"^ (?:have|were|had|are|who) (?:been )?(?:fled|died|killed|injured|wounded|displaced|arrested|detained|evacuated|missing|left|dead|infected)\b"
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH_WORDS = "|".join(_MONTHS)
_NO_FIGURE = pattern(rf"^ ?(?:{_MONTH_WORDS}|am\b|pm\b|a\.m|p\.m|o’clock|st\b|nd\b|rd\b|th\b)")
_AFTER_MONTH = pattern(rf"(?:{_MONTH_WORDS}|\b[A-Z][a-z]+ ?[A-Z]?)\.? $")


def numbers_in(text: str) -> Iterator[Number]:
    """The figures of a sentence that count something."""
    for found in _FIGURE.finditer(text.lower()):
        words = text[found.start() : found.end()]
        behind = text[found.end() : found.end() + 80]
        value = _value(found["number"] or "", found["scale"] or "", found["rough"] or "")
        if value is None or (found["number"] == "a" and not found["scale"]) or _NO_FIGURE.match(behind):
            continue
        unit = _unit(found["number"] or "", found["per"] or "", behind)
        if (
            not unit
            or _is_year(found["number"] or "", found["scale"], found["lead"])
            or _is_day(text, found.start("number"), value)
        ):
            continue
        if found["number"] == "one" and not found["lead"]:
            continue
        compared = next((how for how, lead in _COMPARED if found["lead"] and found["lead"] in lead.split("|")), None)
        comparator: Literal["exactly", "at-least", "at-most", "about"] = compared or (
            "at-least" if found["rough"] else "exactly"
        )  # type: ignore[assignment]
        yield Number(value, comparator, unit, f"{words} {unit}" if unit in behind else words, text)


def _value(number: str, scale: str, rough: str) -> float | None:
    if rough:
        return float(_ROUGH[rough])
    bare = number.strip("$€£¥ ").replace(",", "")
    if bare == "a":
        value = 1.0
    elif bare[:1].isdigit():
        value = float(bare)
    else:
        ten, _, one = bare.partition("-")
        if ten not in _SMALL:
            return None
        value = float(_SMALL[ten] + _SMALL.get(one, 0))
    value *= _SCALES.get(scale, 1)
    return value if value < 1e18 else None


def _unit(number: str, per: str, behind: str) -> str:
    if per:
        return "per cent"
    if number[:1] in "$€£¥" and number:
        return {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}[number[0]]
    found = _UNIT.match(behind)
    if found is None and _PEOPLE_DO.match(behind):
        return "people"
    words = found[1].split() if found is not None else []
    if not words or words[0] in _NO_UNITS:
        return ""
    last = next(
        (
            n
            for n, word in enumerate(words)
            if word in _MANY or (word.endswith("s") and not word.endswith(("ss", "us", "’s", "'s")))
        ),
        0,
    )
    return " ".join(words[: last + 1])


def _is_year(number: str, scale: str | None, lead: str | None) -> bool:
    return len(number) == 4 and number.isdigit() and 1000 <= int(number) <= 2100 and not scale and not lead


def _is_day(text: str, start: int, value: float) -> bool:
    return value <= 31 and _AFTER_MONTH.search(text[max(0, start - 14) : start]) is not None


# --- days -------------------------------------------------------------------------------------------------------------

_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DATE = pattern(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH_WORDS})(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<month2>{_MONTH_WORDS}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,? (?P<year2>\d{{4}}))?"
    rf"|(?:in |of |since |until )?(?P<month3>{_MONTH_WORDS}),? (?P<year3>\d{{4}})|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?:in|since|by|of|until|from|during) (?P<year4>1[89]\d\d|20\d\d)\b(?![-–,]\d)"
    rf"|(?P<which>(?:last|next|this) )?(?P<weekday>{'|'.join(_WEEKDAYS)})\b|(?P<near>yesterday|today|tomorrow|last week|last month|last year)\b)"
)


def days_in(text: str, published: str = "") -> Iterator[Day]:
    """The dates of a sentence. Days of the week and the like count back from the day of publication."""
    today = _parsed(published)
    for found in _DATE.finditer(text):
        when, sure = _when(found.groupdict(), today, ahead=_AHEAD.search(text, 0, found.start()) is not None)
        yield Day(found.group(), when, text, sure)


_AHEAD = pattern(r"\b(?:will|would|could|expects?|expected|plans?|planned|due|scheduled)\b")
"""Words behind which a day of the week is one to come."""


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _when(found: dict[str, str | None], today: date | None, *, ahead: bool = False) -> tuple[str, Sure]:
    month = found["month"] or found["month2"] or found["month3"]
    year = found["year"] or found["year2"] or found["year3"] or found["year4"]
    day = found["day"] or found["day2"]
    if found["iso"]:
        return (found["iso"], "sure") if _parsed(found["iso"]) else ("", "guess")
    if month is None and year:
        return year, "sure"
    if month is not None:
        return _of_month(_MONTHS.index(month) + 1, day, year, today)
    if today is None:
        return "", "guess"
    if weekday := found["weekday"]:
        back = (today.weekday() - _WEEKDAYS.index(weekday)) % 7
        if (found["which"] or "").strip() == "next" or (ahead and not found["which"]):
            return _moved(today, 7 - back), "guess"
        if (found["which"] or "").strip() == "last" and not back:
            back = 7
        return _moved(today, -back), "likely"
    return _nearby(found["near"] or "", today)


def _nearby(words: str, today: date) -> tuple[str, Sure]:
    if words in {"yesterday", "today", "tomorrow"}:
        return _moved(today, {"yesterday": -1, "today": 0, "tomorrow": 1}[words]), "likely"
    if words == "last year":
        return f"{today.year - 1:04}", "likely"
    if words == "last month":
        before = _moved(today.replace(day=1), -1)
        return before[:7], "likely"
    return "", "guess"


def _moved(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""


def _of_month(month: int, day: str | None, year: str | None, today: date | None) -> tuple[str, Sure]:
    sure: Sure = "sure"
    if year is None:
        if today is None:
            return "", "guess"
        # Without a year the last such day before publication is meant, as a rule.
        later = day is not None and (month, int(day)) > (today.month, today.day)
        year, sure = f"{today.year - later:04}", "likely"
    if day is None:
        return f"{year}-{month:02}", sure
    when = f"{year}-{month:02}-{int(day):02}"
    return (when, sure) if _parsed(when) else ("", "guess")
