"""Finds the names of an outside registry in outside texts, with the same rules as in a project (ruling 19).

A registry says less than our records: an alias that several share, or that is a part of a person's own name, is a
short form. One that a single person bears also counts without an introduction, since a text here may be a cutting.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from briefgen.base.dates import day_of
from briefgen.base.diagnostics import Spot
from briefgen.base.patterns import pattern
from briefgen.linking.automaton import Automaton
from briefgen.linking.lexicon import GENERATIONS, PARTICLES
from briefgen.linking.names import SHORTEST_PLAIN, Filing, NameEntry, Names, Strength, qualified_names, surface
from briefgen.linking.plain import composed
from briefgen.linking.resolve import Reader, Rejected, TextSettings
from briefgen.model.document import Document, Passage, SourcePoint
from briefgen.model.outside import OutsideName, OutsideText
from briefgen.model.parts import Autolink
from briefgen.reading.markdown import parse

_KINDS: Mapping[str, str] = {
    "person": "person", "place": "place", "org": "organisation", "organisation": "organisation",
    "organization": "organisation", "event": "event", "term": "term",
}  # fmt: skip
_INFLECTED = ("uk", "ru")
_LETTERS = pattern(r"[^\W\d_]")
_EVERY = Autolink(per="all")
_DAY = day_of(date(2000, 1, 1))
"""Any day will do: registries say nothing of time."""


class Found(NamedTuple):
    """One mention in an outside text."""

    start: int
    end: int
    """Offsets in code points of the text as given, end exclusive."""
    entity: str


class LeftOut(NamedTuple):
    """A name that was found and could not be told safely, or is no mention."""

    start: int
    end: int
    words: str
    entities: tuple[str, ...]
    reason: str


class OutsideLinker:
    """A registry, ready to be looked for."""

    def __init__(self, registry: Sequence[OutsideName]) -> None:
        self.names = names_of_registry(registry)
        self.automaton = Automaton(self.names)

    def mentions(self, text: OutsideText) -> tuple[list[Found], list[LeftOut]]:
        """Every mention of a text in reading order, and what was left out with the reason."""
        words, begins, ends = composed(text.text)
        document = _document(words, text)
        lang = text.lang.partition("-")[0].lower()
        settings = TextSettings(where=_nowhere, day=_DAY, autolink=_EVERY, record="", lang=lang, careful=True)
        reader = Reader(self.automaton, self.names, settings, trace=True)
        reader.read(document)
        back = _Back(words, document, begins, ends, plain=text.format == "text")
        found = [Found(*back(one.passage, one.start, one.end), _id(one.target)) for one in reader.mentions]
        left = [_left_out(text.text, back, one) for one in reader.rejected or ()]
        return sorted(found), left


def _left_out(text: str, back: _Back, one: Rejected) -> LeftOut:
    start, end = back(one.passage, one.start, one.end)
    return LeftOut(start, end, text[start:end], tuple(_id(key) for key in one.keys), one.reason)


def _nowhere(number: int, passage: Passage, start: int, end: int) -> Spot:
    return Spot("", ())


def _id(key: str) -> str:
    return key.partition(":")[2]


# --- the registry -----------------------------------------------------------------------------------------------


def names_of_registry(registry: Sequence[OutsideName]) -> Names:
    """The table of names of a registry: full names strong; shared aliases and parts of a person's name weak."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for line in registry:
        for name in (line.name, *line.aliases):
            bearers[surface(name)].add(line.id)
    filing = Filing(_INFLECTED)
    for line in registry:
        key = f"{_kind(line)}:{line.id}"
        qualified = qualified_names((line.name, *line.aliases)) if line.kind.lower() == "place" else ()
        for name, strength, alone in _names(line, bearers):
            filing.add(name, NameEntry(key=key, strength=strength, alone=alone, qualified=name in qualified))
    return filing.names(
        display={f"{_kind(line)}:{line.id}": line.name for line in registry}, confusable={}, public_labels={}
    )


def _kind(line: OutsideName) -> str:
    return _KINDS.get(line.kind.lower(), "other")


def _names(line: OutsideName, bearers: Mapping[str, set[str]]) -> Iterator[tuple[str, Strength, bool]]:
    yield line.name, "strong", False
    person = line.kind.lower() == "person"
    parts = {part for full in (line.name, *line.aliases) if " " in full for part in surface(full).split()}
    for alias in line.aliases:
        shared = len(bearers[surface(alias)]) > 1
        if shared or (person and surface(alias) in parts):
            yield alias, "weak", not shared
        else:
            yield alias, "strong", False
    if person:
        for name in _family_names(line):
            yield name, "weak", False
        for name in _spellings(line):
            yield name, "strong", False


def _spellings(line: OutsideName) -> Iterator[str]:
    """Full names with a listed spelling of the family name: Volodymyr Zelensky for Volodymyr Zelenskyy, alias Zelensky."""
    *given, family = surface(line.name).split() or [""]
    for alias in line.aliases:
        if (
            given
            and " " not in alias
            and len(alias) >= SHORTEST_PLAIN
            and alias[0] == family[0]
            and alias not in {*given, family}
        ):
            yield " ".join((*given, alias))


def _family_names(line: OutsideName) -> Iterator[str]:
    """Family names that the registry does not list: the last word of each full name, unless a listed alias is one."""
    listed = {surface(alias) for alias in line.aliases if " " not in alias}
    for full in (line.name, *line.aliases):
        words = surface(full).split()
        while words and words[-1] in GENERATIONS:
            words.pop()
        if len(words) < 2 or listed & set(words) or not _LETTERS.match(words[-1]):
            continue
        yield words[-1]
        if len(words) > 2 and words[-2].lower() in PARTICLES:
            yield " ".join(words[-2:])


# --- texts ------------------------------------------------------------------------------------------------------


def _document(words: str, text: OutsideText) -> Document:
    if text.format == "text":
        return Document(passages=(Passage(words, "prose", points=(SourcePoint(0, 1, 1),)),))
    parsed = parse(words, path="", lang=text.lang, html=True, typography=False).value
    return replace(parsed, passages=tuple(_without_links(one) for one in parsed.passages))


def _without_links(passage: Passage) -> Passage:
    """`[[...]]` of an outside text names nothing here, but what stands in it is settled by hand all the same."""
    if not passage.links:
        return passage
    settled = tuple((link.start, link.end) for link in passage.links)
    return replace(passage, links=(), closed=tuple(sorted((*passage.closed, *settled))))


class _Back:
    """The way from a passage to the text as given, in code points."""

    def __init__(
        self, words: str, document: Document, begins: Sequence[int] | None, ends: Sequence[int] | None, *, plain: bool
    ) -> None:
        self._passages = document.passages
        self._begins, self._ends = begins, ends
        self._plain = plain
        self._lines = [0, *(at + 1 for at, one in enumerate(words) if one == "\n")]

    def __call__(self, passage: int, start: int, end: int) -> tuple[int, int]:
        first, last = (start, end - 1) if self._plain else (self._at(passage, start), self._at(passage, end - 1))
        if self._begins is None or self._ends is None:
            return first, last + 1
        return self._begins[first], self._ends[last]

    def _at(self, passage: int, offset: int) -> int:
        points = self._passages[passage].points
        found = points[max(0, bisect_right(points, offset, key=lambda one: one.offset) - 1)]
        return self._lines[found.line - 1] + found.column - 1 + offset - found.offset


def every(texts: Iterable[OutsideText], linker: OutsideLinker) -> Iterator[tuple[str, list[Found], list[LeftOut]]]:
    """The mentions of one text after the other."""
    for text in texts:
        yield text.id, *linker.mentions(text)
