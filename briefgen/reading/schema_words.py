"""Faults of validation in words for people who write, not program: what is wrong, and what to write instead.

pydantic's own wording is never shown. Each kind of fault it knows has one function here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.dates import When
from briefgen.base.diagnostics import Loc
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean, nearest, slug
from briefgen.model.config import SiteConfig
from briefgen.model.fields import Id
from briefgen.model.parts import Evidence
from briefgen.model.records import Article, InLanguage, Page, Record
from briefgen.reading import schema_hints as hints
from briefgen.reading.problems import Problem
from briefgen.reading.schema_places import Place, place_of
from briefgen.reading.shapes import Annotation, bare, branches, fields, kind_word, metas

_ID_PATTERN = metas(Id)[0].pattern
_KEY_LIKE = pattern(r"[a-z_]+")


class Fault(Struct, frozen=True):
    """One of pydantic's errors together with what was expected at its place."""

    struct: type[Struct]
    place: Place
    error: Mapping[str, Any]

    @property
    def loc(self) -> Loc:
        """The way to the value."""
        return self.place.loc

    @property
    def expected(self) -> Annotation | None:
        """What may stand at the place."""
        return self.place.expected

    @property
    def given(self) -> object:
        """What was written."""
        return self.error["input"]

    @property
    def name(self) -> str:
        """The key to speak of: the last one on the way."""
        return next((f"`{step}`" for step in reversed(self.loc) if isinstance(step, str)), _a(self.struct))

    @property
    def subject(self) -> str:
        """The key, or the numbered item of its list."""
        last = self.loc[-1] if self.loc else ""
        return f"item {last + 1} of {self.name}" if isinstance(last, int) else self.name


def problems_of(struct: type[Struct], errors: Sequence[tuple[Place, Mapping[str, Any]]]) -> list[Problem]:
    """The faults in our words, without those that only follow from others."""
    faults = [Fault(struct, place, error) for place, error in errors]
    return [_problem(fault) for fault in faults if not _follows(fault, faults)]


def _follows(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Whether a fault goes away once another is mended: a list emptied by its faulty items, a key misspelt beside its gap."""
    if fault.error["type"] == "too_short":
        return any(len(one.loc) > len(fault.loc) and one.loc[: len(fault.loc)] == fault.loc for one in faults)
    if fault.error["type"] != "missing":
        return False
    return any(
        one.error["type"] == "extra_forbidden"
        and one.loc[:-1] == fault.loc[:-1]
        and str(fault.loc[-1]) in nearest(str(one.loc[-1]), fields(_struct_of(one.place.holder) or one.struct))
        for one in faults
    )


def kind_words(struct: type[Struct]) -> str:
    """A struct's name in words: `status entry`."""
    if struct is SiteConfig:
        return "site record"
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", struct.__name__).lower()


def _a(struct: type[Struct]) -> str:
    words = kind_words(struct)
    if struct is Evidence:
        return f"a piece of {words}"  # nobody counts evidence
    if struct is InLanguage:
        return "a record in another language"
    return f"an {words}" if words[0] in "aeio" or words.startswith("s3") else f"a {words}"


def _problem(fault: Fault) -> Problem:
    problem = _WORDS.get(fault.error["type"], _wrong_type)(fault)
    return problem if problem.hint else replace(problem, hint=_lower(_doc(fault)) or "write a value, or remove it")


def _doc(fault: Fault) -> str:
    """What the key means."""
    loc = fault.loc
    while loc and isinstance(loc[-1], int):
        loc = loc[:-1]
    holder = _struct_of(place_of(fault.struct, loc).holder)
    found = None if holder is None else fields(holder).get(str(loc[-1]))
    return "" if found is None else found.doc


def _struct_of(annotation: Annotation | None) -> type[Struct] | None:
    """The struct among the things an annotation allows."""
    kinds = () if annotation is None else tuple(bare(one) for one in branches(annotation))
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, Struct) and one is not When), None)


def _unknown_key(fault: Fault) -> Problem:
    key = str(fault.loc[-1])
    holder = _struct_of(fault.place.holder) or fault.struct
    hint = did_you_mean(key, fields(holder))
    if fault.given is None and not (hint and _KEY_LIKE.fullmatch(key)):
        # `{note: first, second}`: the second half of a text has become a key with nothing behind it.
        hint = "a comma ends the text inside { }: put the whole text in quotes"
    hint = hint or _elsewhere(holder, key) or f"the keys of {_a(holder)} are {', '.join(_own_keys(holder))}"
    return Problem("E003", fault.loc, f"{_a(holder)} has no key “{hints.short(key)}”", hint, on_key=True)


def _elsewhere(holder: type[Struct], key: str) -> str:
    """Where briefgen keeps what other generators keep under this key."""
    if not issubclass(holder, Article | Page):
        return ""
    hint, needed = hints.ELSEWHERE.get(key.casefold(), ("", ""))
    return hint if not needed or needed in fields(holder) else ""


def _own_keys(holder: type[Struct]) -> list[str]:
    """Without those that every record has, which would hide the others."""
    shared = fields(Record) if issubclass(holder, Record) else {}
    return [one for one in fields(holder) if one not in shared]


def _missing(fault: Fault) -> Problem:
    key = fault.loc[-1]
    if isinstance(key, int):
        return _wrong_length(fault)
    holder = _struct_of(fault.place.holder) or fault.struct
    doc = fields(holder)[key].doc if key in fields(holder) else ""
    return Problem(
        "E010",
        fault.loc[:-1],
        f"{_a(holder)} needs `{key}`",
        f"add `{key}:` – {_lower(doc)}",
        on_key=len(fault.loc) == 1,
    )


