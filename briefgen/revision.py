"""What an everyday edit makes of a build: the second straight list of stages, beside `build.py`.

Reads, links and checks only the files that were edited, and works out what that changes. It takes what `prepare` found
out before, in memory or from the store, and gives the same as `prepare` would; or None whenever an edit goes further
than it can follow. The promise is held by `tests/test_revision.py` and by the walks of `tests/soak`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefgen.as_of.publication import is_published
from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.packed import Bytes, packed_items
from briefgen.base.paging import page_count
from briefgen.checking.changes import NOT_CORRECTED, check_changes
from briefgen.checking.claims import check_claim, check_not_yet_made
from briefgen.checking.files import check_files_of
from briefgen.checking.links import CODES as LINK_CODES
from briefgen.checking.links import Links
from briefgen.checking.names import check_names
from briefgen.checking.published import check_published_of
from briefgen.checking.records import NEVER_MENTIONED, check_record
from briefgen.checking.style import StyleChecker
from briefgen.formats.check import check_record_for_machines
from briefgen.formats.document import documents
from briefgen.linking.archive import Archive, LinkedArchive, Linker, Lore, Text, link_record
from briefgen.linking.asked import OF_FIELDS, Asked, joined
from briefgen.linking.automaton import Automaton
from briefgen.linking.concerned import Changed, Concerned, changed, entities_in, names_again, stands, texts_with
from briefgen.linking.explicit import Ids
from briefgen.model.document import Document
from briefgen.model.mention import Linked
from briefgen.model.output import Page
from briefgen.model.records import Article, Claim, Person, Record, Source
from briefgen.model.site import Records, Site, key_of, split_key
from briefgen.pages.plan import MENTIONED, pages_of, plan
from briefgen.pages.reads import Read
from briefgen.reading.content import read_again
from briefgen.reading.extensions import extensions_of
from briefgen.reading.references import resolve_some
from briefgen.reading.texts import ParseTexts
from briefgen.reading.translations import words_of
from briefgen.site.dated import FIELDS
from briefgen.site.drafts import references_of
from briefgen.site.editions import is_shown
from briefgen.site.places import ANY, outward, plain_address
from briefgen.site.quoted import MENTIONS_A_PAGE
from briefgen.site.revise import (
    Patched,
    Revised,
    Revision,
    has_moved,
    is_everyday,
    is_renamed,
    may_have_other_pages,
    revised_editions,
)

MOST = 20
"""Files that may have been edited at once; beyond that assembling anew is as quick."""
MOST_CONCERNED = 300
"""Files in which texts may have to be linked again because of names that were edited."""
Fetch = Callable[[Iterable[str]], Mapping[str, str] | None]
"""Gives the texts of some files of the project; None when one of them cannot be read."""


class Said(Struct, frozen=True):
    """Everything there is to say about a site, by what it depends on, before waivers and severities."""

    own: Mapping[str, Sequence[Diagnostic]]
    """By file: what depends on that file, and on who there is."""
    claims: Mapping[str, Sequence[Diagnostic]]
    """By claim; by article what is said of its day and its claims' histories."""
    names: Sequence[Diagnostic]
    """Of the names of all records."""
    rest: Sequence[Diagnostic]

    def __iter__(self) -> Iterator[Diagnostic]:
        for found in (*self.own.values(), *self.claims.values(), self.names, self.rest):
            yield from found


class State(Struct, frozen=True):
    """What a build found out about a project, and an edit can start from."""

    site: Site
    records: Records
    """With references resolved; drafts as well."""
    lore: Lore
    keys: Mapping[str, Sequence[str]]
    """By file: the records it holds."""
    said: Said
    asked: Asked
    """What the texts asked about names."""


class Step(Struct, frozen=True):
    """What some edits make of it."""

    state: State
    revision: Revision
    edited: frozenset[str]
    """The edited files."""
    texts: Mapping[str, str]
    """These, and those that were read again since they hold texts that the edits concern."""
    pages: Mapping[str, Page]
    """Pages by their files that are new, or have another place among the pages of their record or list."""
    gone: frozenset[str]
    """Files of pages that are no more."""
    automaton: Automaton
    """Searches texts for the names as they are now."""

    @property
    def asked(self) -> frozenset[Read]:
        """Questions that are answered differently now."""
        return frozenset(self.revision.asked)

    @property
    def read_since(self) -> Collection[str]:
        """Files that were read again since all were read: by these edits and by those before them."""
        own = self.state.said.own
        return own.changes.keys() if isinstance(own, Patched) else ()


