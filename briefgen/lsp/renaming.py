"""A new id for a record, as changes for an editor to make: the record tool works them out, nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from briefgen.amending.rename import rename
from briefgen.asking.project import Project


class Lines(NamedTuple):
    """Some whole lines become others; lines from 0."""

    first: int
    last: int
    """First line behind them."""
    new: tuple[str, ...]


class FileEdit(NamedTuple):
    """What becomes of one file."""

    path: str
    moved_to: str
    """Its new path; empty when it stays."""
    lines: tuple[Lines, ...]
    text: str
    """What it held before, as reading takes it."""


def renamed(root: Path, unsaved: Mapping[str, str], key: str, new: str) -> tuple[FileEdit, ...]:
    """Everything that follows from a new id. Raises `AmendError` with words for people, and `ValueError` as reading does."""
    project = Project.read(root)
    if unsaved:
        project = project.changed(unsaved)
    change = rename(project, key, new)
    return tuple(_edits(project.files.texts, change.texts, change.moved))


def _edits(before: Mapping[str, str], texts: Mapping[str, str | None], moved: Mapping[str, str]) -> Iterator[FileEdit]:
    for path, text in texts.items():
        if text is not None:
            source = moved.get(path, path)
            old = before.get(source, "")
            yield FileEdit(source, path if path != source else "", tuple(_lines(old, text)), old)


def _lines(old: str, new: str) -> Iterator[Lines]:
    left, right = old.split("\n"), new.split("\n")
    for tag, first, last, from_, to in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Lines(first, last, tuple(right[from_:to]))
