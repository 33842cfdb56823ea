"""Who holds a post or a place on a day, tried against every day there is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partial_dates import FIRST, LAST, WORLD, Dated, dates

from briefgen.as_of.place_control import control_at, control_newest_first
from briefgen.as_of.roles import roles_at, roles_newest_first
from briefgen.base.dates import parse_when
from briefgen.model.parts import Control, Role
from briefgen.model.records import Person, Place

Stretch = tuple[Dated | None, Dated | None]


def _runs_forward(stretch: Stretch) -> bool:
    since, until = stretch
    return since is None or until is None or since.days[0] <= until.days[-1]


stretches = st.lists(st.tuples(st.none() | dates, st.none() | dates).filter(_runs_forward), max_size=4)
"""From and to, either of them open; what runs backwards is an error in reading (E029)."""


def held_on(stretch: Stretch, last: date = LAST) -> set[date]:
    """Every day on which the post may have been held."""
    since, until = stretch
    first = since.days[0] if since else FIRST
    end = min(until.days[-1] if until else LAST, last)
    return {day for day in WORLD if first <= day <= end}


def expected(found: list[Stretch], day: Dated, last: date = LAST) -> set[int]:
    return {n for n, one in enumerate(found) if held_on(one, last) & set(day.days)}


def person_with(found: list[Stretch], died: Dated | None = None) -> Person:
    roles = tuple(
        Role(title=f"{n}", since=one[0].when if one[0] else None, until=one[1].when if one[1] else None)
        for n, one in enumerate(found)
    )
    return Person(name="Ann Lee", roles=roles, died=died.when if died else None)


@given(stretches, dates)
def test_a_role_is_shown_on_every_day_it_may_have_been_held(found: list[Stretch], day: Dated) -> None:
    """A card names the posts that somebody held, or may have held, on the day of the article, and no others."""
    assert {int(role.title) for role in roles_at(person_with(found), day.when)} == expected(found, day)


@given(stretches, dates, dates)
def test_nobody_holds_a_post_after_death(found: list[Stretch], day: Dated, died: Dated) -> None:
    """A post without an end ends with the holder's death."""
    before_death = [one for one in found if one[0] is None or one[0].days[0] <= died.days[-1]]
    held = roles_at(person_with(before_death, died), day.when)
    assert {int(role.title) for role in held} == expected(before_death, day, last=died.days[-1])


@given(stretches, dates)
def test_the_newest_role_stands_first(found: list[Stretch], day: Dated) -> None:
    """Of several posts the one taken up last is named first, and what has no beginning comes last."""
    person = person_with(found)
    for roles in (roles_at(person, day.when), roles_newest_first(person)):
        begun = [role.since.lower if role.since else date.min for role in roles]
        assert begun == sorted(begun, reverse=True)


@given(stretches, dates)
def test_a_place_is_held_by_whoever_may_have_held_it(found: list[Stretch], day: Dated) -> None:
    """A place's page tells who held it on a day, or may have, and nobody else."""
    control = tuple(
        Control(
            by=f"organisation:{n}",
            basis="occupation",
            since=one[0].when if one[0] else None,
            until=one[1].when if one[1] else None,
        )
        for n, one in enumerate(found)
    )
    place = Place(name="Kherson", kind="city", control=control)
    holders = {int(one.by.partition(":")[2]) for one in control_at(place, day.when)}
    assert holders == expected(found, day)
    assert set(control_newest_first(place)) == set(control)


@pytest.mark.parametrize(
    ("day", "held"),
    [("2020-12-31", False), ("2021-01-01", True), ("2022-03-31", True), ("2022-04-01", False), ("2022", True)],
)
def test_a_role_counts_to_the_last_day_its_end_may_mean(day: str, held: bool) -> None:
    """A post held from 2021 to March 2022 is held on 1 January 2021 and on 31 March 2022, and on no day outside."""
    role = Role(title="Mayor", since=parse_when("2021"), until=parse_when("2022-03"))
    assert bool(roles_at(Person(name="Ann Lee", roles=(role,)), parse_when(day))) is held
