"""The site after an everyday edit, worked out from the site before it instead of from all records.

Everyday edits are those of texts and of what only pages show: the words of an article or a biography, a summary, a
note; those of further names; and those of what is known of a claim. They move mentions, and what is sorted by time, and
nothing else that an index is made from. Whatever goes further gives None, and the site is assembled anew.
`tests/test_revision.py` holds that both ways give the same site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When
from briefgen.base.packed import Bytes, packed, packed_items
from briefgen.linking.archive import notes_key
from briefgen.linking.fields import texts_with_links
from briefgen.model.document import Document
from briefgen.model.mention import Linked
from briefgen.model.records import (
    Article,
    Author,
    Claim,
    Correction,
    Event,
    InLanguage,
    Organisation,
    Page,
    Person,
    Place,
    Record,
    Term,
)
from briefgen.model.site import Backlink, Site, key_of, split_key
from briefgen.site import index
from briefgen.site.dated import dated, lists_in_use, steps
from briefgen.site.editions import VERSIONED, localised, references_of
from briefgen.site.quoted import QUOTED, differing
from briefgen.site.registers import in_order
from briefgen.site.searchable import often_named, openings, with_opening

V = TypeVar("V")

_ANY = ("updated", "editor_notes", "review_by", "sensitivity")
_ENTITY = (*_ANY, "summary", "ids", "image")
SHOWN: Mapping[type[Record], frozenset[str]] = {
    Article: frozenset((*_ANY, "summary", "standfirst", "dateline", "content_note", "method", "changelog", "licence", "image")),
    Person: frozenset((*_ENTITY, "bio", "pronouns", "say", "born", "died", "links")),
    Organisation: frozenset((*_ENTITY, "body", "url", "founded", "dissolved")),
    Place: frozenset((*_ENTITY, "body", "say", "map_note", "coordinates")),
    Term: frozenset((*_ANY, "definition", "body")),
    Page: frozenset(_ANY),
    Author: frozenset((*_ANY, "role", "bio", "email", "location", "expertise", "languages", "image")),
    Correction: frozenset((*_ANY, "was", "now", "reason", "reported_by")),
    Claim: frozenset((*_ANY, "note", "unknowns", "status_history", "evidence", "figure", "likelihood", "due")),
}  # fmt: skip
"""Fields that pages show and nothing else looks at: no index, no name, no rule about another record. What is known of a
claim is looked at by more: `revised` sorts anew what is sorted by time, and what the claim rests on must stay."""
_NAMES = ("names", "aliases", "weak_aliases", "not_in", "also_in", "autolink")
NAMES: Mapping[type[Record], frozenset[str]] = {
    Person: frozenset((*_NAMES, "former_names", "house_style", "no_weak", "honorific")),
    Organisation: frozenset((*_NAMES, "former_names", "house_style")),
    Place: frozenset((*_NAMES, "formal_name", "historic_names", "house_style")),
    Event: frozenset(_NAMES),
    Term: frozenset(("plural", "aliases", "match", "autolink")),
}
"""Fields by which texts find a record, and which besides only pages show. What a record is called is not among them,
nor is a family name: names that nobody shall search for rest on it."""


class Revised(Struct, frozen=True):
    """A record whose own file was edited, with its texts as they were read and linked again."""

    key: str
    record: Record
    texts: Mapping[str, tuple[Document, Linked]]
    """By the names of its texts: its key, and for the notes of an article its key with `#notes`."""


class Patched(Mapping[str, V]):
    """A mapping in which a few values are others, or new."""

    __slots__ = ("_base", "_changes")

    def __init__(self, base: Mapping[str, V], changes: Mapping[str, V]) -> None:
        under = base if isinstance(base, Patched) else None
        self._base: Mapping[str, V] = base if under is None else under._base
        self._changes: Mapping[str, V] = changes if under is None else {**under._changes, **changes}

    @property
    def changes(self) -> Mapping[str, V]:
        """The values that differ."""
        return self._changes

    def __getitem__(self, key: str) -> V:
        return self._changes[key] if key in self._changes else self._base[key]

    def __contains__(self, key: object) -> bool:
        return key in self._changes or key in self._base

    def __iter__(self) -> Iterator[str]:
        yield from self._base
        yield from (key for key in self._changes if key not in self._base)

    def __len__(self) -> int:
        return len(self._base) + sum(key not in self._base for key in self._changes)

    def packed_items(self) -> Iterator[tuple[str, Bytes]]:
        """Every key with its value as bytes."""
        yield from ((key, data) for key, data in packed_items(self._base) if key not in self._changes)
        yield from ((key, packed(value)) for key, value in self._changes.items())


class Revision(Struct, frozen=True):
    """A revised site and what differs in it."""

    site: Site
    changes: Mapping[str, Mapping[str, Any]]
    """Field of the site to keys and their values now; None for those that are gone."""
    quoted: tuple[tuple[str, str], ...] = ()
    """Questions about sentences that are answered differently now: no field answers them."""

    @property
    def asked(self) -> Iterator[tuple[str, str]]:
        """Questions that are answered differently now: field and key."""
        yield from ((field, key) for field, values in self.changes.items() for key in values)
        yield from self.quoted


def is_everyday(old: Record, new: Record) -> bool:
    """Whether two versions of a record differ in nothing but what its pages show and how texts may name it."""
    if type(old) is not type(new):
        return False
    kind = type(old)
    return (
        _differing_fields(old, new) <= SHOWN.get(kind, _NONE) | NAMES.get(kind, _NONE)
        and _days(old) == _days(new)
        and _rests_on(old) == _rests_on(new)
        and (getattr(new, "privacy", "public") == "public" or not is_renamed(old, new))
        and list(texts_with_links(old, ())) == list(texts_with_links(new, ()))
    )


def _rests_on(record: Record) -> tuple[set[str], set[str]]:
    """Which records a claim names, but for those who decided, and which of them as its sources: indexes rest on both."""
    if not isinstance(record, Claim):
        return set(), set()
    named = {one for one in references_of(record) if not one.startswith("author:")}
    return named, set(index.sources_of_claim(record))


def _days(record: Record) -> list[When]:
    """When a change log says that something changed: the list of changes rests on that, and on nothing else in it."""
    return [one.date for one in record.changelog] if isinstance(record, Article) else []


_NONE: frozenset[str] = frozenset()


def is_renamed(old: Record, new: Record) -> bool:
    """Whether texts may name the record otherwise than before."""
    return not NAMES.get(type(old), _NONE).isdisjoint(_differing_fields(old, new))


def _differing_fields(old: Record, new: Record) -> set[str]:
    return {name for name in old.__struct_fields__ if getattr(old, name) != getattr(new, name)}


def revised(site: Site, edited: Sequence[Revised]) -> Revision | None:
    """The site with these records in it, or None when it must be assembled anew."""
    records: dict[str, Record] = {}
    documents: dict[str, Document] = {}
    linked: dict[str, Linked] = {}
    backlinks: dict[str, tuple[Backlink, ...]] = {}
    mentioned: dict[str, None] = {}
    for one in edited:
        old = site.records.get(one.key)
        if old is None or not is_everyday(old, one.record) or not _same_texts(site, one):
            return None
        records[one.key] = one.record
        documents.update({name: document for name, (document, _) in one.texts.items()})
        linked.update({name: found for name, (_, found) in one.texts.items()})
    now = Patched(site.linked, linked)
    rank = {key: number for number, key in enumerate(site.articles)}
    for one in edited:
        if isinstance(one.record, Article) and one.key in site.claims_in:
            if not _same_claims_and_sources(site, one, now):
                return None
            changed = _backlinks(site, one.key, now, backlinks, rank)
            if changed is None:
                return None
            backlinks.update(changed)
            mentioned.update(dict.fromkeys((*changed, *_mentioned_in(site, one.key))))
    shown = {key: record for key, record in records.items() if key not in site.elsewhere}
    changes: dict[str, Mapping[str, Any]] = {
        "records": _differing(site.records, records),
        "documents": _differing(site.documents, documents),
        "linked": _differing(site.linked, linked),
        "backlinks": _differing(site.backlinks, backlinks),
        "mention_counts": _differing(site.mention_counts, {key: len(entries) for key, entries in backlinks.items()}),
        "openings": _differing(site.openings, openings(site.config, documents, with_opening(shown))),
        "often_named": _differing(
            site.often_named, often_named(site.config, linked, shown.keys() & site.claims_in.keys())
        ),
    }
    patched = replace(site, **{name: Patched(getattr(site, name), values) for name, values in changes.items()})
    quoted = tuple((QUOTED, page) for page in _quoted_anew(site, patched, mentioned, frozenset(records)))
    if any(has_moved(site.records[key], record) for key, record in records.items()):
        return _sorted_anew(patched, changes, quoted)
    return Revision(patched, changes, quoted)


def _mentioned_in(site: Site, article: str) -> Iterable[str]:
    """Whom an article mentions."""
    return index.backlinks((article,), site.linked, site.records)


def _quoted_anew(before: Site, after: Site, mentioned: Iterable[str], edited: frozenset[str]) -> Iterator[str]:
    """Pages of mentions with other sentences than before."""
    for key in mentioned:
        old, new = before.backlinks.get(key, ()), after.backlinks.get(key, ())
        yield from differing(key, (old, before.documents), (new, after.documents), edited)


def has_moved(old: Record, new: Record) -> bool:
    """Whether a claim was or is something else at some time."""
    return isinstance(old, Claim) and isinstance(new, Claim) and steps(old) != steps(new)


def may_have_other_pages(old: Record, new: Record) -> bool:
    """Whether pages may come or go with it: feeds of claims that were open once, the map of all places."""
    return has_moved(old, new) or (isinstance(old, Place) and old.coordinates != getattr(new, "coordinates", None))


def _sorted_anew(
    site: Site, changes: Mapping[str, Mapping[str, Any]], quoted: tuple[tuple[str, str], ...]
) -> Revision | None:
    """The site with all in it that is sorted by time; None when a list has something in it for the first or last time."""
    shown = {key: record for key, record in site.records.items() if key not in site.elsewhere}
    # An edition may show no claim at all, though one has moved.
    claims = in_order("claim", site.registers.get("claim", ()), shown, {})
    now = dated(site.config, shown, site.articles, claims, site.tombstones, site.statuses, site.now, site.prefix)
    now["registers"] = {**site.registers, "claim": claims} if claims else dict(site.registers)
    if lists_in_use(site.config, {**now, "sections": site.sections, "tags": site.tags}) != site.lists:
        return None
    found = {name: values for name, values in now.items() if dict(getattr(site, name)) != values}
    moved = {
        name: {
            key: values.get(key) for key in (*getattr(site, name), *values) if _differ(getattr(site, name), values, key)
        }
        for name, values in found.items()
    }
    return Revision(replace(site, **found), {**changes, **moved}, quoted)


def _differ(one: Mapping[str, Any], other: Mapping[str, Any], key: str) -> bool:
    return one.get(key) != other.get(key)


def revised_editions(site: Site, edited: Sequence[Revised], translations: Mapping[str, InLanguage]) -> Revision | None:
    """The same for a site with its editions; what differs in one of these stands under its language."""
    found = revised(site, [one for one in edited if not split_key(one.key)[2]])
    if found is None or not site.editions:
        return found
    changes, quoted = dict(found.changes), list(found.quoted)
    editions: dict[str, Site] = {}
    for lang, edition in site.editions.items():
        here = revised(edition, seen := list(_in_edition(edition, edited, translations)))
        if here is None or not all(_leads_where_it_did(edition, one) for one in seen):
            return None
        editions[lang] = here.site
        changes.update((f"{lang}/{field}", values) for field, values in here.changes.items())
        quoted += ((f"{lang}/{field}", page) for field, page in here.quoted)
    return Revision(replace(found.site, editions=editions), changes, tuple(quoted))


def _in_edition(edition: Site, edited: Iterable[Revised], translations: Mapping[str, InLanguage]) -> Iterator[Revised]:
    """What was edited as an edition has it."""
    for one in edited:
        kind, id, lang = split_key(one.key)
        key = key_of(kind, id)
        if lang:
            if lang == edition.prefix:
                texts = {f"{key}{name.removeprefix(one.key)}": found for name, found in one.texts.items()}
                yield Revised(key, one.record, texts)
        elif not isinstance(one.record, VERSIONED) or key in edition.elsewhere:
            translation = translations.get(f"{key}.{edition.prefix}")
            record = localised(one.record, translation, edition.prefix, edition.own_lang)
            own_text = translation is not None and (translation.bio or translation.body)
            kept = (
                {name: (edition.documents[name], edition.linked[name]) for name in one.texts} if own_text else one.texts
            )
            yield Revised(key, record, kept)


def _leads_where_it_did(edition: Site, one: Revised) -> bool:
    """Whether an article or a claim leads to the records that it did: which of them have pages in the edition rests on that."""
    if one.key in edition.elsewhere:
        return True
    if isinstance(one.record, Claim):
        return set(references_of(edition.records[one.key])) == set(references_of(one.record))
    if not isinstance(one.record, VERSIONED):
        return True
    return all(
        _targets(edition.linked.get(name, Linked())) == _targets(found) for name, (_, found) in one.texts.items()
    )


def _targets(linked: Linked) -> set[str]:
    mentioned, claimed = (one.target for one in linked.mentions), (one.claim for one in linked.claims)
    return {*mentioned, *claimed, *(target for _, _, _, target in linked.links)}


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in now.items() if before.get(key) != value}


def _same_texts(site: Site, one: Revised) -> bool:
    """Whether the record has the texts that it had."""
    here = [name for name in (one.key, notes_key(one.key)) if name in site.documents]
    return here == list(one.texts)


def _same_claims_and_sources(site: Site, one: Revised, linked: Mapping[str, Linked]) -> bool:
    """Whether an article makes the claims and uses the sources that it did: indexes rest on them."""
    key, article = one.key, one.record
    assert isinstance(article, Article)  # noqa: S101 - asked for articles only
    claims = index.claims_in_articles((key,), site.records, site.notes, linked)[key]
    if claims != site.claims_in[key]:
        return False
    old = index.sources_of_article(article, site.linked.get(key, Linked()), claims, site.records)
    return old == index.sources_of_article(article, linked.get(key, Linked()), claims, site.records)


def _backlinks(
    site: Site,
    article: str,
    linked: Mapping[str, Linked],
    before: Mapping[str, tuple[Backlink, ...]],
    rank: Mapping[str, int],
) -> dict[str, tuple[Backlink, ...]] | None:
    """Who is mentioned, with the mentions of one article put in their place; `before` holds those changed already.

    None when somebody is not mentioned at all any more: what that means depends on all other records.
    """
    old = index.backlinks((article,), site.linked, site.records)
    new = index.backlinks((article,), linked, site.records)
    found: dict[str, tuple[Backlink, ...]] = {}
    for target in dict.fromkeys((*old, *new)):
        if old.get(target) == new.get(target):
            continue
        entries = before.get(target) or site.backlinks.get(target, ())
        others = [one for one in entries if one.article != article]
        if not others and target not in new:
            return None
        found[target] = tuple(sorted((*others, *new.get(target, ())), key=lambda one: rank[one.article]))
    return found
