"""Rules about patterns of addresses: `permalinks` in the site record."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.base.diagnostics import Loc
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean
from briefgen.model.config import Permalinks
from briefgen.model.records import PLURALS
from briefgen.reading.problems import Problem

DAY = ("year", "month", "day")
WORDS = ("id", *DAY, "section")
"""Words that may stand in braces."""
DATED = ("articles", "events", "corrections")
"""Kinds whose records have a day."""
WORD = pattern(r"\{([^{}]*)\}")
_PART = pattern(r"(?:[a-z0-9_~-]|\{[a-z]*\})+")
"""What may stand between two slashes."""


def problems(permalinks: Permalinks) -> Iterator[Problem]:
    """Everything that is wrong with the patterns of a site."""
    plurals = tuple(PLURALS.values())
    for kind, written in permalinks.items():
        loc: Loc = ("permalinks", kind)
        if kind not in plurals:
            hint = did_you_mean(kind, plurals) or f"write one of {', '.join(plurals)}"
            yield Problem("E003", loc, f"there is no kind of record “{kind}”", hint, on_key=True)
        elif isinstance(written, str):
            yield from _of(written, kind, loc)
        else:
            for number, one in enumerate(written):
                yield from _of(one, kind, (*loc, number))


def _of(written: str, kind: str, loc: Loc) -> Iterator[Problem]:
    words = WORD.findall(written)
    for word in dict.fromkeys(words):
        if word not in WORDS:
            hint = did_you_mean(word, WORDS) or f"there are: {', '.join(f'{{{one}}}' for one in WORDS)}"
            yield Problem("E012", loc, f"“{{{word}}}” stands for nothing in an address", hint)
        elif (word in DAY and kind not in DATED) or (word == "section" and kind != "articles"):
            message = f"{kind} have no {'section' if word == 'section' else 'day'}, so “{{{word}}}” stands for nothing"
            yield Problem("E012", loc, message, "take it out; {id} is there for every kind")
    if "id" not in words:
        yield Problem("E012", loc, f"“{written}” gives all {kind} one address", "put {id} into it: " + f"{kind}/{{id}}")
    if not all(_PART.fullmatch(part) for part in written.strip("/").split("/")):
        hint = "write small letters a to z, digits, hyphens, slashes and words in braces: {year}/{month}/{id}"
        yield Problem("E012", loc, f"“{written}” cannot be an address", hint)
