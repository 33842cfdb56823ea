"""What the YAML parser objects to, in words for people who do not know YAML, with the way to mend it.

The parser says where it gave up, which is often behind the cause. Each function below knows one usual slip,
finds its true place and says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from msgspec import Struct

from briefgen.base.patterns import pattern
from briefgen.reading.places import Places

# Characters that YAML does not allow in a file at all.
_CONTROL = pattern("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")
_NO_SPACE = pattern(r"\s*(?:- +)?([\w-]+):(?=[^\s/])")
_KEY = pattern(r"\s*(?:- +)?[\w-]+:(?:\s|$)")


class Fault(Struct, frozen=True):
    """A place in a text and what is wrong there."""

    start: int
    end: int
    message: str
    hint: str


def control_character(text: str) -> Fault | None:
    """The first invisible character that may not stand in a file."""
    found = _CONTROL.search(text)
    if found is None:
        return None
    number = f"U+{ord(found[0]):04X}"
    return Fault(
        found.start(), found.end(), f"an invisible character ({number}) stands here", "delete it and type the text anew"
    )


def explain(error: yaml.YAMLError, text: str, places: Places) -> Fault:
    """The likeliest cause of an error and how to mend it."""
    case = _Case(error, text, places)
    for words, judge in _JUDGES:
        if words in f"{case.problem} {case.context}":
            return judge(case)
    return _unknown(case)


def never_named(name: str, start: int, end: int) -> Fault:
    """An alias without an anchor: nearly always a text that begins with a star."""
    hint = "text that begins with * must be in quotes"
    return Fault(start, end, f"“*{name}” repeats something that was never named", hint)


def named_twice(name: str, start: int) -> Fault:
    """Two anchors of one name."""
    hint = "text that begins with & must be in quotes"
    return Fault(start, start + len(name) + 1, f"the name “&{name}” is given twice", hint)


class _Case:
    """An error with what surrounds it."""

    def __init__(self, error: yaml.YAMLError, text: str, places: Places) -> None:
        self.text = text
        self.problem = str(getattr(error, "problem", None) or "")
        self.context = str(getattr(error, "context", None) or "")
        self.at = _index(getattr(error, "problem_mark", None), text)
        mark = getattr(error, "context_mark", None)
        self.opened = self.at if mark is None else _index(mark, text)
        self.places = places

    @property
    def letter(self) -> str:
        """The character at the fault; empty at the end of the file."""
        return self.text[self.at : self.at + 1]

    def rest_of_line(self, start: int) -> str:
        """What stands from here to the end of the line."""
        return self.text[start:].split("\n", 1)[0].strip()

    def fault(self, start: int, length: int, message: str, hint: str) -> Fault:
        """A fault over so many characters."""
        return Fault(start, start + length, message, hint)


def _index(mark: Any, text: str) -> int:
    return 0 if mark is None else min(int(mark.index), len(text))


def _quoted(text: str) -> str:
    short = text if len(text) <= 40 else text[:39].rstrip() + "…"
    return f'"{short}"' if '"' not in short else f"'{short}'"


def _cannot_start(case: _Case) -> Fault:
    if case.letter == "\t":
        hint = "replace it by spaces: two for each level"
        return case.fault(case.at, 1, "a tab stands here where only spaces may stand", hint)
    return _must_be_quoted(case, case.at)


def _must_be_quoted(case: _Case, start: int) -> Fault:
    letter = case.text[start : start + 1]
    hint = f"put the text in quotes: {_quoted(case.rest_of_line(start))}"
    return case.fault(start, 1, f"a text may not begin with “{letter}”", hint)


def _from_context(case: _Case) -> Fault:
    return _must_be_quoted(case, case.opened)


def _end_of_file(case: _Case) -> Fault:
    mark = case.text[case.opened : case.opened + 1]
    hint = f"write {mark} at the end of the text too; {mark} inside it is written {_inner(mark)}"
    return case.fault(case.opened, 1, f"the quotation mark {mark} that opens here is never closed", hint)


def _inner(mark: str) -> str:
    return "''" if mark == "'" else '\\"'


def _flow_end(case: _Case) -> Fault:
    opening, closing = ("[", "]") if "sequence" in case.context else ("{", "}")
    if case.places.line_of(case.opened) == case.places.line_of(case.at) and case.letter not in {"", "\n"}:
        hint = "text with quotation marks, brackets or a colon in it must be in quotes as a whole"
        return case.fault(case.at, 1, f"a comma or {closing} is missing here", hint)
    return case.fault(case.opened, 1, f"the {opening} that opens here is never closed", f"write {closing} at the end")


def _no_content(case: _Case) -> Fault:
    opened = _last_open(case.text[: case.at])
    if not case.letter.strip() and opened is not None:
        closing = "]" if case.text[opened] == "[" else "}"
        return case.fault(
            opened, 1, f"the {case.text[opened]} that opens here is never closed", f"write {closing} at the end"
        )
    if case.letter == "," and opened is not None:
        return case.fault(case.at, 1, "there is nothing before this comma", "remove the comma")
    if case.letter in {",", "]", "}", "-", "?", ":"}:
        return _must_be_quoted(case, case.at)
    return _unknown(case)


def _last_open(text: str) -> int | None:
    """The last bracket that is not closed again; good enough for a hint."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] in "]}":
            depth += 1
        elif text[at] in "[{":
            if depth == 0:
                return at
            depth -= 1
    return None


