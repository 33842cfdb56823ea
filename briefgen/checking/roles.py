"""Offices that two people hold at once: words that stand for the holder would mean both (W312)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from briefgen.base.diagnostics import Diagnostic, Related, Spot
from briefgen.linking.names import surface
from briefgen.model.parts import Role
from briefgen.model.records import Person, Record

TWO_HOLDERS = "W312"
"""Said of a role when somebody else's counts on the same days."""
Held = tuple[str, int, Role]


def check_offices(records: Mapping[str, Record]) -> Iterator[Diagnostic]:
    """Every pair of people who hold one office on one day. Somebody who only stands in for the holder is passed over."""
    holders: dict[str, list[Held]] = defaultdict(list)
    for key, record in records.items():
        if isinstance(record, Person):
            for number, role in enumerate(record.roles):
                if not role.acting:
                    for words in dict.fromkeys(map(surface, role.office_aliases)):
                        holders[words].append((key, number, role))
    told: set[tuple[str, int, str, int]] = set()
    for words, held in holders.items():
        for one, other in combinations(sorted(held, key=_since), 2):
            pair = (one[0], one[1], other[0], other[1])
            if one[0] != other[0] and _since(other) < _until(one) and pair not in told:
                told.add(pair)
                yield _both(words, one, other)


def _since(held: Held) -> date:
    return held[2].since.lower if held[2].since is not None else date.min


def _until(held: Held) -> date:
    """The last day on which the role surely counts: on the day of a handover both may be named."""
    return held[2].until.lower if held[2].until is not None else date.max


def _both(words: str, one: Held, other: Held) -> Diagnostic:
    message = f"“{words}” would mean {one[0]} and {other[0]} on {_since(other)}"
    hint = (
        "close the earlier role with `to:`, mark a stand-in with `acting: true`, or use words that tell the two apart"
    )
    related = (Related(Spot(one[0], ("roles", one[1])), "the other holder"),)
    return Diagnostic(TWO_HOLDERS, Spot(other[0], ("roles", other[1])), message, hint, related, other[0])
