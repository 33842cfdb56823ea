"""Which feeds there are: of the site, of each record that has something to tell, of corrections and of changes.

An open claim's feed is the way to ask “tell me when this changes”; it stays when the claim is settled, since that is
what subscribers wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from briefgen.formats.web import Web, is_listed, place_of, settings, web_of
from briefgen.model.formats import FeedFormat, FeedSettings, FeedSubject
from briefgen.model.output import Page, PageKind
from briefgen.model.records import Claim
from briefgen.model.site import Site, split_key

FILES: Mapping[FeedFormat, tuple[PageKind, str, str]] = {
    "atom": ("atom", "feed.xml", "application/atom+xml"),
    "json": ("json-feed", "feed.json", "application/feed+json"),
    "rss": ("rss", "feed-rss.xml", "application/rss+xml"),
}
"""By format: kind of output, name of the file, media type."""
STYLE = "feed.css"
"""What makes a feed readable that is opened in a browser."""
MENTIONED = ("person", "organisation", "place", "event")
SITE, CORRECTIONS, CHANGES = "site", "corrections", "changes"
"""Keys of feeds that are about no single record."""


class Feed(Struct, frozen=True):
    """One feed in one format."""

    subject: FeedSubject
    key: str
    """The record's, or one of those above."""
    format: FeedFormat
    url: str
    """Address below the site's root."""

    @property
    def type(self) -> str:
        """Its media type."""
        return FILES[self.format][2]

    @property
    def title(self) -> str:
        """Words by which browsers and readers list it: those of the interface, filled in when the page is rendered."""
        from briefgen.base.html import word

        name = _TITLES.get(self.subject, "record")
        return word(f"feed.{name}")


_TITLES: Mapping[str, str] = {"site": "articles", "corrections": "corrections", "changes": "changes", "claim": "claim"}


def feed_settings(site: Site) -> FeedSettings | None:
    """The settings of feeds; None when they are off or the site has no address."""
    return settings(site, "feeds", FeedSettings) if site.config.url else None


def feeds(site: Site) -> Iterator[Feed]:
    """Every feed of the site, in a fixed order: the formats of one feed stand together."""
    web, chosen = web_of(site), feed_settings(site)
    if web is None or chosen is None:
        return
    for subject in dict.fromkeys(chosen.of):
        for key in _keys(web, subject):
            yield from _in_formats(web, chosen, subject, key)


def _keys(web: Web, subject: FeedSubject) -> Iterator[str]:
    match subject:
        case "site":
            yield SITE
        case "corrections":
            yield CORRECTIONS
        case "changes":
            if web.site.changes:
                yield CHANGES
        case _:
            yield from (key for key in web.site.registers.get(subject, ()) if has_feed(web, key))


def has_feed(web: Web, key: str) -> bool:
    """Whether there is something to follow about a record. Who is mentioned does not count: an edit would add and remove feeds."""
    if not is_listed(web, key):
        return False
    record = web.site.records[key]
    return was_open(web.site, record) if isinstance(record, Claim) else True


def was_open(site: Site, claim: Claim) -> bool:
    """Whether the claim is, or once was, open: whoever asked then wants to hear the end."""
    entries = (one for one in claim.status_history if one.date.lower <= site.now.day)
    return any(not status.closed for one in entries if (status := site.statuses.get(one.status)) is not None)


def _in_formats(web: Web, chosen: FeedSettings, subject: FeedSubject, key: str) -> Iterator[Feed]:
    folder = folder_of(web, subject, key)
    for format in dict.fromkeys(chosen.formats):
        yield Feed(subject, key, format, folder + FILES[format][1])


def folder_of(web: Web, subject: FeedSubject, key: str) -> str:
    """Where a feed lies: beside the page of its subject."""
    if subject in {SITE, CORRECTIONS, CHANGES}:
        return place_of(web.site) if subject == SITE else f"{place_of(web.site)}{subject}/"
    url = web.routes.record(key)
    return url if url.endswith("/") else f"{url.removesuffix('.html')}/"


def feed_pages(site: Site) -> Iterator[Page]:
    """The files of all feeds, and what makes them readable."""
    found = False
    for feed in feeds(site):
        found = True
        yield Page(
            feed.url, feed.url, FILES[feed.format][0], feed.key, lang=site.prefix, owner=f"the feed of {feed.key}"
        )
    if found and not site.prefix:
        yield Page(STYLE, STYLE, "feed-style", owner="the style of feeds")


def feeds_of_page(web: Web, page: Page) -> Iterator[Feed]:
    """Feeds that a page offers: about its subject; the front page those of the whole site."""
    if page.number or page.kind not in _OFFERING:
        return
    site = web.site
    chosen = feed_settings(site)
    if chosen is None or page.key in site.elsewhere:
        return
    wanted: list[tuple[FeedSubject, str]] = []
    if page.kind == "front":
        wanted = [("site", SITE), ("corrections", CORRECTIONS), ("changes", CHANGES)]
    elif page.kind == "article":
        wanted = [("site", SITE)]
    elif page.kind == "changes" or (page.kind == "register" and page.key == "claim"):
        wanted = [("changes", CHANGES)]
    elif page.kind == "register" and page.key == "correction":
        wanted = [("corrections", CORRECTIONS)]
    elif page.kind in {"topic", "claim", "author", *MENTIONED} and page.key in site.records:
        subject: FeedSubject = split_key(page.key)[0]  # type: ignore[assignment]
        wanted = [(subject, page.key)] if subject in chosen.of and has_feed(web, page.key) else []
    for subject, key in wanted:
        if subject in chosen.of and (subject != "changes" or web.site.changes):
            yield from _in_formats(web, chosen, subject, key)


_OFFERING = frozenset(("front", "article", "changes", "register", "topic", "claim", "author", *MENTIONED))
"""Kinds of page that may offer a feed."""


def subject_of(key: str) -> FeedSubject:
    """What a feed is about, by its key."""
    if ":" not in key:
        return key  # type: ignore[return-value]
    return split_key(key)[0]  # type: ignore[return-value]
