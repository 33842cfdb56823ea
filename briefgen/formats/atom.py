"""Feeds as files: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import msgspec

from briefgen import __version__
from briefgen.base.html import escape, unmarked
from briefgen.formats.entries import Entry, FeedContent
from briefgen.formats.feeds import STYLE
from briefgen.formats.interface import Interface, say
from briefgen.formats.web import Web, in_full, words_of
from briefgen.pages.routes import root_of

PICTURES: Mapping[str, str] = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif",
    "avif": "image/avif", "svg": "image/svg+xml",
}  # fmt: skip


def media_type(url: str) -> str:
    """The type of a picture by its ending."""
    return PICTURES.get(url.rpartition(".")[2].lower(), "application/octet-stream")


def atom(web: Web, feed: FeedContent, url: str, hub: str, words: Interface) -> str:
    """A feed as Atom. `url` is its own address below the root."""
    lines = [
        *_prologue(url),
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_x(feed.lang)}">',
        *_introduction(feed, words),
        f"<id>{_x(feed.id)}</id>",
        f"<title>{_x(_plain(words, feed.title))}</title>",
        *([f"<subtitle>{_x(feed.subtitle)}</subtitle>"] if feed.subtitle else []),
        f"<updated>{feed.updated}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{_x(web.url(url))}"/>',
        f'<link rel="alternate" type="text/html" href="{_x(feed.page)}"/>',
        *([f'<link rel="hub" href="{_x(hub)}"/>'] if hub else []),
        f"<author><name>{_x(feed.author)}</name><uri>{_x(web.base)}</uri></author>",
        f'<generator version="{__version__}">briefgen</generator>',
    ]
    for one in feed.entries:
        lines += _atom_entry(one, feed, words)
    lines.append("</feed>\n")
    return in_full("\n".join(lines))


def _atom_entry(one: Entry, feed: FeedContent, words: Interface) -> Iterator[str]:
    yield f'<entry xml:lang="{_x(one.lang)}">' if one.lang and one.lang != feed.lang else "<entry>"
    yield f"<id>{_x(one.id)}</id>"
    yield f"<title>{_x(_plain(words, one.title))}</title>"
    yield f"<published>{one.published}</published>"
    yield f"<updated>{one.updated}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{_x(one.url)}"/>'
    if one.image:
        yield f'<link rel="enclosure" type="{media_type(one.image)}" href="{_x(one.image)}"/>'
    yield from (f"<author><name>{_x(name)}</name></author>" for name in one.authors)
    yield from (f'<category term="{_x(tag)}"/>' for tag in one.tags)
    if one.summary:
        yield f"<summary>{_x(one.summary)}</summary>"
    yield f'<content type="html">{_x(words.filled(one.html))}</content>'
    yield "</entry>"


def rss(web: Web, feed: FeedContent, url: str, hub: str, words: Interface) -> str:
    """A feed as RSS 2.0, for programs that know nothing younger."""
    lines = [
        *_prologue(url),
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        f"<title>{_x(_plain(words, feed.title))}</title>",
        f"<link>{_x(feed.page)}</link>",
        f"<description>{_x(feed.subtitle or _plain(words, feed.title))}</description>",
        f"<language>{_x(feed.lang)}</language>",
        f"<lastBuildDate>{_rfc822(feed.updated)}</lastBuildDate>",
        f"<generator>briefgen {__version__}</generator>",
        f'<atom:link rel="self" type="application/rss+xml" href="{_x(web.url(url))}"/>',
        *([f'<atom:link rel="hub" href="{_x(hub)}"/>'] if hub else []),
    ]
    for one in feed.entries:
        lines += _rss_item(one, words)
    lines.append("</channel>\n</rss>\n")
    return in_full("\n".join(lines))


def _rss_item(one: Entry, words: Interface) -> Iterator[str]:
    yield "<item>"
    yield f"<title>{_x(_rss_title(_plain(words, one.title)))}</title>"
    yield f"<link>{_x(one.url)}</link>"
    yield f'<guid isPermaLink="{"true" if one.id == one.url else "false"}">{_x(one.id)}</guid>'
    yield f"<pubDate>{_rfc822(one.published)}</pubDate>"
    yield from (f"<dc:creator>{_x(name)}</dc:creator>" for name in one.authors)
    yield from (f"<category>{_x(tag)}</category>" for tag in one.tags)
    yield f"<description>{_x(escape(one.summary) if one.summary else words.filled(one.html))}</description>"
    yield f"<content:encoded>{_x(words.filled(one.html))}</content:encoded>"
    if one.image:
        yield f'<enclosure url="{_x(one.image)}" length="0" type="{media_type(one.image)}"/>'
    yield "</item>"


def _rss_title(text: str) -> str:
    """A title that means the same to readers that take it for HTML and to those that do not (RSS Best Practices Profile)."""
    return text.replace("&", "&#x26;").replace("<", "&#x3C;")


def json_feed(web: Web, feed: FeedContent, url: str, hub: str, words: Interface) -> str:
    """A feed as JSON Feed 1.1."""
    body: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _plain(words, feed.title),
        "home_page_url": feed.page,
        "feed_url": web.url(url),
        **({"description": feed.subtitle} if feed.subtitle else {}),
        "authors": [{"name": feed.author, "url": web.base}],
        "language": feed.lang,
        **({"hubs": [{"type": "WebSub", "url": hub}]} if hub else {}),
        "items": [_json_item(one, words) for one in feed.entries],
    }
    return as_json(body)


def _json_item(one: Entry, words: Interface) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": one.id,
        "url": one.url,
        "title": _plain(words, one.title),
        "content_html": words.filled(one.html),
        "date_published": one.published,
        "date_modified": one.updated,
    }
    if one.summary:
        item["summary"] = one.summary
    if one.image:
        item["image"] = one.image
        item["attachments"] = [{"url": one.image, "mime_type": media_type(one.image)}]
    if one.authors:
        item["authors"] = [{"name": name} for name in one.authors]
    if one.tags:
        item["tags"] = list(one.tags)
    if one.lang:
        item["language"] = one.lang
    return item


def as_json(value: Any) -> str:
    """A value as JSON text of one line, which ends in a newline."""
    return unmarked(msgspec.json.encode(value).decode()) + "\n"


def style(words: Interface) -> str:
    """A feed opened in a browser explains itself: a style sheet for Atom and RSS, since browsers give XSLT up."""
    about = say(words, "feed.about").replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return _STYLE.replace("ABOUT", about)


_STYLE = """/* Makes a feed readable that somebody opens in a browser. */
@namespace h "http://www.w3.org/1999/xhtml";
feed, channel { display: block; max-width: 42rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.5 Georgia, serif; color: #1b1a17; background: #fcfbf8; }
h|p { display: block; margin: 0 0 1.5rem; padding: .75rem 1rem; border: 1px solid #b9b3a4; font-family: system-ui, sans-serif; font-size: .9rem; }
feed::before, channel::before { content: "ABOUT"; display: block; margin: 0 0 1rem; font-family: system-ui, sans-serif; font-size: .9rem; }
feed > title, channel > title { display: block; font-size: 1.6rem; font-weight: bold; line-height: 1.2; }
subtitle, channel > description { display: block; margin: .25rem 0 1.5rem; color: #5a564c; }
entry, item { display: block; padding: 1rem 0; border-top: 1px solid #d8d3c6; }
entry > title, item > title { display: block; font-weight: bold; }
entry > updated, item > pubDate { display: block; font-family: system-ui, sans-serif; font-size: .8rem; color: #5a564c; }
summary, item > description { display: block; margin-top: .25rem; }
id, generator, feed > updated, author, published, content, category, link, guid, language, lastBuildDate, item > *|encoded, item > *|creator { display: none; }
@media (prefers-color-scheme: dark) {
  feed, channel { color: #e9e6df; background: #161513; }
  subtitle, channel > description, entry > updated, item > pubDate { color: #b5afa2; }
}
"""


def _prologue(url: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<?xml-stylesheet type="text/css" href="{root_of(url)}{STYLE}"?>'


def _introduction(feed: FeedContent, words: Interface) -> Iterator[str]:
    """A line with a link for those who opened the feed in a browser; programs pass it over."""
    title = _x(_plain(words, feed.title))
    yield f'<p xmlns="http://www.w3.org/1999/xhtml"><a href="{_x(feed.page)}">{title}</a></p>'


def _plain(words: Interface, text: str) -> str:
    """Plain text with the interface's words filled in."""
    return words_of(words.filled(escape(text))) if "\ue002" in text else text


def _rfc822(moment: str) -> str:
    return format_datetime(datetime.fromisoformat(moment))


def _x(text: str) -> str:
    """Text for XML; characters that XML cannot hold are left out of the file as a whole."""
    return escape(str(text))
