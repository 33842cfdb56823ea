"""What records say in other languages, held against the records: whatever belongs to nothing is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from briefgen.base.diagnostics import Loc
from briefgen.base.text import did_you_mean
from briefgen.model.records import InLanguage, Person, Record
from briefgen.model.site import split_key
from briefgen.reading.problems import Problem
from briefgen.reading.walks import walk


def words_of(record: Record) -> frozenset[str]:
    """Every text of a record that readers see and that may be translated."""
    found: set[str] = set()

    def visit(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
        found.add(text)
        return text

    def free(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
        return visit(text, notes, loc) if "or_text" in notes else text

    walk(record, "words", visit)
    walk(record, "ref", free)
    return frozenset(found)


def written_fields(one: InLanguage) -> Iterator[tuple[str, str]]:
    """The fields that a translation gives, with their texts."""
    for name in one.__struct_fields__:
        value = getattr(one, name)
        if name != "words" and value:
            yield name, value


def problems_of(one: InLanguage, record: Record, kind: str) -> list[Problem]:
    """Fields that such a record does not have, and words that it does not say."""
    found = []
    known = set(record.__struct_fields__)
    for name, _ in written_fields(one):
        if name not in known:
            hint = did_you_mean(name, known) or "take it out"
            found.append(Problem("E003", (name,), f"a record of kind {kind} has no `{name}`", hint, on_key=True))
    said = words_of(record)
    for words in one.words:
        if words not in said:
            hint = did_you_mean(words, said) or "write it as it stands in the record; it may have been changed there"
            message = "the record does not say this, so the translation is shown nowhere"
            found.append(Problem("W811", ("words", words), message, hint, on_key=True))
    return found


def with_name(record: Record, one: InLanguage, lang: str) -> Record:
    """The record with its name in that language among its names, so that texts are searched for it too."""
    if one.family_name and isinstance(record, Person) and not record.no_weak:
        record = replace(record, weak_aliases=(*record.weak_aliases, one.family_name))
    name = one.name or one.title
    if not name or lang in getattr(record, "names", {lang: ""}):
        return record
    return replace(record, names={**record.names, lang: name})  # type: ignore[attr-defined]


def no_record(key: str, lang: str, known: Mapping[str, Record]) -> Problem:
    """A translation of a record that is not there."""
    kind, id, _ = split_key(key)
    hint = did_you_mean(id, [split_key(one)[1] for one in known if split_key(one)[0] == kind])
    message = f"there is no {kind} “{id}” of which this could be the version in “{lang}”"
    return Problem("W810", (), message, hint or "write the record first, in the site’s own language", on_key=True)
