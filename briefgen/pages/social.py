"""What the picture says that others show beside a link to a page."""

from __future__ import annotations

from briefgen.as_of.publication import article_day
from briefgen.base.dates import When
from briefgen.base.html import unmarked, word
from briefgen.model.output import Page
from briefgen.model.records import Article, Claim
from briefgen.model.site import Site
from briefgen.model.views import StatusMark, View
from briefgen.pages.cards import claim_card
from briefgen.pages.context import context_for
from briefgen.pages.routes import Routes
from briefgen.site.pictured import headline


class SocialCard(View, frozen=True, kw_only=True):
    """A card before it is drawn. Words of the interface stand as their keys."""

    title: str
    site: str
    kicker: str = ""
    foot: str = ""
    date: When | None = None
    status: StatusMark | None = None


def social_card(site: Site, routes: Routes, page: Page) -> SocialCard:
    """The card of an article, of a claim, or of the site when the page names neither."""
    record = site.records[page.key] if page.key else None
    name = site.config.title
    match record:
        case Article():
            return SocialCard(
                title=headline(record),
                site=name,
                kicker=word(f"article_type.{record.type}"),
                date=record.date or article_day(record, site.now),
            )
        case Claim():
            context = context_for(site, routes, page.url, record, page.key)
            card = claim_card(context, page.key)
            assert card is not None  # noqa: S101 - planned for published records only
            return SocialCard(
                title=headline(record),
                site=name,
                kicker=word("article.claim"),
                foot="; ".join(unmarked(one.name) for one in card.says),
                status=card.now,
            )
        case _:
            return SocialCard(title=name, site=site.config.publisher.name or name, foot=site.config.description)
