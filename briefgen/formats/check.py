"""Whether what the site says to machines will be taken: codes 601 to 608.

The very nodes that pages will carry are made and compared with the profile, so that a verdict that archives would
reject is known before it is published. What only could say more is advice, which `briefgen audit` gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.base.diagnostics import Diagnostic, Spot
from briefgen.formats.claim_review import (
    LONGEST_CLAIM,
    LONGEST_VERDICT,
    claim_review,
    claim_reviewed,
    claimant,
    held_back,
    is_due,
)
from briefgen.formats.metadata import chosen_data
from briefgen.formats.profile import faults
from briefgen.formats.view import blocks
from briefgen.formats.web import Web, machine_date, publisher_name, web_of
from briefgen.model.config import SiteConfig
from briefgen.model.output import Page
from briefgen.model.records import Article, Claim, Record
from briefgen.model.site import Site
from briefgen.model.views import PageView
from briefgen.reading.marks import SITE

_FIELDS: Mapping[str, tuple[str | int, ...]] = {
    "headline": ("title",), "datePublished": ("date",), "author": ("authors",), "inLanguage": ("lang",), "image": ("image",),
    "claimReviewed": ("short",), "reviewRating": ("review",), "ratingValue": ("review", "rating"),
    "alternateName": ("review", "label"), "ratingExplanation": ("review", "explanation"),
}  # fmt: skip
"""The field of a record that a property comes from."""
_SAID_ELSEWHERE = frozenset({"datePublished"})
"""W606 says it in words for people."""


def check_formats(site: Site) -> Iterator[Diagnostic]:
    """What is wrong with the settings of formats."""
    config = site.config
    if not config.url:
        for name in _asked_for(config):
            hint = "write the address at which the site will live: url: https://…"
            message = f"`{name}` is asked for, but without `url` in the site record nothing of it can be written"
            yield Diagnostic("W601", Spot(SITE, (name,)), message, hint)
    for policy, page in config.publisher.policies.items():
        if page and page not in site.records:
            where = Spot(SITE, ("publisher", "policies", policy))
            message = (
                f"the page “{page.partition(':')[2]}”, which states the policy on {policy}, is not shown to readers"
            )
            yield Diagnostic("W602", where, message, f"publish the page, or take `{policy}` out until it is")


def _asked_for(config: SiteConfig) -> list[str]:
    """Formats that somebody has asked for, against those that are on by themselves."""
    names = ("api", "exports", "llms", "security", "trust", "embeds", "mail")
    asked = [name for name in names if getattr(config, name)]
    usual = SiteConfig()
    return [
        *asked,
        *(
            one
            for one in ("feeds", "structured_data", "sitemap")
            if getattr(config, one) not in {False, getattr(usual, one)}
        ),
    ]


def check_record_for_machines(key: str, record: Record, site: Site) -> Iterator[Diagnostic]:
    """What is wrong with the structured data of one record."""
    if not isinstance(record, Article | Claim):
        return
    web = web_of(site)
    if web is None or record.noindex or record.draft:
        return
    chosen = chosen_data(web)
    if chosen is None or not chosen.json_ld or not web.record(key):
        return
    if isinstance(record, Article):
        yield from _article(web, key, record)
    elif record.review is not None and record.review.published:
        yield from _claim(web, key, record)


def _article(web: Web, key: str, article: Article) -> Iterator[Diagnostic]:
    if article.date is not None and not machine_date(article.date):
        message = f"search engines take no date such as “{article.date}”: the article would have none"
        yield _said("W606", key, ("date",), message, "write the day of publication, if it is known")


def _claim(web: Web, key: str, claim: Claim) -> Iterator[Diagnostic]:
    review = claim.review
    assert review is not None  # noqa: S101 - asked only with one
    if not is_due(web, claim, review):
        return
    if status := held_back(web, claim):
        message = f"the review is published, but “{status}” is no conclusion: no ClaimReview is written"
        hint = "give the claim the status that the verdict stands for, or set `published: false`"
        yield _said("W603", key, ("review",), message, hint)
        return
    if review.url and review.url != web.record(key):
        message = "the review stands elsewhere, so that page must carry the ClaimReview; none is written here"
        yield _said(
            "W603", key, ("review", "url"), message, "leave `url` out if the verdict is given on the claim’s own page"
        )
        return
    quoted = claim_reviewed(claim)
    if quoted.rstrip().endswith("?"):
        message = f"a verdict must quote the claim, and “{quoted}” is a question"
        yield _said("W604", key, ("short",), message, "write what was said, as a sentence that can be true or not")
    who = claimant(web, min(claim.assertions, key=lambda one: (one.date.lower, one.date.upper)))
    if who and who["name"] == publisher_name(web.site):
        message = "the site would be checking what it says itself: the first assertion is the publisher’s own"
        yield _said("W605", key, ("assertions", 0), message, "put whoever made the claim first")
    if len(review.label) > LONGEST_VERDICT:
        message = f"the verdict has {len(review.label)} characters; {LONGEST_VERDICT} are shown where it is quoted"
        yield _said("W607", key, ("review", "label"), message, "shorten it, and say the rest in `explanation`")
    if len(quoted) > LONGEST_CLAIM:
        message = f"the claim as quoted has {len(quoted)} characters; {LONGEST_CLAIM} are shown where it is quoted"
        yield _said("W607", key, ("short",), message, "shorten `short`")
    if not machine_date(review.date):
        message = f"archives take no date such as “{review.date}”: the verdict would have none"
        yield _said("W606", key, ("review", "date"), message, "write the day on which it was published")
    node = claim_review(web, key, claim)
    if node is not None:
        yield from _profiled(web, key, node)


def check_page(site: Site, page: Page, view: PageView) -> Iterator[Diagnostic]:
    """What would be rejected of the structured data that a page carries, whatever made it."""
    web = web_of(site)
    if web is not None and view.head.data and page.key in site.records:
        for node in blocks(web, page, view):
            yield from _profiled(web, page.key, node)


def _profiled(web: Web, key: str, node: dict[str, object]) -> Iterator[Diagnostic]:
    """Faults against the profile, each once, at the field it comes from."""
    said: set[str] = set()
    for one in faults(node, web.record(key)):
        if one.level == "error" and one.property not in said | _SAID_ELSEWHERE and one.type != "ListItem":
            said.add(one.property)
            message = f"the structured data would be rejected: {one.type}.{one.property}: {one.message}"
            yield _said("W608", key, _FIELDS.get(one.property, ()), message, "correct the field named here")


def _said(code: str, key: str, loc: tuple[str | int, ...], message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, Spot(key, loc), message, hint, record=key)
