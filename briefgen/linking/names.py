"""Which words stand for which record: the table of names that texts are searched for.

A *strong* name links on sight. A *weak* one (family name, honorific with family name, an office) links only once
its owner has been introduced. The rules are content model section 8 and ruling 19.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When
from briefgen.base.text import fold, fold_case, nfc, without_invisible
from briefgen.model.parts import FormerName, HouseStyle
from briefgen.model.records import Event, Organisation, Person, Place, Record, Term
from briefgen.model.site import split_key

Strength = Literal["strong", "weak", "office", "term", "phrase"]


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


def surface(name: str) -> str:
    """The form under which a name is looked for: composed, folded, single spaces."""
    return " ".join(fold(without_invisible(nfc(name))).split())


def names_of(records: Mapping[str, Record]) -> Names:
    """Build the table from every person, organisation, place, event and term."""
    exact: dict[str, list[NameEntry]] = defaultdict(list)
    loose: dict[str, list[NameEntry]] = defaultdict(list)
    for key, record in records.items():
        for name, entry in _forms(key, record):
            found = surface(name)
            if any(map(str.isalnum, found)):
                _file(loose, fold_case(found), entry) if entry.strength == "term" else _file(exact, found, entry)
    return Names(
        exact={name: tuple(entries) for name, entries in exact.items()},
        loose={name: tuple(entries) for name, entries in loose.items()},
        display={key: name for key, record in records.items() if (name := display_name(record))},
        confusable=_confusable(records),
        public_labels={key: label for key, record in records.items() if (label := getattr(record, "public_label", ""))},
    )


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


_RANK: Mapping[Strength, int] = {"strong": 2, "term": 2, "phrase": 2, "weak": 1, "office": 1}


def _outweighs(one: NameEntry, other: NameEntry) -> bool:
    """Whether the first entry makes the second one needless: as strong, and as long."""
    return _RANK[one.strength] >= _RANK[other.strength] and one.since <= other.since and one.until >= other.until


def display_name(record: Record) -> str:
    """The name of a record in house style, for people to read."""
    for field in ("name", "title", "term", "short"):
        if found := getattr(record, field, ""):
            return str(found)
    return ""


def _forms(key: str, record: Record) -> Iterator[tuple[str, NameEntry]]:
    match record:
        case Person():
            yield from _person(key, record)
        case Organisation():
            yield from _body(key, record, (record.name, *record.aliases), record.former_names)
        case Place():
            strong = tuple(filter(None, (record.name, record.formal_name, *record.aliases)))
            yield from _body(key, record, strong, record.historic_names)
        case Event():
            yield from _plain(key, (record.title, *record.aliases, *record.names.values()), "strong", record.autolink)
            yield from _plain(key, record.weak_aliases, "weak", record.autolink)
        case Term():
            yield from _term(key, record)
        case _:
            return


def _plain(
    key: str,
    names: tuple[str, ...],
    strength: Strength,
    autolink: bool,
    *,
    silent: bool = False,
    forbidden: bool = False,
) -> Iterator[tuple[str, NameEntry]]:
    entry = NameEntry(key=key, strength=strength, counts_only=not autolink, silent=silent, forbidden=forbidden)
    for name in names:
        yield name, entry


def _body(
    key: str, record: Person | Organisation | Place, strong: tuple[str, ...], former: tuple[FormerName, ...]
) -> Iterator[tuple[str, NameEntry]]:
    silent = record.privacy != "public"
    forbidden = record.privacy == "protected"
    names = (*strong, *record.names.values())
    yield from _plain(key, names, "strong", record.autolink, silent=silent, forbidden=forbidden)
    yield from _plain(key, record.weak_aliases, "weak", record.autolink, silent=silent)
    yield from _former(key, former, record.autolink, silent=silent)
    yield from _rejected(key, record.house_style, record.name, record.autolink, silent=silent)


def _person(key: str, person: Person) -> Iterator[tuple[str, NameEntry]]:
    silent = person.privacy != "public"
    if not person.no_weak and person.family_name:
        built = (person.family_name, f"{person.honorific} {person.family_name}".strip())
        yield from _plain(key, built, "weak", person.autolink, silent=silent)
    yield from _body(key, person, (person.name, *person.aliases), person.former_names)
    for role in person.roles:
        since = date.min if role.since is None else role.since.lower
        until = date.max if role.until is None else role.until.upper
        for name in role.office_aliases:
            yield (
                name,
                NameEntry(
                    key=key, strength="office", since=since, until=until, counts_only=not person.autolink, silent=silent
                ),
            )


def _former(
    key: str, former: tuple[FormerName, ...], autolink: bool, *, silent: bool
) -> Iterator[tuple[str, NameEntry]]:
    entry = NameEntry(key=key, strength="strong", counts_only=not autolink, silent=silent)
    for one in former:
        yield one.name, replace(entry, until=one.until.upper)
        yield one.name, replace(entry, strength="office", since=one.until.upper)


def _rejected(
    key: str, style: HouseStyle, name: str, autolink: bool, *, silent: bool
) -> Iterator[tuple[str, NameEntry]]:
    for phrase in style.allow_phrases:
        yield phrase, NameEntry(key="", strength="phrase")
    for spelling, reason in style.reject.items():
        yield (
            spelling,
            NameEntry(
                key=key,
                strength="weak" if kind_of(key) == "person" and " " not in spelling else "strong",
                rejected=reason or "house style rejects this spelling",
                preferred=style.prefer or name,
                allow_in_quotes="quote" in style.allow_in,
                counts_only=not autolink,
                silent=silent,
            ),
        )


def _term(key: str, term: Term) -> Iterator[tuple[str, NameEntry]]:
    strength: Strength = "term" if term.match == "whole-word" else "strong"
    yield from _plain(key, tuple(filter(None, (term.term, term.plural, *term.aliases))), strength, term.autolink)


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
