"""The site in its other languages: each edition is a site of one language by itself.

An edition has the articles of its language under the ids that all versions share, and every record with its texts in
that language. Where a record has no translation its own words stay, marked as being in the site's own language. A
record has a page in an edition when its articles lead there; links to any other record lead to its page in the site's
own language.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from briefgen.base.diagnostics import Loc
from briefgen.base.html import foreign
from briefgen.linking.archive import Archive
from briefgen.model.mention import Linked
from briefgen.model.notes import Notes
from briefgen.model.records import KINDS, Article, Correction, Event, InLanguage, Page, Record, Source
from briefgen.model.site import Site, Tombstone, key_of, split_key
from briefgen.reading.translations import written_fields
from briefgen.reading.walks import walk

VERSIONED = (Article, Page)
"""Records whose versions are files by themselves."""


def of_language(records: Mapping[str, Record], lang: str) -> dict[str, Record]:
    """The articles and pages of a language under their common keys; of the site's own with everything else."""
    if not lang:
        return {key: record for key, record in records.items() if not split_key(key)[2]}
    found: dict[str, Record] = {}
    for key, record in records.items():
        kind, id, own = split_key(key)
        if own == lang and isinstance(record, VERSIONED):
            found[key_of(kind, id)] = record
    return found


def of_own_language(records: Mapping[str, Record]) -> dict[str, Record]:
    """What belongs to the site itself: not the versions in other languages, nor what corrects one of these alone."""
    return {
        key: record
        for key, record in of_language(records, "").items()
        if not (isinstance(record, Correction) and split_key(record.target)[2])
    }


def localised(record: Record, translation: InLanguage | None, lang: str, own: str) -> Record:
    """A record as it is shown in a language; words without a translation are marked as being in the language `own`."""
    own = record.lang or (split_key(record.target)[2] if isinstance(record, Correction) else "") or own
    words = translation.words if translation is not None else {}
    source = record.title if isinstance(record, Source) else None

    def visit(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
        return text if text == source or own == lang else words.get(text) or foreign(text, own)

    def free(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
        return visit(text, notes, loc) if "or_text" in notes and split_key(text)[0] not in KINDS else text

    shown: Record = walk(walk(record, "words", visit), "ref", free)
    changes: dict[str, Any] = {"lang": ""}
    if translation is not None:
        known = set(record.__struct_fields__)
        changes.update((name, text) for name, text in written_fields(translation) if name in known)
    changes.update(_names(record, changes, lang, own))
    return replace(shown, **changes)


def _names(record: Record, changes: Mapping[str, str], lang: str, own: str) -> dict[str, Any]:
    """The name in that language, with the other ones beside it."""
    names: dict[str, str] | None = getattr(record, "names", None)
    if names is None:
        return {}
    field = "title" if isinstance(record, Event) else "name"
    given = {lang, lang.partition("-")[0]}
    name = changes.get(field) or next((names[one] for one in sorted(given, reverse=True) if one in names), "")
    if not name:
        return {}
    others = {own: str(getattr(record, field)), **names}
    sorting = {"sort_name": changes.get("sort_name", "")} if "sort_name" in record.__struct_fields__ else {}
    return {
        field: name,
        "names": {tag: one for tag, one in others.items() if tag not in given and one != name},
        **sorting,
    }


def in_edition(key: str, lang: str, own: Container[str]) -> str:
    """What a correction is of, as an edition has it: one of another version is none of the version here."""
    kind, id, version = split_key(key)
    if version == lang:
        return key_of(kind, id)
    return f"{kind}:{id}.{version or '-'}" if key_of(kind, id) in own else key


def is_shown(key: str, site: Site) -> bool:
    """Whether a record is published, in whichever language."""
    kind, id, lang = split_key(key)
    if not lang:
        return key in site.records or any(key in one.records for one in site.editions.values())
    edition: Site | None = site.editions.get(lang)
    return edition is not None and key_of(kind, id) in edition.records and key_of(kind, id) not in edition.elsewhere


def stone_of(key: str, site: Site) -> Tombstone | None:
    """What stands in place of a record that was taken down, in whichever language."""
    kind, id, lang = split_key(key)
    edition = site.editions.get(lang) if lang else site
    return edition.tombstones.get(key_of(kind, id)) if edition is not None else None


def gone(key: str, site: Site) -> str:
    """In a word for editors, how a record was taken down; empty when it was not."""
    stone = stone_of(key, site)
    return "" if stone is None else {"retraction": "retracted", "removal": "removed"}.get(stone.why, stone.why)


def reached(
    articles: Mapping[str, Record],
    records: Mapping[str, Record],
    linked: Mapping[str, Linked],
    notes: Mapping[str, Notes],
) -> frozenset[str]:
    """The records that the articles of an edition lead to: named, listed or cited there, and on from one to the next.

    An event belongs to it as well when it is about a claim of these articles, and a correction when it is of one of them
    or of something that has a page.
    """
    found: set[str] = set()
    waiting: list[str] = []

    def lead(keys: Iterable[str]) -> None:
        for key in keys:
            if key in records and key not in found:
                found.add(key)
                waiting.append(key)

    for name, one in linked.items():
        if name.partition("#")[0] in articles:
            lead(mention.target for mention in one.mentions)
            lead(claim.claim for claim in one.claims)
            lead(target for _, _, _, target in one.links)
    for key, article in articles.items():
        lead(references_of(article))
        if key in notes:
            lead(references_of(notes[key]))
    while waiting:
        lead(references_of(records[waiting.pop()]))
        if not waiting:
            lead(
                key
                for key, record in records.items()
                if isinstance(record, Event) and found.intersection(record.claims)
            )
            lead(
                key
                for key in records
                if key.startswith("correction:")
                and ((target := getattr(records[key], "target", "")) in found or target in articles)
            )
    return frozenset(key for key in found if not isinstance(records[key], VERSIONED))


def references_of(value: Any) -> list[str]:
    """Every key that a record or the notes of an article name."""
    found: list[str] = []

    def visit(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
        found.append(text)
        return text

    walk(value, "ref", visit)
    return found


def archive_of(archive: Archive, lang: str, articles: Iterable[str], translations: Iterable[str]) -> dict[str, str]:
    """For each text of an edition, the name it has in the archive: its own version where there is one."""
    names = {name: name for name in archive.documents if not split_key(name.partition("#")[0])[2]}
    for key in translations:
        kind, id, own = split_key(key)
        if own == lang and key in archive.documents:
            names[key_of(kind, id)] = key
    for key in articles:
        for part in ("", "#notes"):
            names.pop(f"{key}{part}", None)
            if f"{key}.{lang}{part}" in archive.documents:
                names[f"{key}{part}"] = f"{key}.{lang}{part}"
    return names
