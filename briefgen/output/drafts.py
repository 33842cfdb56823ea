"""A page before it is written: from what it is made, and its bytes once somebody wants them.

Most pages are a view that a template renders. Some files (a part of the search index) are made without one. Whoever
writes pages sees no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from typing import NamedTuple

import msgspec

from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.generator import generator
from briefgen.formats.document import document_of
from briefgen.formats.view import view_of
from briefgen.model.output import Page
from briefgen.model.site import Site
from briefgen.model.views import PageView
from briefgen.output.render import Renderer, view_digest
from briefgen.pages.chrome import routes_of
from briefgen.pages.search import search_part
from briefgen.pages.social import social_card
from briefgen.pages.view import template_of


class Draft(NamedTuple):
    """A page that can be made."""

    what: str
    """Digest of everything it shows."""
    how: str
    """Digest of the templates that render it, or of the interface’s words for a file without one."""
    data: Callable[[], bytes]
    """Makes it. Raises `TemplateFaultError`."""
    view: PageView | None = None
    """What the template sees; None for a file without one."""

    @property
    def fingerprint(self) -> str:
        """What the file is made from."""
        return fingerprint(self.what, self.how)


def fingerprint(what: str, how: str) -> str:
    """What a file is made from: what it shows, its templates, and briefgen itself."""
    return digest_texts((what, how, generator()))


def draft(renderer: Renderer, site: Site, page: Page) -> Draft:
    """A page of a site, with a theme. Raises `TemplateFaultError` when a template cannot be read."""
    if template := template_of(page):
        view = view_of(site, page, renderer.theme.options)
        return Draft(
            view_digest(view), renderer.closure(template), lambda: renderer.render(template, view).encode(), view
        )
    return _MAKERS.get(page.kind, _document)(renderer, site.editions[page.lang] if page.lang else site, page)


def _document(renderer: Renderer, site: Site, page: Page) -> Draft:
    made = document_of(site, page, renderer.words)
    return Draft(digest_bytes(made), renderer.words_digest, lambda: made)


def _part(renderer: Renderer, site: Site, page: Page) -> Draft:
    made = search_part(site, routes_of(site, page.lang), page)
    return Draft(digest_bytes(made), renderer.words_digest, lambda: made)


def _card(renderer: Renderer, site: Site, page: Page) -> Draft:
    told, words = social_card(site, routes_of(site, page.lang), page), renderer.words

    def drawing() -> bytes:
        from briefgen.images.card import Card, drawn  # Pillow takes its time to load; most builds draw nothing

        status = told.status
        date = str(words.date(told.date)) if told.date is not None else ""
        card = Card(
            title=told.title,
            site=told.site,
            kicker=unescape(words.filled(told.kicker)),
            foot=told.foot or unescape(date),
            status=(status.label or str(words.t_or(f"status.{status.id}.label", status.id))) if status else "",
            shade=status.shade if status else "",
        )
        return drawn(card)

    return Draft(digest_bytes(msgspec.msgpack.encode(told)), renderer.words_digest, drawing)


def _manifest(renderer: Renderer, site: Site, page: Page) -> Draft:
    """What a browser asks when a reader puts the site on a home screen."""
    config = site.config
    told = {
        "name": config.title,
        "description": config.description,
        "lang": config.lang,
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": "#fcfbf8",
        "theme_color": "#fcfbf8",
        "icons": [
            {
                "src": config.icon or renderer.assets.get("favicon.svg", ""),
                "type": "image/svg+xml",
                "sizes": "any",
                "purpose": "any",
            }
        ],
    }
    made = msgspec.json.format(msgspec.json.encode(told)) + b"\n"
    return Draft(digest_bytes(made), renderer.words_digest, lambda: made)


_MAKERS: Mapping[str, Callable[[Renderer, Site, Page], Draft]] = {
    "search-index": _part,
    "social-card": _card,
    "manifest": _manifest,
}
"""Files that are made without a template."""


def templates_of(renderer: Renderer, page: Page) -> str:
    """Digest of the templates that render a page, or of the interface’s words for a file without one. Raises `TemplateFaultError`."""
    template = template_of(page)
    return renderer.closure(template) if template else renderer.words_digest
