"""What an everyday edit makes of a build: the second straight list of stages, beside `build.py`.

Reads, links and checks only the files that were edited, and works out what that changes. It takes what `prepare` found
out before, in memory or from the store, and gives the same as `prepare` would; or None whenever an edit goes further
than it can follow. The promise is held by `tests/test_revision.py` and by the walks of `tests/soak`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.checking.changes import NOT_CORRECTED, check_changes
from briefgen.checking.claims import check_claim
from briefgen.checking.files import check_files_of
from briefgen.checking.links import CODES as LINK_CODES
from briefgen.checking.links import Links
from briefgen.checking.published import check_published_of
from briefgen.checking.records import check_record
from briefgen.checking.style import StyleChecker
from briefgen.linking.archive import Archive, LinkedArchive, Linker, Lore, Text, link_record
from briefgen.linking.automaton import Automaton
from briefgen.model.document import Document
from briefgen.model.mention import Linked
from briefgen.model.records import Article, Claim, Record, Source
from briefgen.model.site import Records, Site, key_of, split_key
from briefgen.pages.mentions import page_count
from briefgen.pages.plan import MENTIONED
from briefgen.pages.reads import Read
from briefgen.pages.routes import MENTIONS_A_PAGE
from briefgen.reading.content import read_again
from briefgen.reading.extensions import extensions_of
from briefgen.reading.references import resolve_some
from briefgen.reading.texts import ParseTexts
from briefgen.site.drafts import references_of
from briefgen.site.editions import is_shown
from briefgen.site.places import ANY, outward
from briefgen.site.revise import Patched, Revised, Revision, is_everyday, revised_editions

MOST = 20
"""Files that may have been edited at once; beyond that assembling anew is as quick."""


class Said(Struct, frozen=True):
    """Everything there is to say about a site, by what it depends on, before waivers and severities."""

    own: Mapping[str, Sequence[Diagnostic]]
    """By file: what depends on that file, and on who there is."""
    claims: Mapping[str, Sequence[Diagnostic]]
    """By claim."""
    rest: Sequence[Diagnostic]

    def __iter__(self) -> Iterator[Diagnostic]:
        for found in (*self.own.values(), *self.claims.values(), self.rest):
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


class Step(Struct, frozen=True):
    """What some edits make of it."""

    state: State
    revision: Revision
    texts: Mapping[str, str]
    """The edited files."""

    @property
    def asked(self) -> frozenset[Read]:
        """Questions that are answered differently now."""
        return frozenset(self.revision.asked)


def state_of(site: Site, resolved: Records, linked: LinkedArchive, said: Said) -> State:
    """Keep what a build found out."""
    keys: dict[str, list[str]] = {}
    for key, origin in resolved.origins.items():
        keys.setdefault(origin.path, []).append(key)
    return State(site, resolved, linked.linker.lore, keys, said)


def said_by(
    resolved: Records,
    misread: Sequence[Diagnostic],
    unresolved: Sequence[Diagnostic],
    linked: LinkedArchive,
    own: Sequence[Diagnostic],
    claims: Sequence[Diagnostic],
    rest: Sequence[Diagnostic],
) -> Said:
    """Sort what was said by what it depends on. `own` are findings about single records, `claims` those about claims."""
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
    return Said(by_file, by_claim, (*others, *linked.said_of_fields))


def _file(one: Diagnostic, records: Records) -> str:
    where = one.where
    if isinstance(where, Mark):
        return where.path
    origin = records.origins.get(where.record)
    return origin.path if origin is not None else ""


def step(state: State, texts: Mapping[str, str], parse: ParseTexts, automaton: Automaton | None = None) -> Step | None:
    """What edits of these files, given with their texts, make of a site; None when they go too far."""
    if any(one.checks or one.planners for one in extensions_of(state.records.config.extensions)):
        return None  # they may look at anything
    if len(texts) > MOST or not all(state.keys.get(path) for path in texts):
        return None
    read = read_again(state.records, texts, parse)
    if read is None or not _are_followed(state, texts, read.value):
        return None
    resolved = resolve_some(state.records, read.value)
    if not all(_is_followed(state, key, record) for key, record in resolved.value.records.items()):
        return None
    records = _patched(state.records, resolved.value)
    linker = Linker(records, state.site.now, state.lore, automaton)
    own = {
        path: [one for one in (*read.diagnostics, *resolved.diagnostics) if _file(one, records) == path]
        for path in texts
    }
    edited: list[Revised] = []
    styled = StyleChecker(records.style, records, state.site.now) if records.style is not None else None
    for key, record in resolved.value.records.items():
        linked: dict[str, tuple[Document, Linked]] = {}
        for name, document, found, problems in _linked(linker, key):
            linked[name] = (document, found)
            own[records.origins[key].path] += problems
            if styled is not None:
                own[records.origins[key].path] += styled.of_text(name, document, found)
        if styled is not None:
            own[records.origins[key].path] += styled.of_fields(key, record)
        if is_shown(key, state.site):
            edited.append(Revised(key, record, linked))
    if not all(_same_links(state, key, records) for key in resolved.value.documents):
        return None
    revision = revised_editions(state.site, edited, records.translations)
    if revision is None or not _same_plan(state.site, revision) or not _same_corrections(state, revision.site, edited):
        return None
    for key in resolved.value.records:
        own[records.origins[key].path] += check_published_of(key, records, state.site.now)
        own[records.origins[key].path] += _findings(key, revision.site, records, edited)
    said = Said(
        own=Patched(state.said.own, own),
        claims=Patched(state.said.claims, _claims(state, revision.site, records, edited)),
        rest=state.said.rest,
    )
    return Step(State(revision.site, records, state.lore, state.keys, said), revision, texts)


def _same_corrections(state: State, site: Site, edited: Sequence[Revised]) -> bool:
    """Whether there is to say of corrections what there was: they are compared with the texts that they correct."""
    for key in (correction for one in edited for correction in state.site.corrections_of.get(one.key, ())):
        path = state.records.origins[key].path
        before = [one for one in state.said.own.get(path, ()) if one.record == key and one.code == NOT_CORRECTED]
        if before != [*check_changes(key, state.site.records[key], site, key)]:
            return False
    return True


def _same_links(state: State, key: str, records: Records) -> bool:
    """Whether the edit leaves alone what decides of links between pages: whom the text links to, and places others name."""
    if any(found.code in LINK_CODES for found in state.said.own.get(records.origins[key].path, ())):
        return False
    kind, id, lang = split_key(key)
    # As it was linked: what was read is not kept. Links to addresses are the same in both.
    old, new = state.site.documents.get(key), records.documents[key]
    if old is None and lang in state.site.editions:
        old = state.site.editions[lang].documents.get(f"{kind}:{id}")
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
    return old == new or (is_shown(key, state.site) and is_everyday(old, new))


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
        if key in texts:
            archive = Archive(*({name: text[part] for name, text in texts.items()} for part in (0, 1)))  # type: ignore[arg-type]
            yield from references_of(key, records, _Shown(site), archive)


class _Shown:
    """What is published, in whichever language."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __contains__(self, key: object) -> bool:
        return is_shown(str(key), self._site)


