"""What readers of an earlier version must be told: claims that have moved since, corrections that were not made, removals without a reason (W215, W702, E703)."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.as_of.claim_status import status_at
from briefgen.as_of.publication import article_day
from briefgen.base.dates import day_of
from briefgen.base.diagnostics import Diagnostic, Related, Spot
from briefgen.checking.quotations import is_found, plain_text
from briefgen.model.parts import StatusEntry
from briefgen.model.records import Article, Claim, Correction, Record
from briefgen.model.site import Site, split_key

NOT_CORRECTED = "W702"
"""Said of a correction when the text does not say what it should."""


def check_changes(key: str, record: Record, site: Site, here: str) -> Iterator[Diagnostic]:
    """Everything to say about one record. `here` is its key in the site: an edition's keys name no language."""
    if isinstance(record, Article):
        yield from _moved(key, record, site, here)
    elif isinstance(record, Correction):
        yield from _not_made(key, record, site)
        yield from _without_reason(key, record)


def _moved(key: str, article: Article, site: Site, here: str) -> Iterator[Diagnostic]:
    """One warning for an article, however many of its claims have moved."""
    moved = moved_claims(here, article, site)
    if not moved:
        return
    words = [f"{split_key(claim)[1]} is “{entry.status}” since {entry.date}" for claim, entry in moved[:_NAMED]]
    more = f" and {len(moved) - _NAMED} more" if len(moved) > _NAMED else ""
    message = f"what the article says has moved, and its changelog is silent: {', '.join(words)}{more}"
    hint = f"tell readers: changelog: - {{date: {moved[-1][1].date}, kind: claim-status, note: …}}"
    claim = site.records[moved[0][0]]
    assert isinstance(claim, Claim)  # noqa: S101 - `_since` gives keys of claims
    number = claim.status_history.index(moved[0][1])
    related = (Related(Spot(moved[0][0], ("status_history", number, "status")), "the new status"),)
    yield Diagnostic("W215", Spot(key, ("changelog",)), message, hint, related, key)


def moved_claims(key: str, article: Article, site: Site) -> list[tuple[str, StatusEntry]]:
    """Claims of an article that have moved since, of which its changelog says nothing; the oldest change first."""
    told = [change.date.upper for change in article.changelog]
    return [
        (claim, entry)
        for claim, entry in _since(key, article, site)
        if not any(day >= entry.date.lower for day in told)
    ]


_NAMED = 3
"""Claims that a message names."""


def _since(key: str, article: Article, site: Site) -> Iterator[tuple[str, StatusEntry]]:
    """Claims of an article whose status is another one now than on the article's day, oldest change first."""
    day, now = article_day(article, site.now), day_of(site.now.day)
    found = []
    for claim_key in site.claims_in[key]:
        claim = site.records.get(claim_key)
        if isinstance(claim, Claim) and len(claim.status_history) > 1:
            before, after = status_at(claim, day), status_at(claim, now)
            if before is None or after is None or after.status not in site.statuses:
                continue
            if before.status != after.status and after.date.lower > day.upper:
                found.append((claim_key, after))
    yield from sorted(found, key=lambda one: one[1].date.lower)


def _not_made(key: str, correction: Correction, site: Site) -> Iterator[Diagnostic]:
    """A correction of a text that does not say what it should now, or still says what was wrong."""
    document = site.documents.get(correction.target)
    if document is None or set(correction.affects) - {"body"}:
        return
    text = plain_text(document)
    if correction.now and not is_found(correction.now, (text,)):
        message = f"{correction.target} does not say what should stand there now"
        hint = "correct the text as well, or quote in `now` what it says; where other parts were wrong: affects: [headline]"
        yield Diagnostic(NOT_CORRECTED, Spot(key, ("now",)), message, hint, record=key)
    elif correction.was and is_found(correction.was, (text,)) and not is_found(correction.was, (correction.now,)):
        message = f"{correction.target} still says what was wrong"
        yield Diagnostic(NOT_CORRECTED, Spot(key, ("was",)), message, "correct the text as well", record=key)


def _without_reason(key: str, correction: Correction) -> Iterator[Diagnostic]:
    """A page may be gone for good only for a reason that can be told when somebody asks."""
    if correction.kind == "removal" and not correction.reason.strip():
        message = f"{correction.target} was removed, and nobody says why"
        hint = "say it in a sentence: reason: …; `kind: retraction` is for what was wrong"
        yield Diagnostic("E703", Spot(key, ("kind",)), message, hint, record=key)
