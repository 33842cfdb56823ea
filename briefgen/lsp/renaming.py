"""A new id for a record, as changes for an editor to make: the record tool works them out, nothing is written here.

The tool reads a whole project and proves the change by reading all of it again, which in a large archive takes a minute.
A writer waits for this answer, sees each change and can take it back: here only the files in which one of the two ids
stands are read, and of a registry only such records. Where that is not enough to be certain, the whole is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from briefgen.amending.plan import Change
from briefgen.amending.rename import planned, proven, rename
from briefgen.amending.write import AmendError
from briefgen.asking.project import Project
from briefgen.base.patterns import pattern
from briefgen.lsp.fields import slot
from briefgen.model.config import SiteConfig
from briefgen.model.site import split_key
from briefgen.reading.disk import CONFIG_FILE

_OF_IDS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_ENTRY = pattern(r"^[^\s#-][^\n]*:", re.MULTILINE)


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


class UnsureError(Exception):
    """The files that name a record do not suffice to be certain of a change."""


def renamed(root: Path, texts: Mapping[str, str], config: SiteConfig, key: str, new: str) -> tuple[FileEdit, ...]:
    """Changes that give a record a new id, from the files that name it. `texts` are all of the project.

    Raises `AmendError` where it cannot be, `UnsureError` where `renamed_in_whole` must say.
    """
    near = dict(_near(texts, config, (split_key(key)[1], new)))
    project = Project.of(root, near)
    change = planned(project, key, new)
    try:
        proven(project, change, key, new)
    except AmendError as error:
        raise UnsureError(str(error)) from None
    return tuple(_edits(near, texts, change))


def renamed_in_whole(root: Path, unsaved: Mapping[str, str], key: str, new: str) -> tuple[FileEdit, ...]:
    """The same from the whole project. Raises `AmendError`, and `ValueError` as reading does."""
    project = Project.read(root)
    if unsaved:
        project = project.changed(unsaved)
    texts = project.files.texts
    return tuple(_edits(texts, texts, rename(project, key, new)))


def _near(texts: Mapping[str, str], config: SiteConfig, ids: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """The files in which one of the ids may stand. Lines keep their numbers."""
    one, other = ids

    def wanted(text: str) -> bool:
        return _stands(one, text) or _stands(other, text)

    for path, text in texts.items():
        name = path.rpartition("/")[2].partition(".")[0]
        # The name of a file may have the day in front of the id.
        if path == CONFIG_FILE or name.endswith((one, other)):
            yield path, text
        elif wanted(text):
            found = slot(path, config)
            many = found is not None and found.form in {"mapping", "translations"}
            yield path, _thinned(text, wanted) if many else text


def _stands(id: str, text: str) -> bool:
    """Whether an id stands somewhere by itself, and not only inside a longer one."""
    at = text.find(id)
    while at >= 0:
        end = at + len(id)
        if text[end : end + 1] not in _OF_IDS and (not at or text[at - 1] not in _OF_IDS):
            return True
        at = text.find(id, end)
    return False


def _thinned(text: str, wanted: Callable[[str], bool]) -> str:
    """A registry without the records in which nothing is wanted: each of their lines is a remark with its number."""
    starts = [one.start() for one in _ENTRY.finditer(text)]
    if not starts:
        return text
    lines: list[str] = text[: starts[0]].split("\n")[:-1]
    for start, end in zip(starts, (*starts[1:], len(text)), strict=True):
        entry = text[start:end]
        own = entry.removesuffix("\n").split("\n")
        lines += own if wanted(entry) else [f"#{number}" for number in range(len(lines), len(lines) + len(own))]
    return "\n".join((*lines, "")) if text.endswith("\n") else "\n".join(lines)


def _edits(before: Mapping[str, str], texts: Mapping[str, str], change: Change) -> Iterator[FileEdit]:
    """The edits of a change; `before` is what it was worked out from, line by line as `texts` are."""
    for path, text in change.texts.items():
        if text is not None:
            source = change.moved.get(path, path)
            lines = tuple(_lines(before.get(source, ""), text))
            yield FileEdit(source, path if path != source else "", lines, texts.get(source, ""))


def _lines(old: str, new: str) -> Iterator[Lines]:
    left, right = old.split("\n"), new.split("\n")
    for tag, first, last, from_, to in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Lines(first, last, tuple(right[from_:to]))
