"""What is known of a claim's truth on a given day: the one place where a claim's status is decided.

Two clocks. The *world* clock asks what was publicly known by that day. The *desk* clock asks what this desk had
written down by then: an entry that was filled in later does not count before it was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from briefgen.base.dates import When
from briefgen.model.parts import StatusEntry
from briefgen.model.records import Claim

Clock = Literal["world", "desk"]


def status_at(claim: Claim, day: When, clock: Clock = "world") -> StatusEntry | None:
    """The last entry of the history that counts on `day`, or None when the claim had not been made yet.

    An entry counts from the first day its date may mean; a day of low precision reaches to its last day.
    """
    counting = [entry for entry in claim.status_history if _counts(entry, day, clock)]
    return counting[-1] if counting else None


def _counts(entry: StatusEntry, day: When, clock: Clock) -> bool:
    if entry.date.lower > day.upper:
        return False
    return clock == "world" or (entry.recorded or entry.date).lower <= day.upper


def first_appearance(claim: Claim) -> When:
    """When the claim was first made: the earliest assertion."""
    return min((one.date for one in claim.assertions), key=lambda when: (when.lower, when.upper))


def evidence_up_to(claim: Claim, entry: StatusEntry) -> Sequence[str]:
    """Ids of the evidence cited by the entries up to and including this one, in order of first citation."""
    upto = claim.status_history[: claim.status_history.index(entry) + 1]
    return tuple(dict.fromkeys(id for one in upto for id in one.evidence))


def changed_between(claim: Claim, earlier: When, later: When) -> bool:
    """Whether the status on `later` is another than on `earlier`; a claim not yet made then has not changed."""
    before, after = status_at(claim, earlier), status_at(claim, later)
    return before is not None and after is not None and before.status != after.status
