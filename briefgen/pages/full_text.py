"""The texts of a site, whole, for a search through every word of large archives."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from briefgen.model.records import Article, Page
from briefgen.model.site import Site
from briefgen.pages.chrome import routes_of
from briefgen.pages.context import context_for
from briefgen.pages.routes import Routes
from briefgen.pages.search import hidden_names, without


class FullText(Struct, frozen=True):
    """A text as it is searched."""

    url: str
    """Below the site's root."""
    lang: str
    title: str
    day: str
    """In ISO form; empty for what has none."""
    text: str


def full_texts(site: Site) -> list[FullText]:
    """Articles and pages in all editions, each once, by address. Names that must not be found are left out of them."""
    found: dict[str, FullText] = {}
    for lang, edition in (("", site), *site.editions.items()):
        for one in _of_edition(edition, routes_of(edition, lang)):
            found.setdefault(one.url, one)
    return sorted(found.values(), key=lambda one: one.url)


def _of_edition(site: Site, routes: Routes) -> Iterator[FullText]:
    context, hidden = context_for(site, routes, ""), hidden_names(site)
    for key in (key for part in site.search.values() for key in part):
        record, document = site.records[key], site.documents.get(key)
        if not isinstance(record, Article | Page) or document is None or not (url := context.link_to(key)):
            continue
        words = "\n".join(one.text for one in document.passages if one.kind in {"prose", "quote", "heading"})
        day = record.date.lower.isoformat() if isinstance(record, Article) and record.date is not None else ""
        yield FullText(
            url=url.removeprefix(context.root),
            lang=record.lang or site.config.lang,
            title=without(hidden, record.title),
            day=day,
            text=without(hidden, words),
        )
