"""Puts changed files of a project in place: all are staged first, then switched one by one, with a journal.

At any moment each file is the old one or the new one, whole. What was interrupted is finished by the next command
that works on the project (`recover`). A file that somebody else has changed meanwhile is never overwritten.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from briefgen.base.digest import digest_bytes

STAGE = ".briefgen/amending"
JOURNAL = "switch.json"
LEFT = ".briefgen/not-put-in-place"
"""Where changes go that cannot be finished, since the file has been edited after the interruption."""


class AmendError(Exception):
    """The change cannot be made; the message says why, and nothing was touched."""


class FileChange(Struct, frozen=True):
    """One file: what it holds, and what it is to hold."""

    path: str
    """In the project, with forward slashes."""
    before: bytes | None
    """None when there is no such file."""
    after: bytes | None
    """None when it is to go."""


def put(root: Path, changes: Iterable[FileChange]) -> int:
    """Make the changes, all of them; the number of files. Raises `AmendError`."""
    wanted = [one for one in changes if one.before != one.after]
    if not wanted:
        return 0
    for one in wanted:
        if _held(root / one.path) != one.before:
            raise AmendError(f"{one.path} has been changed in the meantime; nothing was done, try once more")
    stage = root / STAGE
    try:
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
        for number, one in enumerate(wanted):
            if one.after is not None:
                _stage(stage / str(number), one.after, root / one.path)
        _write_journal(stage, wanted)
    except OSError as error:
        shutil.rmtree(stage, ignore_errors=True)
        raise AmendError(
            f"nothing can be written here: {(error.strerror or str(error)).lower()}; nothing was done"
        ) from error
    try:
        _switch(root, _numbered(wanted))
    except OSError as error:
        raise AmendError(
            f"{error.filename} cannot be changed: {(error.strerror or str(error)).lower()}. "
            "The change is half done; it is finished by the next briefgen command once that is mended"
        ) from error
    shutil.rmtree(stage, ignore_errors=True)
    return len(wanted)


def recover(root: Path) -> str:
    """Finish a change that was interrupted; what to tell about it, empty when there was none."""
    stage = root / STAGE
    try:
        entries = [_Entry(*one) for one in json.loads((stage / JOURNAL).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        # Without a whole journal no file has been touched.
        shutil.rmtree(stage, ignore_errors=True)
        return ""
    if not all(_is_inside(one.path) for one in entries):
        shutil.rmtree(stage, ignore_errors=True)
        return ""
    try:
        left = _switch(root, entries)
    except OSError as error:
        return f"a change of your files was interrupted and cannot be finished: {error.filename}: {(error.strerror or str(error)).lower()}"
    if left:
        shutil.rmtree(root / LEFT, ignore_errors=True)
        (root / LEFT).mkdir(parents=True)
        for one in left:
            (stage / str(one.number)).replace(root / LEFT / one.path.replace("/", "~"))
    shutil.rmtree(stage, ignore_errors=True)
    if left:
        names = ", ".join(one.path for one in left)
        return f"a change of your files was interrupted; {names} had been edited since and stays as it is. What it was to become lies in {LEFT}/"
    return "a change of your files had been interrupted; it is complete now"


class _Entry(Struct, frozen=True):
    """A line of the journal."""

    number: int
    path: str
    before: str
    """Digest of what was there; empty for nothing."""
    after: str


def _digest(data: bytes | None) -> str:
    return "" if data is None else digest_bytes(data)


def _held(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _stage(path: Path, data: bytes, target: Path) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, path)


def _write_journal(stage: Path, changes: Sequence[FileChange]) -> None:
    lines = [[one.number, one.path, one.before, one.after] for one in _numbered(changes)]
    draft = stage / "journal.tmp"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(lines))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(stage / JOURNAL)


def _numbered(changes: Sequence[FileChange]) -> list[_Entry]:
    return [_Entry(number, one.path, _digest(one.before), _digest(one.after)) for number, one in enumerate(changes)]


def _switch(root: Path, entries: Sequence[_Entry]) -> list[_Entry]:
    """Put what is staged in place, then remove what is to go; may be run again. What somebody else has changed is left."""
    left = []
    for one in entries:
        if not one.after:
            continue
        staged, target = root / STAGE / str(one.number), root / one.path
        if not staged.exists():
            continue
        held = _digest(_held(target))
        if held == one.after:
            staged.unlink()
        elif held == one.before:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, os.path.realpath(target))  # noqa: PTH105 - a link stays a link
        else:
            left.append(one)
    for one in entries:
        if not one.after and _digest(_held(root / one.path)) == one.before and one.before:
            (root / one.path).unlink()
    return left


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path
