"""The views of what happened when: the timeline, what has changed for readers, and the site as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from briefgen.base.dates import When, day_of, later, parse_when
from briefgen.base.html import word
from briefgen.base.paging import page_count, page_of
from briefgen.base.text import direction
from briefgen.model.output import Page
from briefgen.model.records import Article, Claim, Correction, Event
from briefgen.model.site import Entry, Site, split_key
from briefgen.model.views import (
    DayLink,
    DayMonth,
    DayPage,
    DaysPage,
    DiaryDay,
    DiaryEntry,
    DiaryPage,
    LinkView,
    StatusCount,
)
from briefgen.pages.cards import mark_of, status_mark, target_of
from briefgen.pages.chrome import chrome, head, list_link
from briefgen.pages.context import Context, context_for
from briefgen.pages.mentions import pager
from briefgen.pages.routes import Routes
from briefgen.pages.timelines import diary_drawing
from briefgen.site.diary import LOOKING_BACK, STRETCH

LISTED = 2 * STRETCH
"""Most changes that the page of a day lists; the list of all changes goes on."""
DAYS_A_PAGE = 400


def diary_pages(stretches: Mapping[str, Sequence[Entry]]) -> int:
    """Numbered pages of a diary besides the first one."""
    entries = (len(stretches) - 1) * STRETCH + len(stretches[str(len(stretches))]) if stretches else 0
    return page_count(entries, STRETCH)


def timeline_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> DiaryPage:
    """The view of a page of the timeline: the newest stretch at its own address, each page in the order of time."""
    context = context_for(site, routes, page.url)
    entries = _stretch(site.timeline, page)
    days = tuple(_days(context, entries))
    return DiaryPage(
        chrome=chrome(context, options),
        head=head(context, "timeline", word("list.timeline"), ""),
        days=days,
        drawing=diary_drawing([entry for day in days for entry in day.entries]),
        total=page.total * STRETCH + len(entries) if page.number == 0 else 0,
        pager=pager(page.number, page.total, lambda number: context.href(routes.timeline(number))),
    )


def changes_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> DiaryPage:
    """The view of a page of what has changed, newest first."""
    context = context_for(site, routes, page.url)
    entries = _stretch(site.changes, page)
    return DiaryPage(
        chrome=chrome(context, options),
        head=head(context, "changes", word("list.changes"), ""),
        days=tuple(_days(context, reversed(entries))),
        total=page.total * STRETCH + len(entries) if page.number == 0 else 0,
        pager=pager(page.number, page.total, lambda number: context.href(routes.changes(number))),
    )


def _stretch(stretches: Mapping[str, Sequence[Entry]], page: Page) -> list[Entry]:
    """The entries of a page, oldest first; the page at the list's own address has all that no numbered page has."""
    numbers = (page.number,) if page.number else (page.total + 1, page.total + 2)
    return [entry for number in numbers for entry in stretches.get(str(number), ())]


def _days(context: Context, entries: Iterable[Entry]) -> Iterator[DiaryDay]:
    for day, members in groupby(entries, key=lambda one: one.day):
        shown = tuple(entry for one in members if (entry := diary_entry(context, one)) is not None)
        if shown:
            name = day.isoformat()
            url = context.href(context.routes.day(name)) if name in context.site.days else ""
            yield DiaryDay(date=_shown_day(shown, day), entries=shown, url=url, id=f"d-{name}")


def _shown_day(entries: Sequence[DiaryEntry], day: date) -> When:
    """A heading for a day; where everything in it is dated by a month or a year alone, that month or year."""
    dates = {(one.date.precision, one.date.text) for one in entries}
    only = entries[0].date
    return only if len(dates) == 1 and only.precision in {"month", "year", "range"} else day_of(day)


def diary_entry(context: Context, entry: Entry) -> DiaryEntry | None:
    """A line of a diary; None when readers may not see what it speaks of."""
    if entry.what in {"withdrawn", "expired"}:
        return _gone(context, entry)
    record = context.site.records.get(entry.key)
    lang = (record.lang if record is not None else "") or split_key(entry.key)[2] or context.site.config.lang
    match record:
        case Event():
            return _event(context, entry, record, lang)
        case Claim():
            return _move(context, entry, record, lang)
        case Article():
            return _article(context, entry, record, lang)
        case Correction():
            return _correction(context, entry, record, lang)
        case _:
            return None


def _entry(context: Context, entry: Entry, date: When, title: str, lang: str, **more: object) -> DiaryEntry:
    url = context.link_to(entry.key)
    return DiaryEntry(
        what=entry.what,
        date=date,
        title=title,
        **{"url": url, "lang": lang, "dir": direction(lang), **more},  # type: ignore[arg-type]
    )


