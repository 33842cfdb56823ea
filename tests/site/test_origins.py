"""How many independent origins stand behind a claim (E207, ruling 6)."""

from __future__ import annotations

import pytest

from briefgen.base.dates import parse_when
from briefgen.model.parts import Affiliation, Assertion, Evidence, Role
from briefgen.model.records import Claim, Organisation, Person, Record
from briefgen.site.origins import is_independent, origins_of

DAY = parse_when("2022-04-02")


def body(parent: str = "", owner: str = "", member_of: str = "") -> Organisation:
    ties = (("owned-by", owner), ("member-of", member_of))
    return Organisation(
        name="X",
        kind="other",
        parent=parent,
        affiliations=tuple(Affiliation(org=org, rel=rel) for rel, org in ties if org),
    )


def works_for(org: str, since: str = "2020", until: str = "2023") -> Person:
    return Person(name="X", roles=(Role(title="T", org=org, since=parse_when(since), until=parse_when(until)),))


RECORDS: dict[str, Record] = {
    "organisation:state": body(),
    "organisation:ministry": body(parent="organisation:state"),
    "organisation:army": body(parent="organisation:ministry"),
    "organisation:paper": body(owner="organisation:trust"),
    "organisation:radio": body(owner="organisation:trust", member_of="organisation:union"),
    "organisation:trust": body(),
    "organisation:club": body(member_of="organisation:union"),
    "organisation:union": body(),
    "organisation:police": body(),
    "person:minister": works_for("organisation:ministry"),
    "person:former": works_for("organisation:ministry", until="2021"),
    "person:editor": works_for("organisation:paper"),
    "person:walker": Person(name="X"),
}


def origins(by: str, *found: str, notes: dict[str, str] | None = None):
    claim = Claim(
        statement="S", short="S", kind="event",
        assertions=(Assertion(by=by, by_label="" if by else "a voice", date=DAY, mode="speech", source="source:s"),),
        status_history=(),
        evidence=tuple(
            Evidence(id=f"e{n}", stance="supports", source="source:s", origin=one, type="statement", origin_note=(notes or {}).get(one, ""))
            for n, one in enumerate(found)
        ),
    )  # fmt: skip
    return origins_of(claim, claim.evidence, RECORDS), claim


@pytest.mark.parametrize(
    ("by", "found", "count"),
    [
        ("person:walker", ["organisation:police", "organisation:paper"], 2),
        ("person:walker", ["organisation:police", "organisation:police"], 1),
        ("person:walker", ["person:walker", "organisation:police"], 1),
        ("person:minister", ["organisation:ministry", "organisation:police"], 1),
        ("person:minister", ["organisation:state", "organisation:police"], 1),
        ("person:minister", ["organisation:army", "organisation:police"], 1),
        ("organisation:army", ["person:minister", "organisation:police"], 1),
        ("person:minister", ["person:former", "organisation:police"], 2),
        ("person:walker", ["organisation:paper", "organisation:radio"], 1),
        ("person:walker", ["organisation:paper", "person:editor"], 1),
        ("person:editor", ["organisation:radio", "organisation:police"], 1),
        ("person:walker", ["organisation:club", "organisation:radio"], 2),
        ("", ["organisation:club", "organisation:radio"], 2),
    ],
    ids=[
        "two strangers", "one twice", "the claimant", "the claimant's ministry", "its parent", "its part",
        "the head of its parent", "no longer there", "one owner", "who works there", "owned like the claimant's",
        "fellow members", "an unnamed claimant",
    ],
)  # fmt: skip
def test_only_origins_independent_of_each_other_and_the_claimant_count(by: str, found: list[str], count: int) -> None:
    """“Corroborated” counts whoever shares no employer, parent or owner with the claimant or with another origin."""
    counted, _ = origins(by, *found)
    assert len(counted.independent) == count


def test_an_origin_that_joins_two_groups_makes_them_one() -> None:
    """When a third origin belongs to both others, all three count once."""
    records = {**RECORDS, "person:both": Person(name="X", roles=(Role(title="A", org="organisation:police"), Role(title="B", org="organisation:paper")))}  # fmt: skip
    _, claim = origins("person:walker", "organisation:police", "organisation:paper", "person:both")
    assert len(origins_of(claim, claim.evidence, records).independent) == 1


def test_an_origin_in_words_counts_only_with_its_reason() -> None:
    """“A neighbour” is no origin of its own unless a note says why it is independent; the editor is told which."""
    without, _ = origins("person:walker", "a neighbour", "organisation:police")
    assert (len(without.independent), without.unexplained) == (1, ("a neighbour",))
    explained, _ = origins("person:walker", "a neighbour", "organisation:police", notes={"a neighbour": "lives apart"})
    assert len(explained.independent) == 2


def test_the_claimants_own_evidence_is_named() -> None:
    """The editor learns which evidence did not count because it is the claimant's own."""
    counted, claim = origins("person:minister", "organisation:army", "organisation:police")
    assert counted.claimants_own == ("organisation:army",)
    assert [is_independent(claim, one, RECORDS) for one in claim.evidence] == [False, True]
