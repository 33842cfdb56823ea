"""Links the whole archive: every text is searched for every name, and every claim for its passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen.as_of.publication import article_day
from briefgen.base.dates import When, day_of
from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.executor import HERE, Executor, parts_of
from briefgen.base.memo import Memo
from briefgen.base.packed import Packed, packed, packed_in
from briefgen.linking.anchors import anchored_claim, crossings, marked_claims
from briefgen.linking.asked import OF_FIELDS, in_one, joined
from briefgen.linking.automaton import Automaton
from briefgen.linking.explicit import Directory, Ids, resolve_links
from briefgen.linking.fields import TypedLink, link_fields
from briefgen.linking.names import Names, display_name, names_of
from briefgen.linking.notes import note_texts, notes_document
from briefgen.linking.offices import held_otherwise
from briefgen.linking.passages import Where, mark_of
from briefgen.linking.remembered import Result, names_digest, pack, text_key, unpack
from briefgen.linking.resolve import ENTITY_KINDS, Reader, Rejected, TextSettings, assigned_surfaces
from briefgen.linking.scripts import unmarked_scripts
from briefgen.linking.unknown_names import unknown_names
from briefgen.model.document import Document, Passage
from briefgen.model.mention import Linked, Mention, Occurrence
from briefgen.model.parts import Anchor, Autolink
from briefgen.model.records import Article, Claim, InLanguage, Record
from briefgen.model.site import Now, Records, key_of, split_key
from briefgen.reading.marks import notes_spot


class Archive(Struct, frozen=True):
    """Every text with what was found in it."""

    documents: Mapping[str, Document]
    """Bodies with explicit links resolved; notes under `<article>#notes`."""
    linked: Mapping[str, Linked]
    """By the same keys."""
    fields: Mapping[str, Passage] = {}
    """Fields of records that hold explicit links, by their text."""


class Lore(Struct, frozen=True):
    """What linking a text needs to know of all other records."""

    names: Names
    anchors: Mapping[str, Sequence[tuple[str, int]]]
    """Article to the claims that say where in it they are made: key of the claim, number of the anchor."""
    known_names: bool
    """Whether there is anybody whose name could be known."""


def lore_of(records: Records) -> Lore:
    """Gather it."""
    settings = records.config.names
    return Lore(
        names=names_of(records.records, settings.not_names, settings.inflect),
        anchors=_anchors_by_article(records.records),
        known_names=any(split_key(key)[0] in {"person", "organisation", "place"} for key in records.records),
    )


class Linker:
    """What linking needs of the records: built once, used for every text."""

    def __init__(
        self, records: Records, now: Now, lore: Lore, automaton: Automaton | None = None, ids: Ids | None = None
    ) -> None:
        """`automaton` and `ids` may be given by who has them for the same names and keys."""
        self.records = records
        self.now = now
        self.lore = lore
        self.names = lore.names
        self.automaton = automaton or Automaton(lore.names)
        self.directory = Directory(records.records, lore.names, ids=ids)
        self._directories = {"": self.directory}
        self.anchors = lore.anchors
        self.known_names = lore.known_names

    def directory_in(self, lang: str) -> Directory:
        """The directory that shows names as they are in a language of the site's."""
        if lang not in self.records.config.languages:
            return self.directory
        if lang not in self._directories:
            shown = names_in(lang, self.records.records, self.records.translations)
            directory = self._directories[lang] = Directory(self.records.records, self.names, shown, self.directory.ids)
            directory.asked = self.directory.asked
        return self._directories[lang]

    def __reduce__(self) -> tuple[Callable[[Records, Now], Linker], tuple[Records, Now]]:
        """Elsewhere it is built anew from what it was built from: an automaton cannot travel."""
        return linker_of, (self.records, self.now)

    def silent(self, written: str) -> bool:
        """Whether a reference was met broken already, so that it is not reported twice."""
        kind, colon, _ = written.partition(":")
        if written in self.records.broken or (colon and kind in self.records.unreadable_kinds):
            return True
        return not colon and (
            bool(self.records.unreadable_kinds) or any(split_key(key)[1] == written for key in self.records.broken)
        )


