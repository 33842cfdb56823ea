"""ClaimReview: a published verdict on a claim, in the form that fact-check archives collect.

It stands on the claim's own page alone, flat, once. What is not settled, and what is no verdict, never becomes one.
The rules are those of Google's fact-check documentation and of the Fact Check Tools API (rev. 20240929).
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.as_of.claim_status import status_at
from briefgen.as_of.roles import roles_at
from briefgen.formats.json_ld import CONTEXT, Node, citation, short_publisher
from briefgen.formats.web import Web, is_public, machine_date, plain, same_as, settings
from briefgen.model.formats import StructuredDataSettings
from briefgen.model.parts import Assertion, Review
from briefgen.model.records import Claim, Organisation, Person, Source

BEST, WORST = 5, 1
LONGEST_CLAIM = 75
"""Characters of `claimReviewed` that are shown; advice of search engines."""
LONGEST_VERDICT = 30
"""Characters of the verdict that are shown; advice of search engines."""
UNSETTLED = frozenset({"unverified", "checking", "pending", "in-progress", "stalled", "not-checkable", "withdrawn"})
"""Statuses that are no conclusion, so that a verdict in markup would say more than the page."""
MOST_CITATIONS = 20


def claim_review(web: Web, key: str, claim: Claim) -> Node | None:
    """The verdict on a claim; None when there is none to publish, or it stands elsewhere."""
    review = claim.review
    url = web.record(key)
    if review is None or not is_due(web, claim, review) or not url or not is_public(claim) or claim.noindex:
        return None
    if (review.url and review.url != url) or held_back(web, claim):
        return None
    context = web.context(claim, key)
    node: Node = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": f"{url}#review",
        "url": url,
        "inLanguage": context.lang,
    }
    if day := machine_date(review.date):
        node["datePublished"] = day
    if changed := machine_date(claim.updated):
        node["dateModified"] = changed
    node["claimReviewed"] = claim_reviewed(claim)
    node["author"] = short_publisher(web)
    node["reviewRating"] = _rating(review, plain(context, review.explanation, claim.lang))
    node["itemReviewed"] = _item(web, claim, url)
    cited = dict.fromkeys(one.source for one in claim.evidence if one.access == "public")
    if works := [work for one in cited if (work := citation(web, one))][:MOST_CITATIONS]:
        node["citation"] = works
    chosen = settings(web.site, "structured_data", StructuredDataSettings)
    if chosen is not None and chosen.licence:
        node["sdLicense"] = chosen.licence
        node["sdPublisher"] = {"@id": web.publisher}
    return node


def is_due(web: Web, claim: Claim, review: Review) -> bool:
    """Whether a review is shown to readers now."""
    return review.published and review.date.lower <= web.site.now.day


def held_back(web: Web, claim: Claim) -> str:
    """The status because of which a verdict is not said to machines; empty when it may be."""
    entry = status_at(claim, web.context().now)
    if entry is None:
        return "none"
    status = web.site.statuses.get(entry.status)
    return entry.status if entry.status in UNSETTLED or status is None or status.rating == "never" else ""


def claim_reviewed(claim: Claim) -> str:
    """The claim as the verdict quotes it: the statement, or its short form where that is too long to be shown."""
    statement = claim.statement.strip().removesuffix(".")
    return statement if len(statement) <= LONGEST_CLAIM else claim.short


def _rating(review: Review, explanation: str) -> Node:
    """All three numbers, or words alone."""
    numbers = {}
    if review.rating is not None:
        numbers = {"ratingValue": review.rating, "bestRating": BEST, "worstRating": WORST}
    return {
        "@type": "Rating",
        **numbers,
        "alternateName": review.label,
        **({"ratingExplanation": explanation} if explanation else {}),
    }


def _item(web: Web, claim: Claim, url: str) -> Node:
    """What was claimed, by whom, where it first appeared."""
    said = sorted(claim.assertions, key=lambda one: (one.date.lower, one.date.upper))
    node: Node = {"@type": "Claim", "@id": f"{url}#claim", "name": claim.statement}
    if who := claimant(web, said[0]):
        node["author"] = who
    if day := machine_date(said[0].date):
        node["datePublished"] = day
    works = list(_appearances(web, said))
    if works:
        node["firstAppearance"] = works[0]
    if len(works) > 1:
        node["appearance"] = works[1:]
    if name := web.name(said[0].place):
        node["contentLocation"] = {"@type": "Place", "name": name}
    return node


def claimant(web: Web, assertion: Assertion) -> Node:
    """Who made the claim, with the role of that day; empty for a voice without a name, and for those who stay private."""
    record = web.site.records.get(assertion.by)
    if not isinstance(record, Person | Organisation) or not is_public(record):
        return {}
    kind = "Person" if isinstance(record, Person) else "Organization"
    node: Node = {"@type": kind, "name": record.name}
    if isinstance(record, Person):
        held = next((role.title for role in roles_at(record, assertion.date)), "")
        if role := assertion.role or held:
            node["jobTitle"] = role
    elif record.kind in {"news-media", "news-agency"}:
        node["@type"] = "NewsMediaOrganization"
    elsewhere = same_as(record.ids)
    if isinstance(record, Organisation) and record.url:
        elsewhere.insert(0, record.url)
    if elsewhere:
        node["sameAs"] = elsewhere
    return node


def _appearances(web: Web, said: list[Assertion]) -> Iterator[Node]:
    """The works in which the claim was made, each once, in order of time. A work of ours would be none of theirs."""
    seen: set[str] = set()
    for one in said:
        source = web.site.records.get(one.source)
        if isinstance(source, Source) and source.url and source.url not in seen:
            seen.add(source.url)
            work = citation(web, one.source)
            yield {name: work[name] for name in ("@type", "url", "name", "publisher", "datePublished") if name in work}
