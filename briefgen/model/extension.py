"""What an extension is: one frozen value of functions, with the forms that the built-in stages have. There are no hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from briefgen.base.diagnostics import Level, Loc
from briefgen.base.html import Html
from briefgen.model.document import Document
from briefgen.model.site import Site
from briefgen.model.views import PageView


class Finding(Struct, frozen=True):
    """Something an extension's check has to say about a record."""

    record: str
    """Key of the record, for example `claim:kyiv-region-retaken`."""
    message: str
    """What is wrong, in a clause without a full stop."""
    hint: str = ""
    """What to do about it."""
    field: Loc = ()
    """The way to the field inside the record, for example `("assertions", 0, "by")`."""
    level: Level = "warning"


class OwnPage(Struct, frozen=True):
    """A page of an extension's own, made with the theme's `page.html`."""

    address: tuple[str, ...]
    """Its address below the site's root, by segments: `("speakers",)` is `/speakers/`."""
    title: str
    body: Callable[[Callable[[str], str]], Html]
    """Gives its text. It is given a function from the key of a record to that record's address, as seen from the page."""
    summary: str = ""
    """One sentence for lists and search engines."""


class Extension(Struct, frozen=True, kw_only=True):
    """What an installed package adds to briefgen. Every function must be pure: equal arguments, equal answers."""

    name: str
    """By which a site asks for it: that of its entry point."""
    version: str
    markdown: tuple[Callable[[Document], Document], ...] = ()
    """Rules of Markdown: what becomes of a text once it is parsed, before names are looked for in it."""
    checks: tuple[Callable[[Site], Iterable[Finding]], ...] = ()
    """What else is to be said of a site."""
    planners: tuple[Callable[[Site], Iterable[OwnPage]], ...] = ()
    """Which pages there are besides; asked once for each language of the site."""
    filters: Mapping[str, Callable[..., Any]] = {}
    """Filters for templates, by name."""
    finishers: tuple[Callable[[str, PageView], str], ...] = ()
    """What becomes of a page’s HTML at the end, given its view."""
