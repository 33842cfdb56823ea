"""Lists of pages for crawlers: `sitemap.xml` (an index), its parts, the news sitemap, `robots.txt`.

`lastmod` is the day readers were last told of a change, and stands only where there is one. A part holds few enough
pages that an edit concerns one small file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from briefgen.base.html import escape
from briefgen.formats.web import Web, in_full, is_listed, machine_date, moment, publisher_name, settings, web_of
from briefgen.model.formats import SitemapSettings
from briefgen.model.output import Page
from briefgen.model.records import KINDS, PLURALS, Article, Claim, Correction, Record
from briefgen.model.site import Site, split_key
from briefgen.pages.cards import updated_of
from briefgen.pages.chrome import routes_of
from briefgen.pages.plan import list_pages, record_pages

MOST = 2000
"""Records of one part. The protocol allows 50,000 addresses and 50 MB."""
NEWS_HOURS = 48
"""How long an article stays in the news sitemap, and how many may be in it (Google’s news sitemap)."""
NEWS_MOST = 1000
INDEX, NEWS, LISTS = "sitemap.xml", "sitemap-news.xml", "lists"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap_settings(site: Site) -> SitemapSettings | None:
    """The settings of sitemaps; None when they are off or the site has no address."""
    return settings(site, "sitemap", SitemapSettings) if site.config.url else None


def sitemap_pages(site: Site) -> Iterator[Page]:
    """The files: the index, a part for each 2,000 records of a kind, one for lists, news, robots."""
    chosen = sitemap_settings(site)
    if chosen is None:
        return
    yield Page(INDEX, INDEX, "sitemap", "index", owner="the sitemap")
    web = web_of(site)
    assert web is not None  # noqa: S101 - the site has an address
    yield from _all_parts(web)
    if _has_news(web):
        yield Page(NEWS, NEWS, "sitemap", "news", owner="the news sitemap")
    if chosen.robots:
        yield Page("robots.txt", "robots.txt", "robots", owner="robots.txt")


def _all_parts(web: Web) -> Iterator[Page]:
    """The parts of all editions."""
    for one in (web.site, *web.site.editions.values()):
        here = Web(one, routes_of(one, one.prefix), web.base)
        for kind, number in _parts(here):
            name = PLURALS.get(kind, kind)
            path = f"sitemap-{f'{one.prefix}-' if one.prefix else ''}{name}-{number + 1}.xml"
            yield Page(path, path, "sitemap", kind, number, lang=one.prefix, owner=f"the sitemap of {name}")


def _parts(web: Web) -> Iterator[tuple[str, int]]:
    """Parts in which something stands: the schema wants no empty ones."""
    yield LISTS, 0
    for kind in KINDS:
        for number in range(-(-len(_keys(web.site, kind)) // MOST)):
            if any(_of_part(web, kind, number)):
                yield kind, number


def _keys(site: Site, kind: str) -> tuple[str, ...]:
    """Records of a kind; articles in all their languages, oldest first, so that a new one joins the last part."""
    return tuple(reversed(site.articles if kind == "article" else site.registers.get(kind, ())))


def sitemap(web: Web, page: Page) -> str:
    """One of the files."""
    match page.key:
        case "index":
            parts = [part.path for part in _all_parts(web)]
            parts += [NEWS] if _has_news(web) else []
            rows = [f"<sitemap><loc>{_x(web.url(one))}</loc></sitemap>" for one in parts]
            return _file("sitemapindex", rows)
        case "news":
            return _news(web)
        case _:
            return _file("urlset", [_row(url, day) for url, day in _of_part(web, page.key, page.number)])


def _of_part(web: Web, kind: str, number: int) -> Iterator[tuple[str, str]]:
    """Addresses of a part with the day of the last change, or an empty text."""
    if kind == LISTS:
        yield from ((web.url(page.url), "") for page in list_pages(web.site, web.routes))
        return
    for key in _keys(web.site, kind)[number * MOST : (number + 1) * MOST]:
        if is_listed(web, key) and is_own(web, web.site.records[key]):
            day = last_changed(web, web.site.records[key])
            for page in record_pages(web.site, web.routes, key, web.site.records[key]):
                if page.kind != "redirect":
                    yield web.url(page.url), day if page.number == 0 else ""


def is_own(web: Web, record: Record) -> bool:
    """Whether our page is the one that counts."""
    elsewhere = getattr(record, "canonical", "")
    return not elsewhere or str(elsewhere).startswith(web.base)


def last_changed(web: Web, record: Record) -> str:
    """When readers were last told of a change; empty when that is not known to the day."""
    match record:
        case Article():
            return machine_date(updated_of(record)) or machine_date(record.date)
        case Claim():
            told = [one for one in record.status_history if one.date.lower <= web.site.now.day]
            return max((*(machine_date(one.date) for one in told), machine_date(record.updated)), default="")
        case Correction():
            return machine_date(record.date)
        case _:
            return machine_date(record.updated)


def _row(url: str, day: str) -> str:
    return f"<url><loc>{_x(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"


def _file(root: str, rows: list[str], further: str = "") -> str:
    body = "\n".join(rows)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}"{further}>\n{body}\n</{root}>\n'


def _has_news(web: Web) -> bool:
    """Whether there is a news sitemap: an empty one is against its schema, and nobody may be sent to one that is not there."""
    chosen = sitemap_settings(web.site)
    return chosen is not None and chosen.news and any(_news_rows(web))


def _news(web: Web) -> str:
    return _file("urlset", list(islice(_news_rows(web), NEWS_MOST)), f' xmlns:news="{_NEWS_NAMESPACE}"')


def _news_rows(web: Web) -> Iterator[str]:
    """Articles of the last two days before “now”."""
    site = web.site
    since = site.now.instant - timedelta(hours=NEWS_HOURS)
    for key in site.articles:
        article = site.records[key]
        if not isinstance(article, Article) or article.date is None:
            continue
        published = moment(article.date, site.config.timezone)
        when = datetime.fromisoformat(published).astimezone(UTC)
        if when < since - timedelta(days=1):
            break  # they stand newest first; a day more, since a date may lack its hour
        if since <= when <= site.now.instant and is_listed(web, key) and is_own(web, article):
            yield _news_row(web, key, article, published)


def _news_row(web: Web, key: str, article: Article, published: str) -> str:
    lang = (article.lang or split_key(key)[2] or web.site.config.lang).lower().partition("-")
    tag = f"{lang[0]}-{lang[2]}" if lang[0] == "zh" and lang[2] in {"cn", "tw"} else lang[0]
    name = _x(web.site.config.title or publisher_name(web.site))
    return (
        f"<url><loc>{_x(web.record(key))}</loc><news:news><news:publication><news:name>{name}</news:name>"
        f"<news:language>{_x(tag)}</news:language></news:publication>"
        f"<news:publication_date>{published}</news:publication_date><news:title>{_x(article.title)}</news:title></news:news></url>"
    )


def robots(web: Web) -> str:
    """`robots.txt`: everything may be read, but by those who are asked to stay away."""
    chosen = sitemap_settings(web.site) or SitemapSettings()
    lines = [line for name in chosen.refuse for line in (f"User-agent: {_line(name)}", "Disallow: /", "")]
    lines += ["User-agent: *", "Allow: /", "", f"Sitemap: {web.url(INDEX)}"]
    if _has_news(web):
        lines.append(f"Sitemap: {web.url(NEWS)}")
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.replace("#", "").split())


def _x(text: str) -> str:
    return escape(in_full(str(text)))
