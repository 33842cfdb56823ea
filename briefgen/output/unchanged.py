"""The quick answer when nothing has changed since the last build: file times are compared, nothing is read or rendered.

Imports the standard library only and is asked before anything else of briefgen is imported, since at ten thousand
articles imports and reading are all that an unchanged build would do. It says "unchanged" only when it is certain:
the same question on the same day, every file of the project, of briefgen and of the libraries it was built with as it
was, every file of the site as it was written. Otherwise it says nothing and the build runs.

File times are trusted as git trusts them: not for a file that changed while, or just before, the build that is
remembered began, because a second change within the clock's step could not be seen.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from briefgen.output.places import STORE

SOURCES = ("briefgen.yaml", "content", "seeds", "themes")
"""Of a project, what a site is made from."""
LIBRARIES = (
    "ahocorasick_rs",
    "babel",
    "jinja2",
    "markdown_it",
    "markupsafe",
    "mdit_py_plugins",
    "msgspec",
    "nh3",
    "pydantic",
    "yaml",
)
"""Libraries that shape the output."""
FINE_STEP, COARSE_STEP = 20_000_000, 2_000_000_000
"""Nanoseconds within which two changes may bear one time: on file systems with fine and with coarse times."""
FORM = 1


class Seen(NamedTuple):
    """What the disk looked like when a build began."""

    digest: str
    """Of the names, times and sizes of everything that goes in."""
    settled: bool
    """Whether every file was older than the clock's step."""


class Told(NamedTuple):
    """What the last build said."""

    errors: str
    """On standard error."""
    summary: str
    """The end of its last line, behind the counts and the time."""
    files: int
    """Files of the site."""


def look(root: Path, question: Mapping[str, object]) -> Seen:
    """Look at everything a build of this project would read. `question` is what else decides about the answer."""
    hasher = blake2b(digest_size=16)
    hasher.update(json.dumps([FORM, sys.version, question], sort_keys=True, default=str).encode())
    package = Path(__file__).parent.parent
    newest, fine, plain = 0, False, True
    for base in (*(root / one for one in SOURCES), package, package.parent / "themes"):
        hasher.update(b"\0")
        for path, stat in _files(str(base)):
            if stat is None:
                plain = False
                continue
            changed = stat.st_mtime_ns if stat.st_mtime_ns > stat.st_ctime_ns else stat.st_ctime_ns
            newest = changed if changed > newest else newest
            fine = fine or changed % 1_000_000_000 != 0
            told = f"{path}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_size}\0{stat.st_ino}\n"
            hasher.update(told.encode("utf-8", "surrogateescape"))
    for library in LIBRARIES:
        hasher.update(_library(library).encode())
    return Seen(hasher.hexdigest(), plain and newest < time_ns() - (FINE_STEP if fine else COARSE_STEP))


def _files(base: str) -> Iterator[tuple[str, os.stat_result | None]]:
    """Every file at or below a path, in a fixed order, by its path from there.

    A linked folder gives None for its times: it may lead anywhere, also back here.
    """
    waiting = [(base, "")]
    while waiting:
        path, name = waiting.pop()
        try:
            with os.scandir(path) as found:
                entries = sorted(found, key=_name)
        except NotADirectoryError:
            yield name, os.stat(path)  # noqa: PTH116 - one call in fifty thousand is no place for objects
            continue
        except OSError:
            continue
        for entry in entries:
            if entry.name == "__pycache__" or (entry.name[0] == "." and entry.name != ".ledger"):
                continue
            below = f"{name}/{entry.name}"
            try:
                if not entry.is_dir():
                    yield below, entry.stat()
                elif entry.is_symlink():
                    yield below, None
                else:
                    waiting.append((entry.path, below))
            except OSError:
                yield below, None


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _library(name: str) -> str:
    """Where a library lies and since when; empty when it is not there."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return ""
    stat = Path(spec.origin).stat()
    return f"{name} {stat.st_mtime_ns} {stat.st_size}\n"


def answer(root: Path, output: Path, seen: Seen) -> Told | None:
    """What the last build said, when this one would do and say the same; None when it must run."""
    if not seen.settled or staging(output).exists():
        return None
    try:
        remembered = json.loads(_memory(root, output).read_bytes())
        if remembered["in"] != seen.digest or time_ns() >= remembered["until"]:
            return None
        paths = _memory(root, output, ".paths").read_text(encoding="utf-8").split("\n")
        if outputs_digest(output, paths) != remembered["out"]:
            return None
        return Told(str(remembered["errors"]), str(remembered["summary"]), len(paths))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(root: Path, output: Path, seen: Seen, told: Told, paths: Iterable[str], until: int) -> None:
    """Keep what a build said and left behind. `until` is the moment, in nanoseconds, at which the answer may change."""
    written = list(paths)
    memory = _memory(root, output)
    kept = {
        "in": seen.digest,
        "out": outputs_digest(output, written),
        "until": until,
        "errors": told.errors,
        "summary": told.summary,
    }
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        _put(_memory(root, output, ".paths"), "\n".join(written))
        _put(memory, json.dumps(kept, ensure_ascii=False))
    except OSError:
        return


def _put(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def forget(root: Path, output: Path) -> None:
    """Before anything of the site is touched: a build that is broken off leaves no answer behind."""
    try:
        _memory(root, output).unlink(missing_ok=True)
    except OSError:
        return


def staging(output: Path) -> Path:
    """Staging area on the output's own file system."""
    return output.parent / f".{output.name}.staged-by-briefgen"


def outputs_digest(output: Path, paths: Iterable[str]) -> str:
    """Digest of the sizes and times of the site's files; a missing one raises `OSError`."""
    hasher = blake2b(digest_size=16)
    base = f"{output}/"
    stat = os.stat
    for path in paths:
        one = stat(base + path)
        hasher.update(b"%d %d;" % (one.st_mtime_ns, one.st_size))
    return hasher.hexdigest()


def _memory(root: Path, output: Path, ending: str = ".json") -> Path:
    name = blake2b(str(output).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return root / STORE / "unchanged" / f"{name}{ending}"
