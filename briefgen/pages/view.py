"""From a planned page to its view: one function a kind of page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen.model.output import Page, PageKind
from briefgen.model.site import Site
from briefgen.model.views import PageView
from briefgen.pages.article import article_page
from briefgen.pages.author import author_page
from briefgen.pages.chrome import routes_of
from briefgen.pages.claim import claim_page
from briefgen.pages.correction import correction_page, tombstone_page
from briefgen.pages.diary import changes_page, day_page, days_page, timeline_page
from briefgen.pages.entity import entity_page
from briefgen.pages.front import front_page, not_found_page, redirect_page, text_page
from briefgen.pages.languages import with_languages
from briefgen.pages.maps import map_page
from briefgen.pages.own import own_page
from briefgen.pages.register import archive_page, groups_page, register_page
from briefgen.pages.routes import Routes
from briefgen.pages.search import search_page
from briefgen.pages.source import source_page
from briefgen.pages.topic import topic_page

Builder = Callable[[Site, Routes, Page, Mapping[str, str]], PageView]

_BUILDERS: Mapping[PageKind, tuple[str, Builder]] = {
    "article": ("article.html", article_page),
    "person": ("person.html", entity_page),
    "organisation": ("organisation.html", entity_page),
    "place": ("place.html", entity_page),
    "event": ("event.html", entity_page),
    "term": ("term.html", entity_page),
    "claim": ("claim.html", claim_page),
    "topic": ("topic.html", topic_page),
    "source": ("source.html", source_page),
    "correction": ("correction.html", correction_page),
    "author": ("author.html", author_page),
    "withdrawn": ("withdrawn.html", tombstone_page),
    "timeline": ("timeline.html", timeline_page),
    "changes": ("changes.html", changes_page),
    "as-of": ("as-of.html", day_page),
    "days": ("days.html", days_page),
    "tags": ("groups.html", groups_page),
    "sections": ("groups.html", groups_page),
    "register": ("register.html", register_page),
    "month": ("register.html", archive_page),
    "tag": ("register.html", archive_page),
    "section": ("register.html", archive_page),
    "front": ("front.html", front_page),
    "page": ("page.html", text_page),
    "redirect": ("redirect.html", redirect_page),
    "404": ("404.html", not_found_page),
    "map": ("map.html", map_page),
    "search": ("search.html", search_page),
    "own": ("page.html", own_page),
}


def view_of(site: Site, page: Page, options: Mapping[str, str]) -> PageView:
    """The view of a page: a pure function of the site, the page and the theme's options."""
    builder = _BUILDERS[page.kind][1]
    if not page.alternates and not page.lang:
        return builder(site, routes_of(site), page, options)
    edition: Site = site.editions[page.lang] if page.lang else site
    return with_languages(builder(edition, routes_of(edition, page.lang), page, options), edition, page)


def template_of(page: Page) -> str:
    """The template that renders a page; empty for a file that is made without one."""
    return _BUILDERS[page.kind][0] if page.kind in _BUILDERS else ""


TEMPLATES = tuple(sorted({template for template, _ in _BUILDERS.values()}))
"""Every template that a theme must have."""
