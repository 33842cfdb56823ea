"""The views of the front page, of pages of their own, and of the page for addresses that lead nowhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from briefgen.as_of.claim_status import status_at
from briefgen.base.dates import later
from briefgen.base.html import word
from briefgen.model.output import Page
from briefgen.model.records import Article, Claim
from briefgen.model.records import Page as OwnPage
from briefgen.model.site import Site
from briefgen.model.views import ClaimCard, FrontPage, KeyPoint, LinkView, NotFoundPage, RedirectPage, TextPage
from briefgen.pages.cards import article_card, article_cards, changed_card, status_mark, topic_card
from briefgen.pages.chrome import absolute, chrome, head, kinds_in_use
from briefgen.pages.context import Context, context_for
from briefgen.pages.entity import record_body
from briefgen.pages.routes import Routes

NEWEST = 12
"""Articles on the front page."""
TOPICS = 6
CHANGED_DAYS = 30
"""Days for which a changed claim stays on the front page."""
CHANGED = 8
METHODOLOGY = "page:methodology"


def front_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> FrontPage:
    """The view of the front page."""
    context = context_for(site, routes, page.url)
    articles = site.registers.get("article", ())[:NEWEST]
    lead = site.records[articles[0]] if articles else None
    topics = (topic_card(context, key) for key in site.registers.get("topic", ())[:TOPICS])
    return FrontPage(
        chrome=chrome(context, options),
        head=head(context, "front", site.config.title, site.config.description),
        description=site.config.description,
        lead=article_card(context, articles[0]) if articles else None,
        lead_points=tuple(
            KeyPoint(html=context.inline(text)) for text in (lead.summary if isinstance(lead, Article) else ())
        ),
        articles=article_cards(context, articles[1:]),
        topics=tuple(card for card in topics if card is not None),
        changed=tuple(_changed(context)),
        open_claims=_open_claims(context),
        counts=tuple(_count(context, routes, kind) for kind in kinds_in_use(site)),
    )


def _count(context: Context, routes: Routes, kind: str) -> LinkView:
    return LinkView(
        label=f"{kind}={len(context.site.registers.get(kind, ()))}", url=context.href(routes.register(kind))
    )


def _changed(context: Context) -> Iterator[ClaimCard]:
    """Claims whose status moved lately, newest change first."""
    since = later(context.site.now.day, -CHANGED_DAYS)
    moves = []
    for key, claim in _claims(context):
        history = [entry for entry in claim.status_history if entry.date.lower <= context.now.upper]
        for before, after in itertools.pairwise(history):
            if before.status != after.status and after.visible and after.date.lower >= since:
                moves.append((after.date.lower, key, before, after))
    moves.sort(key=lambda move: (move[0], move[1]), reverse=True)
    shown: set[str] = set()
    for _, key, before, after in moves:
        card = changed_card(context, key, before, after) if key not in shown and len(shown) < CHANGED else None
        if card is not None:
            shown.add(key)
            yield card


def _open_claims(context: Context) -> int:
    entries = (status_at(claim, context.now) for _, claim in _claims(context))
    return sum(1 for entry in entries if entry is not None and not context.site.statuses[entry.status].closed)


def _claims(context: Context) -> Iterator[tuple[str, Claim]]:
    """All claims. Their register is asked, so that edits of other records do not concern the page."""
    for key in context.site.registers.get("claim", ()):
        claim = context.site.records[key]
        assert isinstance(claim, Claim)  # noqa: S101 - the register of claims
        yield key, claim


def text_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> TextPage:
    """The view of a page of its own. The methodology carries the status vocabulary."""
    record = site.records[page.key]
    assert isinstance(record, OwnPage)  # noqa: S101 - planned from the pages
    context = context_for(site, routes, page.url, record, page.key)
    summary = context.inline(record.summary)
    return TextPage(
        chrome=chrome(context, options),
        head=head(context, "page", record.title, summary, (), record),
        title=record.title,
        summary_html=summary,
        body_html=record_body(context, page.key),
        data=context.data(record.data),
        statuses=tuple(map(status_mark, site.statuses.values())) if page.key == METHODOLOGY else (),
    )


def not_found_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> NotFoundPage:
    """The view of 404. It is shown at any depth, so its addresses start at the host, with the sub-path."""
    context = replace(context_for(site, routes, page.url), root=base_path(site.config.url))
    return NotFoundPage(
        chrome=chrome(context, options),
        head=replace(head(context, "404", word("not_found.title"), ""), noindex=True, canonical=""),
        registers=tuple(
            LinkView(label=word(f"register.{kind}"), url=context.href(routes.register(kind)))
            for kind in kinds_in_use(site)
        ),
    )


def base_path(url: str) -> str:
    """The path of the site's address, with slashes at both ends: `/briefings/`."""
    path = url.partition("://")[2].partition("/")[2].strip("/")
    return f"/{path}/" if path else "/"


def redirect_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> RedirectPage:
    """The view of an old address that leads to a new one."""
    context = context_for(site, routes, page.url, site.records.get(page.key), page.key)
    # What was taken down is not in the site; its old addresses lead to the page that says so.
    link = context.link(page.key)
    if link is None:
        link = LinkView(label=word("gone.link"), url=context.href(routes.record(page.key)))
    found = head(context, "redirect", link.label, "")
    canonical = absolute(site.config.url, routes.record(page.key)) if site.config.url else ""
    return RedirectPage(
        chrome=chrome(context, options), head=replace(found, noindex=True, canonical=canonical), to=link
    )
