"""A site as machines know it: by absolute addresses, and each record by an identifier that stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When
from briefgen.base.html import Html, unmarked
from briefgen.base.patterns import pattern
from briefgen.linking.names import display_name
from briefgen.model.formats import S, chosen
from briefgen.model.records import Author, Record
from briefgen.model.site import Site, split_key
from briefgen.pages.chrome import routes_of
from briefgen.pages.context import Context, context_for
from briefgen.pages.routes import Routes

FRAGMENTS: Mapping[str, str] = {
    "article": "article", "person": "person", "organisation": "org", "place": "place", "event": "event", "claim": "claim",
    "term": "term", "topic": "topic", "source": "source", "author": "person", "page": "page",
}  # fmt: skip
"""What a record is called at the address of its page: `…/people/x/#person`."""
SAME: Mapping[str, str] = {
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "orcid": "https://orcid.org/{}",
    "isni": "https://isni.org/isni/{}",
    "imdb": "https://www.imdb.com/name/{}/",
    "opensanctions": "https://www.opensanctions.org/entities/{}/",
    "opencorporates": "https://opencorporates.com/companies/{}",
    "ror": "https://ror.org/{}",
    "geonames": "https://www.geonames.org/{}/",
    "osm": "https://www.openstreetmap.org/{}",
}
"""Where an identifier leads, by registry; from the registries’ own documentation of permanent addresses."""
_TAGS = pattern(r"<[^>]+>")


class Web(Struct, frozen=True):
    """A site with an address of its own."""

    site: Site
    routes: Routes
    base: str
    """Its address, which ends in a slash."""

    def url(self, path: str) -> str:
        """The absolute address of something below the site's root."""
        return self.base + path

    @property
    def front(self) -> str:
        """The absolute address of the front page, in an edition that of the edition."""
        return self.base + place_of(self.site)

    def file(self, path: str) -> str:
        """The absolute address of a file of the content."""
        return self.base + quote(path)

    def record(self, key: str) -> str:
        """The absolute address of a record's page; empty when readers find none."""
        record = self.site.records.get(key)
        if record is None or not self.routes.has_page(record, key):
            return ""
        routes = replace(self.routes, prefix="") if key in self.site.elsewhere else self.routes
        return self.base + routes.record(key)

    def id(self, key: str) -> str:
        """The identifier of what a record is about; empty for what has no page."""
        url = self.record(key)
        return f"{url}#{FRAGMENTS[split_key(key)[0]]}" if url else ""

    @property
    def publisher(self) -> str:
        """The identifier of who publishes the site."""
        return f"{self.base}#publisher"

    def name(self, key: str) -> str:
        """A record's name; empty when readers may not see it, or it is nobody's business."""
        record = self.site.records.get(key)
        return unmarked(display_name(record)) if record is not None and is_public(record) else ""

    def context(self, record: Record | None = None, key: str = "") -> Context:
        """A place from which every address comes out absolute."""
        found = context_for(self.site, self.routes, "", record, key)
        return replace(found, root=self.base)

    def far(self, url: str, root: str) -> str:
        """An address out of a page's view, made absolute; `root` is that page's way up."""
        if url.startswith(("http://", "https://", "mailto:")):
            return url
        return self.base + url.removeprefix(root)


def place_of(site: Site) -> str:
    """What stands in front of the addresses of an edition: `uk/`; nothing for the site itself."""
    return f"{site.prefix}/" if site.prefix else ""


def web_of(site: Site) -> Web | None:
    """The site with its addresses; None when it does not know where it will live."""
    url = site.config.url
    return Web(site, routes_of(site, site.prefix), f"{url.rstrip('/')}/") if url else None


def settings(site: Site, name: str, defaults: type[S]) -> S | None:
    """The settings of a format; None when it is off."""
    switch: bool | S = getattr(site.config, name)
    return chosen(switch, defaults)


def is_public(record: Record) -> bool:
    """Whether machines may be told of a record at all."""
    return getattr(record, "privacy", "public") == "public" and not record.draft


def is_listed(web: Web, key: str) -> bool:
    """Whether a record has a page that search engines and programs may know."""
    record = web.site.records.get(key)
    if record is None or key in web.site.elsewhere or not is_public(record):
        return False
    return not record.noindex and web.routes.has_page(record, key)


def same_as(ids: Mapping[Any, Any]) -> list[str]:
    """Addresses of the same thing in registries elsewhere."""
    return [SAME[name].format(quote(str(value), safe="/:-")) for name, value in ids.items() if name in SAME]


def author_of(site: Site, who: str) -> tuple[str, Author | None]:
    """Key and record of an author, who may be named in words instead."""
    key = who if who.startswith("author:") else f"author:{who}"
    found = site.records.get(key)
    return key, found if isinstance(found, Author) else None


def publisher_name(site: Site) -> str:
    """Who publishes the site: as said, else the publisher's record, the title, the host."""
    config = site.config
    organisation = site.records.get(config.publisher.organisation) if config.publisher.organisation else None
    named = display_name(organisation) if organisation is not None else ""
    return config.publisher.name or named or config.title or config.url.partition("://")[2].partition("/")[0]


# --- text and time --------------------------------------------------------------------------------------------


def words_of(html: str) -> str:
    """HTML as plain words on one line."""
    return " ".join(unescape(_TAGS.sub("", unmarked(html))).split())


def plain(context: Context, text: str, lang: str = "") -> str:
    """A short field of a record as plain words."""
    return words_of(context.inline(text, lang)) if text else ""


def machine_date(when: When | None) -> str:
    """A day or a moment as ISO 8601; empty for what is less exact, uncertain or a range."""
    if when is None or when.mark or when.precision not in {"day", "minute"}:
        return ""
    return when.lower.isoformat() if when.instant is None else when.instant.isoformat()


def moment(when: When, timezone: str) -> str:
    """The moment from which something holds, as RFC 3339: a date counts from its first moment in the site's zone."""
    if when.instant is not None:
        return when.instant.isoformat()
    day = when.lower if when.lower != date.min else date(1970, 1, 1)
    return datetime.combine(day, time.min, _zone(timezone)).isoformat()


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def in_full(text: Html | str) -> str:
    """Text that may be put into XML: characters that XML cannot hold are left out, and marks of languages."""
    return _NOT_XML.sub("", unmarked(text))


_NOT_XML = pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