def _colon(case: _Case) -> Fault:
    start = case.places.line_start(case.at)
    before = case.text[start : case.at]
    if (found := re.match(r"\s*(?:- +)?[\w-]+: +", before)) is not None:
        value = start + found.end()
        hint = f"put the text in quotes: {_quoted(case.rest_of_line(value))}"
        return case.fault(case.at, 1, "a text with a colon and a space in it must be in quotes", hint)
    above = _line_above(case, start)
    if above is not None and (fault := _missing_space(case, above)) is not None:
        return fault
    hint = "line up keys that belong together; only what belongs to a key without a value is indented deeper"
    return case.fault(
        start + len(before) - len(before.lstrip()), len(before.strip()), "this line is indented wrongly", hint
    )


def _line_above(case: _Case, start: int) -> int | None:
    lines = case.text[:start].rstrip()
    return case.places.line_start(len(lines) - 1) if lines else None


def _missing_space(case: _Case, start: int) -> Fault | None:
    line = case.places.line_text(start)
    found = _NO_SPACE.match(line)
    if found is None:
        return None
    hint = f"write `{found[1]}: {line[found.end() :].strip()[:40]}`"
    return case.fault(start + found.end() - 1, 1, "a space is missing after this colon", hint)


def _no_colon(case: _Case) -> Fault:
    start = case.places.line_start(case.opened)
    if (fault := _missing_space(case, start)) is not None:
        return fault
    words = case.rest_of_line(case.opened)
    hint = "a line is `key: value`; a text that runs on is indented deeper than its key"
    return case.fault(case.opened, len(words), "this line has no colon", hint)


def _expected_key(case: _Case) -> Fault:
    start = case.places.line_start(case.at)
    before = case.text[start : case.at]
    if case.letter in {"]", "}"}:
        return case.fault(case.at, 1, f"this {case.letter} closes nothing", "remove it, or put the text in quotes")
    if before.rstrip().endswith(("'", '"')):
        hint = "put the whole text in quotes, of the other kind if it has some inside"
        return case.fault(case.at, 1, "there is text after the closing quotation mark", hint)
    if before.rstrip().endswith(("]", "}")):
        value = start + (before.find("[") if "[" in before else before.find("{"))
        return _must_be_quoted(case, value)
    return _wrong_indent(case) if case.letter else _unknown(case)


def _wrong_indent(case: _Case) -> Fault:
    words = case.rest_of_line(case.at)
    hint = "begin it as many spaces from the left as the lines it belongs to"
    return case.fault(case.at, len(words), "this line does not line up with those above", hint)


def _expected_dash(case: _Case) -> Fault:
    words = case.rest_of_line(case.at)
    hint = "begin it with “- ” if it belongs to the list, or indent it differently"
    return case.fault(case.at, len(words), "this line stands in a list but is no item of it", hint)


def _dash_in_line(case: _Case) -> Fault:
    hint = "begin the list on a line of its own, or write it as [one, two]; text that begins with “- ” goes in quotes"
    return case.fault(case.at, 1, "a list cannot begin here", hint)


def _backslash(case: _Case) -> Fault:
    hint = "write two backslashes, or use 'single' quotation marks"
    return case.fault(case.at, 2, "in double quotation marks a backslash has a meaning of its own", hint)


def _unknown(case: _Case) -> Fault:
    said = case.problem or "it cannot be understood"
    hint = "look for a missing quotation mark, bracket, colon or space here or on the line above"
    return case.fault(case.at, 1, f"this is no valid YAML: {said}", hint)


_JUDGES: tuple[tuple[str, Callable[[_Case], Fault]], ...] = (
    ("cannot start any token", _cannot_start),
    ("tab character", _cannot_start),
    ("unexpected end of stream", _end_of_file),
    ("unexpected document indicator", _end_of_file),
    ("expected ',' or", _flow_end),
    ("expected node content", _no_content),
    ("mapping values are not allowed", _colon),
    ("mapping keys are not allowed", _cannot_start),
    ("could not find expected ':'", _no_colon),
    ("did not find expected key", _expected_key),
    ("expected '-' indicator", _expected_dash),
    ("sequence entries are not allowed", _dash_in_line),
    ("expected comment or line break", _from_context),
    ("indentation indicator", _from_context),
    ("expected alphabetic or numeric", _from_context),
    ("unexpected ':'", _colon),
    ("directive", _from_context),
    ("tag", _from_context),
    ("escape character", _backslash),
    ("hexdecimal number", _backslash),
    ("expected <document start>", _wrong_indent),
)
