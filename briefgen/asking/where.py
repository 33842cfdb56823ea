"""Where a record is used: fields of others, links by hand, passages that make a claim, and names found in texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from briefgen.asking.project import Project
from briefgen.base.diagnostics import Mark, Spot
from briefgen.linking.archive import notes_key
from briefgen.linking.notes import note_texts
from briefgen.linking.passages import mark_of
from briefgen.linking.uses import Use, uses
from briefgen.reading.marks import Places, locate_spot
from briefgen.reading.places import Places as Lines

Way = Literal["field", "link", "claim", "file", "mention"]


class Place(Struct, frozen=True, order=True):
    """One place in a file."""

    path: str
    line: int
    column: int
    by: str
    """The record it stands in; `site:briefgen` for the site record."""
    how: Way
    what: str
    """The field, or the words."""


def where(project: Project, key: str) -> list[Place]:
    """Every place that leads to a record, file by file. Raises `UseError`."""
    found = {*_by_id(project, key), *_by_name(project, key)}
    return sorted(found)


def _by_id(project: Project, key: str) -> Iterator[Place]:
    texts = project.files.texts
    for use in uses(project.records, project.linked.linker.directory, texts.__getitem__, {key}):
        mark = Lines(use.path, texts[use.path]).mark(use.start, use.end)
        yield Place(use.path, mark.line, mark.column, use.spot.partition("#")[0], use.how, _what(use))


def _what(use: Use) -> str:
    way = ".".join(str(one) for one in use.loc if isinstance(one, str))
    if use.how == "field":
        return way
    shown = (
        f"{{claim={use.written}}}" if use.how == "claim" else use.written if use.how == "file" else f"[[{use.written}]]"
    )
    return f"{shown} in {way}" if way else shown


def _by_name(project: Project, key: str) -> Iterator[Place]:
    for owner in project.resolved.documents:
        path = project.resolved.origins[owner].path
        linked = project.linked.archive.linked
        for one in linked[owner].mentions:
            if one.target == key and one.found_by != "explicit":
                passage = project.linked.archive.documents[owner].passages[one.passage]
                mark = mark_of(passage, path, one.start, one.end)
                yield _mention(mark, owner, passage.text[one.start : one.end])
        for one in linked[notes_key(owner)].mentions if notes_key(owner) in linked else ():
            if one.target == key and one.found_by != "explicit":
                name, number, _ = note_texts(project.resolved.notes[owner])[one.passage]
                passage = project.linked.archive.documents[notes_key(owner)].passages[one.passage]
                spot = Spot(notes_key(owner), (name, number, "note"))
                mark = locate_spot(spot, Places(project.resolved), project.files.texts.get)
                yield _mention(mark, owner, passage.text[one.start : one.end])


def _mention(mark: Mark, owner: str, words: str) -> Place:
    return Place(mark.path, mark.line, mark.column, owner, "mention", words)
