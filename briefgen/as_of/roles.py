"""Which roles somebody holds on a given day."""

from __future__ import annotations

from datetime import date

from briefgen.base.dates import When, covers
from briefgen.model.parts import Role
from briefgen.model.records import Person


def roles_at(person: Person, day: When) -> tuple[Role, ...]:
    """Roles held on `day`, newest first. A role counts from the first day its start may mean until the last of its end.

    Nobody holds a role after the last day on which they may have died.
    """
    if person.died is not None and person.died.upper < day.lower:
        return ()
    held = [role for role in person.roles if covers(role.since, role.until, day.lower, day.upper)]
    return tuple(sorted(held, key=_start, reverse=True))


def roles_newest_first(person: Person) -> tuple[Role, ...]:
    """All roles, newest first."""
    return tuple(sorted(person.roles, key=_start, reverse=True))


def _start(role: Role) -> date:
    return date.min if role.since is None else role.since.lower