def state_of(site: Site, resolved: Records, linked: LinkedArchive, said: Said) -> State:
    """Keep what a build found out."""
    keys: dict[str, list[str]] = {}
    for key, origin in resolved.origins.items():
        keys.setdefault(origin.path, []).append(key)
    return State(site, resolved, linked.linker.lore, keys, said, Asked({}, linked.asked))


def said_by(
    resolved: Records,
    misread: Sequence[Diagnostic],
    unresolved: Sequence[Diagnostic],
    linked: LinkedArchive,
    own: Sequence[Diagnostic],
    claims: Sequence[Diagnostic],
    names: Sequence[Diagnostic],
    rest: Sequence[Diagnostic],
) -> Said:
    """Sort what was said by what it depends on.

    `own` are findings about single records, `claims` those about claims, `names` those about names.
    """
    by_file: dict[str, list[Diagnostic]] = {}
    others = list(rest)
    for one in misread:
        by_file.setdefault(_file(one, resolved), []).append(one)
    for one in unresolved:
        if isinstance(one.where, Spot) and one.where.record in resolved.origins:
            by_file.setdefault(resolved.origins[one.where.record].path, []).append(one)
        else:
            others.append(one)
    for key, found in linked.said.items():
        by_file.setdefault(resolved.origins[key].path, []).extend(found)
    for one in own:
        by_file.setdefault(resolved.origins[one.record].path, []).append(one)
    by_claim: dict[str, list[Diagnostic]] = {}
    for one in claims:
        by_claim.setdefault(one.record, []).append(one)
    return Said(by_file, by_claim, names, (*others, *linked.said_of_fields))


def _file(one: Diagnostic, records: Records) -> str:
    where = one.where
    if isinstance(where, Mark):
        return where.path
    origin = records.origins.get(where.record)
    return origin.path if origin is not None else ""


def step(
    state: State,
    texts: Mapping[str, str],
    parse: ParseTexts,
    fetch: Fetch,
    automaton: Automaton | None = None,
    ids: Ids | None = None,
) -> Step | None:
    """What edits of these files, given with their texts, make of a site; None when they go too far.

    `fetch` reads the files of further texts that edited names concern. `automaton` is one for the names as they were,
    `ids` are those of all records: edits that are followed bring no new ones.
    """
    if any(one.checks or one.planners for one in extensions_of(state.records.config.extensions)):
        return None  # they may look at anything
    if len(texts) > MOST or not all(state.keys.get(path) for path in texts):
        return None
    read = _read(state, texts, parse)
    if read is None:
        return None
    records = _patched(state.records, read.records)
    lore, said_of_names = state.lore, state.said.names
    edits = [(key, state.records.records[key], one) for key, one in read.records.records.items()]
    renamed = [key for key, old, one in edits if is_renamed(old, one)]
    moved = [key for key, old, one in edits if has_moved(old, one)]
    paths = _making(state, moved)
    if moved and records.style is not None:
        paths |= _marking(state, frozenset(moved))
    more = _Read(replace(read.records, records={}, origins={}, documents={}), (), {})
    if records.style is not None and any(_honorific(old) != _honorific(one) for _, old, one in edits):
        return None  # house style may want it in texts that do not have it
    if renamed:
        entities = entities_in(records.records)
        lore = replace(lore, names=names_again(entities, records.config.names, lore.names))
        automaton, said_of_names = None, tuple(check_names(entities, records.config))
        concerned = _concerned(state, changed(state.lore.names, lore.names, renamed))
        if concerned is None:
            return None
        paths |= concerned
    if len(paths) > MOST_CONCERNED:
        return None
    if paths:
        others = fetch(sorted(paths - texts.keys()))
        found = _read(state, others, parse) if others is not None else None
        if found is None or any(state.records.records[key] != one for key, one in found.records.records.items()):
            return None
        more = found
        records = _patched(records, more.records)
    linker = Linker(records, state.site.now, lore, automaton, ids)
    own = {
        path: [one for one in part.said if _file(one, records) == path] for part in (read, more) for path in part.texts
    }
    edited: list[Revised] = []
    asked: dict[str, str] = {}
    styled = StyleChecker(records.style, records, state.site.now) if records.style is not None else None
    for key, record in (*read.records.records.items(), *more.records.records.items()):
        linked: dict[str, tuple[Document, Linked]] = {}
        for one in _linked(linker, key):
            linked[one.name] = (one.document, one.linked)
            own[records.origins[key].path] += one.problems
            if styled is not None:
                own[records.origins[key].path] += styled.of_text(one.name, one.document, one.linked)
            asked[key] = joined(asked.get(key, ""), one.asked)
        if styled is not None:
            own[records.origins[key].path] += styled.of_fields(key, record)
        if is_shown(key, state.site):
            edited.append(Revised(key, record, linked))
    if not all(
        _same_links(state, key, records, untouched=part is more)
        for part in (read, more)
        for key in part.records.documents
    ):
        return None
    if not all(_same_marks(state, one) for one in edited):
        return None
    revision = revised_editions(state.site, edited, records.translations)
    anew = any(may_have_other_pages(old, one) for _, old, one in edits)
    planned = _pages_again(state.site, revision, anew=anew) if revision is not None else None
    if revision is None or planned is None or not _same_corrections(state, revision.site, edited):
        return None
    pages, gone = planned
    if (pages or gone) and any(one.code in ADDRESSES for one in state.said):
        return None
    if gone and _are_linked(state, gone):
        return None
    for key in (*read.records.records, *more.records.records):
        own[records.origins[key].path] += check_published_of(key, records, state.site.now)
        own[records.origins[key].path] += _findings(key, revision.site, records, edited)
    first = {
        key
        for name, site in _editions(state.site)
        for key in revision.changes[f"{name}backlinks"]
        if key not in site.backlinks
    }
    said = Said(
        own=Patched(state.said.own, own),
        claims=Patched(state.said.claims, _claims(state, revision, records, edited)),
        names=said_of_names,
        rest=[one for one in state.said.rest if not (one.code == NEVER_MENTIONED and one.record in first)],
    )
    after = State(revision.site, records, lore, state.keys, said, state.asked.after(asked))
    return Step(after, revision, frozenset(texts), {**texts, **more.texts}, pages, gone, linker.automaton)