def names_in(lang: str, records: Mapping[str, Record], translations: Mapping[str, InLanguage]) -> dict[str, str]:
    """The names of records as they are in a language, where they have one."""
    found: dict[str, str] = {}
    for key, record in records.items():
        kind, id, own = split_key(key)
        names = getattr(record, "names", None) or {}
        translation = translations.get(f"{key}.{lang}") if translations and not own else None
        version = records.get(key_of(kind, id, lang)) if not own and kind in {"article", "page"} else None
        name = (
            (display_name(translation) if translation is not None else "")
            or names.get(lang)
            or names.get(lang.partition("-")[0])
        )
        name = name or (display_name(version) if version is not None else "")
        if name:
            found[key] = name
    return found


def linker_of(records: Records, now: Now) -> Linker:
    """A linker for the names of these records."""
    return Linker(records, now, lore_of(records))


def notes_key(article: str) -> str:
    """Key of an article's notes among the documents."""
    return f"{article}#notes"


class LinkedArchive(NamedTuple):
    """The archive, what is to be said of it, and the linker that made it."""

    archive: Archive
    said: Mapping[str, Sequence[Diagnostic]]
    """By record: of its texts."""
    said_of_fields: Sequence[Diagnostic]
    linker: Linker
    typed: Sequence[TypedLink]
    """Links to addresses inside the site in short fields."""
    asked: Mapping[str, str]
    """By record, and under an empty key for all short fields: what names were looked up for (`asked.py`)."""

    @property
    def diagnostics(self) -> Iterator[Diagnostic]:
        """Everything that is to be said."""
        for found in self.said.values():
            yield from found
        yield from self.said_of_fields


def link_archive(records: Records, now: Now, memo: Memo | None = None, executor: Executor = HERE) -> LinkedArchive:
    """Find the mentions and claims of every text. Pure: equal records give equal results, remembered or not."""
    linker = linker_of(records, now)
    remembered = _Remembered(linker, memo) if memo is not None else None
    known = remembered.known() if remembered is not None else {}
    fresh = _linked(linker, [key for key in records.documents if key not in known], executor)
    documents: dict[str, bytes] = {}
    linked: dict[str, Linked] = {}
    said: dict[str, list[Diagnostic]] = {}
    asked: dict[str, str] = {}
    for key in records.documents:
        if (kept := known.get(key)) is not None:
            results = _Found(((key, kept),))
        else:
            results = next(fresh)
            if remembered is not None:
                remembered.keep(key, results)
        for name, one in results.texts:
            documents[name] = packed_in(records.documents, key) if one.document is None else packed(one.document)
            linked[name] = one.linked
            if one.diagnostics:
                said.setdefault(key, []).extend(one.diagnostics)
            if one.asked:
                asked[key] = joined(asked.get(key, ""), one.asked)
    linker.directory.asked.clear()
    fields = link_fields(records, linker.directory_in, linker.silent)
    asked[OF_FIELDS] = in_one(linker.directory.asked)
    archive = Archive(Packed(Document, documents), linked, fields.table)
    return LinkedArchive(archive, said, fields.diagnostics, linker, fields.typed, asked)


class Text(NamedTuple):
    """A text with what was found in it."""

    name: str
    document: Document
    linked: Linked
    problems: list[Diagnostic]
    asked: str
    """What names were looked up for (`asked.py`)."""


PART = 32
"""Records whose texts are linked in one go."""
SECONDS = 1.8e-7
"""A rough measure of how long a byte of a packed text takes."""


class _Found(NamedTuple):
    """What linking the texts of a record gave, by the names of the texts."""

    texts: Sequence[tuple[str, Result]]
    packed: bytes = b""
    """The first of them packed, if that was done already."""


def _linked(linker: Linker, keys: Sequence[str], executor: Executor) -> Iterator[_Found]:
    """Link the texts of some records, here or elsewhere."""
    documents = linker.records.documents
    if not executor.worth(SECONDS * sum(len(packed_in(documents, key)) for key in keys)):
        yield from (_Found(_results(linker, key)) for key in keys)
        return
    for part in executor.in_order(link_part, linker, parts_of(keys, PART)):
        for found in part:
            yield _Found([(name, unpack(one)) for name, one in found], found[0][1])


def link_part(linker: Linker, keys: Sequence[str]) -> list[list[tuple[str, bytes]]]:
    """Link some records for another process: for each its texts, packed, by their names."""
    return [[(name, pack(one)) for name, one in _results(linker, key)] for key in keys]