def _same_plan(before: Site, revision: Revision) -> bool:
    """Whether the lists of mentions have as many pages as before."""
    return all(
        _pages(len(entries)) == _pages(len(site.backlinks.get(key, ())))
        for edition, site in (("", before), *((f"{lang}/", one) for lang, one in before.editions.items()))
        for key, entries in revision.changes[f"{edition}backlinks"].items()
        if split_key(key)[0] in MENTIONED
    )


def _pages(entries: int) -> int:
    return page_count(entries, MENTIONS_A_PAGE)


def _claims(state: State, site: Site, records: Records, edited: Sequence[Revised]) -> dict[str, list[Diagnostic]]:
    """Findings about the claims that the edited articles make: their quotations are looked for in the texts."""
    keys = dict.fromkeys(
        claim for one in edited if isinstance(one.record, Article) for claim in site.claims_in.get(one.key, ())
    )
    found: dict[str, list[Diagnostic]] = {}
    for key in keys:
        claim = site.records[key]
        assert isinstance(claim, Claim)  # noqa: S101 - articles list keys of claims
        not_yet = [one for one in state.said.claims.get(key, ()) if one.code == NOT_YET_MADE]
        found[key] = [*check_claim(key, claim, site, records.source_texts), *not_yet]
    return found


NOT_YET_MADE = "W219"
"""Said of an article's day and a claim's history, which an everyday edit leaves alone."""
