"""The view of a page with what its head says to machines, and which template or format makes the file."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from briefgen.base.html import Html
from briefgen.formats.claim_review import claim_review
from briefgen.formats.json_ld import page_graph, script
from briefgen.formats.metadata import chosen_data, links, metas
from briefgen.formats.web import Web, web_of
from briefgen.model.output import Page
from briefgen.model.records import Claim
from briefgen.model.site import Site
from briefgen.model.views import HeadLink, PageView
from briefgen.pages import view as pages

SILENT = frozenset({"redirect", "404"})
"""Kinds of page that machines need not understand."""


def view_of(site: Site, page: Page, options: Mapping[str, str]) -> PageView:
    """The view of a page: a pure function of the site, the page and the theme's options."""
    view = pages.view_of(site, page, options)
    web = web_of(site.editions[page.lang] if page.lang else site)
    if web is None or page.kind in SILENT:
        return view
    chosen = chosen_data(web)
    found = tuple(links(web, page, view))
    receipt = HeadLink(rel="describedby", href=f"{view.chrome.root}build.json") if site.config.receipt else None
    head = replace(
        view.head,
        meta=tuple(metas(web, page, view, chosen)) if chosen is not None else (),
        links=found,
        data=tuple(map(script, blocks(web, page, view))) if chosen is not None and chosen.json_ld else (),
        receipt=receipt.href if receipt is not None else "",
    )
    return replace(view, head=head)


def blocks(web: Web, page: Page, view: PageView) -> list[dict[str, object]]:
    """The blocks of structured data on a page; none where search engines are asked to stay away."""
    if view.head.noindex or view.head.draft or not view.head.canonical.startswith(web.base):
        return []
    found = [page_graph(web, page, view)]
    record = web.site.records.get(page.key)
    # In one language only: a verdict that stands on several pages counts on none.
    if (
        isinstance(record, Claim)
        and page.number == 0
        and not page.lang
        and (review := claim_review(web, page.key, record)) is not None
    ):
        found.append(review)
    return found


def data_blocks(site: Site, page: Page, options: Mapping[str, str]) -> tuple[Html, ...]:
    """The structured data of a page as it is written."""
    return view_of(site, page, options).head.data
