"""Tags in the head of a page: link previews, other languages, citations, feeds.

OpenGraph and Twitter cards are read when somebody shares a link; Highwire Press and Dublin Core tags by reference
managers (Zotero, Google Scholar); `rel=alternate` by browsers and feed readers.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.formats.embed import oembed_path, offers
from briefgen.formats.feeds import feeds_of_page
from briefgen.formats.web import Web, author_of, machine_date, publisher_name, settings
from briefgen.model.formats import StructuredDataSettings
from briefgen.model.output import Page
from briefgen.model.records import Article
from briefgen.model.views import ArticlePage, HeadLink, HeadMeta, PageView
from briefgen.site.index import topics_of


def metas(web: Web, page: Page, view: PageView, chosen: StructuredDataSettings) -> Iterator[HeadMeta]:
    """Tags with a name and a content."""
    article = web.site.records.get(page.key) if isinstance(view, ArticlePage) else None
    if chosen.meta:
        if not view.head.image:
            yield HeadMeta(name="twitter:card", content="summary")
        yield HeadMeta(name="og:locale", content=view.head.lang.replace("-", "_"), property=True)
        if isinstance(article, Article):
            yield from _preview(web, article, bool(view.head.image))
    if chosen.citation and isinstance(view, ArticlePage) and isinstance(article, Article):
        yield from _citation(web, page, view, article)


def _preview(web: Web, article: Article, has_card: bool) -> Iterator[HeadMeta]:
    if article.image is not None and not has_card:
        yield HeadMeta(name="og:image", content=web.file(article.image.src), property=True)
        yield HeadMeta(name="og:image:alt", content=article.image.alt, property=True)
    if article.date is not None and (published := machine_date(article.date)):
        yield HeadMeta(name="article:published_time", content=published, property=True)
    if article.section:
        yield HeadMeta(name="article:section", content=article.section, property=True)
    for tag in article.tags:
        yield HeadMeta(name="article:tag", content=tag, property=True)


def _citation(web: Web, page: Page, view: ArticlePage, article: Article) -> Iterator[HeadMeta]:
    """What a reference manager needs for a footnote: one tag a fact, authors in their order."""
    head = view.head
    names = [_author_name(web, who) for who in article.authors or web.site.config.authors] or [publisher_name(web.site)]
    day = machine_date(article.date)
    site = web.site.config.title or publisher_name(web.site)
    yield HeadMeta(name="citation_title", content=article.title)
    for name in names:
        yield HeadMeta(name="citation_author", content=name)
    if day:
        yield HeadMeta(name="citation_publication_date", content=day[:10].replace("-", "/"))
        yield HeadMeta(name="citation_online_date", content=day[:10].replace("-", "/"))
    yield HeadMeta(name="citation_journal_title", content=site)
    yield HeadMeta(name="citation_publisher", content=publisher_name(web.site))
    yield HeadMeta(name="citation_language", content=head.lang)
    yield HeadMeta(name="citation_public_url", content=head.canonical)
    for topic in topics_of(article):
        if name := web.name(topic):
            yield HeadMeta(name="citation_keywords", content=name)
    yield HeadMeta(name="DC.type", content="Text.Article")
    yield HeadMeta(name="DC.title", content=article.title)
    for name in names:
        yield HeadMeta(name="DC.creator", content=name)
    if day:
        yield HeadMeta(name="DC.date", content=day)
    yield HeadMeta(name="DC.publisher", content=publisher_name(web.site))
    yield HeadMeta(name="DC.language", content=head.lang)
    yield HeadMeta(name="DC.identifier", content=head.canonical)
    if article.licence:
        yield HeadMeta(name="DC.rights", content=article.licence)


def _author_name(web: Web, who: str) -> str:
    _, record = author_of(web.site, who)
    return record.name if record is not None else who


def links(web: Web, page: Page, view: PageView) -> Iterator[HeadLink]:
    """Links of the head: feeds about its subject, and how to embed it."""
    root = view.chrome.root
    for feed in feeds_of_page(web, page):
        yield HeadLink(rel="alternate", href=root + feed.url, type=feed.type, title=feed.title)
    if page.number == 0 and offers(web, page.key):
        answer = web.url(oembed_path(web.site, page.key))
        yield HeadLink(rel="alternate", href=answer, type="application/json+oembed", title=view.head.title)


def chosen_data(web: Web) -> StructuredDataSettings | None:
    """The settings of structured data; None when it is off."""
    return settings(web.site, "structured_data", StructuredDataSettings)