def _results(linker: Linker, key: str) -> list[tuple[str, Result]]:
    before = linker.records.documents[key]
    return [
        (one.name, Result(None if one.document == before else one.document, one.linked, tuple(one.problems), one.asked))
        for one in link_record(linker, key, before)
    ]


def link_record(linker: Linker, key: str, document: Document) -> Iterator[Text]:
    """The body of a record and, for an article, its notes."""
    path = linker.records.origins[key].path
    record, own = _owner(linker, key)
    asked = linker.directory.asked
    asked.clear()
    resolved = resolve_links(document, linker.directory_in(record.lang), _in_file(path), linker.silent)
    reader = Reader(linker.automaton, linker.names, _settings(linker, own, record, path))
    reader.read(resolved.document)
    found, problems = _claims(linker, key, resolved.document, path)
    problems += [*(replace(one, record=key) for one in resolved.diagnostics), *reader.diagnostics]
    if isinstance(record, Article) and linker.known_names:
        not_names = linker.records.config.names.not_names
        problems += unknown_names(resolved.document, reader, linker.names, not_names, asked)
    lang = record.lang or split_key(key)[2] or linker.records.config.lang
    problems += unmarked_scripts(resolved.document, lang, path, key)
    if isinstance(record, Article):
        problems += held_otherwise(resolved.document, reader.mentions, linker.names, reader.settings.day, path, key)
    linked = Linked(tuple(reader.mentions), found, _other_links(resolved.document), tuple(reader.longer))
    yield Text(key, resolved.document, linked, problems, in_one(asked))
    if key in linker.records.notes:
        yield _link_notes(linker, key, reader)


def _owner(linker: Linker, key: str) -> tuple[Record, str]:
    """The record whose text it is, with its key; of a translation, the record that is translated."""
    record = linker.records.records.get(key)
    if record is not None:
        return record, key
    kind, id, lang = split_key(key)
    return replace(linker.records.records[key_of(kind, id)], lang=lang), key_of(kind, id)


class _Remembered:
    """Recalls what linking gave in an earlier build."""

    def __init__(self, linker: Linker, memo: Memo) -> None:
        config = linker.records.config
        self._linker, self._memo = linker, memo
        self._asked: dict[str, bytes] = {}
        self._names = names_digest(linker.names, linker.known_names, config.names, config.lang)

    def known(self) -> dict[str, Result]:
        """What is remembered, by the keys of records."""
        records = self._linker.records
        for key, document in records.documents.items():
            if key not in records.notes and (asked := self._key(key, document)) is not None:
                self._asked[key] = asked
        self._memo.expect(list(self._asked.values()))
        found: dict[str, Result] = {}
        for key, asked in self._asked.items():
            if (kept := self._memo.get(asked)) is not None:
                with suppress(msgspec.MsgspecError):
                    found[key] = unpack(kept)
        return found

    def keep(self, key: str, found: _Found) -> None:
        """Remember what was found now, unless it is a text that is linked anew each time."""
        if (asked := self._asked.get(key)) is not None:
            self._memo.put(asked, found.packed or pack(found.texts[0][1]))

    def _key(self, key: str, document: Document) -> bytes | None:
        linker = self._linker
        path = linker.records.origins[key].path
        anchors: list[tuple[str, int, Anchor]] = []
        for claim_key, number in linker.anchors.get(key, ()):
            claim = linker.records.records[claim_key]
            assert isinstance(claim, Claim)  # noqa: S101 - only claims have anchors
            anchors.append((claim_key, number, claim.anchors[number]))
        record, own = _owner(linker, key)
        settings = _settings(linker, own, record, path)
        text = packed_in(linker.records.documents, key)
        return text_key(self._names, document, text, settings, path, anchors, linker.directory_in(record.lang))


class Traced(NamedTuple):
    """One text with everything that was found in it and why."""

    document: Document
    mentions: tuple[Mention, ...]
    rejected: tuple[Rejected, ...]
    day: When
    """Day for which offices counted."""


