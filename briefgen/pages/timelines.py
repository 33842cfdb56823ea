"""Timelines: events and claims whose status changed, drawn and as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from briefgen.base.dates import When, day_of, parse_when
from briefgen.drawing.timeline import WIDTH, Layout, Span, Tick, lay_out
from briefgen.model.records import Claim
from briefgen.model.views import DiaryEntry, EventCard, TimelineItem, TimelineMark, TimelineTick, TimelineView
from briefgen.pages.cards import changed_card
from briefgen.pages.context import Context

DRAWN = 4
"""Items from which on a drawing says more than the list."""
CHANGES = 30
"""Most changes of statuses on one timeline; the latest stay."""
HIGHEST = 340
"""Units that the drawing of a whole stretch of the site's timeline may be high: less than half its width."""


def timeline(context: Context, events: Sequence[EventCard], claims: Iterable[str], until: date) -> TimelineView | None:
    """Events and the changes of claims up to a day, as a timeline; None when there are no events and no changes."""
    changes = sorted(_changes(context, claims, until), key=_day)[-CHANGES:]
    items = sorted((*(TimelineItem(date=one.date, event=one) for one in events), *changes), key=_day)
    if not items:
        return None
    spans = [_span(one) for one in items]
    layout = lay_out(spans) if _says_more(spans) else None
    return _view(tuple(items), tuple(map(_symbol, items)), layout)


def diary_drawing(entries: Sequence[DiaryEntry]) -> TimelineView | None:
    """The drawing of a stretch of the site's timeline, without a list of its own; None where the list says as much.

    Where it would become too high, only what matters most is drawn, and of that the newest.
    """
    ranked = [one for _, one in sorted(enumerate(entries), key=lambda one: (one[1].importance, -one[0]))]
    most = len(ranked)
    while True:
        shown = sorted(ranked[:most], key=lambda one: (one.date.lower, one.title))
        spans = [_between(one.date, one.until) for one in shown]
        if not _says_more(spans):
            return None
        layout = lay_out(spans)
        if layout.height <= HIGHEST:
            return _view((), tuple(map(_diary_symbol, shown)), layout, len(entries) - most)
        most = most * 3 // 4


def _says_more(spans: Sequence[Span]) -> bool:
    """Whether a drawing says more than a list."""
    return len(spans) >= DRAWN and len(set(spans)) > 2


class _Symbol(NamedTuple):
    """What is drawn for an item."""

    kind: str
    status: str
    importance: int


def _view(
    items: tuple[TimelineItem, ...], symbols: Sequence[_Symbol], layout: Layout | None, left_out: int = 0
) -> TimelineView:
    if layout is None:
        return TimelineView(items=items, marks=(), ticks=(), leaps=(), axis=0, width=WIDTH, height=0)
    return TimelineView(
        items=items,
        marks=tuple(
            TimelineMark(
                x=place.x,
                width=place.wide if one.kind == "event" else 0,
                y=place.y,
                kind=one.kind,
                status=one.status,
                importance=one.importance,
            )
            for one, place in zip(symbols, layout.places, strict=True)
        ),
        ticks=tuple(map(_tick, layout.ticks)),
        leaps=layout.leaps,
        axis=layout.axis,
        width=WIDTH,
        height=layout.height,
        left_out=left_out,
    )


def _day(item: TimelineItem) -> tuple[date, bool, str]:
    return item.date.lower, item.claim is not None, item.event.key if item.event is not None else ""


def _changes(context: Context, claims: Iterable[str], until: date) -> Iterator[TimelineItem]:
    for key in claims:
        claim = context.site.records.get(key)
        if not isinstance(claim, Claim):
            continue
        for before, after in pairwise(claim.status_history):
            if before.status != after.status and after.visible and after.date.lower <= until:
                card = changed_card(context, key, before, after)
                if card is not None:
                    yield TimelineItem(date=after.date, claim=card)


def _span(item: TimelineItem) -> Span:
    return _between(item.date, item.event.end if item.event is not None else None)


def _between(start: When, until: When | None) -> Span:
    """From the first to the last day that it may have been; an open end ends where it begins."""
    last = until or start
    first = start.lower if start.lower != date.min else start.upper
    end = last.upper if last.upper != date.max else last.lower
    return Span(first, max(first, end))


def _symbol(item: TimelineItem) -> _Symbol:
    if item.claim is not None:
        return _Symbol("status", item.claim.now.shade if item.claim.now is not None else "open", 2)
    event = item.event
    assert event is not None  # noqa: S101 - one of the two is set
    return _Symbol("event", event.status, event.importance)


def _diary_symbol(entry: DiaryEntry) -> _Symbol:
    if entry.after is not None:
        return _Symbol("status", entry.after.shade, 2)
    return _Symbol("event", entry.status, entry.importance)


def _tick(tick: Tick) -> TimelineTick:
    when: When = day_of(tick.day)
    if tick.unit != "day":
        when = parse_when(f"{tick.day.year:04}" if tick.unit == "year" else f"{tick.day.year:04}-{tick.day.month:02}")
    return TimelineTick(x=tick.x, when=when)
