"""Which words stand for which record: the table of names that texts are searched for.

A *strong* name links on sight. A *weak* one (family name, honorific with family name, an office) links only once
its owner has been introduced. A *phrase* means nobody, and a *frame* is a longer phrase in which the name it holds
is meant all the same. The rules are content model section 8 and ruling 19.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When
from briefgen.base.text import fold, fold_case, nfc, without_accents, without_invisible
from briefgen.linking.inflection import assimilated, inflected
from briefgen.model.parts import Alias, FormerName, HouseStyle, alias_names
from briefgen.model.records import Event, InLanguage, Organisation, Person, Place, Record, Term
from briefgen.model.site import split_key

Strength = Literal["strong", "weak", "office", "term", "phrase", "frame"]


class NameEntry(Struct, frozen=True):
    """One record's claim to a surface form."""

    key: str
    """Record meant; empty for a phrase that only looks like a name (`chicken Kiev`)."""
    strength: Strength
    since: date = date.min
    until: date = date.max
    """Days on which it counts, for offices and former names."""
    rejected: str = ""
    """Why the house style rejects this spelling; empty for a good one."""
    preferred: str = ""
    """The spelling to use instead of a rejected one."""
    allow_in_quotes: bool = False
    """A rejected spelling that may stand in quotations."""
    counts_only: bool = False
    """Counted but never linked by itself (`autolink: false`)."""
    silent: bool = False
    """Neither linked nor counted (privacy): it only keeps shorter names from matching."""
    forbidden: bool = False
    """A protected name, which must not stand in any text."""
    only_in_quotes: bool = False
    """Counts inside quotations only."""
    in_words: bool = False
    """Counts inside longer words as well."""
    qualified: bool = False
    """The short form of a place's name that says where it lies: “Washington” for “Washington, D.C.”."""
    alone: bool = False
    """A short form that counts without an introduction when nobody else bears it (outside registries)."""
    base: str = ""
    """For an inflected form: the name it is a form of."""

    def holds_on(self, day: When) -> bool:
        """Whether the entry counts on that day."""
        return self.since <= day.upper and self.until >= day.lower


class Names(Struct, frozen=True):
    """All surface forms, folded, with the records they may mean."""

    exact: Mapping[str, tuple[NameEntry, ...]]
    """Case counts."""
    loose: Mapping[str, tuple[NameEntry, ...]]
    """Glossary words, in lower case."""
    display: Mapping[str, str]
    """Name to show for `[[key]]`."""
    confusable: Mapping[str, tuple[str, ...]]
    """Keys not to be confused with each other, both ways."""
    public_labels: Mapping[str, str] = {}
    """What prose says instead of a protected name."""
    frames: bool = False
    """Whether any record lists longer phrases in which its name counts (`also_in`)."""
    inflected: Mapping[str, Mapping[str, tuple[NameEntry, ...]]] = {}
    """Inflected forms, which count only in texts of their language: by language, then as in `exact`."""


def surface(name: str) -> str:
    """The form under which a name is looked for: composed, folded, single spaces."""
    return " ".join(fold(without_invisible(nfc(name))).split())


def names_of(records: Mapping[str, Record], not_names: Iterable[str] = (), inflect: Iterable[str] = ()) -> Names:
    """Build the table from every person, organisation, place, event and term.

    `not_names` are words of the site that are nobody's name; `inflect` are languages whose case endings count.
    """
    filing = Filing(tuple(inflect))
    for key, record in records.items():
        for name, entry, any_case in _forms(key, record):
            filing.add(name, entry, any_case=any_case)
    for phrase in not_names:
        filing.add(phrase, NameEntry(key="", strength="phrase"))
    return filing.names(
        display={key: name for key, record in records.items() if (name := display_name(record))},
        confusable=_confusable(records),
        public_labels={key: label for key, record in records.items() if (label := getattr(record, "public_label", ""))},
    )


