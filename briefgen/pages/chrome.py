"""What all pages share, and what the head of each page says."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape

from briefgen import __version__
from briefgen.as_of.publication import is_draft
from briefgen.base.html import Html, escape, unmarked, word
from briefgen.base.patterns import pattern
from briefgen.base.text import direction
from briefgen.model.config import LISTS
from briefgen.model.parts import Link
from briefgen.model.records import PLURALS, Record
from briefgen.model.site import Site
from briefgen.model.views import Chrome, Head, LinkView, PublisherView
from briefgen.pages.context import Context
from briefgen.pages.routes import Routes

MENU_KINDS = ("article", "topic", "claim", "person", "organisation", "place", "event", "term", "source")
"""Registers offered in the main menu, in this order, when there is something in them."""

FURTHER_KINDS = ("author", "correction")
"""Registers that the foot of the page offers."""

DESCRIPTION_LENGTH = 160
"""Characters of a description that search engines show."""

_TAGS = pattern(r"<[^>]+>")


def chrome(context: Context, options: Mapping[str, str]) -> Chrome:
    """The frame of a page."""
    # Which entry of the menu is the current one hangs on the first part of the address alone.
    what = ("chrome", _within(context).partition("/")[0].removesuffix(".html"), *options.items())
    return context.recall(what, lambda: _chrome(context, options))


def _chrome(context: Context, options: Mapping[str, str]) -> Chrome:
    site = context.site
    return Chrome(
        site_title=site.config.title,
        home=context.href(context.routes.place()),
        root=context.root,
        lang=site.config.lang,
        dir=direction(site.config.lang),
        menu=_menu(context),
        footer=_footer(context),
        publisher=_publisher(context),
        now=context.now,
        generator=f"briefgen {__version__}",
        options=dict(options),
        search=context.href(context.routes.place("search")) if site.config.search_settings.enabled else "",
        pinned=site.config.as_of is not None,
    )


def _within(context: Context) -> str:
    """The page's address below the front page of its edition."""
    return context.url.removeprefix(context.routes.place())


def kinds_in_use(site: Site) -> tuple[str, ...]:
    """Kinds with a register, of which the site has records."""
    return tuple(kind for kind in (*MENU_KINDS, *FURTHER_KINDS) if kind in site.kinds)


def list_link(context: Context, name: str) -> LinkView:
    """A list of the site that is no register of records."""
    url = context.routes.place(ADDRESSES.get(name, name))
    return LinkView(label=word(f"list.{name}"), url=context.href(url), current=_is_within(context.url, url))


def _menu(context: Context) -> tuple[LinkView, ...]:
    kinds = (kind for kind in kinds_in_use(context.site) if kind in MENU_KINDS)
    entries = context.site.config.menu or tuple(PLURALS[kind] for kind in kinds)
    return tuple(_menu_entry(context, entry) for entry in entries)


def _menu_entry(context: Context, entry: str | Link) -> LinkView:
    if isinstance(entry, Link):
        return LinkView(label=entry.label, url=entry.url)
    kind = next((kind for kind, plural in PLURALS.items() if plural == entry), "")
    if not kind:
        return list_link(context, entry)
    url = context.routes.register(kind)
    return LinkView(label=word(f"register.{kind}"), url=context.href(url), current=_is_within(context.url, url))


def _is_within(url: str, register: str) -> bool:
    """Whether a page belongs to a register: it has the address, or stands below it."""
    return f"{url.removesuffix('.html')}/".startswith(f"{register.removesuffix('.html').rstrip('/')}/")


def _footer(context: Context) -> tuple[LinkView, ...]:
    """Lists that are not in the main menu, then pages of the site's own."""
    site = context.site
    registers = (register_crumb(context, kind) for kind in kinds_in_use(site) if kind in FURTHER_KINDS)
    lists = (list_link(context, name) for name in LISTS if name in site.lists)
    return (*lists, *registers, *context.links(site.menu_pages))


ADDRESSES: Mapping[str, str] = {"days": "as-of"}
"""Where lists stand whose names in the menu are not their addresses."""


def _publisher(context: Context) -> PublisherView | None:
    publisher = context.site.config.publisher
    link = context.link(publisher.organisation) if publisher.organisation else None
    if publisher.name or link is not None:
        name = publisher.name or (link.label if link is not None else "")
        return PublisherView(name=name, url=publisher.url or (link.url if link is not None else ""))
    return None


def head(
    context: Context,
    kind: str,
    title: str,
    description: Html | str,
    crumbs: tuple[LinkView, ...] = (),
    record: Record | None = None,
    key: str = "",
) -> Head:
    """The head of a page. `key` is that of the article or claim that it is about."""
    base = context.site.config.url
    return Head(
        kind=kind,
        title=title,
        description=plain(description),
        canonical=(getattr(record, "canonical", "") or absolute(base, context.url)) if base else "",
        lang=context.lang,
        dir=direction(context.lang),
        crumbs=crumbs,
        image=card_address(context, key),
        icon=context.href(context.site.config.icon) if context.site.config.icon else "",
        manifest=context.href(MANIFEST) if has_manifest(context.site) else "",
        noindex=record.noindex if record is not None else False,
        draft=is_draft(record) if record is not None else False,
    )


MANIFEST = "manifest.webmanifest"


def has_manifest(site: Site) -> bool:
    """Whether the site says how it looks on a home screen: when it has a name."""
    return bool(site.config.title)


def card_address(context: Context, key: str = "") -> str:
    """The picture for links to a page: that of the record, else the site's; empty when there is none."""
    path = (context.site.cards.get(key) if key else None) or context.site.cards.get("")
    return absolute(context.site.config.url, path) if path else ""


def absolute(base: str, url: str) -> str:
    """An address with host, from the site's own address and one below its root."""
    return f"{base.rstrip('/')}/{url}"


def plain(text: Html | str) -> str:
    """HTML, or words in which nothing is mark-up (`x < 5`), as one line of plain words, cut at a word for search engines."""
    words = " ".join(unescape(_TAGS.sub("", unmarked(escape(text)))).split())
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    return words[: DESCRIPTION_LENGTH - 1].rpartition(" ")[0].rstrip(",;:") + "…"


def register_crumb(context: Context, kind: str) -> LinkView:
    """The way back to a register."""
    return LinkView(label=word(f"register.{kind}"), url=context.href(context.routes.register(kind)))


def routes_of(site: Site, prefix: str = "") -> Routes:
    """The addresses of a site, or of its edition in the language `prefix`."""
    config = site.config
    pages, permalinks = config.pages, config.permalinks
    left_out = [kind for kind, wanted in (("claim:", pages.claims), ("source:", pages.sources)) if not wanted]
    patterned = tuple(f"{kind}:" for kind, plural in PLURALS.items() if plural in permalinks) if permalinks else ()
    return Routes(config.urls == "flat", prefix, tuple(left_out), site.addresses, patterned)
