"""The search page, and the parts of the index that its script loads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from msgspec import Struct

from briefgen.as_of.claim_status import status_at
from briefgen.base.html import unmarked, word
from briefgen.base.patterns import pattern
from briefgen.linking.names import display_name
from briefgen.model.output import Page
from briefgen.model.parts import alias_names
from briefgen.model.records import (
    Article,
    Claim,
    Event,
    Organisation,
    Person,
    Place,
    Record,
    Term,
    Topic,
)
from briefgen.model.records import Page as OwnPage
from briefgen.model.site import Site, split_key
from briefgen.model.views import LinkView, SearchPage, SearchPart
from briefgen.pages.cards import speakers, status_mark
from briefgen.pages.chrome import chrome, head, kinds_in_use
from briefgen.pages.context import Context, context_for
from briefgen.pages.routes import Routes
from briefgen.search import index
from briefgen.site.index import topics_of
from briefgen.site.searchable import FIRST, REST

SHOWN = 180
"""Characters of a text that a result shows."""
MOST_REFERRED = 8
"""People and places by which an article can be narrowed down: those it names most."""
_TAGS = pattern(r"<[^>]+>")
_MARKUP = pattern(r"[*_`\[\]<>\\&~^]")


def search_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> SearchPage:
    """The view of the search page."""
    context = context_for(site, routes, page.url)
    title = word("search.title")
    return SearchPage(
        chrome=chrome(context, options),
        head=head(context, "search", title, ""),
        first=context.href(part_address(routes, FIRST)),
        parts=tuple(
            SearchPart(
                name="" if one == REST else one,
                url=context.href(part_address(routes, one)),
                entries=len(site.search[one]),
            )
            for one in site.search
            if one != FIRST
        ),
        entries=len(site.search[FIRST]),
        statuses=tuple(map(status_mark, site.statuses.values())),
        kinds=tuple(sorted(kind for kind in site.kinds if kind in _KINDS)),
        full_text=site.config.search_settings.full_text,
        registers=tuple(
            LinkView(label=word(f"register.{kind}"), url=context.href(routes.register(kind)))
            for kind in kinds_in_use(site)
        ),
    )


_KINDS = frozenset(("article", "person", "organisation", "place", "event", "term", "claim", "topic", "page"))


def part_address(routes: Routes, part: str) -> str:
    """The file of a part of the index, below the site's root."""
    return f"{routes.prefix}/search/{part}.js" if routes.prefix else f"search/{part}.js"


def search_part(site: Site, routes: Routes, page: Page) -> bytes:
    """A part of the index."""
    context = context_for(site, routes, page.url)
    labels = _Labels(context)
    hidden = _hidden(site.unsearchable)
    found = [_document(context, key, labels, hidden) for key in site.search[page.key] if _is_reachable(context, key)]
    return index.shard(page.key, labels.all, found)


def _is_reachable(context: Context, key: str) -> bool:
    return bool(context.link_to(key))


