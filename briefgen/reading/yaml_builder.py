"""From the parser's events to values, in one pass, with every fault told at its place.

The dialect: `true`, `false`, `null`, `~`, nothing, plain whole numbers and plain decimals are typed; all else
is text, so `NO`, `19:30`, `0123`, `1.10` and `2022-04-02` stay what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import yaml
from yaml import CBaseLoader
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from briefgen.base.diagnostics import Diagnostic, Related
from briefgen.base.patterns import pattern
from briefgen.base.text import without_reserved
from briefgen.reading.places import Places
from briefgen.reading.yaml_faults import Fault, control_character, explain, named_twice, never_named

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What YAML can hold here."""

DEEPEST = 60
"""Levels of nesting; no record comes near, and the parser's own recursion stays far from its limit."""
MOST_REPEATED = 10_000
"""Values that aliases may add to a file."""

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INT = pattern(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = pattern(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{0,17}[1-9]")
TYPED_START = frozenset("-0123456789tfn~")
"""What a text begins with that may be something else than text."""
_TAG = "tag:yaml.org,2002:"
_ALLOWED_TAGS = frozenset({"!", *(_TAG + one for one in ("str", "int", "float", "bool", "null", "map", "seq"))})


class _StopError(Exception):
    """Reading ends here; the reason is among the diagnostics."""


class Builder:
    """One pass over the events of one file."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        self.complete = False
        self._anchors: dict[str, tuple[Plain, int] | None] = {}
        self._repeated = 0
        self._next: Callable[[], Any]

    @cached_property
    def _places(self) -> Places:
        return Places(self.path, self.text)

    def document(self) -> Plain:
        """The value of the only document, or None."""
        if (fault := control_character(self.text)) is not None:
            self._report("E007", fault.start, fault.end, fault.message, fault.hint)
            return None
        try:
            self._next = CBaseLoader(self.text).get_event
            value = self._documents()
        except yaml.YAMLError as error:
            self._fault(explain(error, self.text, self._places))
            return None
        except _StopError:
            return None
        self.complete = True
        return value

    def _documents(self) -> Plain:
        value: Plain = None
        seen = 0
        while type(event := self._next()) is not StreamEndEvent:
            if type(event) is DocumentStartEvent:
                seen += 1
                if seen > 1:
                    self._second_document(event)
                value = self._node(self._next(), 0)
        return value

    def _second_document(self, event: Any) -> None:
        at = event.start_mark.index
        hint = "remove the line “---”, or put what follows into a file of its own"
        self._report("E007", at, at + 3, "a second document begins here; a file may hold only one", hint)
        raise _StopError

    def _node(self, event: Any, depth: int) -> Plain:
        kind = type(event)
        if kind is ScalarEvent:
            text: str = event.value
            if event.implicit[0] and event.anchor is None and text and text[0] not in TYPED_START:
                return text  # as nearly every value is
            return self._scalar(event)
        if kind is MappingStartEvent:
            return self._collection(event, depth + 1, self._mapping)
        if kind is SequenceStartEvent:
            return self._collection(event, depth + 1, self._sequence)
        return self._alias(event)

    def _scalar(self, event: Any) -> Plain:
        # Only double-quoted text can hold escapes, hence characters that are not in the file.
        text: str = event.value if event.style != '"' else without_reserved(event.value)
        value: Plain = text
        if event.implicit[0] and (not text or text[0] in TYPED_START):
            value = typed(text)
        elif event.style in {"|", ">"} and text.endswith("\n"):
            # The last line break of a text block says nothing to a reader, and would spoil comparisons.
            value = text[:-1]
        elif event.tag is not None:
            value = self._tagged(event, text)
        if event.anchor is not None:
            self._name(event)
            self._anchors[event.anchor] = (value, 1)
        return value

    def _name(self, event: Any) -> None:
        if event.anchor in self._anchors:
            self._fault(named_twice(event.anchor, event.start_mark.index))
            raise _StopError

    def _tagged(self, event: Any, text: str) -> Plain:
        self._check_tag(event)
        return text if event.tag in {"!", _TAG + "str"} else typed(text)

    def _check_tag(self, event: Any) -> None:
        if event.tag is None or event.tag in _ALLOWED_TAGS:
            return
        start = event.start_mark.index
        word = re.match(r"\S*", self.text[start:])
        hint = "remove the mark; if the text itself begins with “!”, put it in quotes"
        self._report(
            "E007",
            start,
            start + len(word[0] if word else ""),
            f"marks such as “{_tag_as_written(event.tag)}” are not used here",
            hint,
        )

    def _collection(self, event: Any, depth: int, build: Callable[[int], Plain]) -> Plain:
        if depth > DEEPEST:
            self._too_deep(event)
        if event.tag is not None:
            self._check_tag(event)
        if event.anchor is None:
            return build(depth)
        self._name(event)
        self._anchors[event.anchor] = None
        value = build(depth)
        self._anchors[event.anchor] = (value, _size(value))
        return value

    def _too_deep(self, event: Any) -> None:
        at = event.start_mark.index
        self._report(
            "E007", at, at + 1, f"values are nested more than {DEEPEST} levels deep", "look for a stray [ or {"
        )
        raise _StopError

    def _sequence(self, depth: int) -> Plain:
        values: list[Plain] = []
        coming, node = self._next, self._node
        while type(event := coming()) is not SequenceEndEvent:
            values.append(node(event, depth))
        return values

    def _mapping(self, depth: int) -> Plain:
        values: dict[str, Plain] = {}
        first: dict[str, Any] = {}
        merged: list[Plain] = []
        coming, node = self._next, self._node
        while type(key := coming()) is not MappingEndEvent:
            simple = type(key) is ScalarEvent and key.anchor is None and key.tag is None
            written: str | None = key.value if simple else self._key(key, depth)
            event = coming()
            plain = type(event) is ScalarEvent and event.implicit[0] and event.anchor is None
            text = event.value if plain else ""
            value = text if text and text[0] not in TYPED_START else node(event, depth)
            if written is None:
                continue
            if written in values or (written == "<<" and merged):
                self._duplicate(written, key, first[written])
                continue
            first.setdefault(written, key)
            if written == "<<" and not key.style:
                merged = self._sources(key, value)
            else:
                values[written] = value
        return _merge(values, merged) if merged else values

    def _key(self, event: Any, depth: int) -> str | None:
        if type(event) is ScalarEvent:
            self._scalar(event)  # for its anchor and its tag
            text: str = event.value
            return text
        value = self._node(event, depth)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return str(value)
        at = event.start_mark.index
        hint = "write `key: value`; text that begins with [, { or ? must be in quotes"
        self._report("E007", at, at + 1, "a list or a mapping cannot be a key", hint)
        return None

    def _duplicate(self, key: str, event: Any, earlier: Any) -> None:
        at = earlier.start_mark.index
        first = self._places.mark(at, at + len(key))
        second = self._places.mark(event.start_mark.index, event.end_mark.index)
        hint = "keep one of the two; the second is not used"
        message = f"“{key}” is written twice"
        related = (Related(first, "first written here"),)
        self.diagnostics.append(Diagnostic("E004", second, message, hint, related))

    def _sources(self, event: Any, value: Plain) -> list[Plain]:
        sources = value if isinstance(value, list) else [value]
        if all(isinstance(one, dict) for one in sources):
            return list(sources)
        at = event.start_mark.index
        self._report("E007", at, at + 2, "“<<” takes over the keys of a mapping, and this is none", "write `<<: *name`")
        return []

    def _alias(self, event: Any) -> Plain:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor not in self._anchors:
            self._fault(never_named(event.anchor, start, end))
            raise _StopError
        anchored = self._anchors[event.anchor]
        if anchored is None:
            self._report("E019", start, end, f"“*{event.anchor}” stands inside what it repeats", "write the values out")
            raise _StopError
        self._repeated += anchored[1]
        if self._repeated > MOST_REPEATED:
            message = f"the aliases of this file repeat more than {MOST_REPEATED:,} values"
            self._report("E019", start, end, message, "write the values out, or give them a record of their own")
            raise _StopError
        return anchored[0]

    def _fault(self, fault: Fault) -> None:
        self._report("E007", fault.start, fault.end, fault.message, fault.hint)

    def _report(self, code: str, start: int, end: int, message: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code, self._places.mark(start, end), message, hint))


def typed(text: str) -> Plain:
    """The value of a text that stands without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _size(value: Plain) -> int:
    """How many values there are in a value."""
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1


def _merge(values: dict[str, Plain], sources: list[Plain]) -> dict[str, Plain]:
    """What is written beats what is taken over, and an earlier source beats a later one."""
    merged: dict[str, Plain] = {}
    for source in reversed(sources):
        if isinstance(source, dict):
            merged.update(source)
    merged.update(values)
    return merged


def _tag_as_written(tag: str) -> str:
    return "!!" + tag[len(_TAG) :] if tag.startswith(_TAG) else tag