class _Read(NamedTuple):
    """Files that were read again."""

    records: Records
    """What they hold, with references resolved."""
    said: Sequence[Diagnostic]
    texts: Mapping[str, str]


def _read(state: State, texts: Mapping[str, str], parse: ParseTexts) -> _Read | None:
    """Read some files again; None when more has changed in them than can be followed."""
    read = read_again(state.records, texts, parse)
    if read is None or not _are_followed(state, texts, read.value):
        return None
    resolved = resolve_some(_patched(state.records, read.value), read.value)
    if not all(_is_followed(state, key, record) for key, record in resolved.value.records.items()):
        return None
    return _Read(resolved.value, (*read.diagnostics, *resolved.diagnostics), texts)


def _concerned(state: State, forms: Changed) -> set[str] | None:
    """Files with texts that other names concern; None when that cannot be told, or a short field is concerned."""
    if not forms.exact and not forms.loose:
        return set()
    records, seen = state.records, dict(_texts(state))
    found = texts_with(forms, seen.items())
    asking = state.asked.about(Concerned(forms))
    if found is None or OF_FIELDS in asking:
        return None
    # Of texts that are not shown only the records are known, so each may be concerned.
    unseen = {key for key in records.documents if key not in seen}
    return {records.origins[name.partition("#")[0]].path for name in found | asking | unseen}


def _are_linked(state: State, files: Iterable[str]) -> bool:
    """Whether a text or a short field may link to one of these files by its address."""
    words = [
        data
        for _, site in _editions(state.site)
        for values in (site.documents, site.records)
        for _, data in packed_items(values)
    ]
    return stands([plain_address(one, flat=False) for one in files], words)


def _making(state: State, claims: Iterable[str]) -> set[str]:
    """Files with articles that make these claims: what they say may have moved since."""
    origins = state.records.origins
    found: set[str] = set()
    for claim in claims:
        for name, site in _editions(state.site):
            for article in site.articles_with.get(claim, ()):
                own = f"{article}.{name.rstrip('/')}"
                found.add(origins[own if name and own in origins else article].path)
    return found


