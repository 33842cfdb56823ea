"""A page before it is written: from what it is made, and its bytes once somebody wants them.

Most pages are a view that a template renders. Some files (a part of the search index) are made without one. Whoever
writes pages sees no difference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.generator import generator
from briefgen.model.output import Page
from briefgen.model.site import Site
from briefgen.output.render import Renderer, view_digest
from briefgen.pages.view import file_bytes, template_of, view_of


class Draft(NamedTuple):
    """A page that can be made."""

    what: str
    """Digest of everything it shows."""
    how: str
    """Digest of the templates that render it; empty when there are none."""
    data: Callable[[], bytes]
    """Makes it. Raises `TemplateFaultError`."""

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
        return Draft(view_digest(view), renderer.closure(template), lambda: renderer.render(template, view).encode())
    made = file_bytes(site, page)
    return Draft(digest_bytes(made), "", lambda: made)


def templates_of(renderer: Renderer, page: Page) -> str:
    """Digest of the templates that render a page; empty when there are none. Raises `TemplateFaultError`."""
    template = template_of(page)
    return renderer.closure(template) if template else ""
