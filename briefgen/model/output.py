"""What a build writes: pages to render, files to copy, texts as they are."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PageKind = Literal[
    "article", "person", "organisation", "place", "event", "claim", "topic", "source", "term",
    "correction", "author", "register", "month", "tag", "section", "tags", "sections", "timeline", "changes",
    "as-of", "days", "withdrawn", "front", "page", "redirect", "404", "search", "search-index", "social-card", "manifest", "own",
    "map",
    "atom", "json-feed", "rss", "feed-style", "sitemap", "robots", "llms", "well-known", "claimreview",
    "api", "schema", "geojson", "csv", "calendar", "datapackage", "embed", "embed-style", "oembed", "mail",
]  # fmt: skip


class Page(Struct, frozen=True):
    """A page to be rendered, or a file made without a template. Either is a pure function of the site and this value."""

    path: str
    """File below the output folder."""
    url: str
    """Address below the site's root, for example `people/x/`; empty for the front page."""
    kind: PageKind
    key: str = ""
    """Record it shows; for registers the kind, for archives `2022-04`, the tag or the section; for the site on a day the day."""
    number: int = 0
    """Page of a long list; 0 for the first."""
    total: int = 0
    """Pages of that list."""
    lang: str = ""
    """Language of its edition; empty for the site's own."""
    alternates: tuple[tuple[str, str], ...] = ()
    """The same page in all languages it exists in, itself included: tag and address. Empty where it is the only one."""
    owner: str = ""
    """Who asked for it, in words: for collisions."""

    @property
    def is_file(self) -> bool:
        """True for what is made without a template and nobody reads as a page: a part of the search index, a feed."""
        return self.kind in FILES


FILES = frozenset({
    "search-index", "social-card", "manifest",
    "atom", "json-feed", "rss", "feed-style", "sitemap", "robots", "llms", "well-known", "claimreview",
    "api", "schema", "geojson", "csv", "calendar", "datapackage", "embed", "embed-style", "oembed", "mail",
})  # fmt: skip
"""Kinds that are made without a template."""


FULL_TEXT = "pagefind"
"""Folder of the site for the index of every word and what searches it."""


class Asset(Struct, frozen=True):
    """A file copied as it is."""

    path: str
    source: str
    """File on disk."""
    digest: str
    """Digest of its content, and of the recipe."""
    recipe: str = ""
    """How it is encoded, for pictures (see `images/encode.py`); empty for a file that is copied."""
    of_theme: bool = False
    """Whether it is a theme's: its styles and scripts are published without comments and blanks (see `output/minify.py`)."""


Output = Page | Asset
