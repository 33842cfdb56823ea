"""What readers may see on a day: drafts, embargoes, expiry, withdrawal; and which day an article speaks for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partial_dates import WORLD, Dated, dates

from briefgen.as_of.publication import article_day, has_come, is_published
from briefgen.base.dates import parse_when
from briefgen.model.parts import Withdrawal
from briefgen.model.records import Article, Person
from briefgen.model.site import Now

some_day = st.sampled_from(WORLD)


def at_the_end_of(day: date) -> Now:
    """Now, when a day was given: the whole day has passed."""
    return Now(day, datetime.combine(day, time.max, UTC))


def article(**fields: object) -> Article:
    dated = {name: one.when if isinstance(one, Dated) else one for name, one in fields.items()}
    return Article(title="Storm", **dated)


def begun(what: Dated, day: date) -> bool:
    """Whether some day that is meant has come."""
    return any(one <= day for one in what.days)


@given(dates.filter(lambda one: "T" not in one.text), some_day)
def test_a_day_has_come_on_the_first_day_it_may_mean(what: Dated, day: date) -> None:
    """An embargo until “April 2022” is lifted on 1 April."""
    assert has_come(what.when, at_the_end_of(day)) == begun(what, day)


@pytest.mark.parametrize(("minute", "come"), [((18, 29), False), ((18, 30), True), ((19, 30), True)])
def test_a_moment_is_compared_across_zones(minute: tuple[int, int], come: bool) -> None:
    """An embargo until half past seven in Britain is lifted at that moment, wherever the site is built."""
    now = datetime(2022, 4, 2, *minute, tzinfo=UTC)
    assert has_come(parse_when("2022-04-02T19:30+01:00"), Now(now.date(), now)) is come


@given(dates, some_day)
def test_an_article_appears_on_its_date(published: Dated, day: date) -> None:
    """Readers see an article from the first day its date may mean, and not before."""
    assert is_published(article(date=published), at_the_end_of(day)) == begun(published, day)


no_moments = dates.filter(lambda one: "T" not in one.text)


@given(no_moments, no_moments, no_moments, some_day)
def test_an_article_is_shown_between_embargo_and_expiry(start: Dated, embargo: Dated, end: Dated, day: date) -> None:
    """An article is shown when its date and its embargo have come and its expiry has not."""
    found = article(date=start, embargo_until=embargo, expires=end)
    shown = begun(start, day) and begun(embargo, day) and not begun(end, day)
    assert is_published(found, at_the_end_of(day)) == shown


@given(no_moments, some_day)
def test_a_withdrawn_article_is_gone_from_its_withdrawal_on(gone: Dated, day: date) -> None:
    """A withdrawn article is shown until the day of its withdrawal, so that pages of the time before stay as they were."""
    found = article(date=Dated("2021", WORLD[:1]), status="withdrawn", withdrawn=Withdrawal(date=gone.when, reason="R"))
    assert is_published(found, at_the_end_of(day)) == (not begun(gone, day))


@pytest.mark.parametrize(
    "record",
    [article(draft=True), article(status="draft"), article(), Person(name="Ann Lee", draft=True)],
    ids=["draft", "status", "without a date", "person"],
)
def test_what_is_not_ready_is_only_shown_on_request(record: Article | Person) -> None:
    """A draft, and an article without a date, is on no page until `--drafts` asks for it."""
    now = at_the_end_of(date(2022, 4, 8))
    assert not is_published(record, now)
    assert is_published(record, now, drafts=True)


def test_people_have_no_date_to_wait_for() -> None:
    """A person's page is there as soon as the record is."""
    assert is_published(Person(name="Ann Lee"), at_the_end_of(date(2021, 1, 1)))


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"as_of": "2022-03", "date": "2022-04-02"}, "2022-03"),
        ({"date": "2022-04-02T19:30+01:00"}, "2022-04-02"),
        ({"date": "2022"}, "2022-01-01"),
        ({}, "2022-04-08"),
    ],
)
def test_an_article_speaks_for_its_own_day(fields: dict[str, str], day: str) -> None:
    """Roles and statuses in an article are those of its `as_of`, else of its date, else of the build's own day."""
    found = article(**{name: parse_when(text) for name, text in fields.items()})
    assert str(article_day(found, at_the_end_of(date(2022, 4, 8)))) == day