def _lower(doc: str) -> str:
    first = doc.split("\n", 1)[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _wrong_type(fault: Fault) -> Problem:
    if fault.given is None:
        return _nothing(fault)
    message = f"{fault.subject} must be {hints.choices(fault.expected)}, not {hints.given_words(fault.given)}"
    return Problem("E011", fault.loc, message, hints.type_hint(fault.expected, fault.given))


def _wrong_kind(fault: Fault) -> Problem:
    """The branch could not be told: by its shape, or by the word under `kind`."""
    words = [word for one in branches(fault.expected) if (word := _word_of(one))]
    if not words or not isinstance(fault.given, Mapping):
        return _wrong_type(fault)
    listed = hints.words_hint(str(fault.given.get("kind") or ""), words)
    if not fault.given.get("kind"):
        return Problem("E010", fault.loc, f"{fault.name} needs `kind`", f"add `kind:` – {listed}", on_key=True)
    message = f"“{hints.short(fault.given['kind'])}” is not possible for `kind`"
    return Problem("E012", (*fault.loc, "kind"), message, listed)


def _word_of(annotation: Annotation) -> str:
    struct = _struct_of(annotation)
    return "" if struct is None else kind_word(struct)


def _nothing(fault: Fault) -> Problem:
    if not fault.loc:
        return Problem(
            "E010", (), f"nothing is said about this {kind_words(fault.struct)}", hints.type_hint(fault.struct, None)
        )
    if isinstance(fault.loc[-1], int):
        return Problem("E011", fault.loc, f"{fault.subject} is empty", "remove the “-”, or write something behind it")
    return Problem("E010", fault.loc, f"nothing is written behind {fault.name}", on_key=True)


def _not_allowed(fault: Fault) -> Problem:
    if fault.place.on_key:
        return _unknown_word(fault)
    if not isinstance(fault.given, (str, int)):
        return _wrong_type(fault)
    message = f"“{hints.short(fault.given)}” is not possible for {fault.subject}"
    return Problem("E012", fault.loc, message, hints.words_hint(str(fault.given), hints.allowed(fault.expected)))


def _unknown_word(fault: Fault) -> Problem:
    """A key of a mapping whose keys are given, such as `ids`."""
    key = str(fault.loc[-1])
    words = [str(one) for one in get_args(get_args(bare(fault.place.holder))[0])]
    message = f"`{fault.loc[-2]}` has no key “{hints.short(key)}”"
    return Problem("E012", fault.loc, message, hints.words_hint(key, words), on_key=True)


def _pattern(fault: Fault) -> Problem:
    pattern = fault.error["ctx"]["pattern"]
    if pattern == _ID_PATTERN:
        return bad_id(str(fault.given), fault.loc, fault.place.on_key)
    what, hint = _PATTERNS.get(pattern, ("possible here", ""))
    return Problem("E012", fault.loc, f"“{hints.short(fault.given)}” is not {what}", hint, fault.place.on_key)


def bad_id(id: str, loc: Loc, on_key: bool = False) -> Problem:
    """An id with letters that an address cannot have."""
    better = slug(id)
    hint = f"write {better}" if better and better != id else "use small letters a–z, digits and hyphens"
    message = f"“{id[:90]}” is no id: small letters a–z, digits and single hyphens, at most 80 characters"
    return Problem("E013", loc, message, hint, on_key)


_PATTERNS = {
    "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$": ("a language tag", "write en, en-GB or uk, for example"),
    "^[A-Z]{2}$": ("a country code", "write the two capital letters of ISO 3166, such as UA or GB"),
    "^[0-9a-f]{64}$": ("a SHA-256 digest", "it has 64 digits from 0 to f"),
    "^[A-Z][A-Z0-9_]*$": (
        "the name of an environment variable",
        "write a name such as HOOK_ADDRESS, in capitals; its value stays in the environment",
    ),
    "^[A-Za-z0-9=, -]+$": ("what may stand in Cache-Control", "write for example: public, max-age=300"),
    "^#[0-9a-fA-F]{6}$": ("a colour", 'write one such as "#1a2b3c", in quotes'),
}


def _too_short(fault: Fault) -> Problem:
    return Problem("E012", fault.loc, f"{fault.subject} must not be empty", "write something, or remove the key")


def _too_few(fault: Fault) -> Problem:
    least = fault.error["ctx"]["min_length"]
    message = f"{fault.subject} needs at least {'one entry' if least == 1 else f'{least} entries'}"
    return Problem("E010", fault.loc, message, "begin each entry with “- ”", on_key=True)


def _too_long(fault: Fault) -> Problem:
    """Only ids have a greatest length."""
    return bad_id(str(fault.given), fault.loc)


def _range(fault: Fault) -> Problem:
    limits = fault.error["ctx"]
    words = f"at least {limits['ge']:g}" if "ge" in limits else f"at most {limits['le']:g}"
    return Problem("E012", fault.loc, f"{fault.subject} must be {words}, not {fault.given}")


def _wrong_length(fault: Fault) -> Problem:
    place = fault.place
    if fault.error["type"] == "missing":
        place = place_of(fault.struct, fault.loc[:-1])
    count = len(get_args(bare(branches(place.expected)[0])))
    name = Fault(fault.struct, place, fault.error).name
    return Problem("E011", place.loc, f"{name} must be a list of exactly {count} values")


def _bad_date(fault: Fault) -> Problem:
    return Problem("E005", fault.loc, str(fault.error["ctx"]["reason"]))


_WORDS: Mapping[str, Callable[[Fault], Problem]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _not_allowed,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "greater_than_equal": _range,
    "less_than_equal": _range,
    "too_short": _too_few,
    "too_long": _wrong_length,
    "bad_date": _bad_date,
    "union_tag_invalid": _wrong_kind,
}
