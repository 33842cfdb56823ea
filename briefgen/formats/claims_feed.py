"""`claimreview.json` and `claimreview.jsonl`: all published verdicts, for fact-check archives and researchers.

The first is a schema.org DataFeed in the shape that consumers of such feeds read (Data Commons), the second has one
verdict a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.formats.atom import as_json
from briefgen.formats.claim_review import claim_review
from briefgen.formats.json_ld import CONTEXT, Node, short_publisher
from briefgen.formats.web import Web, publisher_name, settings
from briefgen.model.formats import StructuredDataSettings
from briefgen.model.output import Page
from briefgen.model.records import Claim
from briefgen.model.site import Site

JSON, LINES = "claimreview.json", "claimreview.jsonl"


def claimreview_pages(site: Site) -> Iterator[Page]:
    """Both files, when there is a review to publish."""
    chosen = settings(site, "structured_data", StructuredDataSettings)
    if chosen is None or not chosen.claimreview:
        return
    claims = (site.records[key] for key in site.registers.get("claim", ()))
    if any(isinstance(one, Claim) and one.review is not None and one.review.published for one in claims):
        yield Page(JSON, JSON, "claimreview", "json", owner="the feed of verdicts")
        yield Page(LINES, LINES, "claimreview", "lines", owner="the list of verdicts")


def claim_reviews(web: Web, page: Page) -> str:
    """One of the files."""
    reviews = list(reviews_of(web))
    return "".join(as_json(one) for _, one in reviews) if page.key == "lines" else as_json(data_feed(web, reviews))


def reviews_of(web: Web) -> Iterator[tuple[Claim, Node]]:
    """Every verdict, in the order of the register of claims."""
    for key in web.site.registers.get("claim", ()):
        claim = web.site.records[key]
        if (
            isinstance(claim, Claim)
            and claim.review is not None
            and (node := claim_review(web, key, claim)) is not None
        ):
            yield claim, node


def data_feed(web: Web, reviews: list[tuple[Claim, Node]]) -> Node:
    """The verdicts as a DataFeed. `item` is a list: consumers read its first entry."""
    name = publisher_name(web.site)
    chosen = settings(web.site, "structured_data", StructuredDataSettings)
    days = [str(node[one]) for _, node in reviews for one in ("datePublished", "dateModified") if one in node]
    return {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "@id": web.url(JSON),
        "name": f"{name}: fact checks",
        "description": f"All fact-check reviews published by {name}, newest first, as schema.org ClaimReview objects.",
        "url": web.url(JSON),
        **({"dateModified": max(days)} if days else {}),
        **({"license": chosen.licence} if chosen is not None and chosen.licence else {}),
        "creator": short_publisher(web),
        "dataFeedElement": [_item(node) for _, node in reviews],
    }


def _item(node: Node) -> Node:
    day = node.get("datePublished")
    return {
        "@type": "DataFeedItem",
        "url": node["url"],
        **({"dateCreated": day, "dateModified": node.get("dateModified", day)} if day else {}),
        "item": [{name: value for name, value in node.items() if name != "@context"}],
    }
