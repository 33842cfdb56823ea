"""What happened on which day: the timeline, what has changed for readers, and the days that have a page of their own.

Both lists run from the oldest entry and are cut into stretches of `STRETCH`, numbered from 1. A new entry at the end
changes the last stretch alone, so that a page that shows another one stays as it is.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from briefgen.base.dates import later
from briefgen.model.records import Article, Claim, Correction, Event, Record
from briefgen.model.site import Day, Entry, Now, Tombstone
from briefgen.site.index import of_kind

STRETCH = 50
"""Entries of one stretch."""
LOOKING_BACK = 30
"""Days before a day that its page lists, the day itself counted."""
_ORDER = {"event": 0, "published": 1, "status": 2, "changed": 3, "corrected": 4, "withdrawn": 5, "expired": 6}
"""What comes first of things that happened on one day."""


def timeline(records: Mapping[str, Record], now: Now) -> list[Entry]:
    """Events, and claims whose status moved, oldest first."""
    events = (Entry(event.date.lower, "event", key) for key, event in of_kind(records, Event))
    return _in_order((*events, *_moves(records, now)))


def changes(records: Mapping[str, Record], tombstones: Mapping[str, Tombstone], now: Now) -> list[Entry]:
    """Everything that has changed for readers, oldest first."""
    return _in_order(
        (*_of_articles(records, now), *_moves(records, now), *_of_corrections(records), *_gone(tombstones))
    )


def _of_articles(records: Mapping[str, Record], now: Now) -> Iterator[Entry]:
    for key, article in of_kind(records, Article):
        if article.date is not None:
            yield Entry(article.date.lower, "published", key)
        for number, change in enumerate(article.changelog):
            if change.date.lower <= now.day:
                yield Entry(change.date.lower, "changed", key, number)


def _moves(records: Mapping[str, Record], now: Now) -> Iterator[Entry]:
    """Steps of claims' histories that changed a status, as far as readers see them; the first one is no change."""
    for key, claim in of_kind(records, Claim):
        for number, (before, after) in enumerate(itertools.pairwise(claim.status_history), 1):
            if before.status != after.status and after.visible and after.date.lower <= now.day:
                yield Entry(after.date.lower, "status", key, number)


def _of_corrections(records: Mapping[str, Record]) -> Iterator[Entry]:
    return (Entry(one.date.lower, "corrected", key) for key, one in of_kind(records, Correction))


def _gone(tombstones: Mapping[str, Tombstone]) -> Iterator[Entry]:
    """What was taken down; a correction that says so is listed as a correction already."""
    for key, stone in tombstones.items():
        if stone.why == "withdrawn" or stone.why == "expired":
            yield Entry(stone.date.lower, stone.why, key)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.day, _ORDER[one.what], one.key, one.number))


def stretches(entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The entries in stretches numbered from 1."""
    starts = range(0, len(entries), STRETCH)
    return {str(number): tuple(entries[start : start + STRETCH]) for number, start in enumerate(starts, 1)}


def days(records: Mapping[str, Record], changes: Sequence[Entry], statuses: Iterable[str], now: Now) -> dict[str, Day]:
    """Days on which a status moved or an article came out, each with what there was by then; none without claims."""
    tally = dict.fromkeys(statuses, 0)
    history = sorted(_counted(records, tally, now))
    if not history:
        return {}
    published = [one.day for one in changes if one.what == "published"]
    changed = [one.day for one in changes]
    found: dict[str, Day] = {}
    at = 0
    wanted = sorted({one.day for one in changes if one.what in {"published", "status"}})
    names = ["", *(day.isoformat() for day in wanted), ""]
    for place, day in enumerate(wanted, 1):
        while at < len(history) and history[at][0] <= day:
            _, _, _, before, after = history[at]
            tally[after] += 1
            if before:
                tally[before] -= 1
            at += 1
        end = bisect_right(changed, day)
        found[names[place]] = Day(
            first=bisect_left(changed, later(day, 1 - LOOKING_BACK)),
            end=end,
            articles=bisect_right(published, day),
            claims=tuple((status, count) for status, count in tally.items() if count),
            changed=end - bisect_left(changed, day),
            earlier=names[place - 1],
            later=names[place + 1],
        )
    return found


def _counted(
    records: Mapping[str, Record], statuses: Container[str], now: Now
) -> Iterator[tuple[date, str, int, str, str]]:
    """Every step of every claim to a status that there is: the day, the status before it, empty at the first, and the one after."""
    for key, claim in of_kind(records, Claim):
        before = ""
        for number, entry in enumerate(claim.status_history):
            if entry.date.lower <= now.day and entry.status in statuses:
                yield entry.date.lower, key, number, before, entry.status
                before = entry.status
