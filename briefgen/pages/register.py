"""The view of a register: all records of a kind, a month's articles, a tag, a section."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from briefgen.base.dates import parse_when
from briefgen.base.html import word
from briefgen.base.paging import page_of
from briefgen.linking.names import display_name
from briefgen.model.output import Page
from briefgen.model.records import Article, Claim, Correction, Event, Record
from briefgen.model.site import Site, split_key
from briefgen.model.views import (
    FacetValue,
    FacetView,
    GroupLink,
    GroupsPage,
    LetterGroup,
    LinkView,
    MonthLink,
    Pager,
    RegisterPage,
)
from briefgen.pages.cards import (
    article_cards,
    correction_view,
    entity_cards,
    event_cards,
    grouped_by_status,
    source_cards,
    topic_card,
)
from briefgen.pages.chrome import chrome, head, list_link, register_crumb
from briefgen.pages.context import Context, context_for
from briefgen.pages.maps import has_map
from briefgen.pages.mentions import pager
from briefgen.pages.routes import ARTICLES_A_PAGE, ENTRIES_A_PAGE, Routes
from briefgen.site.registers import BY_LETTER, sort_key

Addresses = Callable[[int], str]
NEWEST_FIRST = frozenset({"article", "event", "correction", "month", "tag", "section"})
"""Lists of which fewer entries stand on a page, since each takes more room."""


def register_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> RegisterPage:
    """The view of the register of a kind."""
    context = context_for(site, routes, page.url)
    kind = page.key
    keys = site.registers.get(kind, ())
    shown, turner = _shown(context, page, keys, lambda number: routes.register(kind, number))
    return RegisterPage(
        chrome=chrome(context, options),
        head=head(context, "register", word(f"register.{kind}"), ""),
        kind=kind,
        scope="",
        scope_label="",
        month=None,
        groups=tuple(_groups(context, kind, shown)),
        total=len(keys),
        facets=_facets(context, shown) if kind == "claim" else (),
        months=_months(context, routes) if kind == "article" and page.number == 0 and site.config.pages.months else (),
        pager=turner,
        map_url=context.href(routes.place("map")) if kind == "place" and has_map(site) else "",
    )


def archive_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> RegisterPage:
    """The view of the articles of a month, with a tag, or of a section."""
    context = context_for(site, routes, page.url)
    keys, label, addresses = _archive(site, routes, page)
    shown, turner = _shown(context, page, keys, addresses)
    return RegisterPage(
        chrome=chrome(context, options),
        head=head(context, page.kind, label, "", (_way_back(context, page.kind),)),
        kind="article",
        scope=page.kind,
        scope_label=label,
        month=parse_when(page.key) if page.kind == "month" else None,
        groups=(LetterGroup(label="", articles=article_cards(context, shown)),),
        total=len(keys),
        facets=(),
        months=(),
        pager=turner,
    )


def _way_back(context: Context, kind: str) -> LinkView:
    return register_crumb(context, "article") if kind == "month" else list_link(context, f"{kind}s")


def groups_page(site: Site, routes: Routes, page: Page, options: Mapping[str, str]) -> GroupsPage:
    """The view of all tags or all sections, in alphabetical order."""
    context = context_for(site, routes, page.url)
    kind = page.kind.removesuffix("s")
    members, address = (site.tags, routes.tag) if kind == "tag" else (site.sections, routes.section)
    return GroupsPage(
        chrome=chrome(context, options),
        head=head(context, page.kind, word(f"list.{page.kind}"), ""),
        kind=kind,
        groups=tuple(
            GroupLink(
                label=name,
                url=context.href(address(name)),
                articles=len(articles),
                latest=getattr(site.records[articles[0]], "date", None),
            )
            for name, articles in sorted(members.items(), key=lambda one: one[0].casefold())
        ),
        total=len(members),
    )


def _archive(site: Site, routes: Routes, page: Page) -> tuple[Sequence[str], str, Addresses]:
    match page.kind:
        case "month":
            return site.months[page.key], page.key, lambda number: routes.month(page.key, number)
        case "tag":
            return site.tags[page.key], page.key, lambda number: routes.tag(page.key, number)
        case _:
            return site.sections[page.key], page.key, lambda number: routes.section(page.key, number)


def page_size(kind: str) -> int:
    """Entries on one page of a register."""
    return ARTICLES_A_PAGE if kind in NEWEST_FIRST else ENTRIES_A_PAGE


def _shown(
    context: Context, page: Page, keys: Sequence[str], addresses: Addresses
) -> tuple[Sequence[str], Pager | None]:
    """The keys of this page, and its neighbours: alphabetical lists count from their beginning, others from the oldest."""
    size = page_size(page.key if page.kind == "register" else page.kind)
    by_letter = page.kind == "register" and page.key in BY_LETTER
    if not by_letter:
        shown = page_of(keys, size, page.number)
        return shown, pager(page.number, page.total, lambda number: context.href(addresses(number)))
    turner = _letter_pager(page, lambda number: context.href(addresses(number + 1 if number else number)))
    return keys[page.number * size : (page.number + 1) * size], turner


def letter_pages(entries: int, size: int) -> int:
    """Numbered pages besides the first one, for alphabetical lists."""
    return max(0, -(-entries // size) - 1)


def _letter_pager(page: Page, address: Addresses) -> Pager | None:
    if page.total == 0:
        return None
    before, after = page.number - 1, page.number + 1
    return Pager(
        number=page.number + 1,
        total=page.total + 1,
        newer=address(before) if before >= 0 else "",
        older=address(after) if after <= page.total else "",
        alphabetical=True,
    )


def _groups(context: Context, kind: str, keys: Sequence[str]) -> Iterable[LetterGroup]:
    match kind:
        case "article":
            for month, members in groupby(keys, key=lambda key: _month(context.site, key)):
                when = parse_when(month) if month else None
                yield LetterGroup(
                    label="", month=when, articles=article_cards(context, members), id=f"m-{month}" if month else ""
                )
        case "claim":
            for group in grouped_by_status(context, keys):
                yield LetterGroup(label="", status=group.status, claims=group.claims, id=f"status-{group.status.id}")
        case "event":
            for year, members in groupby(keys, key=lambda key: _year(context.site, key)):
                yield LetterGroup(label=year, events=event_cards(context, members), id=f"y-{year}")
        case "correction":
            for month, members in groupby(keys, key=lambda key: _month(context.site, key)):
                shown = tuple(correction_view(context, key) for key in members)
                yield LetterGroup(label="", month=parse_when(month), corrections=shown, id=f"m-{month}")
        case "topic":
            cards = (topic_card(context, key) for key in keys)
            yield LetterGroup(label="", topics=tuple(card for card in cards if card is not None))
        case _:
            for letter, members in groupby(keys, key=lambda key: _letter(context.site.records[key])):
                yield _letter_group(context, kind, letter, tuple(members))


def _letter_group(context: Context, kind: str, letter: str, keys: Sequence[str]) -> LetterGroup:
    # Two letters of different scripts may sound alike, so only those of ASCII stand for themselves.
    id = f"letter-{letter.lower() if letter.isascii() and letter.isalnum() else format(ord(letter[0]), 'x')}"
    if kind == "source":
        return LetterGroup(label=letter, sources=source_cards(context, keys), id=id)
    return LetterGroup(label=letter, entities=entity_cards(context, keys), id=id)


def _letter(record: Record) -> str:
    first = sort_key(record)[:1].upper()
    return first if first.isalpha() else "#"


def _month(site: Site, key: str) -> str:
    record = site.records[key]
    when = record.date if isinstance(record, Article | Correction) else None
    return when.lower.isoformat()[:7] if when is not None else ""


def _year(site: Site, key: str) -> str:
    record = site.records[key]
    return str(record.date.lower.year) if isinstance(record, Event) else ""


def _months(context: Context, routes: Routes) -> tuple[MonthLink, ...]:
    return tuple(
        MonthLink(month=parse_when(month), url=context.href(routes.month(month)), articles=len(articles))
        for month, articles in context.site.months.items()
    )


def _facets(context: Context, keys: Sequence[str]) -> tuple[FacetView, ...]:
    """Ways to narrow the list; values by frequency."""
    ways: tuple[tuple[str, Callable[[str], Iterable[tuple[str, str]]]], ...] = (
        ("kind", lambda key: _kind_value(context, key)),
        ("speaker", lambda key: _values(context, _of(context, key).assertions, lambda one: one.by)),
        ("topic", lambda key: _values(context, context.site.topics_of_claim.get(key, ()), str)),
        ("place", lambda key: _places(context, key)),
    )
    facets = (_facet(label, keys, values) for label, values in ways)
    return tuple(facet for facet in facets if len(facet.values) > 1)


def _of(context: Context, key: str) -> Claim:
    claim = context.site.records[key]
    assert isinstance(claim, Claim)  # noqa: S101 - keys of claims
    return claim


def _kind_value(context: Context, key: str) -> Iterable[tuple[str, str]]:
    kind = _of(context, key).kind
    yield kind, word(f"claim_kind.{kind}")


def _values(context: Context, members: Iterable[object], key_of: Callable[..., str]) -> Iterable[tuple[str, str]]:
    for member in members:
        key = key_of(member)
        record = context.site.records.get(key)
        if record is not None:
            yield split_key(key)[1], display_name(record)


def _places(context: Context, key: str) -> Iterable[tuple[str, str]]:
    claim = _of(context, key)
    places = dict.fromkeys((*filter(None, (claim.where,)), *claim.about))
    return _values(context, (one for one in places if split_key(one)[0] == "place"), str)


def _facet(label: str, keys: Sequence[str], values: Callable[[str], Iterable[tuple[str, str]]]) -> FacetView:
    words: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for key in keys:
        for id, name in dict.fromkeys(values(key)):
            words[id] = name
            members.setdefault(id, []).append(split_key(key)[1])
    ordered = sorted(members, key=lambda one: (-len(members[one]), words[one]))
    return FacetView(
        label=label,
        values=tuple(
            FacetValue(id=id, label=words[id], count=len(members[id]), claims=tuple(members[id])) for id in ordered
        ),
    )