def trace_record(linker: Linker, key: str) -> Traced:
    """Read the body of one record and keep the reasons. Raises `KeyError` when the record has no text."""
    path = linker.records.origins[key].path
    document = linker.records.documents[key]
    record, own = _owner(linker, key)
    resolved = resolve_links(document, linker.directory_in(record.lang), _in_file(path), linker.silent)
    settings = _settings(linker, own, record, path)
    reader = Reader(linker.automaton, linker.names, settings, trace=True)
    reader.read(resolved.document)
    return Traced(resolved.document, tuple(reader.mentions), tuple(reader.rejected or ()), settings.day)


def _link_notes(linker: Linker, key: str, body: Reader) -> Text:
    notes = linker.records.notes[key]
    config = linker.records.config
    document = notes_document(notes, linker.records.records[key].lang or config.lang, config.markdown.typography)
    where = _in_notes(key, note_texts(notes))
    linker.directory.asked.clear()
    resolved = resolve_links(document, linker.directory_in(linker.records.records[key].lang), where, linker.silent)
    settings = replace(body.settings, where=where, place="note", autolink=_every(body.settings.autolink))
    reader = Reader(linker.automaton, linker.names, settings)
    reader.introduced |= body.introduced
    reader.by_hand |= body.by_hand
    reader.read(resolved.document)
    problems = [*(replace(one, record=key) for one in resolved.diagnostics), *reader.diagnostics]
    asked = in_one(linker.directory.asked)
    return Text(notes_key(key), resolved.document, Linked(tuple(reader.mentions)), problems, asked)


def _every(autolink: Autolink | None) -> Autolink | None:
    """In notes each mention counts, and the first in each note links: notes are read one by one."""
    return None if autolink is None else replace(autolink, per="all")


def _in_notes(article: str, texts: Sequence[tuple[str, int, str]]) -> Where:
    def where(number: int, passage: Passage, start: int, end: int) -> Spot:
        name, at, _ = texts[number]
        return Spot(notes_spot(article), (name, at, "note"))

    return where


def _in_file(path: str) -> Where:
    def where(number: int, passage: Passage, start: int, end: int) -> Mark:
        return mark_of(passage, path, start, end)

    return where


def _settings(linker: Linker, key: str, record: Record, path: str) -> TextSettings:
    day = day_of(linker.now.day)
    lang = (record.lang or linker.records.config.lang).partition("-")[0].lower()
    if not isinstance(record, Article):
        autolink = None if split_key(key)[0] == "page" else Autolink()
        return TextSettings(where=_in_file(path), day=day, own_key=key, autolink=autolink, record=key, lang=lang)
    autolink = Autolink() if record.autolink is True else None if record.autolink is False else record.autolink
    return TextSettings(
        where=_in_file(path),
        day=article_day(record, linker.now),
        cast=frozenset((*linker.records.config.cast, *record.mentions.cast)),
        assigned=assigned_surfaces(record.mentions.assigned),
        exclude=frozenset(record.mentions.exclude),
        autolink=autolink,
        record=key,
        lang=lang,
    )


def _anchors_by_article(records: Mapping[str, Record]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, record in records.items():
        if isinstance(record, Claim):
            for number, anchor in enumerate(record.anchors):
                found[anchor.article].append((key, number))
    return found


def _claims(linker: Linker, key: str, document: Document, path: str) -> tuple[tuple[Occurrence, ...], list[Diagnostic]]:
    marked = marked_claims(document, path, linker.directory, key, linker.silent)
    occurrences, problems = list(marked.occurrences), list(marked.diagnostics)
    for claim_key, number in linker.anchors.get(key, ()):
        claim = linker.records.records[claim_key]
        assert isinstance(claim, Claim)  # noqa: S101 - only claims have anchors
        found = anchored_claim(document, claim_key, number, claim.anchors[number])
        occurrences += found.occurrences
        problems += found.diagnostics
    occurrences.sort(key=lambda one: (one.passage, one.start, -one.end, one.claim))
    problems += crossings(document, path, occurrences, key)
    return tuple(dict.fromkeys(occurrences)), problems


def _other_links(document: Document) -> tuple[tuple[int, int, int, str], ...]:
    """Explicit links to what is no entity: claims, sources, articles, topics, pages."""
    return tuple(
        (number, link.start, link.end, link.target)
        for number, passage in enumerate(document.passages)
        for link in passage.links
        if link.target and split_key(link.target)[0] not in ENTITY_KINDS
    )
