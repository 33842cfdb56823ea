"""Names of records that would be found where they are not meant (W110 to W113).

A full name links wherever it stands. So it must not be so short or so common that it stands where somebody else, or
nobody, is meant, and it must be one record's alone. Names of protected records are passed over: what is said here may
be read by others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from briefgen.base.diagnostics import Diagnostic, Loc, Related, Spot
from briefgen.base.patterns import pattern
from briefgen.linking.names import surface
from briefgen.model.config import SiteConfig
from briefgen.model.parts import Alias
from briefgen.model.records import Event, Organisation, Person, Place, Record


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHORTEST = 3
"""Letters and digits of the shortest name that is safe in any text."""
_WORDS_IN_CAPITALS = _words("AD AM BC CE HR ID II IT IV OK PM PR TV VI XI")
"""Two capitals that stand in texts as words or numbers. “US” is none of them: it means the country."""
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS = "January February March April May June July August September October November December"
_OPENINGS = "Best Bill Black Day Grant Green Hope Hunt Long Mark Rose Short White Will Young"
COMMON = _words(f"{_DAYS} {_MONTHS} {_OPENINGS}")
"""English words that have a capital anyway, or often begin a sentence, and are names as well."""
_SYLLABLES = "\u0e00"
"""Scripts from here on write a word with few characters, mostly."""
_CASELESS = pattern("[\u0590-\u1dff\u2c00-\uffff]")
"""Scripts that have no capitals in use; to Unicode Georgian letters are small ones."""


class Written(NamedTuple):
    """A name as a record gives it."""

    key: str
    loc: Loc
    name: str
    any_case: bool = False


def check_names(records: Mapping[str, Record], config: SiteConfig) -> Iterator[Diagnostic]:
    """Everything to say about the names of records. Drafts count: their names are found in texts as well."""
    bearers: dict[str, list[Written]] = {}
    for key, record in records.items():
        if not isinstance(record, Person | Organisation | Place | Event) or _is_protected(record):
            continue
        english = (record.lang or config.lang).startswith("en")
        for one in _full_names(key, record):
            bearers.setdefault(surface(one.name), []).append(one)
            yield from _short(one)
            yield from _lower_case(one)
            yield from _common(one, record, english)
        for one in _short_names(key, record):
            yield from _common(one, record, english)
    for bearing in bearers.values():
        if len(bearing) > 1:
            yield from _shared(bearing, records)


def _is_protected(record: Record) -> bool:
    return getattr(record, "privacy", "public") == "protected"


def _full_names(key: str, record: Person | Organisation | Place | Event) -> Iterator[Written]:
    """Names that link on sight."""
    if isinstance(record, Event):
        yield Written(key, ("title",), record.title)
    else:
        yield Written(key, ("name",), record.name)
    if isinstance(record, Place) and record.formal_name:
        yield Written(key, ("formal_name",), record.formal_name)
    yield from _aliases(key, "aliases", record.aliases)
    for lang, name in record.names.items():
        yield Written(key, ("names", lang), name)


def _aliases(key: str, field: str, aliases: Iterable[str | Alias]) -> Iterator[Written]:
    """Those that are looked for in running text."""
    for number, one in enumerate(aliases):
        if isinstance(one, str):
            yield Written(key, (field, number), one)
        elif not one.never and not one.only_in_quotes:
            yield Written(key, (field, number), one.name, one.case == "any")


def _short_names(key: str, record: Person | Organisation | Place | Event) -> Iterator[Written]:
    """Names that link once the record has been introduced."""
    yield from _aliases(key, "weak_aliases", record.weak_aliases)
    if isinstance(record, Person) and record.family_name and not record.no_weak:
        yield Written(key, ("family_name",), record.family_name)


def _short(one: Written) -> Iterator[Diagnostic]:
    if len(one.name) > 2 * SHORTEST:  # letters enough, whatever points stand between them
        return
    letters = [letter for letter in one.name if letter.isalnum()]
    if not 0 < len(letters) < SHORTEST or max(letters) >= _SYLLABLES:
        return
    # Case counts, so an acronym is found only where it stands in capitals.
    acronym = len(letters) == SHORTEST - 1 and one.name.isupper() and not one.any_case
    if acronym and one.name not in _WORDS_IN_CAPITALS:
        return
    message = f"“{one.name}” is so short that it will be found where it is not meant"
    hint = (
        "give a longer name, or put it under weak_aliases, so that it counts only where the full name has stood before"
    )
    yield _said("W110", one, message, hint)


def _lower_case(one: Written) -> Iterator[Diagnostic]:
    if one.name.islower() and not _CASELESS.search(one.name):
        message = f"“{one.name}” has no capital, so it will be found as a common word too"
        hint = "write it with a capital, put it under weak_aliases, or make a term of it"
        yield _said("W111", one, message, hint)


def _common(one: Written, record: Record, english: bool) -> Iterator[Diagnostic]:
    if not english or one.name not in COMMON:
        return
    message = f"“{one.name}” is a common word too, which has a capital at the beginning of a sentence or always"
    hint = "leave it out, and write the full name in texts"
    if one.loc == ("family_name",):
        honorific = getattr(record, "honorific", "") or "Ms"
        hint = f"write `no_weak: true` and `weak_aliases: [{honorific} {one.name}]`, so that the word alone is not taken for the name"
    yield _said("W113", one, message, hint)


def _shared(bearing: list[Written], records: Mapping[str, Record]) -> Iterator[Diagnostic]:
    """Told once, at the second record, as for ids; not when the records say that they are not to be confused."""
    first = bearing[0]
    others = list({one.key: one for one in bearing if not _is_declared(one.key, first.key, records)}.values())
    if not others:
        return
    keys = " and ".join((first.key, *(one.key for one in others)))
    related = tuple(Related(Spot(one.key, one.loc), "the same name") for one in (first, *others[1:]))
    message = f"“{others[0].name}” is a name of {keys}, so every text that uses it must say who is meant"
    hint = "give each a name of its own and put the shared one under weak_aliases; or declare them: not_to_be_confused_with"
    yield Diagnostic("W112", Spot(others[0].key, others[0].loc), message, hint, related, others[0].key)


def _is_declared(key: str, other: str, records: Mapping[str, Record]) -> bool:
    """Whether the records are one, or the desk knows that they have one name."""
    return (
        key == other
        or other in getattr(records[key], "not_to_be_confused_with", ())
        or key in getattr(records[other], "not_to_be_confused_with", ())
    )


def _said(code: str, one: Written, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, Spot(one.key, one.loc), message, hint, record=one.key)