def _marking(state: State, claims: Collection[str]) -> set[str]:
    """Files with texts in which these claims are marked, and with those that nobody sees: house style has to say of doubts there."""
    records = state.records
    found = {key for key in records.documents if not is_shown(key, state.site)}
    for lang, site in _editions(state.site):
        for name, linked in site.linked.items():
            if any(one.claim in claims for one in linked.claims):
                key = name.partition("#")[0]
                own = f"{key}.{lang.rstrip('/')}"
                found.add(own if lang and own in records.origins else key)
    return {records.origins[key].path for key in found}


def _honorific(record: Record) -> str:
    return record.honorific if isinstance(record, Person) else ""


def _same_marks(state: State, one: Revised) -> bool:
    """Whether a text marks the claims that it did, if other texts name places in it: such marks are places."""
    kind, id, lang = split_key(one.key)
    key, named = key_of(kind, id), state.site.linked_places
    if one.key not in one.texts or not (ANY in named or key in named):
        return True
    before = state.site.editions.get(lang, state.site).linked.get(key, Linked())
    return {mark.claim for mark in before.claims} == {mark.claim for mark in one.texts[one.key][1].claims}


def _texts(state: State) -> Iterator[tuple[str, Bytes]]:
    """Every text that is shown, by its name among all texts, packed."""
    yield from packed_items(state.site.documents)
    for lang, edition in state.site.editions.items():
        for name, data in packed_items(edition.documents):
            key, _, _ = name.partition("#")
            if f"{key}.{lang}" in state.records.documents:
                yield f"{key}.{lang}{name[len(key) :]}", data


def _same_links(state: State, key: str, records: Records, *, untouched: bool) -> bool:
    """Whether the edit leaves alone what decides of links between pages: whom the text links to, and places others name.

    Of texts that nobody sees what was kept knows nothing; those that were read again `untouched` are as they were.
    """
    if any(found.code in LINK_CODES for found in state.said.own.get(records.origins[key].path, ())):
        return False
    kind, id, lang = split_key(key)
    edition = state.site.editions.get(lang)
    shown = edition.documents.get(key_of(kind, id)) if edition is not None else state.site.documents.get(key)
    # Linking leaves alone what is compared here.
    old, new = state.records.documents.get(key, shown), records.documents[key]
    if old is None and untouched:
        return True
    if (outward(old) if old is not None else []) != outward(new):
        return False
    named = state.site.linked_places
    same = old is not None and [one.id for one in old.headings] == [one.id for one in new.headings]
    return same or not (ANY in named or key_of(kind, id) in named)


def _are_followed(state: State, texts: Mapping[str, str], read: Records) -> bool:
    """Whether the files hold the records that they held, in the same order."""
    keys = {key for path in texts for key in state.keys[path]}
    with_text = {key for key in keys if key in state.records.documents}
    return (
        keys == set(read.records)
        and with_text == set(read.documents)
        and all(state.records.origins[key] == origin for key, origin in read.origins.items())
    )


def _is_followed(state: State, key: str, new: Record) -> bool:
    """Whether a record may have been edited: what other files depend on is as it was."""
    old = state.records.records[key]
    if isinstance(old, Source) and old.text:
        return False
    now = state.site.now
    same = is_published(old, now) == is_published(new, now)
    return old == new or (
        same
        and is_shown(key, state.site)
        and is_everyday(old, new)
        and _translated_as_before(state.records, key, old, new)
    )


def _translated_as_before(records: Records, key: str, old: Record, new: Record) -> bool:
    """Whether translations have words for what the record says as they had: of others is said that they belong to nothing."""
    found = (records.translations.get(f"{key}.{lang}") for lang in records.config.languages)
    words = {one for translation in found if translation is not None for one in translation.words}
    if not words:
        return True
    before, now = words_of(old), words_of(new)
    return before == now or words <= before & now


def _same_corrections(state: State, site: Site, edited: Sequence[Revised]) -> bool:
    """Whether there is to say of corrections what there was: they are compared with the texts that they correct."""
    for key in (correction for one in edited for correction in state.site.corrections_of.get(one.key, ())):
        path = state.records.origins[key].path
        before = [one for one in state.said.own.get(path, ()) if one.record == key and one.code == NOT_CORRECTED]
        if before != [*check_changes(key, state.site.records[key], site, key)]:
            return False
    return True


def _editions(site: Site) -> Iterator[tuple[str, Site]]:
    """The site and its editions, each with what stands in front of its fields among changes."""
    yield "", site
    yield from ((f"{lang}/", edition) for lang, edition in site.editions.items())


