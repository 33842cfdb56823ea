"""Every address of the site is made here (ruling 16). Addresses must not change once published.

An address is a path below the site's root: `people/hanna-malyar/`. From a page it is reached through the page's
*root*, the relative way up (`../../`), so that a site works under any sub-path and from a folder on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, unquote

from msgspec import Struct

from briefgen.base.text import slug
from briefgen.model.records import PLURALS, Organisation, Person, Place, Record
from briefgen.model.site import split_key
from briefgen.site.addresses import usual_path

ENTRIES_A_PAGE = 200
ARTICLES_A_PAGE = 50

_PRIVATE = (Person, Organisation, Place)
_NOWHERE: Mapping[str, str] = MappingProxyType({})


class Routes(Struct, frozen=True):
    """Addresses of one site."""

    flat: bool = False
    """True writes `people/x.html`, False `people/x/index.html`."""
    prefix: str = ""
    """What all addresses of an edition begin with: its language."""
    left_out: tuple[str, ...] = ()
    """Kinds of record that the site gives no pages, each followed by a colon."""
    own: Mapping[str, str] = _NOWHERE
    """Paths of records whose kind has a pattern of its own, by key."""
    patterned: tuple[str, ...] = ()
    """Those kinds, each followed by a colon."""

    def place(self, *segments: str) -> str:
        """An address from its segments."""
        if not segments:
            return f"{self.prefix}/" if self.prefix else ""
        if self.prefix:
            segments = (self.prefix, *segments)
        return "/".join(segments) + (".html" if self.flat else "/")

    def has_page(self, record: Record, key: str) -> bool:
        """Whether readers find a page about the record: not for limited people, nor for kinds that the site leaves out."""
        if isinstance(record, _PRIVATE) and record.privacy != "public":
            return False
        return not (self.left_out and key.startswith(self.left_out))

    def record(self, key: str, page: int = 0) -> str:
        """The page of a record, or a further page of its mentions."""
        if self.patterned and key.startswith(self.patterned) and (path := self.own.get(key)):
            return self.at(path, page)
        return _record(self.flat, self.prefix, key, page)

    def at(self, path: str, page: int = 0) -> str:
        """The address of a path; one with a slash in front begins at the site's root, whatever the edition.

        Such an address is an older one: where it ends in a slash it was a folder, whatever the site makes now.
        """
        if path.startswith("/"):
            return path[1:] if path.endswith((".html", "/")) else Routes(self.flat).at(path[1:])
        return self.place(*path.split("/"), *_numbered(page))

    def timeline(self, page: int = 0) -> str:
        """The timeline."""
        return self.place("timeline", *_numbered(page))

    def changes(self, page: int = 0) -> str:
        """What has changed for readers."""
        return self.place("changes", *_numbered(page))

    def day(self, day: str = "", page: int = 0) -> str:
        """The site as it stood on a day, `2022-04-02`; without one, the list of days."""
        return self.place("as-of", *((day,) if day else ()), *_numbered(page))

    def groups(self, kind: str) -> str:
        """All tags, or all sections."""
        return self.place(f"{kind}s")

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
def _record(flat: bool, prefix: str, key: str, page: int) -> str:
    """The same for every page that links to it."""
    return Routes(flat, prefix or split_key(key)[2]).at(usual_path(key), page)


@lru_cache(maxsize=1 << 12)
def segment(words: str) -> str:
    """Words of any script as one segment of an address."""
    return slug(words) or quote(words.strip().replace("/", "-").replace(" ", "-"), safe="") or "-"


def _numbered(page: int) -> tuple[str, ...]:
    return ("page", str(page)) if page else ()


def file_of(url: str) -> str:
    """The file that answers for an address. Hosts decode an address before they look for it."""
    plain = unquote(url)
    return f"{plain}index.html" if plain == "" or plain.endswith("/") else plain


def root_of(url: str) -> str:
    """The way from an address to the site's root."""
    return "../" * url.count("/") or "./"
