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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from time import time_ns
from typing import Any, NamedTuple

from briefgen.output.places import STORE

SOURCES = ("briefgen.yaml", "content", "seeds", "themes", "private/protected.yaml")
"""Of a project, what a site is made from, and what must not be in it."""
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
    "pygments",
    "yaml",
)
"""Libraries that shape the output."""
FINE_STEP, COARSE_STEP = 20_000_000, 2_000_000_000
"""Nanoseconds within which two changes may bear one time: on file systems with fine and with coarse times."""
FORM = 4


class Seen(NamedTuple):
    """What the disk looked like when a build began."""

    digest: str
    """Of the names, times and sizes of everything that goes in."""
    settled: bool
    """Whether every file was older than the clock's step."""
    frame: str
    """Digest of all but the project's own files: the question, briefgen and its libraries."""
    inputs: list[str]
    """The project's own files: each with its times and sizes behind its path."""


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
    package = Path(__file__).parent.parent
    asked = json.dumps([FORM, sys.version, question], sort_keys=True, default=str)
    inputs, ours = _Listing(), _Listing()
    for one in SOURCES:
        inputs.add(str(root / one), one)
    for base in (package, package.parent / "themes"):
        ours.add(str(base), "")
    for folder in _beyond(root):
        ours.add(folder, folder)
    frame = _digest([asked, *ours.lines, *map(_library, LIBRARIES)])
    newest, fine = max(inputs.newest, ours.newest), inputs.fine or ours.fine
    settled = inputs.plain and ours.plain and newest < time_ns() - (FINE_STEP if fine else COARSE_STEP)
    return Seen(_digest([frame, *inputs.lines]), settled, frame, inputs.lines)


BEYOND = "beyond"
"""File of the store that lists folders outside the project which the site is made from: of themes and extensions that came with packages."""


def _beyond(root: Path) -> list[str]:
    try:
        return _get(root / STORE / "unchanged" / BEYOND).splitlines()
    except (OSError, ValueError):
        return []


def look_beyond(root: Path, folders: Iterable[Path]) -> bool:
    """From now on look at these folders as well. False when this is new, so that the last look has not seen them."""
    wanted = sorted({str(one) for one in folders})
    if wanted == _beyond(root):
        return True
    path = root / STORE / "unchanged" / BEYOND
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, "\n".join(wanted))
    except OSError:
        pass
    return False


class _Listing:
    """Files with their times and sizes, a line for each."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.newest = 0
        self.fine = False
        """Whether times are finer than seconds."""
        self.plain = True
        """False when a linked folder was met."""

    def add(self, base: str, name: str) -> None:
        """Every file at or below a path; `name` stands for the path in the lines."""
        for path, stat in _files(base):
            if stat is None:
                self.plain = False
                continue
            changed = stat.st_mtime_ns if stat.st_mtime_ns > stat.st_ctime_ns else stat.st_ctime_ns
            self.newest = changed if changed > self.newest else self.newest
            self.fine = self.fine or changed % 1_000_000_000 != 0
            self.lines.append(f"{name}{path}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\0{stat.st_size}\0{stat.st_ino}")


def _digest(lines: Iterable[str]) -> str:
    return blake2b("\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


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
    """What the last build said, when this one would do and say the same; None when it must run.

    It must when another build is at work, or has left something beside the site because it was killed.
    """
    if not seen.settled or os.path.lexists(staging(output)) or os.path.lexists(lock_of(output)):
        return None
    try:
        remembered = _remembered(root, output)
        if remembered["in"] != seen.digest:
            return None
        paths = _get(_memory(root, output, ".paths")).split("\n")
        if _joined(outputs_now(output, paths)) != remembered["out"]:
            return None
        return Told(str(remembered["errors"]), str(remembered["summary"]), len(paths))
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Edited(NamedTuple):
    """What has changed since the last build: a few files of the content, and nothing else."""

    files: tuple[str, ...]
    """Paths in the project."""
    state: str
    """Stands for what was kept of that build."""
    until: int
    """The moment, in nanoseconds, at which the site may change though nobody edits."""
    paths: list[str]
    """Every file of the site."""
    outputs: list[bytes]
    """Their sizes and times."""


MOST_EDITED = 20
"""Files beyond which an edit is none of a few texts."""


def edited(root: Path, output: Path, seen: Seen) -> Edited | None:
    """What was edited since the last build; None when more has changed than a few files, or the site is not as it was left."""
    if not seen.settled or os.path.lexists(staging(output)):
        return None
    try:
        remembered = _remembered(root, output)
        if remembered["frame"] != seen.frame:
            return None
        before = _get(_memory(root, output, ".inputs")).split("\n")
        if _digest([seen.frame, *before]) != remembered["in"] or len(before) != len(seen.inputs):
            return None
        files = [now.partition("\0")[0] for now, then in zip(seen.inputs, before, strict=True) if now != then]
        known = {then.partition("\0")[0] for now, then in zip(seen.inputs, before, strict=True) if now != then}
        if not 0 < len(files) <= MOST_EDITED or set(files) != known:
            return None
        paths = _get(_memory(root, output, ".paths")).split("\n")
        outputs = outputs_now(output, paths)
        if _joined(outputs) != remembered["out"]:
            return None
        return Edited(tuple(files), str(remembered["in"]), int(remembered["until"]), paths, outputs)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def paths_after(before: Edited, added: Iterable[str], gone: Collection[str]) -> list[str]:
    """The site's files when some were removed and the `added` ones came last."""
    return [*(path for path in before.paths if path not in gone), *added]


