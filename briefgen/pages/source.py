"""The view of a source: what it is, how far it may be relied on, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.model.output import Page
from briefgen.model.records import Source
from briefgen.model.site import Site
from briefgen.model.views import LinkView, SourcePage
from briefgen.pages.cards import article_cards, grouped_by_status, source_card, source_cards
from briefgen.pages.chrome import chrome, head, register_crumb
from briefgen.pages.context import context_for
from briefgen.pages.routes import Routes


def source_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> SourcePage:
    """The view of one source."""
    source = site.records[page.key]
    assert isinstance(source, Source)  # noqa: S101 - planned from the sources
    context = context_for(site, routes, page.url, source, page.key)
    card = source_card(context, page.key)
    assert card is not None  # noqa: S101 - pages are planned for published records only
    return SourcePage(
        chrome=chrome(context, options),
        head=head(context, "source", source.title, source.title, (register_crumb(context, "source"),), source),
        card=card,
        reliability_note=source.reliability_note,
        translation=source.translation.by if source.translation is not None else "",
        anonymous_label=source.anonymous.label if source.anonymous is not None else "",
        anonymous_why=source.anonymous.why if source.anonymous is not None else "",
        licence=source.licence,
        notes_html=context.inline(source.notes),
        archived=tuple(LinkView(label=f"{one.service}, {one.date}", url=one.url) for one in source.archived),
        claims=grouped_by_status(context, site.claims_from.get(page.key, ())),
        articles=article_cards(context, site.cited_in.get(page.key, ())),
        seen_through=source_cards(context, site.seen_through.get(page.key, ())),
    )
