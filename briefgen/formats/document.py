"""Every file that is no page for people: which there are, and what stands in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefgen.formats import atom as written
from briefgen.formats.api import api, api_pages, schema
from briefgen.formats.claims_feed import claim_reviews, claimreview_pages
from briefgen.formats.embed import embed, embed_pages, embed_style, oembed
from briefgen.formats.entries import content_of
from briefgen.formats.exports import calendar, datapackage, export_pages, geojson, table
from briefgen.formats.feeds import feed_pages, feed_settings
from briefgen.formats.interface import Interface
from briefgen.formats.mail import mail, mail_pages
from briefgen.formats.sitemap import robots, sitemap, sitemap_pages
from briefgen.formats.web import Web, web_of
from briefgen.formats.well_known import llms, well_known, well_known_pages
from briefgen.model.formats import FeedSettings
from briefgen.model.output import Page, PageKind
from briefgen.model.site import Site

Writer = Callable[[Web, Page, Interface], str]


def _feed(write: Callable[..., str]) -> Writer:
    def writer(web: Web, page: Page, words: Interface) -> str:
        chosen = feed_settings(web.site) or FeedSettings()
        return write(web, content_of(web, page.key, chosen), page.url, chosen.websub, words)

    return writer


_WRITERS: Mapping[PageKind, Writer] = {
    "atom": _feed(written.atom),
    "json-feed": _feed(written.json_feed),
    "rss": _feed(written.rss),
    "feed-style": lambda web, page, words: written.style(words),
    "sitemap": lambda web, page, words: sitemap(web, page),
    "robots": lambda web, page, words: robots(web),
    "well-known": lambda web, page, words: well_known(web, page),
    "llms": lambda web, page, words: llms(web, words),
    "claimreview": lambda web, page, words: claim_reviews(web, page),
    "api": lambda web, page, words: api(web, page),
    "schema": lambda web, page, words: schema(web, page),
    "geojson": lambda web, page, words: geojson(web, page),
    "csv": lambda web, page, words: table(web, page),
    "calendar": lambda web, page, words: calendar(web),
    "datapackage": lambda web, page, words: datapackage(web),
    "embed": embed,
    "embed-style": lambda web, page, words: embed_style(),
    "oembed": oembed,
    "mail": mail,
}


def documents(site: Site) -> Iterator[Page]:
    """Everything that the site's formats ask for; nothing when it does not know its own address."""
    if not site.config.url:
        return
    for one in (site, *site.editions.values()):
        yield from feed_pages(one)
        yield from api_pages(one)
        yield from export_pages(one)
        yield from embed_pages(one)
        yield from mail_pages(one)
    yield from claimreview_pages(site)
    yield from well_known_pages(site)
    yield from sitemap_pages(site)


def document_of(site: Site, page: Page, words: Interface) -> bytes:
    """A file: a pure function of the site, its place in the plan, and the words of the interface."""
    web = web_of(site)
    assert web is not None  # noqa: S101 - documents are planned only for a site with an address
    return _WRITERS[page.kind](web, page, words).encode("utf-8", "replace")