class Filing:
    """Gathers names into the table: folded, with further spellings of their own."""

    def __init__(self, inflect: tuple[str, ...] = ()) -> None:
        self._exact: dict[str, list[NameEntry]] = defaultdict(list)
        self._loose: dict[str, list[NameEntry]] = defaultdict(list)
        self._inflected: dict[str, dict[str, list[NameEntry]]] = {lang: defaultdict(list) for lang in inflect}
        self._plain: list[tuple[str, NameEntry]] = []

    def add(self, name: str, entry: NameEntry, *, any_case: bool = False) -> None:
        """File a name under every form in which it is looked for."""
        found = surface(name)
        if not any(map(str.isalnum, found)):
            return
        if any_case:
            _file(self._loose, fold_case(found), entry)
            return
        _file(self._exact, found, entry)
        if entry.strength in _FURTHER and not entry.rejected:
            self._further(found, entry)

    def _further(self, found: str, entry: NameEntry) -> None:
        """Other ways to write the same: without accents, without the point of “Jr.”, in the cases of a language."""
        if found.isascii():
            if found.endswith((" Jr.", " Sr.")):
                _file(self._exact, found[:-1], entry)
            return
        if len(found) >= SHORTEST_PLAIN and (plain := without_accents(found)) != found:
            self._plain.append((plain, entry))
        for lang, table in self._inflected.items():
            for form in inflected(found, lang, person=kind_of(entry.key) == "person"):
                _file(table, form, replace(entry, base=found))
        if "\u0621" <= found[0] <= "\u064a" and (fused := assimilated(found)):
            _file(self._exact, fused, replace(entry, base=found))

    def names(
        self, display: Mapping[str, str], confusable: Mapping[str, tuple[str, ...]], public_labels: Mapping[str, str]
    ) -> Names:
        """The table. Spellings without accents give way to names that are written so themselves."""
        for plain, entry in self._plain:
            if all(one.key == entry.key for one in self._exact.get(plain, ())):
                _file(self._exact, plain, entry)
        return Names(
            frames=any(one.strength == "frame" for entries in self._exact.values() for one in entries),
            exact=_frozen(self._exact),
            loose=_frozen(self._loose),
            display=display,
            confusable=confusable,
            public_labels=public_labels,
            inflected={
                lang: _frozen({form: entries for form, entries in table.items() if form not in self._exact})
                for lang, table in self._inflected.items()
            },
        )


_FURTHER = frozenset(("strong", "weak"))
SHORTEST_PLAIN = 5
"""Letters that a name needs for its spelling without accents to count: Pará is not “Para”."""


def _frozen(table: Mapping[str, list[NameEntry]]) -> dict[str, tuple[NameEntry, ...]]:
    return {name: tuple(entries) for name, entries in table.items()}


def _file(table: dict[str, list[NameEntry]], name: str, entry: NameEntry) -> None:
    """Keep what a record has for a name, the stronger for its time; a rejected spelling keeps its strength."""
    held = table[name]
    same = [one for one in held if one.key == entry.key]
    if entry.rejected and same:
        strong = any(one.strength == "strong" for one in same)
        entry = replace(entry, strength="strong" if strong else same[0].strength)
    elif any(_outweighs(one, entry) for one in same):
        return
    held[:] = [one for one in held if one.key != entry.key or not (entry.rejected or _outweighs(entry, one))]
    held.append(entry)


_RANK: Mapping[Strength, int] = {"strong": 2, "term": 2, "phrase": 2, "weak": 1, "office": 1, "frame": 0}


def _outweighs(one: NameEntry, other: NameEntry) -> bool:
    """Whether the first entry makes the second one needless: as strong, and as long."""
    return _RANK[one.strength] >= _RANK[other.strength] and one.since <= other.since and one.until >= other.until


def display_name(record: Record | InLanguage) -> str:
    """The name of a record in house style, for people to read."""
    for field in ("name", "title", "term", "short"):
        if found := getattr(record, field, ""):
            return str(found)
    return ""


Form = tuple[str, NameEntry, bool]
"""A name, what it stands for, and whether its case does not matter."""


def _forms(key: str, record: Record) -> Iterator[Form]:
    match record:
        case Person():
            yield from _person(key, record)
        case Organisation():
            yield from _body(key, record, (record.name, *record.aliases), record.former_names)
        case Place():
            strong = (*filter(None, (record.name, record.formal_name)), *record.aliases)
            yield from _body(key, record, strong, record.historic_names)
        case Event():
            entry = NameEntry(key=key, strength="strong", counts_only=not record.autolink)
            yield from _plain((record.title, *record.aliases, *record.names.values()), entry)
            yield from _plain(record.weak_aliases, replace(entry, strength="weak"))
            yield from _phrases(key, record)
        case Term():
            yield from _term(key, record)
        case _:
            return


