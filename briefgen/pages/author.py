"""The view of somebody who writes here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefgen.base.html import EMPTY
from briefgen.base.paging import page_of
from briefgen.model.output import Page
from briefgen.model.records import Author
from briefgen.model.site import Site
from briefgen.model.views import AuthorPage, FactView, LinkView
from briefgen.pages.cards import article_cards
from briefgen.pages.chrome import chrome, head, register_crumb
from briefgen.pages.context import Context, context_for
from briefgen.pages.entity import record_body
from briefgen.pages.mentions import pager
from briefgen.pages.routes import ARTICLES_A_PAGE, Routes


def author_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> AuthorPage:
    """The view of one author; numbers above 0 are further pages of articles."""
    author = site.records[page.key]
    assert isinstance(author, Author)  # noqa: S101 - planned from the authors
    context = context_for(site, routes, page.url, author, page.key)
    articles = site.articles_by.get(page.key, ())
    first = page.number == 0
    return AuthorPage(
        chrome=chrome(context, options),
        head=head(context, "author", author.name, author.role, (register_crumb(context, "author"),), author),
        name=author.name,
        role=author.role,
        body_html=record_body(context, page.key) if first else EMPTY,
        image=context.image(author.image),
        facts=tuple(_facts(context, author)) if first else (),
        email=author.email if first else "",
        links=tuple(_outside(author)) if first else (),
        articles=article_cards(context, page_of(articles, ARTICLES_A_PAGE, page.number)),
        total=len(articles),
        pager=pager(page.number, page.total, lambda number: context.href(routes.record(page.key, number))),
        first_page=first,
    )


def _facts(context: Context, author: Author) -> Iterator[FactView]:
    if author.location:
        yield FactView(label="location", values=(LinkView(label=author.location, url=""),))
    if author.expertise:
        yield FactView(label="expertise", values=tuple(_expertise(context, one) for one in author.expertise))
    if author.languages:
        yield FactView(label="languages", languages=author.languages)


def _expertise(context: Context, words: str) -> LinkView:
    """A field of expertise: the id of a topic, or words."""
    return context.link(f"topic:{words.removeprefix('topic:')}") or LinkView(label=words, url="")


def _outside(author: Author) -> Iterator[LinkView]:
    yield from (LinkView(label=one.label, url=one.url) for one in author.links)
    if orcid := author.ids.get("orcid"):
        yield LinkView(label="ORCID", url=f"https://orcid.org/{orcid}")
