"""References as editors write them become keys: `zelensky` turns into `person:zelensky`, wherever it stands.

Which fields hold references, and to what, is written in the model's types; nothing here knows a field by name,
except for those by which records contain each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Checked, Diagnostic, Loc, Related, Spot
from briefgen.base.patterns import pattern
from briefgen.model.config import SiteConfig
from briefgen.model.records import KINDS
from briefgen.model.site import Records
from briefgen.reading.marks import SITE, notes_spot
from briefgen.reading.suggestions import Suggestions, listed, with_article
from briefgen.reading.walks import walk

ALIASES = {"org": "organisation"}
"""Other words for kinds that references may use."""

_KEY = pattern(r"([a-z]+):([a-z0-9][a-z0-9-]*(?:\.[A-Za-z0-9-]+)?)")
_ABOVE: Mapping[str, tuple[str, ...]] = {
    "organisation": ("parent",),
    "place": ("parent",),
    "topic": ("parent",),
    "event": ("part_of", "supersedes"),
}
"""By which fields records contain or replace each other; the claims' `superseded_by` is checked with the claims."""


def resolve(records: Records) -> Checked[Records]:
    """Turn every reference into a key, and report those that lead nowhere."""
    resolver = _Resolver(records)
    resolved = {key: resolver.of(record, key, (), key) for key, record in records.records.items()}
    notes = {key: resolver.of(one, notes_spot(key), (), key) for key, one in records.notes.items()}
    config = resolver.of(records.config, SITE, (), "")
    done = replace(records, records=resolved, notes=notes, config=config)
    return Checked(done, (*resolver.diagnostics, *_circles(resolved)))


def resolve_some(before: Records, some: Records) -> Checked[Records]:
    """The same for records of a few files that were read again; `before` are all records, with the same keys."""
    resolver = _Resolver(before)
    resolved = {key: resolver.of(record, key, (), key) for key, record in some.records.items()}
    return Checked(replace(some, records=resolved), tuple(resolver.diagnostics))


def resolve_config(records: Records) -> SiteConfig:
    """The site record with its references resolved, when they are known to lead somewhere."""
    config: SiteConfig = _Resolver(records).of(records.config, SITE, (), "")
    return config


class Reference(NamedTuple):
    """One reference as it is written."""

    spot: str
    """What it stands in: the key of a record, `marks.SITE`, or the notes of an article (`marks.notes_spot`)."""
    loc: Loc
    written: str
    key: str
    """What it means."""
    kinds: tuple[str, ...]
    """What may stand there."""


def references(records: Records) -> Iterator[Reference]:
    """Every reference that leads somewhere; `records` are as they were read."""
    resolver = _Resolver(records)
    values: list[tuple[str, Struct]] = [(SITE, records.config), *records.records.items()]
    for spot, value in (*values, *((notes_spot(key), one) for key, one in records.notes.items())):
        yield from resolver.references(value, spot)


class _Answer(NamedTuple):
    """What a reference means: a key (or the text itself), or what is wrong with it."""

    text: str
    code: str = ""
    message: str = ""
    hint: str = ""


