"""What a claim's status is on a day, tried against every day there is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partial_dates import Dated, dates, plain_dates

from briefgen.as_of.claim_status import changed_between, evidence_up_to, first_appearance, status_at
from briefgen.base.dates import day_of, parse_when
from briefgen.model.parts import Assertion, StatusEntry
from briefgen.model.records import Claim

SAID = Assertion(by_label="a farmer", date=parse_when("2021"), mode="interview", source="source:diary")
STATUSES = ("unverified", "checking", "disputed", "confirmed", "refuted", "outdated")

Entry = tuple[Dated, Dated | None]
"""When it became known, and when the desk wrote it down if that was said."""
histories = st.lists(st.tuples(dates, st.none() | plain_dates), min_size=1, max_size=5).map(
    lambda entries: sorted(entries, key=lambda one: one[0].days[0])
)


def claim_with(history: list[Entry]) -> Claim:
    entries = tuple(
        StatusEntry(date=known.when, status=STATUSES[n], reason=f"{n}", recorded=noted.when if noted else None)
        for n, (known, noted) in enumerate(history)
    )
    return Claim(statement="It rained.", short="Rain", kind="event", assertions=(SAID,), status_history=entries)


def may_be_by(what: Dated, day: Dated) -> bool:
    """Whether some day that is meant was not after some day that is asked for."""
    return any(one <= other for one in what.days for other in day.days)


def expected(history: list[Entry], day: Dated, desk: bool) -> str | None:
    counting = [
        STATUSES[n]
        for n, (known, noted) in enumerate(history)
        if may_be_by(known, day) and (not desk or may_be_by(noted or known, day))
    ]
    return counting[-1] if counting else None


@given(histories, dates)
def test_the_status_shown_is_the_last_that_was_known_by_then(history: list[Entry], day: Dated) -> None:
    """A reader of a page as of a day sees what was publicly known by that day, and nothing later."""
    found = status_at(claim_with(history), day.when)
    assert (found.status if found else None) == expected(history, day, desk=False)


@given(histories, dates)
def test_what_was_filled_in_later_does_not_count_for_the_desk(history: list[Entry], day: Dated) -> None:
    """Asked what this desk knew, an entry that was written down later is not claimed to have been known."""
    found = status_at(claim_with(history), day.when, "desk")
    assert (found.status if found else None) == expected(history, day, desk=True)


@given(histories, st.dates(date(2021, 1, 1), date(2022, 12, 30)))
def test_knowledge_only_grows(history: list[Entry], day: date) -> None:
    """From one day to the next a page may move on in the history, never back."""
    claim = claim_with(history)
    today, tomorrow = (status_at(claim, day_of(one)) for one in (day, date.fromordinal(day.toordinal() + 1)))
    order = [None, *claim.status_history]
    assert order.index(tomorrow) >= order.index(today)


@given(histories, dates)
def test_the_desk_never_knows_more_than_the_world(history: list[Entry], day: Dated) -> None:
    """What the desk had written down by a day was publicly known by that day."""
    claim = claim_with(history)
    desk, world = status_at(claim, day.when, "desk"), status_at(claim, day.when)
    order = [None, *claim.status_history]
    assert order.index(desk) <= order.index(world)


@given(histories, dates, dates)
def test_a_change_is_reported_exactly_when_the_status_differs(history: list[Entry], one: Dated, other: Dated) -> None:
    """“Now:” is shown when, and only when, the status has become another since the article."""
    then, now = expected(history, one, desk=False), expected(history, other, desk=False)
    assert changed_between(claim_with(history), one.when, other.when) == (
        then is not None and now is not None and then != now
    )


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2022-02-28", None),
        ("2022-03-01", "unverified"),
        ("2022-04-01", "unverified"),
        ("2022-04-02", "checking"),
        ("2022-03", "unverified"),
        ("2022", "checking"),
        ("2021/2022-03-15", "unverified"),
    ],
)
def test_a_month_counts_from_its_first_day(day: str, status: str | None) -> None:
    """“March 2022” holds from 1 March on; a page as of “2022” shows what was known at the end of the year."""
    history: list[Entry] = [(Dated("2022-03", ()), None), (Dated("2022-04-02", ()), None)]
    found = status_at(claim_with(history), parse_when(day))
    assert (found.status if found else None) == status


def test_a_claim_first_appears_when_it_was_first_said() -> None:
    """The first appearance of a claim is its earliest assertion, in whatever order they are written."""
    said = [Assertion(by="person:a", date=parse_when(day), mode="speech", source="source:s") for day in
            ("2022-04-02", "2022-03", "2022-03-05")]  # fmt: skip
    claim = Claim(statement="S", short="S", kind="event", assertions=tuple(said), status_history=())
    assert str(first_appearance(claim)) == "2022-03"


def test_evidence_adds_up_along_the_history() -> None:
    """A later entry rests on the evidence cited before as well, each piece once."""
    cited = (("e2",), ("e1", "e2"), ("e3",))
    entries = tuple(
        StatusEntry(date=parse_when("2022"), status=STATUSES[n], reason=f"{n}", evidence=ids)
        for n, ids in enumerate(cited)
    )
    claim = Claim(statement="S", short="S", kind="event", assertions=(SAID,), status_history=entries)
    assert [tuple(evidence_up_to(claim, one)) for one in entries] == [("e2",), ("e2", "e1"), ("e2", "e1", "e3")]
