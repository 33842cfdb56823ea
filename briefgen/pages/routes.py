"""Every address of the site is made here (ruling 16). Addresses must not change once published.

An address is a path below the site's root: `people/hanna-malyar/`. From a page it is reached through the page's
*root*, the relative way up (`../../`), so that a site works under any sub-path and from a folder on disk.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.text import slug
from briefgen.model.records import PLURALS, Organisation, Person, Place, Record
from briefgen.model.site import split_key

MENTIONS_A_PAGE = 50
ENTRIES_A_PAGE = 200
ARTICLES_A_PAGE = 50
WITHOUT_PAGE = frozenset({"correction", "author"})
"""Kinds that have no page of their own yet."""


_PRIVATE = (Person, Organisation, Place)
_PAGELESS = tuple(f"{kind}:" for kind in sorted(WITHOUT_PAGE))


class Routes(Struct, frozen=True):
    """Addresses of one site."""

    flat: bool = False
    """True writes `people/x.html`, False `people/x/index.html`."""
    prefix: str = ""
    """What all addresses of an edition begin with: its language."""
    left_out: tuple[str, ...] = ()
    """Kinds of record that the site gives no pages, each followed by a colon."""

    def place(self, *segments: str) -> str:
        """An address from its segments."""
        if not segments:
            return f"{self.prefix}/" if self.prefix else ""
        if self.prefix:
            segments = (self.prefix, *segments)
        return "/".join(segments) + (".html" if self.flat else "/")

    def has_page(self, record: Record, key: str) -> bool:
        """Whether readers find a page about the record: not for limited people, nor for kinds without pages."""
        if isinstance(record, _PRIVATE) and record.privacy != "public":
            return False
        return not key.startswith(_PAGELESS) and not (self.left_out and key.startswith(self.left_out))

    def record(self, key: str, page: int = 0) -> str:
        """The page of a record, or a further page of its mentions."""
        return _record(self, key, page)

    def register(self, kind: str, page: int = 0) -> str:
        """The register of a kind."""
        return self.place(PLURALS[kind], *_numbered(page))

    def month(self, month: str, page: int = 0) -> str:
        """The articles of a month, `2022-04`."""
        return self.place("articles", *month.split("-"), *_numbered(page))

    def tag(self, tag: str, page: int = 0) -> str:
        """The articles with a tag."""
        return self.place("tags", segment(tag), *_numbered(page))

    def section(self, section: str, page: int = 0) -> str:
        """The articles of a section."""
        return self.place("sections", segment(section), *_numbered(page))


@lru_cache(maxsize=1 << 17)
def _record(routes: Routes, key: str, page: int) -> str:
    """The same for every page that links to it."""
    kind, id, lang = split_key(key)
    if lang and not routes.prefix:
        routes = replace(routes, prefix=lang)
    way = (id,) if kind == "page" else (PLURALS[kind], id)
    return routes.place(*way, *_numbered(page))


@lru_cache(maxsize=1 << 12)
def segment(words: str) -> str:
    """Words of any script as one segment of an address."""
    return slug(words) or quote(words.strip().replace("/", "-").replace(" ", "-"), safe="") or "-"


def _numbered(page: int) -> tuple[str, ...]:
    return ("page", str(page)) if page else ()


def file_of(url: str) -> str:
    """The file that answers for an address."""
    return f"{url}index.html" if url == "" or url.endswith("/") else url


def root_of(url: str) -> str:
    """The way from an address to the site's root."""
    return "../" * url.count("/") or "./"