def _patched(records: Records, some: Records) -> Records:
    return replace(
        records,
        records=Patched(records.records, some.records),
        origins=Patched(records.origins, some.origins),
        documents=Patched(records.documents, some.documents),
    )


def _linked(linker: Linker, key: str) -> Iterator[Text]:
    documents = linker.records.documents
    return link_record(linker, key, documents[key]) if key in documents else iter(())


def _findings(key: str, site: Site, records: Records, edited: Sequence[Revised]) -> Iterator[Diagnostic]:
    """What the checks say of one record and its texts."""
    if key in records.documents:
        yield from check_files_of(key, records)
    texts = next((one.texts for one in edited if one.key == key), None)
    if texts is not None:
        kind, id, lang = split_key(key)
        edition: Site = site.editions.get(lang, site)
        if key in records.documents:
            yield from Links(edition, records, {}, lang if edition is not site else "").of_places(key)
        yield from check_record(key, records.records[key], edition, key if edition is site else f"{kind}:{id}")
        if edition is site and key in site.records:
            yield from check_record_for_machines(key, site.records[key], site)
        if key in texts:
            archive = Archive(*({name: text[part] for name, text in texts.items()} for part in (0, 1)))  # type: ignore[arg-type]
            yield from references_of(key, records, _Shown(site), archive)


class _Shown:
    """What is published, in whichever language."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __contains__(self, key: object) -> bool:
        return is_shown(str(key), self._site)


def _pages_again(before: Site, revision: Revision, *, anew: bool) -> tuple[dict[str, Page], frozenset[str]] | None:
    """Pages that are new or have another place, and files of those that are gone; None when that cannot be told.

    All are planned `anew` where an edit may bring or take away other pages than those of mentions.
    """
    if anew or any(field.rpartition("/")[2] in FIELDS for field in revision.changes):
        return _planned_again(before, revision.site)
    found = _longer_lists(before, revision)
    return (found, frozenset()) if found is not None else None


def _planned_again(before: Site, after: Site) -> tuple[dict[str, Page], frozenset[str]] | None:
    """The same for any edit; None when two pages want one address now."""
    old, new = plan(before, documents(before)), plan(after, documents(after))
    if old.diagnostics != new.diagnostics:
        return None
    known = {page.path: page for page in old.value}
    found = {page.path: page for page in new.value if known.pop(page.path, None) != page}
    return found, frozenset(known)


def _longer_lists(before: Site, revision: Revision) -> dict[str, Page] | None:
    """Pages of those records whose list of mentions has more pages now.

    None when one has fewer, or when there are editions, whose pages know of each other.
    """
    found: dict[str, Page] = {}
    for name, site in _editions(before):
        for key, entries in revision.changes[f"{name}backlinks"].items():
            was, now = _pages(len(site.backlinks.get(key, ()))), _pages(len(entries))
            if split_key(key)[0] in MENTIONED and now != was:
                if now < was or before.editions:
                    return None
                found.update((page.path, page) for page in pages_of(revision.site, key) if page.kind != "redirect")
    return found


def _pages(entries: int) -> int:
    return page_count(entries, MENTIONS_A_PAGE)


def _claims(
    state: State, revision: Revision, records: Records, edited: Sequence[Revised]
) -> dict[str, list[Diagnostic]]:
    """Findings about edited claims, and those that articles with other words make: their quotations are looked for in the texts."""
    site, other = revision.site, revision.changes["documents"].keys() | revision.changes["records"].keys()
    keys = dict.fromkeys(
        claim
        for one in edited
        if isinstance(one.record, Article) and not other.isdisjoint((one.key, *one.texts))
        for claim in site.claims_in.get(one.key, ())
    )
    own = [one.key for one in edited if isinstance(one.record, Claim)]
    found: dict[str, list[Diagnostic]] = {}
    for key in keys | dict.fromkeys(own):
        claim = site.records[key]
        assert isinstance(claim, Claim)  # noqa: S101 - articles list keys of claims
        found[key] = list(check_claim(key, claim, site, records.source_texts))
    for article in (one for key in own for one in site.articles_with.get(key, ())):
        found[article] = list(check_not_yet_made(article, site))
    return found


ADDRESSES = frozenset(("W006", *LINK_CODES))
"""Said of published addresses that are gone, and of links that lead nowhere; a new page may bear one of them."""
