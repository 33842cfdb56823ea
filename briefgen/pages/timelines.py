"""Timelines: events and claims whose status changed, drawn and as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from briefgen.base.dates import When, day_of, parse_when
from briefgen.drawing.timeline import WIDTH, Layout, Span, Tick, lay_out
from briefgen.model.records import Claim
from briefgen.model.views import EventCard, TimelineItem, TimelineMark, TimelineTick, TimelineView
from briefgen.pages.cards import changed_card
from briefgen.pages.context import Context

DRAWN = 4
"""Items from which on a drawing says more than the list."""
CHANGES = 30
"""Most changes of statuses on one timeline; the latest stay."""


def timeline(context: Context, events: Sequence[EventCard], claims: Iterable[str], until: date) -> TimelineView | None:
    """Events and the changes of claims up to a day, as a timeline; None when there are no events and no changes."""
    changes = sorted(_changes(context, claims, until), key=_day)[-CHANGES:]
    items = sorted((*(TimelineItem(date=one.date, event=one) for one in events), *changes), key=_day)
    if not items:
        return None
    spans = [_span(one) for one in items]
    layout = lay_out(spans) if len(items) >= DRAWN and len(set(spans)) > 2 else None
    return TimelineView(
        items=tuple(items),
        marks=tuple(_mark(one, place.x, place.wide, place.y) for one, place in zip(items, layout.places, strict=True))
        if layout is not None
        else (),
        ticks=tuple(map(_tick, layout.ticks)) if layout is not None else (),
        leaps=layout.leaps if layout is not None else (),
        axis=layout.axis if layout is not None else 0,
        width=WIDTH,
        height=_height(layout),
    )


def _height(layout: Layout | None) -> int:
    return layout.height if layout is not None else 0


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
    """From the first to the last day that it may have been; an open end ends where it begins."""
    last = (item.event.end if item.event is not None else None) or item.date
    first = item.date.lower if item.date.lower != date.min else item.date.upper
    end = last.upper if last.upper != date.max else last.lower
    return Span(first, max(first, end))


def _mark(item: TimelineItem, x: float, wide: float, y: float) -> TimelineMark:
    if item.claim is not None:
        shade = item.claim.now.shade if item.claim.now is not None else "open"
        return TimelineMark(x=x, width=0, y=y, kind="status", status=shade, importance=2)
    event = item.event
    assert event is not None  # noqa: S101 - one of the two is set
    return TimelineMark(x=x, width=wide, y=y, kind="event", status=event.status, importance=event.importance)


def _tick(tick: Tick) -> TimelineTick:
    when: When = day_of(tick.day)
    if tick.unit != "day":
        when = parse_when(f"{tick.day.year:04}" if tick.unit == "year" else f"{tick.day.year:04}-{tick.day.month:02}")
    return TimelineTick(x=tick.x, when=when)