class _Labels:
    """Records that others are narrowed down by, each named once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._numbers: dict[str, int] = {}

    def numbers(self, keys: Iterable[str]) -> list[int]:
        records = self._context.site.records
        return [self._numbers.setdefault(key, len(self._numbers)) for key in keys if key in records]

    @property
    def all(self) -> list[tuple[str, str]]:
        return [(key, unmarked(display_name(self._context.site.records[key]))) for key in self._numbers]


class _Told(Struct):
    """What is said of a record, before it is written down."""

    title: str
    summary: str = ""
    names: Iterable[str] = ()
    text: str = ""
    day: str = ""
    status: str = ""
    people: Iterable[str] = ()
    places: Iterable[str] = ()
    topics: Iterable[str] = ()


Hidden = re.Pattern[str] | None
"""Finds names that must not be found; None when there are none."""


def hidden_names(site: Site) -> Hidden:
    """What finds the names of those who must not be found."""
    return _hidden(site.unsearchable)


def without(hidden: Hidden, text: str) -> str:
    """A text as plain words, without names that must not be found."""
    plain = unmarked(text)
    return plain if hidden is None else hidden.sub("…", plain)


def _hidden(names: Iterable[str]) -> Hidden:
    listed = "|".join(map(re.escape, names))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE) if listed else None


def _document(context: Context, key: str, labels: _Labels, hidden: Hidden) -> index.Document:
    told = _told(context, key, context.site.records[key])

    def seen(text: str) -> str:
        return without(hidden, text)

    texts = (seen(told.title), seen(" ".join(told.names)), seen(told.summary), seen(told.text))
    further = {
        "x": _cut(texts[2] or texts[3]),
        "s": told.status,
        "d": told.day,
        "p": labels.numbers(told.people),
        "l": labels.numbers(told.places),
        "o": labels.numbers(told.topics),
    }
    stored: dict[str, Any] = {"t": texts[0], "k": split_key(key)[0]}
    stored.update((name, value) for name, value in further.items() if value)
    return index.Document(context.link_to(key).removeprefix(context.root), texts, stored)


def _told(context: Context, key: str, record: Record) -> _Told:
    match record:
        case Article():
            return _article(context, key, record)
        case Claim():
            return _claim(context, key, record)
        case Event():
            return _Told(
                title=record.title,
                summary=_plain(context, record.summary, record),
                names=(*record.names.values(), *alias_names(record.aliases)),
                day=record.date.lower.isoformat(),
                people=_public(context, record.people),
                places=_public(context, record.places),
                topics=record.topics,
            )
        case Person() | Organisation() | Place():
            return _entity(context, key, record)
        case Term():
            return _Told(
                title=record.term,
                summary=_plain(context, record.definition, record),
                names=(record.plural, *record.aliases),
            )
        case Topic():
            return _Told(title=record.title, summary=_plain(context, record.summary, record), topics=(key,))
        case OwnPage():
            return _Told(
                title=record.title,
                summary=_plain(context, record.summary, record),
                text=context.site.openings.get(key, ""),
            )
        case _:
            return _Told(title=display_name(record))


def _entity(context: Context, key: str, record: Person | Organisation | Place) -> _Told:
    former = record.historic_names if isinstance(record, Place) else record.former_names
    further = (record.formal_name,) if isinstance(record, Place) else ()
    names = (*record.names.values(), *alias_names(record.aliases), *(one.name for one in former), *further)
    roles = " ".join(role.title for role in record.roles) if isinstance(record, Person) else ""
    return _Told(
        title=display_name(record),
        summary=_plain(context, record.summary, record),
        names=dict.fromkeys(names),
        text=roles,
        people=(key,) if isinstance(record, Person) else (),
        places=(key,) if isinstance(record, Place) else (),
    )


def _article(context: Context, key: str, article: Article) -> _Told:
    often = _public(context, context.site.often_named.get(key, ()))
    return _Told(
        title=article.title,
        summary=_plain(context, article.standfirst or (article.summary[0] if article.summary else ""), article),
        text=context.site.openings.get(key, ""),
        day=article.date.lower.isoformat() if article.date is not None else "",
        people=[one for one in often if one.startswith("person:")][:MOST_REFERRED],
        places=[one for one in often if one.startswith("place:")][:MOST_REFERRED],
        topics=topics_of(article),
    )


def _claim(context: Context, key: str, claim: Claim) -> _Told:
    entry = status_at(claim, context.now)
    concerned = dict.fromkeys((*claim.about, *(one.by for one in claim.assertions), claim.where))
    public = _public(context, concerned)
    return _Told(
        title=claim.short,
        summary=claim.statement,
        text=" ".join(one.name for one in speakers(context, claim)),
        day=entry.date.lower.isoformat() if entry is not None else "",
        status=entry.status if entry is not None else "",
        people=[one for one in public if one.startswith("person:")],
        places=[one for one in public if one.startswith("place:")],
        topics=context.site.topics_of_claim.get(key, ()),
    )


def _public(context: Context, keys: Iterable[str]) -> list[str]:
    """Those records that readers find a page about."""
    return [key for key in keys if key and context.link_to(key)]


def _plain(context: Context, text: str, record: Record) -> str:
    """A short field as plain words."""
    if not _MARKUP.search(text):
        return text
    return " ".join(unescape(_TAGS.sub("", context.inline(text, record.lang))).split())


def _cut(text: str) -> str:
    if len(text) <= SHOWN:
        return text
    return text[:SHOWN].rpartition(" ")[0].rstrip(",;:") + "…"
