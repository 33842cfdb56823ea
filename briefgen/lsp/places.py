"""Who is meant at a place of a text, where records are written, and every place that leads to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from briefgen.base.diagnostics import Mark, Spot
from briefgen.linking.explicit import Directory
from briefgen.linking.passages import mark_of
from briefgen.linking.uses import marks
from briefgen.lsp.analysis import Known
from briefgen.lsp.cursor import cursor_at, word_at, yaml_lines
from briefgen.lsp.fields import expected_at, slot
from briefgen.model.site import key_of, split_key
from briefgen.reading.marks import Places, locate_spot
from briefgen.reading.references import ALIASES


class Meant(NamedTuple):
    """A record that is meant somewhere: line and columns from 0, in code points."""

    key: str
    line: int
    start: int
    end: int
    by_id: bool = True
    """False where its name stands, which no id follows."""


def meant_at(known: Known, path: str, text: str, line: int, column: int) -> Meant | None:
    """The record that is meant at a place."""
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    for one in marks(here):
        if one.start <= column <= one.end and (key := _of_mark(known, one.written, one.how)):
            return Meant(key, line, one.start, one.end)
    if (found := _in_yaml(known, path, lines, line, column)) is not None:
        return found
    return next(
        (one for one in _mentions(known, path, text) if one.line == line and one.start <= column <= one.end), None
    )


def _of_mark(known: Known, written: str, how: str) -> str:
    if how == "file":
        id = written.rpartition("/")[2].removesuffix(".md").partition(".")[0]
        found = [f"{kind}:{id}" for kind in ("article", "page") if f"{kind}:{id}" in known.state.records.records]
        return found[0] if len(found) == 1 else ""
    wanted = f"claim:{written.removeprefix('claim:')}" if how == "claim" else written
    keys, _ = directory(known).find(wanted)
    return keys[0] if len(keys) == 1 else ""


def directory(known: Known) -> Directory:
    """Every way to name a record."""
    found: Directory | None = known.lasting.get("directory")
    if found is None:
        found = known.lasting["directory"] = Directory(
            known.state.records.records, known.state.lore.names, ids=known.ids
        )
    return found


def _in_yaml(known: Known, path: str, lines: Sequence[str], line: int, column: int) -> Meant | None:
    if line >= len(lines) or line not in yaml_lines(path, lines):
        return None
    start, end = word_at(lines[line], column)
    written = lines[line][start:end]
    cursor = cursor_at(lines, line, end, yaml_lines(path, lines))
    if not written or cursor is None:
        return None
    config = known.state.records.config
    if cursor.what == "key" and (here := slot(path, config)) is not None and here.form == "mapping" and not cursor.loc:
        key = key_of(here.kind, written)
        return Meant(key, line, start, end) if key in known.state.records.records else None
    if cursor.typed != written:
        return None
    expected = expected_at(path, cursor.loc, config)
    if expected is None or expected.kinds is None:
        return None
    found = _reference(known, written, expected.kinds)
    return Meant(found, line, start, end) if found else None


def _reference(known: Known, written: str, kinds: Sequence[str]) -> str:
    """The one record of these kinds that an id or a key means."""
    kind, colon, id = written.partition(":")
    if colon:
        key = key_of(ALIASES.get(kind, kind), id)
        return key if key in known.state.records.records else ""
    found = [key for one in kinds if (key := f"{one}:{written}") in known.state.records.records]
    return found[0] if len(found) == 1 else ""


def _mentions(known: Known, path: str, text: str) -> Iterator[Meant]:
    """Names in a text, where the text is the one that was read."""
    if known.texts.get(path) != text:
        return
    for key in known.state.keys.get(path, ()):
        yield from _mentions_in(known, key, path)


def _mentions_in(known: Known, key: str, path: str, target: str = "") -> Iterator[Meant]:
    document, linked = known.state.site.documents.get(key), known.state.site.linked.get(key)
    if document is None or linked is None:
        return
    found = [(one.target, one.passage, one.start, one.end) for one in linked.mentions if one.found_by != "explicit"]
    for name, number, start, end in found:
        if not target or name == target:
            mark = mark_of(document.passages[number], path, start, end)
            yield Meant(name, mark.line - 1, mark.column - 1, mark.end_column - 1, False)


def home(known: Known, key: str, texts: Mapping[str, str]) -> Mark | None:
    """Where a record is written; `texts` are those of the project as they are now."""
    origin = known.state.records.origins.get(key)
    if origin is None:
        return None
    if not origin.prefix:
        return Mark(origin.path, 1, 1)
    text = texts.get(origin.path, "")
    if len(origin.prefix) == 1:
        # Looked for as text: a registry of many thousand records takes a second to parse.
        id = re.escape(str(origin.prefix[0]))
        found = re.search(rf"^(['\"]?){id}\1[ ]*:", text, re.MULTILINE)
        if found is not None:
            line, start = text.count("\n", 0, found.start()) + 1, len(found[1]) + 1
            return Mark(origin.path, line, start, start + len(str(origin.prefix[0])))
    return locate_spot(Spot(key), Places(known.state.records), texts.get)


def references(known: Known, key: str, texts: Mapping[str, str]) -> Iterator[tuple[str, Meant]]:
    """Every place that leads to a record: its id in fields and texts, and its names in articles.

    `texts` are those of the project as they are now. They are searched as they stand: that is quicker than any index of
    them could be kept.
    """
    kind, id, _ = split_key(key)
    # A link to a file may have the day in front of the id.
    word = re.compile(rf"(?<![\w-])(?:{kind}:|org:)?[a-z0-9-]*{re.escape(id)}(?![\w-])")
    for path, text in texts.items():
        if id not in text:
            continue
        lines: list[str] | None = None
        for found in word.finditer(text):
            lines = text.split("\n") if lines is None else lines
            line = text.count("\n", 0, found.start())
            column = found.start() - text.rfind("\n", 0, found.start()) - 1
            meant = _exact(known, path, lines, line, column)
            if meant is not None and meant.key == key and meant.start <= column < meant.end:
                yield path, meant
    for entry in known.state.site.backlinks.get(key, ()):
        origin = known.state.records.origins.get(entry.article)
        if origin is not None and texts.get(origin.path) == known.texts.get(origin.path):
            yield from ((origin.path, one) for one in _mentions_in(known, entry.article, origin.path, key))


def _exact(known: Known, path: str, lines: Sequence[str], line: int, column: int) -> Meant | None:
    """The record whose id stands at a place."""
    for one in marks(lines[line]):
        if one.start <= column < one.end:
            key = _of_mark(known, one.written, one.how)
            return Meant(key, line, one.start, one.end) if key else None
    return _in_yaml(known, path, lines, line, column)
