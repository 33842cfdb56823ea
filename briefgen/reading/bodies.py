"""Where a record's Markdown stands: below its front matter, or as a text inside YAML."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Loc, Mark
from briefgen.model.document import Document, Passage
from briefgen.model.records import Article, Page, Record
from briefgen.reading.problems import Problem
from briefgen.reading.shapes import extras, fields
from briefgen.reading.yaml_nodes import YamlFile


class Body(Struct, frozen=True):
    """A Markdown text and where it begins in its file."""

    text: str
    line: int
    column: int = 1
    """Column of the first character of its lines."""


@cache
def body_field(kind: type[Record]) -> str:
    """The field that holds a kind's longer Markdown: `bio`, `body`, or none."""
    return next((one.name for one in fields(kind).values() if extras(one.annotation).get("markdown") == "blocks"), "")


def body_of(
    record: Record, below: Body | None, in_yaml: Callable[[str], Body]
) -> tuple[Record, Body | None, Problem | None]:
    """The record with its text, the text to parse, and what is wrong about having it there."""
    if isinstance(record, (Article, Page)):
        return record, below or Body("", 1), None
    name = body_field(type(record))
    written: str = getattr(record, name) if name else ""
    if below is None or not below.text.strip():
        return record, replace(in_yaml(name), text=written) if written else None, None
    if not name:
        return (
            record,
            None,
            Problem("W020", (), "text below the front matter is not read here", "use a key such as `note`"),
        )
    if written:
        hint = f"keep the text below the front matter, or `{name}`"
        return record, below, Problem("E034", (), f"there are two texts: this one and `{name}`", hint)
    return replace(record, **{name: below.text}), below, None


def body_in_yaml(file: YamlFile, loc: Loc) -> Body:
    """The place of a text inside YAML; exact for block texts (`|`) and texts on one line."""
    mark = file.content_at(loc)
    return Body("", mark.line, mark.column)


def shifted(document: Document, faults: tuple[Diagnostic, ...], column: int) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The document with its places moved right, for a text that is indented in its file."""
    if column == 1:
        return document, faults
    by = column - 1
    passages = tuple(_shifted_passage(one, by) for one in document.passages)
    links = tuple(replace(one, column=one.column + by) for one in document.file_links)
    tables = tuple(replace(one, column=one.column + by) for one in document.tables)
    return replace(document, passages=passages, file_links=links, tables=tables), tuple(
        _shifted_fault(one, by) for one in faults
    )


def _shifted_passage(passage: Passage, by: int) -> Passage:
    return replace(passage, points=tuple(replace(one, column=one.column + by) for one in passage.points))


def _shifted_fault(fault: Diagnostic, by: int) -> Diagnostic:
    where = _shifted_mark(fault.where, by) if isinstance(fault.where, Mark) else fault.where
    return replace(fault, where=where)


def _shifted_mark(mark: Mark, by: int) -> Mark:
    end = mark.end_column + by if mark.end_column else 0
    return replace(mark, column=mark.column + by, end_column=end)