def _event(context: Context, entry: Entry, event: Event, lang: str) -> DiaryEntry:
    return _entry(
        context,
        entry,
        event.date,
        event.title,
        lang,
        sort=f"event_kind.{event.kind}",
        text_html=context.inline(event.summary, lang),
        until=event.end,
        time=event.time,
        status=event.status,
        importance=event.importance,
        places=context.links(event.places),
    )


def _move(context: Context, entry: Entry, claim: Claim, lang: str) -> DiaryEntry:
    before, after = claim.status_history[entry.number - 1], claim.status_history[entry.number]
    return _entry(
        context,
        entry,
        after.date,
        claim.short,
        lang,
        text_html=context.inline(after.reason, lang),
        before=mark_of(context, before),
        after=mark_of(context, after),
    )


def _article(context: Context, entry: Entry, article: Article, lang: str) -> DiaryEntry:
    if entry.what == "changed":
        change = article.changelog[entry.number]
        return _entry(
            context,
            entry,
            change.date,
            article.title,
            lang,
            sort=f"change_kind.{change.kind}",
            text_html=context.inline(change.note, lang),
        )
    return _entry(
        context,
        entry,
        article.date or day_of(entry.day),
        article.title,
        lang,
        sort=f"article_type.{article.type}",
        text_html=context.inline(article.standfirst, lang),
    )


def _correction(context: Context, entry: Entry, correction: Correction, lang: str) -> DiaryEntry:
    target = target_of(context, correction)
    return _entry(
        context,
        entry,
        correction.date,
        target.label if target is not None else word(f"kind.{split_key(correction.target)[0]}"),
        lang,
        sort=f"correction_kind.{correction.kind}",
        text_html=context.inline(correction.text, lang),
    )


def _gone(context: Context, entry: Entry) -> DiaryEntry | None:
    stone = context.site.tombstones.get(entry.key)
    if stone is None:
        return None
    url = context.href(context.routes.record(entry.key))
    return _entry(
        context,
        entry,
        stone.date,
        stone.title,
        stone.lang or context.site.config.lang,
        url=url,
        text_html=context.inline(stone.reason, stone.lang),
    )


# --- the site on a day ------------------------------------------------------------------------------------------------


def day_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> DayPage:
    """The view of the site as it stood on a day."""
    day = site.days[page.key]
    when = parse_when(page.key)
    context = context_for(site, routes, page.url)
    first = max(day.first, day.end - LISTED)
    return DayPage(
        chrome=chrome(context, options),
        head=head(context, "as-of", word("list.days"), "", (list_link(context, "days"),)),
        date=when,
        since=day_of(later(when.lower, 1 - LOOKING_BACK)),
        days=tuple(_days(context, reversed(_between(site, first, day.end)))),
        listed=day.end - first,
        changed=day.end - day.first,
        more=_more(context, first) if first > day.first else None,
        articles=day.articles,
        claims=tuple(StatusCount(status=status_mark(site.statuses[id]), claims=count) for id, count in day.claims),
        claim_total=sum(count for _, count in day.claims),
        earlier=_day_link(context, day.earlier),
        later=_day_link(context, day.later),
    )


def _between(site: Site, first: int, end: int) -> list[Entry]:
    """Changes by their place in the list of all, counted from 0."""
    start = first // STRETCH
    numbers = range(start + 1, -(-end // STRETCH) + 1)
    entries = [entry for number in numbers for entry in site.changes.get(str(number), ())]
    return entries[first - start * STRETCH : end - start * STRETCH]


def _more(context: Context, place: int) -> LinkView | None:
    """The page of the list of changes that has what stands before a place."""
    if "changes" not in context.site.lists:
        return None
    number = (place - 1) // STRETCH + 1
    # A stretch has a numbered page once the one after it is full; until then it stands at the list's own address.
    numbered = len(context.site.changes.get(str(number + 1), ())) == STRETCH
    return LinkView(label=word("list.changes"), url=context.href(context.routes.changes(number if numbered else 0)))


def _day_link(context: Context, name: str) -> DayLink | None:
    return DayLink(date=parse_when(name), url=context.href(context.routes.day(name))) if name else None


def days_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> DaysPage:
    """The view of the list of days, newest first."""
    context = context_for(site, routes, page.url)
    names = tuple(reversed(tuple(site.days)))
    shown = page_of(names, DAYS_A_PAGE, page.number)
    return DaysPage(
        chrome=chrome(context, options),
        head=head(context, "days", word("list.days"), ""),
        months=tuple(
            DayMonth(month=parse_when(month), days=tuple(_day(context, name) for name in members))
            for month, members in groupby(shown, key=lambda name: name[:7])
        ),
        total=len(names),
        pager=pager(page.number, page.total, lambda number: context.href(routes.day("", number))),
    )


def _day(context: Context, name: str) -> DayLink:
    day = context.site.days[name]
    return DayLink(date=parse_when(name), url=context.href(context.routes.day(name)), changes=day.changed)
