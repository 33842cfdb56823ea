"""How many independent origins stand behind a claim (content model 1.6, ruling 6).

Two outlets that quote one post are one origin. An origin does not count as independent when it is the claimant,
works for the claimant's organisation, or shares a parent or owner with it; origins that share a parent or owner
with each other count once. An origin in words counts only when a note says why it is independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from briefgen.as_of.roles import roles_at
from briefgen.base.dates import When
from briefgen.model.parts import Evidence
from briefgen.model.records import Claim, Organisation, Person, Record


class Origins(Struct, frozen=True):
    """The origins behind some evidence."""

    independent: tuple[tuple[str, ...], ...]
    """Groups that count once each: keys or words, in order of appearance."""
    claimants_own: tuple[str, ...]
    """Origins that are the claimant's own."""
    unexplained: tuple[str, ...]
    """Origins in words without a note."""


def family_of(key: str, records: Mapping[str, Record], day: When) -> frozenset[str]:
    """The key, the organisations a person works for on that day, and all their parents and owners."""
    family: set[str] = set()
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one not in family:
            family.add(one)
            waiting += _above(records.get(one), day)
    return frozenset(family)


def _above(record: Record | None, day: When) -> list[str]:
    if isinstance(record, Person):
        return [role.org for role in roles_at(record, day) if role.org]
    if isinstance(record, Organisation):
        owners = [one.org for one in record.affiliations if one.rel in {"owned-by", "part-of"}]
        return [*filter(None, (record.parent,)), *owners]
    return []


def claimants_family(claim: Claim, records: Mapping[str, Record]) -> frozenset[str]:
    """Everybody who counts as the claimant: speakers, their organisations, parents and owners."""
    return frozenset(member for one in claim.assertions if one.by for member in family_of(one.by, records, one.date))


def origins_of(claim: Claim, evidence: Iterable[Evidence], records: Mapping[str, Record]) -> Origins:
    """Sort the origins of some of the claim's evidence."""
    claimant = claimants_family(claim, records)
    groups: list[tuple[list[str], frozenset[str]]] = []
    own: list[str] = []
    unexplained: list[str] = []
    for one in evidence:
        if one.origin not in records and not one.origin_note:
            unexplained.append(one.origin)
            continue
        family = family_of(one.origin, records, one.date or claim.assertions[0].date)
        if family & claimant:
            own.append(one.origin)
        else:
            groups = _joined(groups, one.origin, family)
    return Origins(
        tuple(tuple(dict.fromkeys(names)) for names, _ in groups),
        tuple(dict.fromkeys(own)),
        tuple(dict.fromkeys(unexplained)),
    )


def _joined(
    groups: list[tuple[list[str], frozenset[str]]], origin: str, family: frozenset[str]
) -> list[tuple[list[str], frozenset[str]]]:
    """The groups with one origin more, joined with those it shares a parent or owner with."""
    apart = [group for group in groups if not group[1] & family]
    shared = [group for group in groups if group[1] & family]
    names = [name for members, _ in shared for name in members]
    merged = family.union(*(members for _, members in shared))
    return [*apart, ([*names, origin], merged)]


def is_independent(claim: Claim, one: Evidence, records: Mapping[str, Record]) -> bool:
    """Whether a piece of evidence comes from somebody other than the claimant."""
    return bool(origins_of(claim, (one,), records).independent)
