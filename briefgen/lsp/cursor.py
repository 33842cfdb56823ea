"""What stands at a place of a text: a link, a marked claim, a key or a value of YAML. Pure functions of the text.

Texts are looked at line by line, by their indentation, since a text is seldom whole while somebody writes in it: a parser
would see nothing in it just when help is wanted. Offsets and columns count code points from 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from briefgen.base.diagnostics import Loc
from briefgen.base.patterns import pattern

What = Literal["link", "claim", "key", "value"]

_OPEN_LINK = pattern(r"\[\[([^\[\]|\n]*)$")
_OPEN_CLAIM = pattern(r"\{[^{}\n]*\bclaim=(?:\"(?:[^\"{}\n]*\s)?)?([^\s\"{}]*)$")
_ENTRY = pattern(
    r"(?P<indent>[ ]*)(?P<items>(?:-[ ]+)*)(?:(?P<key>[^\s#'\"\[\]{},:-][^:#\[\]{},]*?|\"[^\"]*\"|'[^']*')[ ]*:(?=\s|$))?"
)
_WORD = pattern(r"[^\s,\[\]{}\"'#|]+")
_QUOTES = "\"'"


class Cursor(NamedTuple):
    """What is being written at a place."""

    what: What
    start: int
    """Column at which it begins."""
    typed: str
    """What stands between there and the place."""
    loc: Loc = ()
    """The way to the value, or to the mapping in which a key stands."""


class _Line(NamedTuple):
    """A line of YAML: the dashes and the key that it begins with."""

    items: tuple[int, ...]
    """Columns of dashes."""
    column: int
    """Where the key or the value begins."""
    key: str
    """The key without quotation marks; empty when there is none."""
    after: int
    """Column behind the key and its colon."""


def cursor_at(lines: Sequence[str], line: int, column: int, yaml: range) -> Cursor | None:
    """What is being written at a place; `yaml` are the lines that hold YAML. None for anything else."""
    text = lines[line][:column] if line < len(lines) else ""
    if (found := _OPEN_LINK.search(text)) is not None:
        return Cursor("link", found.start(1), found[1])
    if (found := _OPEN_CLAIM.search(text)) is not None:
        return Cursor("claim", found.start(1), found[1])
    return _in_yaml(lines, line, column, yaml) if line in yaml else None


def word_at(line: str, column: int) -> tuple[int, int]:
    """The stretch of what may be an id around a column; an empty one where there is none."""
    for found in _WORD.finditer(line):
        if found.start() <= column <= found.end():
            start, end = found.span()
            # `key: value` written without quotation marks: the colon belongs to the key.
            return start, end - 1 if line[start:end].endswith(":") else end
    return column, column


def yaml_lines(path: str, lines: Sequence[str]) -> range:
    """Which lines of a file hold YAML: all, or those between the fences of a Markdown file."""
    if not path.endswith(".md"):
        return range(len(lines) + 1)
    if not lines or lines[0].rstrip() != "---":
        return range(0)
    end = next((n for n, one in enumerate(lines[1:], 1) if one.rstrip() == "---"), len(lines))
    return range(1, end)


def _read(text: str) -> _Line:
    found = _ENTRY.match(text)
    assert found is not None  # noqa: S101 - every part of it may be empty
    at = found.end("indent")
    items = tuple(at + one.start() for one in re.finditer("-", found["items"]))
    if not found["items"] and text[at : at + 1] == "-" and not text[at + 1 :].strip():
        return _Line((at,), len(text) if text.endswith(" ") else at + 2, "", at + 1)
    key = (found["key"] or "").strip(_QUOTES)
    after = text.find(":", found.end("key")) + 1 if found["key"] is not None else found.end("items")
    return _Line(items, found.end("items"), key, after)


def _in_yaml(lines: Sequence[str], line: int, column: int, yaml: range) -> Cursor | None:
    text = lines[line] if line < len(lines) else ""
    if _in_comment(text[:column]):
        return None
    here = _read(text)
    if here.key and column > here.after - 1:
        loc = (*_above(lines, line, here.column, here.items, yaml), here.key)
        return _in_flow(text, here.after, column, loc)
    if column < here.column and here.items:
        return None
    above = _above(lines, line, min(here.column, column), here.items, yaml)
    rest = text[here.column : column]
    if rest[:1] in ("[", "{"):
        return _in_flow(text, here.column, column, above)
    # A word alone may become a key, or be an item of a list, or go on with the value of the line above.
    start = min(here.column, column)
    return Cursor("key", start, text[start:column].lstrip(_QUOTES), above)


def _in_comment(text: str) -> bool:
    quoted = ""
    for at, one in enumerate(text):
        if quoted:
            quoted = "" if one == quoted else quoted
        elif one in _QUOTES and (not at or text[at - 1] in " [{,:"):
            quoted = one
        elif one == "#" and (not at or text[at - 1].isspace()):
            return True
    return False


def _in_flow(text: str, start: int, column: int, loc: Loc) -> Cursor:
    """Inside a value on one line, which may be `[a, b]` or `{key: value}` and hold more of them."""
    way: list[str | int | None] = []
    at = start
    quoted = ""
    for n in range(start, column):
        one = text[n]
        if quoted:
            quoted = "" if one == quoted else quoted
        elif one in _QUOTES and not text[at:n].strip():
            quoted, at = one, n + 1
        elif one == "[":
            way.append(0)
            at = n + 1
        elif one == "{":
            way.append(None)
            at = n + 1
        elif one in "]}" and way:
            way.pop()
            at = n + 1
        elif one == "," and way:
            last = way[-1]
            way[-1] = last + 1 if isinstance(last, int) else None
            at = n + 1
        elif one == ":" and way and way[-1] is None and text[n + 1 : n + 2] in (" ", ""):
            way[-1] = text[at:n].strip().strip(_QUOTES)
            at = n + 1
    while at < column and text[at] == " ":
        at += 1
    inner = tuple(one for one in way if one is not None)
    return Cursor("key" if way and way[-1] is None else "value", at, text[at:column], (*loc, *inner))


def _above(lines: Sequence[str], line: int, column: int, items: Sequence[int], yaml: range) -> Loc:
    """The way to the mapping or list in which something at this column stands."""
    way: list[str | int] = []
    limit = column
    waiting = [*items]
    number = line
    counting: int | None = None
    """Column of the dashes that are being counted."""
    for dash in reversed(waiting):
        way.insert(0, 0)
        counting = limit = dash
    # Of several dashes on one line only the first has others above it.
    while number > yaml.start and (limit > 0 or counting is not None):
        number -= 1
        text = lines[number]
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        one = _read(text)
        first = one.items[0] if one.items else one.column
        if one.items and counting is not None and first == counting:
            if isinstance(way[0], int):
                way[0] += 1
            continue
        if one.key and (one.column < limit or (counting is not None and one.column == limit and not one.items)):
            way.insert(0, one.key)
            limit, counting = one.column, None
        for dash in reversed(one.items):
            if dash < limit:
                way.insert(0, 0)
                counting = limit = dash
    return tuple(way)