def _plain(names: Iterable[str | Alias], entry: NameEntry) -> Iterator[Form]:
    for name in names:
        if isinstance(name, str):
            yield name, entry, False
            if name.startswith("the "):
                yield f"T{name[1:]}", entry, False  # at the beginning of a sentence
        else:
            switched = replace(entry, only_in_quotes=name.only_in_quotes, in_words=not name.whole_word)
            # A name that never counts still keeps shorter names inside it from matching.
            yield name.name, NameEntry(key="", strength="phrase") if name.never else switched, name.case == "any"


def qualified_names(names: Iterable[str]) -> frozenset[str]:
    """Of a place's names, those that another one completes after a comma."""
    names = tuple(names)
    return frozenset(one.partition(",")[0] for one in names if ", " in one)


def _phrases(key: str, record: Person | Organisation | Place | Event) -> Iterator[Form]:
    for phrase in record.not_in:
        yield phrase, NameEntry(key="", strength="phrase"), False
    for phrase in record.also_in:
        yield phrase, NameEntry(key=key, strength="frame"), False


def _body(
    key: str,
    record: Person | Organisation | Place,
    strong: tuple[str | Alias, ...],
    former: tuple[FormerName, ...],
) -> Iterator[Form]:
    entry = NameEntry(
        key=key,
        strength="strong",
        counts_only=not record.autolink,
        silent=record.privacy != "public",
        forbidden=record.privacy == "protected",
    )
    names = (*strong, *record.names.values())
    qualified = qualified_names(alias_names(names)) if kind_of(key) == "place" else frozenset()
    for form in _plain(names, entry):
        yield (form[0], replace(form[1], qualified=True), form[2]) if form[0] in qualified else form
    plain = replace(entry, forbidden=False)
    yield from _plain(record.weak_aliases, replace(plain, strength="weak"))
    yield from _former(former, plain)
    yield from _rejected(record.house_style, record.name, plain)
    yield from _phrases(key, record)


def _person(key: str, person: Person) -> Iterator[Form]:
    entry = NameEntry(key=key, strength="weak", counts_only=not person.autolink, silent=person.privacy != "public")
    if not person.no_weak and person.family_name:
        yield from _plain((person.family_name, f"{person.honorific} {person.family_name}".strip()), entry)
    yield from _body(key, person, (person.name, *person.aliases), person.former_names)
    for role in person.roles:
        since = date.min if role.since is None else role.since.lower
        until = date.max if role.until is None else role.until.upper
        yield from _plain(role.office_aliases, replace(entry, strength="office", since=since, until=until))


def _former(former: tuple[FormerName, ...], entry: NameEntry) -> Iterator[Form]:
    for one in former:
        yield one.name, replace(entry, until=one.until.upper), False
        yield one.name, replace(entry, strength="office", since=one.until.upper), False


def _rejected(style: HouseStyle, name: str, entry: NameEntry) -> Iterator[Form]:
    for phrase in style.allow_phrases:
        yield phrase, NameEntry(key="", strength="phrase"), False
    for spelling, reason in style.reject.items():
        weak = kind_of(entry.key) == "person" and " " not in spelling
        yield (
            spelling,
            replace(
                entry,
                strength="weak" if weak else "strong",
                rejected=reason or "house style rejects this spelling",
                preferred=style.prefer or name,
                allow_in_quotes="quote" in style.allow_in,
            ),
            False,
        )


def _term(key: str, term: Term) -> Iterator[Form]:
    strength: Strength = "term" if term.match == "whole-word" else "strong"
    entry = NameEntry(key=key, strength=strength, counts_only=not term.autolink)
    for name in filter(None, (term.term, term.plural, *term.aliases)):
        yield name, entry, strength == "term"


def _confusable(records: Mapping[str, Record]) -> dict[str, tuple[str, ...]]:
    pairs: dict[str, set[str]] = defaultdict(set)
    for key, record in records.items():
        for other in getattr(record, "not_to_be_confused_with", ()):
            pairs[key].add(other)
            pairs[other].add(key)
    return {key: tuple(sorted(others)) for key, others in pairs.items()}


def kind_of(key: str) -> str:
    """Kind of a record's key."""
    return split_key(key)[0]
