"""Lists by time: the timeline, what has changed, and the site as it stood on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
from small_sites import SmallSite

from briefgen.as_of.claim_status import status_at
from briefgen.base.dates import day_of
from briefgen.model.output import Page
from briefgen.model.parts import Assertion, Change, StatusEntry
from briefgen.model.records import Article, Claim, Correction, Event, Record
from briefgen.model.site import Now
from briefgen.pages.diary import _stretch, diary_pages
from briefgen.site.diary import LOOKING_BACK, changes, days, stretches, timeline

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
FIRST = date(2022, 1, 1)
NOW = Now(date(2022, 6, 1), datetime.combine(date(2022, 6, 1), time.max, UTC))
LATER = Now(date(2023, 1, 1), datetime.combine(date(2023, 1, 1), time.max, UTC))
STATUSES = ("unverified", "disputed", "confirmed")
when = st.integers(0, 200).map(lambda days: day_of(FIRST + timedelta(days=days)))


def _article(day, logged) -> Article:
    changed = tuple(Change(date=one, kind="update", note="More.") for one in logged)
    return Article(title="Storm", date=day, changelog=changed)


def _claim(steps) -> Claim:
    ordered = sorted(steps, key=lambda one: one[0].lower)
    return Claim(
        statement="It rained.",
        short="Rain",
        kind="event",
        assertions=(Assertion(by_label="Somebody", date=ordered[0][0], mode="interview", source="source:x"),),
        status_history=tuple(StatusEntry(date=day, status=status, reason="So.") for day, status in ordered),
    )


records = st.lists(
    st.one_of(
        st.builds(_article, when, st.lists(when, max_size=3)),
        st.builds(_claim, st.lists(st.tuples(when, st.sampled_from(STATUSES)), min_size=1, max_size=4)),
        when.map(lambda day: Event(title="Flood", date=day, kind="disaster")),
        when.map(lambda day: Correction(target="article:x", date=day, kind="correction", text="It did not rain.")),
    ),
    max_size=80,
).map(lambda some: {f"{type(one).__name__.lower()}:r{number}": one for number, one in enumerate(some)})


@given(records)
def test_the_timeline_is_in_the_order_of_time(some: Mapping[str, Record]) -> None:
    """Whatever the records say, nothing stands before something older, and every event stands there once."""
    entries = timeline(some, NOW)
    assert [one.day for one in entries] == sorted(one.day for one in entries)
    assert sorted(one.key for one in entries if one.what == "event") == sorted(k for k in some if k.startswith("event"))
    for one in entries:
        if one.what == "status":
            history = some[one.key].status_history  # type: ignore[attr-defined]
            assert history[one.number - 1].status != history[one.number].status
            assert one.day <= NOW.day


@given(records)
def test_every_entry_stands_on_one_page(some: Mapping[str, Record]) -> None:
    """Turning all pages of a list shows each of its entries once."""
    entries = changes(some, {}, NOW)
    cut = stretches(entries)
    total = diary_pages(cut)
    pages = [Page(path="", url="", kind="changes", number=number, total=total) for number in range(total + 1)]
    found = [one for page in (*pages[1:], pages[0]) for one in _stretch(cut, page)]
    assert found == entries


@given(records)
def test_a_day_counts_what_was_known_on_it(some: Mapping[str, Record]) -> None:
    """The page of a day has as many claims of each status as a reader would have counted on that day."""
    entries = changes(some, {}, LATER)
    found = days(some, entries, STATUSES, LATER)
    claims = [one for one in some.values() if isinstance(one, Claim)]
    for name, day in found.items():
        on = day_of(date.fromisoformat(name))
        known = [entry.status for one in claims if (entry := status_at(one, on)) is not None]
        assert dict(day.claims) == {status: known.count(status) for status in STATUSES if status in known}
        listed = entries[day.first : day.end]
        assert all(timedelta(0) <= on.lower - one.day < timedelta(LOOKING_BACK) for one in listed)
        assert len(listed) == sum(timedelta(0) <= on.lower - one.day < timedelta(LOOKING_BACK) for one in entries)


CLAIM = """rain:
  statement: It rained on Saturday.
  short: Rain on Saturday
  kind: event
  assertions: [{by_label: A witness, date: 2022-04-02, mode: interview, source: diary}]
  status_history:
    - {date: 2022-04-02, status: unverified, reason: Nobody else saw it.}
    - {date: 2022-04-05, status: checking, reason: We asked.}
"""
FILES: Mapping[str, str | bytes] = {
    "sources.yaml": "diary: {kind: document, title: Diary, url_missing: on paper}\n",
    "claims.yaml": CLAIM,
    "events.yaml": "storm: {title: A storm, date: 2022-04, kind: disaster, summary: Trees fell.}\n",
    "articles/storm.md": "---\ntitle: Storm\ndate: 2022-04-02\nchangelog:\n  - {date: 2022-04-04, kind: update, note: Trees added.}\n---\nIt rained.\n",
}


def test_readers_see_what_changed_and_when(small_site: Make) -> None:
    site = small_site({**FILES, "corrections.yaml": "trees: {target: article:storm, date: 2022-04-03, kind: correction, text: Two trees fell.}\n"})  # fmt: skip
    site.build()
    told = site.main("changes/index.html")
    order = ["Rain on Saturday", "Being checked", "Trees added.", "Two trees fell.", "Storm"]
    assert sorted(order, key=told.rindex) == order


def test_a_month_alone_heads_what_is_dated_by_it(small_site: Make) -> None:
    """An event of which only the month is known is not given a day."""
    site = small_site(FILES)
    (month, *_) = site.view("timeline/").days  # type: ignore[attr-defined]
    assert month.date.precision == "month"


def test_a_day_leads_to_the_days_beside_it(small_site: Make) -> None:
    site = small_site(FILES)
    first, last = site.view("as-of/2022-04-02/"), site.view("as-of/2022-04-05/")
    assert (first.earlier, first.later.url) == (None, "../../as-of/2022-04-05/")  # type: ignore[attr-defined]
    assert (last.earlier.url, last.later) == ("../../as-of/2022-04-02/", None)  # type: ignore[attr-defined]
    assert [(one.status.id, one.claims) for one in last.claims] == [("checking", 1)]  # type: ignore[attr-defined]


def test_a_small_site_may_do_without_them(small_site: Make) -> None:
    site = small_site({**FILES, "/briefgen.yaml": "pages: {timeline: false, changes: false, days: false}\n"})
    assert not {page.kind for page in site.prepared().pages} & {"timeline", "changes", "days", "as-of"}


def test_only_the_last_page_changes_when_something_happens(small_site: Make) -> None:
    """What stood on a numbered page stands there still after a year of news."""
    articles = {
        f"articles/a{n}.md": f"---\ntitle: A {n}\ndate: 2022-03-{n % 28 + 1:02}\n---\nIt rained.\n" for n in range(120)
    }
    site = small_site(articles)
    before = site.view("changes/page/1/")
    site.with_files({"articles/new.md": "---\ntitle: New\ndate: 2022-04-07\n---\nIt rained.\n"})
    after = site.view("changes/page/1/")
    assert before.days == after.days  # type: ignore[attr-defined]
