"""Feeds, sitemaps and robots.txt as those read them who depend on them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.robotparser import RobotFileParser

from briefgen.audit.findings import Finding
from briefgen.audit.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOST_PAGES, MOST_BYTES, MOST_NEWS = 50_000, 50 * 1024 * 1024, 1000
_RELATIVE = re.compile(r"""(?:href|src)=["'](?!https?:|mailto:|tel:|#|data:)([^"']*)""")
_FIELDS = frozenset(("user-agent", "allow", "disallow", "sitemap", "crawl-delay", "content-signal", "host"))


def check_feeds(site: Site) -> Iterator[Finding]:
    """Every Atom, RSS and JSON feed; each must be offered by a page."""
    offered = {
        site.locate(page.path, one.url)[1]
        for page in site.pages.values()
        for one in page.links
        if one.tag == "link" and "alternate" in one.rel.split()
    }
    for path in sorted(site.files):
        if not path.endswith((".xml", ".rss", ".atom", ".json")):
            continue
        text = site.read(path)
        found = _feed(site, path, text)
        if found is not None:
            yield from (Finding("feed", path, 1, one) for one in dict.fromkeys(found))
            if path not in offered:
                yield Finding("feed-unlinked", path, 1, "no page links to it with rel=alternate")


def _feed(site: Site, path: str, text: str) -> list[str] | None:
    """What is wrong with a feed; None for what is no feed."""
    if path.endswith(".json"):
        return list(_json(site, text)) if "jsonfeed.org/version" in text[:400] else None
    if not re.search(r"<(rss|([a-z]+:)?feed)[\s>]", text[:2000]):
        return None
    root = _xml(text)
    if root is None:
        return ["does not parse as XML"]
    if root.tag == f"{ATOM}feed":
        return list(_atom(site, root))
    return list(_rss(site, root)) if root.tag == "rss" else None


def _xml(text: str) -> ET.Element | None:
    """The document; None when it does not parse. A document type is refused: entities could fill the memory."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        return ET.fromstring(text.encode("utf-8"))  # noqa: S314 - see above
    except (ET.ParseError, ValueError, LookupError):  # the others: of encodings that nobody knows
        return None


def _atom(site: Site, root: ET.Element) -> Iterator[str]:
    yield from _without(root, ("id", "title", "updated"), ATOM, "the feed")
    if not any(one.get("rel") == "self" for one in root.findall(f"{ATOM}link")):
        yield "the feed has no link rel=self"
    entries = root.findall(f"{ATOM}entry")
    for one in entries:
        name = f"“{(one.findtext(f'{ATOM}title') or '?')[:40]}”"
        yield from _without(one, ("id", "title", "updated"), ATOM, name)
        if root.find(f"{ATOM}author") is None and one.find(f"{ATOM}author") is None:
            yield f"{name} has no author"
        for field in ("updated", "published"):
            if (text := one.findtext(ATOM + field)) is not None and not _is_moment(text):
                yield f"{name}: {field} is no moment with a zone: {text!r}"
        for link in one.findall(f"{ATOM}link"):
            if link.get("rel", "alternate") == "alternate":
                yield from _leads(site, link.get("href", ""), name)
        yield from _relative(one.findtext(f"{ATOM}content") or "", name)
    yield from _twice(one.findtext(f"{ATOM}id") for one in entries)


def _rss(site: Site, root: ET.Element) -> Iterator[str]:
    channel = root.find("channel")
    if channel is None:
        yield "there is no channel"
        return
    yield from _without(channel, ("title", "link", "description"), "", "the channel")
    for one in channel.findall("item"):
        name = f"“{(one.findtext('title') or '?')[:40]}”"
        yield from _without(one, ("title", "link", "guid", "pubDate"), "", name)
        try:
            zoned = parsedate_to_datetime(one.findtext("pubDate") or "").tzinfo is not None
        except (ValueError, TypeError):
            zoned = False
        if not zoned:
            yield f"{name}: pubDate is no moment with a zone"
        yield from _leads(site, one.findtext("link") or "", name)
        yield from _relative(one.findtext("description") or "", name)
    yield from _twice(one.findtext("guid") for one in channel.findall("item"))


def _json(site: Site, text: str) -> Iterator[str]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        yield "does not parse as JSON"
        return
    if not isinstance(feed, dict) or not isinstance(feed.get("items", []), list):
        yield "is no JSON feed: an object with a list of items"
        return
    yield from (f"the feed has no {one}" for one in ("title", "items", "home_page_url", "feed_url") if one not in feed)
    items = [one for one in feed.get("items", []) if isinstance(one, dict)]
    for one in items:
        name = f"“{str(one.get('title', one.get('id', '?')))[:40]}”"
        if not isinstance(one.get("id"), str) or not one["id"]:
            yield f"{name} has no id of text"
        if not (one.get("content_html") or one.get("content_text")):
            yield f"{name} has no content"
        for field in ("date_published", "date_modified"):
            if field in one and not _is_moment(str(one[field])):
                yield f"{name}: {field} is no moment with a zone: {one[field]!r}"
        yield from _leads(site, str(one.get("url", "")), name)
        yield from _relative(str(one.get("content_html", "")), name)
    yield from _twice(one["id"] for one in items if isinstance(one.get("id"), str))


def _without(node: ET.Element, fields: tuple[str, ...], space: str, name: str) -> Iterator[str]:
    yield from (f"{name} has no {one}" for one in fields if not (node.findtext(space + one) or "").strip())


def _twice(ids: Iterator[str | None]) -> Iterator[str]:
    yield from (f"the id {id} is there {times} times" for id, times in Counter(ids).items() if times > 1)


def _relative(html: str, name: str) -> Iterator[str]:
    yield from (f"{name}: a relative address in the content: {one}" for one in _RELATIVE.findall(html)[:2])


def _leads(site: Site, url: str, name: str) -> Iterator[str]:
    if not url.startswith(("http://", "https://")):
        yield f"{name}: the address is not absolute: {url!r}"
        return
    sort, path, fragment = site.locate("index.html", url)
    if sort in {"missing", "outside", "elsewhere"}:
        yield f"{name}: {url} is no page of the site"
    elif fragment and path in site.pages and fragment not in site.pages[path].anchors:
        yield f"{name}: there is no “{fragment}” on {path}"


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00")).tzinfo is not None and "T" in text
    except ValueError:
        return False


# --- sitemaps and robots ----------------------------------------------------------------------------------------


def check_sitemaps(site: Site) -> Iterator[Finding]:
    """Sitemaps, their indexes and news sitemaps; every page that may be found must be in one."""
    files = [path for path in sorted(site.files) if path.endswith(".xml") and "sitemap" in path.lower()]
    listed: Counter[str] = Counter()
    for path in files:
        text = site.read(path)
        root = _xml(text)
        said = ["does not parse as XML"] if root is None else list(_sitemap(site, root, listed))
        if len(text.encode()) > MOST_BYTES:
            said.append("has more than 50 MB")
        yield from (Finding("sitemap", path, 1, one) for one in said)
    yield from (Finding("sitemap", path, 1, f"is listed {times} times") for path, times in listed.items() if times > 1)
    if files:
        for path, page in site.pages.items():
            own = not page.canonical or site.locate(path, page.canonical)[1] == path
            if path not in listed and own and not page.noindex and not page.redirect and path != "404.html":
                yield Finding("sitemap-missing", path, 1, "is in no sitemap")


def _sitemap(site: Site, root: ET.Element, listed: Counter[str]) -> Iterator[str]:
    if root.tag == f"{MAP}sitemapindex":
        for one in root.iter(f"{MAP}loc"):
            yield from _leads(site, (one.text or "").strip(), "the index")
        return
    if root.tag != f"{MAP}urlset":
        yield f"begins with {root.tag}"
        return
    if len(root) > MOST_PAGES:
        yield "has more than 50,000 addresses"
    news = 0
    for one in root.findall(f"{MAP}url"):
        url = (one.findtext(f"{MAP}loc") or "").strip()
        yield from _leads(site, url, "an entry")
        path = site.locate("index.html", url)[1]
        page = site.pages.get(path)
        if page is not None and (page.noindex or page.redirect):
            yield f"{url} asks not to be listed"
        day = one.findtext(f"{MAP}lastmod")
        if day and not (_is_moment(day) or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day.strip())):
            yield f"{url}: lastmod is no date: {day!r}"
        told = one.find(f"{NEWS}news")
        if told is None:
            listed[path] += 1
        else:
            news += 1
            fields = ("title", "publication_date", f"publication/{NEWS}name", f"publication/{NEWS}language")
            yield from (
                f"{url}: the news entry has no {x.rpartition('}')[2]}" for x in fields if not told.findtext(NEWS + x)
            )
    if news > MOST_NEWS:
        yield "has more than 1,000 news"


def check_robots(site: Site) -> Iterator[Finding]:
    """What robots.txt forbids, and whether crawlers can read it."""
    if "robots.txt" not in site.files:
        return
    text = site.read("robots.txt")
    begun = False
    for number, line in enumerate(text.splitlines(), 1):
        field, colon, value = line.partition("#")[0].partition(":")
        name = field.strip().lower()
        if not line.partition("#")[0].strip():
            continue
        begun = begun or name == "user-agent"
        if not colon or name not in _FIELDS:
            yield Finding("robots", "robots.txt", number, f"“{line}” is no rule")
        elif name in {"allow", "disallow"} and not begun:
            yield Finding("robots", "robots.txt", number, "a rule before any user-agent")
        elif name == "sitemap":
            yield from (Finding("robots", "robots.txt", number, one) for one in _leads(site, value.strip(), "sitemap"))
    robots = RobotFileParser()
    robots.parse(text.splitlines())
    shut = [path for path, page in site.pages.items() if not page.noindex and not robots.can_fetch("*", site.url(path))]
    if shut:
        yield Finding("robots", "robots.txt", 1, f"shuts out {len(shut)} pages, for example {shut[0]}")
