"""What rests on when things happened, claims' histories among them: lists of what moved, days, and what is newest.

One function for both ways to a site, so that a step in a claim's history gives the same whether the site is assembled
anew or only revised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefgen.model.config import LISTS, SiteConfig
from briefgen.model.records import Claim, Record
from briefgen.model.site import Now, Tombstone
from briefgen.model.vocabulary import Status
from briefgen.site import diary
from briefgen.site.pictured import cards
from briefgen.site.searchable import parts_of_search

FIELDS = ("timeline", "changes", "days", "cards", "search")
"""Fields of a site that `dated` gives."""


def dated(
    config: SiteConfig,
    records: Mapping[str, Record],
    articles: Sequence[str],
    claims: Sequence[str],
    tombstones: Mapping[str, Tombstone],
    statuses: Mapping[str, Status],
    now: Now,
    prefix: str = "",
) -> dict[str, Any]:
    """Those fields of a site. `records` are those with a page in it, `articles` and `claims` the newest first."""
    timeline = diary.timeline(records, now) if config.pages.timeline else ()
    changes = diary.changes(records, tombstones, now)
    days = diary.days(records, changes, statuses, now) if config.pages.days else {}
    return {
        "timeline": diary.stretches(timeline),
        "changes": diary.stretches(changes) if config.pages.changes or days else {},
        "days": days,
        "cards": cards(config, records, articles, claims, prefix),
        "search": parts_of_search(config, records, articles, statuses, now),
    }


def lists_in_use(config: SiteConfig, lists: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Which of the lists that are no register have something in them. Changes may be known without being listed."""
    return frozenset(name for name in LISTS if lists[name] and (name != "changes" or config.pages.changes))


def steps(claim: Claim) -> list[tuple[Any, ...]]:
    """What these lists know of a claim's history: when it became what, and whether readers see it."""
    return [(entry.date, entry.status, entry.visible) for entry in claim.status_history]