def outputs_after(
    output: Path, before: Edited, written: Collection[str], added: Iterable[str], gone: Collection[str]
) -> list[bytes] | None:
    """Sizes and times of these files when only some were written; None when one of them is not there any more."""
    numbers = {path: number for number, path in enumerate(before.paths) if path in written}
    outputs = list(before.outputs)
    try:
        for number, now in zip(numbers.values(), outputs_now(output, numbers), strict=True):
            outputs[number] = now
        if gone:
            outputs = [one for one, path in zip(outputs, before.paths, strict=True) if path not in gone]
        outputs += outputs_now(output, added)
    except OSError:
        return None
    return outputs


def remember(
    root: Path,
    output: Path,
    seen: Seen,
    told: Told,
    paths: Sequence[str],
    until: int,
    outputs: list[bytes] | None = None,
    *,
    grown: bool = False,
) -> None:
    """Keep what a build said and left behind. `until` is the moment, in nanoseconds, at which the answer may change.

    `outputs` are the sizes and times of the site's files where they are known already; the paths are then those that
    are kept, unless they have `grown`.
    """
    written = list(paths)
    memory = _memory(root, output)
    kept = {
        "in": seen.digest,
        "frame": seen.frame,
        "out": _joined(outputs_now(output, written) if outputs is None else outputs),
        "since": time_ns(),
        "until": until,
        "errors": told.errors,
        "summary": told.summary,
    }
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        if outputs is None or grown:
            _put(_memory(root, output, ".paths"), "\n".join(written))
        _put(_memory(root, output, ".inputs"), "\n".join(seen.inputs))
        _put(memory, json.dumps(kept))
    except OSError:
        return


def _remembered(root: Path, output: Path) -> dict[str, Any]:
    """What was kept, if it is whole and counts now; else `ValueError`. A clock that was set back makes the site of an earlier day."""
    kept: dict[str, Any] = json.loads(_get(_memory(root, output)))
    if not kept["since"] <= time_ns() < kept["until"]:
        raise ValueError("of another time")
    return kept


def _put(path: Path, text: str) -> None:
    """Write a text with its checksum in front."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    data = text.encode("utf-8", "surrogateescape")
    draft.write_bytes(_checksum(data) + data)
    draft.replace(path)


def _get(path: Path) -> str:
    """A text that `_put` wrote. Raises `OSError`, and `ValueError` when it is not whole."""
    data = path.read_bytes()
    if data[:33] != _checksum(data[33:]):
        raise ValueError(f"unchanged/{path.name} is damaged")
    return data[33:].decode("utf-8", "surrogateescape")


def _checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode() + b"\n"


def faults(root: Path, output: Path) -> list[str]:
    """What is wrong with what is remembered of an output folder."""
    found = []
    for ending in (".json", ".paths", ".inputs"):
        path = _memory(root, output, ending)
        try:
            _get(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            found.append(f"unchanged/{path.name} cannot be read ({error.strerror or error})")
        except ValueError as error:
            found.append(str(error))
    return found


def forget(root: Path, output: Path) -> None:
    """Before anything of the site is touched: a build that is broken off leaves no answer behind."""
    try:
        _memory(root, output).unlink(missing_ok=True)
    except OSError:
        return


def staging(output: Path) -> Path:
    """Staging area on the output's own file system."""
    return output.parent / f".{output.name}.staged-by-briefgen"


def lock_of(output: Path) -> Path:
    """The file by which one build at a time writes to an output folder (`lock.py`)."""
    real = Path(os.path.realpath(output))
    return real.parent / f".{real.name}.locked-by-briefgen"


def outputs_digest(output: Path, paths: Iterable[str]) -> str:
    """Digest of the sizes and times of the site's files; a missing one raises `OSError`."""
    return _joined(outputs_now(output, paths))


def outputs_now(output: Path, paths: Iterable[str]) -> list[bytes]:
    """Sizes and times of the site's files; a missing one raises `OSError`."""
    base = f"{output}/"
    stat = os.stat
    found = []
    for path in paths:
        one = stat(base + path)
        found.append(b"%d %d;" % (one.st_mtime_ns, one.st_size))
    return found


def in_order_of_paths(paths: Sequence[str], outputs: Sequence[bytes]) -> str:
    """The same digest from what is known already: `outputs` in the order of `paths`, which are in order but for new ones."""
    return _joined([outputs[number] for number in sorted(range(len(outputs)), key=paths.__getitem__)])


def _joined(outputs: Iterable[bytes]) -> str:
    return blake2b(b"".join(outputs), digest_size=16).hexdigest()


def _memory(root: Path, output: Path, ending: str = ".json") -> Path:
    return root / STORE / "unchanged" / f"{path_name(output)}{ending}"


def path_name(output: Path) -> str:
    """Name, without its ending, of the files that remember an output folder at its place on this machine."""
    return blake2b(str(output).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
