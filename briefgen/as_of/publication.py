"""Which records readers may see on a given day: drafts, embargoes, expiry, withdrawal; and which day an article speaks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from briefgen.base.dates import When, day_of
from briefgen.model.records import Article, Claim, Correction, Event, Record
from briefgen.model.site import Now


def is_draft(record: Record) -> bool:
    """Whether the record is not ready: said so, or an article without a date."""
    if record.draft:
        return True
    return isinstance(record, Article) and (record.status == "draft" or (record.status is None and record.date is None))


def reason_unpublished(article: Article, now: Now) -> str:
    """In words, why readers may not see an article now."""
    if is_draft(article):
        return "draft"
    if article.embargo_until is not None and not has_come(article.embargo_until, now):
        return "embargoed"
    if not has_begun(article, now):
        return "dated later"
    return "withdrawn" if article.status == "withdrawn" or article.withdrawn is not None else "expired"


def is_published(record: Record, now: Now, drafts: bool = False) -> bool:
    """Whether readers may see the record now. With `drafts`, also what is not ready or not yet due."""
    if drafts:
        return True
    if is_draft(record):
        return False
    if isinstance(record, Article):
        return has_begun(record, now) and not is_over(record, now)
    return _is_known(record, now)


def _is_known(record: Record, now: Now) -> bool:
    """Whether the world knew of it by then: a claim once made, an event once it happened or was announced."""
    match record:
        case Claim():
            return any(entry.date.lower <= now.day for entry in record.status_history)
        case Event():
            return record.status in {"planned", "cancelled"} or record.date.lower <= now.day
        case Correction():
            return record.date.lower <= now.day
        case _:
            return True


def has_begun(article: Article, now: Now) -> bool:
    """Whether an article has come out: its embargo is over, and its day has come."""
    if article.embargo_until is not None and not has_come(article.embargo_until, now):
        return False
    # An article dated later than the day the site speaks for has not been written yet.
    return article.date is None or article.date.lower <= now.day


def is_over(article: Article, now: Now) -> bool:
    """Whether an article was withdrawn or has expired by now."""
    if article.status == "withdrawn" or article.withdrawn is not None:
        return article.withdrawn is None or article.withdrawn.date.lower <= now.day
    return article.expires is not None and has_come(article.expires, now)


def next_change(records: Iterable[Record], now: Now) -> datetime:
    """The next moment at which readers may see something else although nobody edits: midnight, an embargo, an expiry."""
    midnight = datetime.combine(now.instant.date() + timedelta(days=1), time.min, UTC)
    moments = (
        when.instant
        for record in records
        if isinstance(record, Article)
        for when in (record.embargo_until, record.expires)
        if when is not None and when.instant is not None and when.instant > now.instant
    )
    return min((midnight, *moments))


def has_come(when: When, now: Now) -> bool:
    """Whether that moment, or the first day it may mean, has been reached."""
    if when.instant is not None:
        return when.instant <= now.instant
    return when.lower <= now.day


def article_day(article: Article, now: Now) -> When:
    """The day for which an article's claims and roles are judged: `as_of`, else its date, else now."""
    return article.as_of or (day_of(article.date.lower) if article.date else day_of(now.day))
