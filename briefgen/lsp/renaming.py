"""A new id for a record, as changes for an editor to make: the record tool works them out, nothing is written here.

The tool reads a whole project and proves the change by reading all of it again, which in a large archive takes a minute.
A writer waits for this answer, sees each change and can take it back: here only the files in which one of the two ids
stands are read, and of a registry only such records. Where that is not enough to be certain, the whole is read.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import pairwise
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
    ids = (split_key(key)[1], new)
    if shortened := _shortened(texts, ids):
        raise UnsureError(f"{shortened} names a record by the last part of an id, and all ids must say which is meant")
    near = dict(_near(texts, config, ids))
    project = Project.of(root, near)
    if project.alone:
        raise UnsureError("a file belongs to one that was not read")
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
    """The files in which one of the ids may stand, and those to which they belong. Lines keep their numbers."""
    one, other = ids

    def wanted(text: str) -> bool:
        return _stands(one, text) or _stands(other, text)

    standing = {path for path, text in texts.items() if wanted(text)}
    many = {path: _has_many(path, config) for path in standing}
    # Notes say nothing without their article, nor a translation without its original.
    entries: dict[str, set[str]] = {}
    for path in standing:
        kept = entries.setdefault(_stem(path), set())
        if many[path]:
            kept.update(_name(entry) for entry in _entries(texts[path]) if wanted(entry))
    named = tuple(path.rpartition("/")[2] for path in standing if not many[path] and path.endswith(_NOTES))
    for path, text in texts.items():
        name, stem = path.rpartition("/")[2].partition(".")[0], _stem(path)
        # The name of a file may have the day in front of the id.
        if path == CONFIG_FILE or name.endswith((one, other)):
            yield path, text
        elif stem in entries:
            if many.get(path, bool(entries[stem])):
                text = _thinned(text, entries[stem])
            yield path, text
        elif path.endswith(".md") and any(one in text for one in named):
            yield path, text


def _has_many(path: str, config: SiteConfig) -> bool:
    found = slot(path, config)
    return found is not None and found.form in {"mapping", "translations"}


_NOTES = (".yaml", ".yml")
_LAST_PARTS = pattern(r"\[\[[ \t]*(?:[a-z]+:)?[ \t]*([a-z0-9-]+)[ \t]*[\]|\\]")


def _stem(path: str) -> str:
    """`articles/x` of `articles/x.md`, of its notes and of its translations."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.partition('.')[0]}"


def _shortened(texts: Mapping[str, str], ids: tuple[str, str]) -> str:
    """The first file with a link `[[…]]` that may mean one of the ids by its last parts; empty when there is none."""
    tails = {"-".join(parts[at:]) for parts in (one.split("-") for one in ids) for at in range(1, len(parts))} - {*ids}
    for path, text in texts.items():
        if "[[" in text and any(tail in text for tail in tails) and not tails.isdisjoint(_LAST_PARTS.findall(text)):
            return path
    return ""


def _stands(id: str, text: str) -> bool:
    """Whether an id stands somewhere by itself, and not only inside a longer one."""
    at = text.find(id)
    while at >= 0:
        end = at + len(id)
        if text[end : end + 1] not in _OF_IDS and (not at or text[at - 1] not in _OF_IDS):
            return True
        at = text.find(id, end)
    return False


def _entries(text: str) -> Iterator[str]:
    """The records of a registry as they are written, one after the other."""
    starts = [one.start() for one in _ENTRY.finditer(text)]
    for start, end in pairwise((*starts, len(text))):
        yield text[start:end]


def _name(entry: str) -> str:
    return entry.partition(":")[0].strip(" \"'")


def _thinned(text: str, wanted: Container[str]) -> str:
    """A registry without the records that are not wanted: each of their lines is a remark with its number."""
    found = _ENTRY.search(text)
    if found is None:
        return text
    lines: list[str] = text[: found.start()].split("\n")[:-1]
    for entry in _entries(text):
        own = entry.removesuffix("\n").split("\n")
        lines += own if _name(entry) in wanted else [f"#{at}" for at in range(len(lines), len(lines) + len(own))]
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
