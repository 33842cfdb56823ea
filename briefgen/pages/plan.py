"""Which pages the site has: the one list of everything that will be written, and the check that no two share an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec.structs import replace

from briefgen.base.diagnostics import Checked, Diagnostic, Mark, Related, Spot
from briefgen.base.paging import page_count
from briefgen.model.output import Page, PageKind
from briefgen.model.records import Record
from briefgen.model.site import Site, split_key
from briefgen.pages.chrome import MANIFEST, has_manifest, kinds_in_use, routes_of
from briefgen.pages.diary import DAYS_A_PAGE, diary_pages
from briefgen.pages.maps import has_map
from briefgen.pages.own import own_pages
from briefgen.pages.register import letter_pages, page_size
from briefgen.pages.routes import ARTICLES_A_PAGE, Routes, file_of
from briefgen.pages.search import part_address
from briefgen.reading.disk import CONTENT
from briefgen.reading.extensions import ExtensionFaultError
from briefgen.reading.marks import SITE
from briefgen.site.addresses import older_addresses
from briefgen.site.quoted import MENTIONS_A_PAGE
from briefgen.site.registers import BY_LETTER

MENTIONED = frozenset({"person", "organisation", "place", "event", "term"})


def plan(site: Site, documents: Iterable[Page] = ()) -> Checked[tuple[Page, ...]]:
    """Every page, in a fixed order, then what machines read; with an error for each address that two of them want."""
    try:
        pages = (*_all_pages(site), *documents)
    except ExtensionFaultError as fault:
        return Checked((), (fault.diagnostic,))
    said = (*_collisions(pages, site), *_hidden_files(pages, site))
    return Checked(tuple({page.path: page for page in pages}.values()), said)


def _all_pages(site: Site) -> Iterator[Page]:
    """The pages of all editions; each knows its twins in the other ones."""
    if not site.editions:
        yield from _pages(site, routes_of(site))
        return
    by_lang = {"": list(_pages(site, routes_of(site)))}
    for lang, edition in site.editions.items():
        by_lang[lang] = [
            replace(one, lang=lang) for one in _pages(edition, routes_of(edition, lang)) if one.kind != "404"
        ]
    twins: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for lang, pages in by_lang.items():
        for one in pages:
            if _has_twins(one):
                twins.setdefault((one.kind, one.key), []).append((lang or site.config.lang, one.url))
    for pages in by_lang.values():
        for one in pages:
            alternates = twins[one.kind, one.key] if _has_twins(one) else [(one.lang or site.config.lang, one.url)]
            yield replace(one, alternates=tuple(alternates))


def _has_twins(page: Page) -> bool:
    """Whether the page is the same in all languages: further pages of lists have other entries in each."""
    return page.number == 0 and page.kind not in {"redirect", "404"} and not page.is_file


def _pages(site: Site, routes: Routes) -> Iterator[Page]:
    yield Page(path="404.html", url="404.html", kind="404", owner="the page for missing addresses")
    for key, record in site.records.items():
        if routes.has_page(record, key) and key not in site.elsewhere:
            yield from record_pages(site, routes, key, record)
    for key, stone in site.tombstones.items():
        yield _page("withdrawn", routes.record(key), key, f"the notice that stands where {key} was")
        yield from _redirects(routes, key, stone.older)
    yield from list_pages(site, routes)
    yield from _search_pages(site, routes)


def list_pages(site: Site, routes: Routes) -> Iterator[Page]:
    """Pages that are about no single record: the front page, registers, archives, what happened by days."""
    yield _page("front", routes.place(), "", "the front page")
    for kind in kinds_in_use(site):
        yield from _register_pages(site, routes, kind)
    yield from _archives(site, routes)
    yield from _diaries(site, routes)
    if has_map(site):
        yield _page("map", routes.place("map"), "", "the map")
    if site.search:
        yield _page("search", routes.place("search"), "", "the search page")
    for extension, own in own_pages(site):
        yield _page("own", routes.place(*own.address), "/".join(own.address), f"the extension {extension.name}")


def _diaries(site: Site, routes: Routes) -> Iterator[Page]:
    """The timeline, the changes, the days, and the lists of tags and sections."""
    if "timeline" in site.lists:
        total = diary_pages(site.timeline)
        for number in range(total + 1):
            yield _page("timeline", routes.timeline(number), "", "the timeline", number, total)
    if "changes" in site.lists:
        total = diary_pages(site.changes)
        for number in range(total + 1):
            yield _page("changes", routes.changes(number), "", "the list of changes", number, total)
    if "days" in site.lists:
        total = page_count(len(site.days), DAYS_A_PAGE)
        for number in range(total + 1):
            yield _page("days", routes.day("", number), "", "the list of days", number, total)
        for day in site.days:
            yield _page("as-of", routes.day(day), day, f"the page of {day}")
    if "tags" in site.lists:
        yield _page("tags", routes.groups("tag"), "", "the list of tags")
    if "sections" in site.lists:
        yield _page("sections", routes.groups("section"), "", "the list of sections")


def _search_pages(site: Site, routes: Routes) -> Iterator[Page]:
    for key, path in site.cards.items():
        yield _page("social-card", path, key, f"the card of {key or 'the site'}")
    if has_manifest(site) and not routes.prefix:
        yield _page("manifest", MANIFEST, "", "the web app manifest")
    for part in site.search:
        yield _page("search-index", part_address(routes, part), part, "the search index")


def pages_of(site: Site, key: str) -> tuple[Page, ...]:
    """The pages of one record."""
    routes, record = routes_of(site), site.records[key]
    return tuple(record_pages(site, routes, key, record)) if routes.has_page(record, key) else ()


def are_free(pages: Iterable[Page], paths: Iterable[str], files: Iterable[str]) -> bool:
    """Whether nothing else wants the addresses of some new pages: neither a page nor a file of the content."""
    new = {page.path.casefold() for page in pages}
    places = new | {str(folder) for path in new for folder in PurePosixPath(path).parents}
    return new.isdisjoint(map(str.casefold, paths)) and places.isdisjoint(map(str.casefold, files))


def _page(kind: PageKind, url: str, key: str, owner: str, number: int = 0, total: int = 0) -> Page:
    return Page(path=file_of(url), url=url, kind=kind, key=key, number=number, total=total, owner=owner)


def record_pages(site: Site, routes: Routes, key: str, record: Record) -> Iterator[Page]:
    """The page of a record, further pages of its mentions, and its old addresses."""
    kind: PageKind = split_key(key)[0]  # type: ignore[assignment]
    total = page_count(site.mention_counts.get(key, 0), MENTIONS_A_PAGE) if kind in MENTIONED else 0
    if kind == "author":
        total = page_count(len(site.articles_by.get(key, ())), ARTICLES_A_PAGE)
    for number in range(total + 1):
        yield _page(kind, routes.record(key, number), key, key, number, total)
    yield from _redirects(routes, key, older_addresses(key, record, site.config.permalinks))


def _redirects(routes: Routes, key: str, paths: Iterable[str]) -> Iterator[Page]:
    return (_page("redirect", routes.at(path), key, f"an older address of {key}") for path in paths)


def _register_pages(site: Site, routes: Routes, kind: str) -> Iterator[Page]:
    entries, size = len(site.registers.get(kind, ())), page_size(kind)
    total = letter_pages(entries, size) if kind in BY_LETTER else page_count(entries, size)
    for number in range(total + 1):
        # Alphabetical page 2 is number 1 here and /page/2/ to readers; newest-first pages are numbered from the oldest.
        shown = number + 1 if kind in BY_LETTER and number else number
        yield _page("register", routes.register(kind, shown), kind, f"the register of {kind}s", number, total)


def _archives(site: Site, routes: Routes) -> Iterator[Page]:
    groups: tuple[tuple[PageKind, Mapping[str, tuple[str, ...]]], ...] = (
        ("month", site.months if site.config.pages.months else {}),
        ("tag", site.tags),
        ("section", site.sections),
    )
    for kind, members in groups:
        for name, articles in members.items():
            total = page_count(len(articles), page_size(kind))
            for number in range(total + 1):
                yield _page(kind, _archive_url(routes, kind, name, number), name, f"the {kind} “{name}”", number, total)


def _archive_url(routes: Routes, kind: PageKind, name: str, number: int) -> str:
    match kind:
        case "month":
            return routes.month(name, number)
        case "tag":
            return routes.tag(name, number)
        case _:
            return routes.section(name, number)


def _collisions(pages: Iterable[Page], site: Site) -> Iterator[Diagnostic]:
    first: dict[str, Page] = {}
    for page in pages:
        # Some file systems do not tell upper from lower case.
        other = first.setdefault(page.path.casefold(), page)
        if other is not page:
            yield _collision(page, other, site)


def _collision(page: Page, other: Page, site: Site) -> Diagnostic:
    """Said at a redirect rather than at the page it would hide, and at a record rather than at a register."""
    if page.kind != "redirect" and (other.kind == "redirect" or _spot(page, site) is None):
        page, other = other, page
    spot, second = _spot(page, site), _spot(other, site)
    related = (Related(second, "the other one"),) if second is not None else ()
    message = f"two pages want the address /{page.url}: {other.owner} and {page.owner}"
    hint = _COLLISION_HINTS.get(page.kind, "give one of them another id")
    return Diagnostic("E016", spot or Spot(SITE), message, hint, related, spot.record if spot is not None else "")


_COLLISION_HINTS: Mapping[PageKind, str] = {
    "redirect": "take it out of `redirect_from`",
    "tag": "write the tag in one way everywhere",
    "section": "write the section in one way everywhere",
}


def _spot(page: Page, site: Site) -> Spot | None:
    """Where the page was asked for; None for what no record asks for, such as a register."""
    if page.lang:
        key = f"{page.key}.{page.lang}" if page.key.startswith(("article:", "page:")) else page.key
        return Spot(key) if page.key in site.editions[page.lang].records else None
    match page.kind:
        case "withdrawn":
            return Spot(page.key)
        case "redirect":
            return Spot(page.key, ("redirect_from",), on_key=True)
        case "tag":
            return Spot(site.tags[page.key][0], ("tags",))
        case "section":
            return Spot(site.sections[page.key][0], ("section",))
        case _:
            return Spot(page.key) if page.key in site.records else None


def _hidden_files(pages: Iterable[Page], site: Site) -> Iterator[Diagnostic]:
    """Files of the content that a page, or the folder of one, would replace."""
    files = {path.casefold() for path in site.files}
    owners: dict[str, str] = {}
    for page in pages if files else ():
        path = page.path.casefold()
        if path in files:
            owners.setdefault(path, page.owner)
        while path := path.rpartition("/")[0]:
            if path in files:
                owners.setdefault(path, f"the folder of {page.owner}")
    for path in site.files:
        if owner := owners.get(path.casefold()):
            message = f"this file and {owner} want the same address, /{path}"
            yield Diagnostic("E016", Mark(f"{CONTENT}/{path}"), message, "rename the file")