class _Resolver:
    """Looks references up; what was found once for the same text and kinds is not looked up again."""

    def __init__(self, records: Records) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._records = records
        self._suggestions = Suggestions(records)
        self._answers: dict[tuple[str, tuple[str, ...], bool], _Answer] = {}

    def of(self, value: Struct, spot: str, prefix: Loc, owner: str) -> Any:
        """The value with its references resolved."""

        def visit(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
            kinds: tuple[str, ...] = notes["ref"]
            question = (text, kinds, "or_text" in notes)
            answer = self._answers.get(question)
            if answer is None:
                answer = self._answers[question] = self._answer(*question)
            if answer.code:
                self.diagnostics.append(
                    Diagnostic(answer.code, Spot(spot, (*prefix, *loc)), answer.message, answer.hint, record=owner)
                )
            return answer.text

        return walk(value, "ref", visit)

    def references(self, value: Struct, spot: str) -> Iterator[Reference]:
        """What the value refers to, as written."""
        found: list[Reference] = []

        def visit(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
            question = (text, notes["ref"], "or_text" in notes)
            answer = self._answers.get(question)
            if answer is None:
                answer = self._answers[question] = self._answer(*question)
            if not answer.code and answer.text in self._records.records:
                found.append(Reference(spot, loc, text, answer.text, notes["ref"]))
            return text

        walk(value, "ref", visit)
        return iter(found)

    def _answer(self, text: str, kinds: tuple[str, ...], or_text: bool) -> _Answer:
        kinds = kinds or tuple(KINDS)
        found = _KEY.fullmatch(text)
        if found is not None and (kind := ALIASES.get(found[1], found[1])) in KINDS:
            return self._by_key(f"{kind}:{found[2]}", kind, kinds)
        return self._by_id(text, kinds, or_text)

    def _by_key(self, key: str, kind: str, kinds: tuple[str, ...]) -> _Answer:
        if kind not in kinds:
            message = f"{with_article(listed(kinds))} is expected here, and “{key}” is {with_article(kind)}"
            return _Answer("", "E002", message, self._suggestions.for_text(key.partition(":")[2], kinds))
        if key in self._records.records:
            return _Answer(key)
        if self._excused(key, kind):
            return _Answer("")
        return self._unknown(key.partition(":")[2], (kind,), f"there is no {kind} “{key.partition(':')[2]}”")

    def _by_id(self, id: str, kinds: tuple[str, ...], or_text: bool) -> _Answer:
        keys = [key for kind in kinds if (key := f"{kind}:{id}") in self._records.records]
        if len(keys) == 1:
            return _Answer(keys[0])
        if len(keys) > 1:
            return _Answer(
                "", "E014", f"“{id}” may be {' or '.join(keys)}", f"write the one you mean: {' or '.join(keys)}"
            )
        if or_text:
            return _Answer(id)
        if any(self._excused(f"{kind}:{id}", kind) for kind in kinds):
            return _Answer("")
        return self._unknown(id, kinds, f"there is no {listed(kinds)} “{id[:80]}”")

    def _excused(self, key: str, kind: str) -> bool:
        """What could not be read is not reported a second time as missing."""
        return key in self._records.broken or kind in self._records.unreadable_kinds

    def _unknown(self, id: str, kinds: tuple[str, ...], message: str) -> _Answer:
        others = [kind for kind in KINDS if kind not in kinds and f"{kind}:{id}" in self._records.records]
        if others:
            message = f"“{id}” is {with_article(listed(tuple(others)))}; {with_article(listed(kinds))} is expected here"
        return _Answer("", "E002", message, self._suggestions.for_text(id, kinds))


def _circles(records: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Records that are, by way of others, above themselves; each circle once, at its first record."""
    for kind, fields in _ABOVE.items():
        for field in fields:
            upwards = {
                key: above
                for key, one in records.items()
                if key.startswith(f"{kind}:") and (above := getattr(one, field))
            }
            for circle in _circles_of(upwards):
                yield _circle(circle, field)


def _circles_of(upwards: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    done: set[str] = set()
    for start in upwards:
        way: dict[str, None] = {}
        here = start
        while here in upwards and here not in done and here not in way:
            way[here] = None
            here = upwards[here]
        if here in way:
            steps = list(way)
            yield tuple(steps[steps.index(here) :])
        done.update(way)


def _circle(circle: tuple[str, ...], field: str) -> Diagnostic:
    way = " → ".join((*circle, circle[0]))
    related = tuple(Related(Spot(key, (field,)), "and here") for key in circle[1:])
    return Diagnostic(
        "E028",
        Spot(circle[0], (field,)),
        f"`{field}` leads in a circle: {way}",
        "correct one of them",
        related,
        circle[0],
    )
