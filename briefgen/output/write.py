"""Puts pages where readers and servers find them: staged first, then switched file by file (rulings 9 and 13).

All changed bytes are written to a staging folder on the same file system before the first file of the output is
touched, so a full disk fails early. Then every file is replaced in one step: at any moment it is the old one or the
new one. A journal lets the next build finish an interrupted switch. Only files in the ledger are removed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from stat import S_ISDIR
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from briefgen.base.digest import digest_bytes
from briefgen.output.keys import Stat
from briefgen.output.ledger import Entry, LedgerError, is_inside, read_ledger, write_ledger
from briefgen.output.places import STORE as STORE
from briefgen.output.unchanged import staging

if TYPE_CHECKING:
    from briefgen.guard.guard import Guard, Leak

GENERATOR_MARK = b'<meta name="generator" content="briefgen'
"""Stands in every page, so that a folder written by briefgen can be told from any other."""


class OutputFaultError(Exception):
    """The output cannot be written; the message tells what to do."""


class LeakError(Exception):
    """What would be written holds what must not be published; nothing has been touched."""

    def __init__(self, leaks: Sequence[Leak]) -> None:
        super().__init__(f"{len(leaks)} leaks")
        self.leaks = leaks


class Watched(NamedTuple):
    """Who looks at each file before it is written."""

    guard: Guard
    remembered: Path
    """Where it is kept which guard has seen every file of the folder."""

    def has_seen_all(self) -> bool:
        """Whether what stays of the output was looked at by an equal guard."""
        try:
            return self.remembered.read_text(encoding="ascii") == self.guard.digest
        except (OSError, ValueError):
            return False

    def remember(self) -> None:
        """Keep that every file was looked at; a read-only project looks at all of them each time."""
        with suppress(OSError):
            self.remembered.parent.mkdir(parents=True, exist_ok=True)
            self.remembered.write_text(self.guard.digest, encoding="ascii")


class Written(Struct, frozen=True):
    """What a build did to the output folder."""

    written: int
    kept: int
    removed: int
    adopted: bool = False
    """True when the folder held files that no ledger knows: nothing was removed from it."""


class Folder:
    """An output folder together with its ledger and staging area."""

    def __init__(self, root: Path, output: Path, only: Collection[str] | None = None) -> None:
        """With `only`, the ledger is asked for these files alone, and none but these can be written or removed."""
        self.root = root
        self.output = output
        self.store = root / STORE
        self.name = name_of(root, output)
        self.ledger_path = self.store / "ledger.sqlite"
        self.faults: list[str] = []
        """What is wrong with the ledger."""
        self._owed: dict[str, Entry] = {}
        """What earlier builds wrote and the ledger could not be told."""
        self._recover()
        self._on_disk = self._known(only)
        self.before: Mapping[str, Entry] = {**self._on_disk, **self._owed} if self._owed else self._on_disk

    def _known(self, only: Collection[str] | None = None) -> Mapping[str, Entry]:
        """What the ledger knows; nothing when it cannot be read."""
        try:
            return read_ledger(self.ledger_path, self.name, only)
        except LedgerError as error:
            self.faults.append(str(error))
            return {}

    @property
    def stage(self) -> Path:
        """Staging area on the output's own file system."""
        return staging(self.output)

    @property
    def _journal(self) -> Path:
        return self.stage / "switch.json"

    def is_current(self, path: str, fingerprint: str) -> bool:
        """Whether the file is there and was made from the same things."""
        entry = self.before.get(path)
        if entry is None or entry.fingerprint != fingerprint:
            return False
        try:
            return digest_bytes((self.output / path).read_bytes()) == entry.digest
        except OSError:
            return False

    def stands(self, path: str, stat: Stat, fingerprint: str) -> bool:
        """Whether the file is there as it was written with a fingerprint. `stat` is that of the written file, if it is known."""
        entry = self.before.get(path)
        if entry is None or entry.fingerprint != fingerprint:
            return False
        try:
            return self.stat(path) == stat or digest_bytes((self.output / path).read_bytes()) == entry.digest
        except OSError:
            return False

    def stat(self, path: str) -> Stat:
        """Times and size of a file of the output. Raises `OSError`."""
        found = os.stat(f"{self.output}/{path}")  # noqa: PTH116 - asked for every page
        return (found.st_mtime_ns, found.st_ctime_ns, found.st_size)

    def foreign(self) -> bool:
        """Whether the folder holds something, and no ledger knows of any of it."""
        if self._on_disk or not self.output.is_dir():
            return False
        return any(not one.name.startswith(".") for one in self.output.iterdir())

    def check_room(self, paths: Iterable[str]) -> None:
        """Raise `OutputFaultError` when a file that briefgen did not write stands where a page must go."""
        if reason := unfit(self.root, self.output):
            raise OutputFaultError(f"{self.output} cannot be the output folder: {reason}; give another with -o")
        try:
            if self.output.exists() and not self.output.is_dir():
                raise OutputFaultError(f"{self.output} is a file; give another folder with -o")
            taken = () if self._ours() else self._taken(tuple(paths))
        except OSError as error:
            raise OutputFaultError(f"cannot write to {self.output}: {error.strerror or error}") from error
        if taken:
            some = ", ".join(taken[:3]) + (" …" if len(taken) > 3 else "")
            raise OutputFaultError(
                f"{self.output} holds files that briefgen did not write ({some}); move them away, or give another folder with -o"
            )

    def _taken(self, paths: Iterable[str]) -> list[str]:
        """Files, links and folders of others in the way: at a page's own place, or where one of its folders must be."""
        if not self.output.exists():
            return []
        wanted = set(paths)
        return [place for place in _with_folders(paths) if self._is_taken(place, place in wanted)]

    def _is_taken(self, place: str, is_page: bool) -> bool:
        try:
            found = os.lstat(f"{self.output}/{place}")
        except OSError:
            return False
        if S_ISDIR(found.st_mode):
            return is_page and any(self._is_of_others(one) for one in (self.output / place).rglob("*"))
        return place not in self.before

    def _is_of_others(self, here: Path) -> bool:
        return (here.is_symlink() or not here.is_dir()) and here.relative_to(self.output).as_posix() not in self.before

    def _ours(self) -> bool:
        """Whether the folder was written by briefgen though the ledger is lost: its front page says so."""
        if self._on_disk:
            return False
        try:
            return GENERATOR_MARK in (self.output / "index.html").read_bytes()
        except OSError:
            return False

    def publish(
        self, fresh: Iterable[tuple[str, bytes, str]], kept: Mapping[str, Entry], watched: Watched | None = None
    ) -> Written:
        """Write `fresh` (path, bytes, fingerprint), leave `kept` alone, remove what the ledger knows besides.

        `fresh` is consumed one by one, so that not all pages are held at once. Raises `OutputFaultError` when the disk
        refuses, `LeakError` when a file holds what must not be published; the output is then as it was.
        """
        adopted = self.foreign()
        try:
            leaks: list[Leak] = []
            entries, replaced = self._stage(fresh if watched is None else _looked_at(fresh, watched.guard, leaks))
            if watched is not None:
                leaks += () if watched.has_seen_all() else self._in_kept(kept, watched.guard)
                if leaks:
                    raise LeakError(leaks)
            gone = [path for path in self.before if path not in entries and path not in kept]
            owed = {path: one for path, one in self._owed.items() if path not in replaced and path not in gone}
            if replaced or gone or owed:
                self._write_journal({**{path: entries[path] for path in replaced}, **owed}, gone)
                self._switch(replaced, gone)
            if self._remember({**kept, **entries}) or not os.path.exists(self.ledger_path):  # noqa: PTH110 - false also where one may not look
                self._journal.unlink(missing_ok=True)
            if watched is not None:
                watched.remember()
        except OSError as error:
            raise OutputFaultError(f"cannot write to {self.output}: {error.strerror or error}") from error
        finally:
            if not self._journal.exists():
                shutil.rmtree(self.stage, ignore_errors=True)
        return Written(len(replaced), len(kept) + len(entries) - len(replaced), len(gone), adopted)

    def _in_kept(self, kept: Iterable[str], guard: Guard) -> Iterator[Leak]:
        """What stays is looked at as well when names have been added."""
        for path in kept:
            with suppress(OSError):
                yield from guard.leaks(path, (self.output / path).read_bytes())

    def _same(self, path: str, entry: Entry) -> bool:
        """Whether the file already holds these bytes, so that it keeps its date."""
        known = self.before.get(path)
        return (known is None or known.digest == entry.digest) and self._holds(path, entry.digest)

    def _holds(self, path: str, digest: str) -> bool:
        try:
            with open(f"{self.output}/{path}", "rb") as file:  # noqa: PTH123 - asked for every page
                return digest_bytes(file.read()) == digest
        except OSError:
            return False

    def _stage(self, fresh: Iterable[tuple[str, bytes, str]]) -> tuple[dict[str, Entry], list[str]]:
        """Put everything that differs into the staging folder, numbered in order."""
        entries: dict[str, Entry] = {}
        replaced: list[str] = []
        shutil.rmtree(self.stage, ignore_errors=True)
        is_there = self.output.exists()
        for path, data, fingerprint in fresh:
            entries[path] = Entry(fingerprint, digest_bytes(data), len(data))
            if not (is_there and self._same(path, entries[path])):
                if not replaced:
                    self.stage.mkdir(parents=True)
                with open(f"{self.stage}/{len(replaced)}", "wb") as file:  # noqa: PTH123 - for every page
                    file.write(data)
                replaced.append(path)
        return entries, replaced

    def _write_journal(self, replaced: Mapping[str, Entry], gone: list[str]) -> None:
        self.stage.mkdir(parents=True, exist_ok=True)
        draft = self.stage / "journal.tmp"
        with draft.open("w", encoding="utf-8") as file:
            put = [[path, one.fingerprint, one.digest, one.size] for path, one in replaced.items()]
            file.write(json.dumps({"put": put, "remove": gone}))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._journal)

    def _switch(self, paths: Collection[str], gone: Collection[str]) -> None:
        """Put the staged files in place, then remove what is gone. May be run again after an interruption."""
        in_the_way, others = _in_the_way(paths, gone)
        for path in in_the_way:
            self._remove(path)
        made: set[str] = set()
        for number, path in enumerate(paths):
            folder = path.rpartition("/")[0]
            if folder not in made:
                _make_folder(f"{self.output}/{folder}")
                made.add(folder)
            _replace(f"{self.stage}/{number}", f"{self.output}/{path}")
        for path in others:
            self._remove(path)

    def _remove(self, path: str) -> bool:
        """Remove a file of ours and the folders it leaves empty; what others have put in its place stays."""
        target = self.output / path
        folders = target.parents[: len(PurePosixPath(path).parents) - 1]
        if any(one.is_symlink() for one in folders) or not (target.is_file() or target.is_symlink()):
            return False
        target.unlink()
        _remove_empty_folders(target.parent, self.output)
        return True

    def _recover(self) -> None:
        """Finish the switch that an earlier build was interrupted in, and bring the ledger up to what is there."""
        try:
            journal = json.loads(self._journal.read_text(encoding="utf-8"))
            put = {path: Entry(fingerprint, digest, size) for path, fingerprint, digest, size in journal["put"]}
            gone = [str(path) for path in journal["remove"]]
            if not all(map(is_inside, (*put, *gone))):
                put, gone = {}, []
        except (OSError, ValueError, KeyError, TypeError):
            put, gone = {}, []
        if put or gone:
            with suppress(OSError):
                self._switch(put, gone)
            before = self._known()
            there = {path: one for path, one in put.items() if self._holds(path, one.digest)}
            left = {path: one for path, one in before.items() if path not in gone or (self.output / path).exists()}
            if not self._remember({**left, **there}, before):
                self._owed = there
        if os.path.isdir(self.stage):  # noqa: PTH112 - false also where one may not look
            shutil.rmtree(self.stage, ignore_errors=True)

    def _remember(self, entries: Mapping[str, Entry], before: Mapping[str, Entry] | None = None) -> bool:
        """Keep the ledger; False when that cannot be: a read-only project builds without.

        Where there is an older one, the journal stays then: without it the next build would not know the files as ours.
        """
        try:
            write_ledger(self.ledger_path, self.name, entries, self._on_disk if before is None else before)
            return True
        except OSError as error:
            self.faults.append(
                f"{self.ledger_path.name} cannot be written ({error.strerror or error.__cause__ or error})"
            )
            return False

    def clean(self) -> int:
        """Remove every file of this folder that the ledger knows; the number removed. Other folders stay known."""
        removed = sum(self._remove(path) for path in self.before)
        self._remember({})
        return removed


def _looked_at(
    fresh: Iterable[tuple[str, bytes, str]], guard: Guard, leaks: list[Leak]
) -> Iterator[tuple[str, bytes, str]]:
    """The same files, what is found in them added to `leaks`."""
    for path, data, fingerprint in fresh:
        leaks += guard.leaks(path, data)
        yield path, data, fingerprint


OWN_FOLDERS = ("content", "seeds", "themes", "private", ".git", STORE)
"""Folders of a project that hold what was not built."""


def unfit(root: Path, output: Path) -> str:
    """Why a folder cannot be written to; empty when it can."""
    real, project = output.resolve(), root.resolve()
    if project == real or project.is_relative_to(real):
        return "it holds the project itself"
    if any(real.is_relative_to(project / one) for one in OWN_FOLDERS):
        return "it belongs to what you write"
    return ""


def name_of(root: Path, output: Path) -> str:
    """An output folder's name in the ledger: relative to the project where it can be, so that a cache may move."""
    try:
        return PurePosixPath(output.relative_to(root)).as_posix()
    except ValueError:
        return output.as_posix()


def _with_folders(paths: Iterable[str]) -> list[str]:
    """Paths and every folder above them, each once."""
    found: dict[str, None] = {}
    for path in paths:
        place = path
        while place and place not in found:
            found[place] = None
            place = place.rpartition("/")[0]
    return list(found)


def _in_the_way(paths: Collection[str], gone: Collection[str]) -> tuple[list[str], list[str]]:
    """Old files that must go before the new ones come, since a folder becomes a file or a file a folder; and the rest."""
    if not gone:
        return [], []
    wanted = set(paths)
    folders = {str(folder) for path in wanted for folder in PurePosixPath(path).parents}
    first: list[str] = []
    others: list[str] = []
    for path in gone:
        above = map(str, PurePosixPath(path).parents)
        (first if path in folders or not wanted.isdisjoint(above) else others).append(path)
    return first, others


def _make_folder(path: str) -> None:
    """Make a folder with those above it, unless it is there."""
    try:
        os.mkdir(path)  # noqa: PTH102 - for every page
    except OSError:
        Path(path).mkdir(parents=True, exist_ok=True)


def _replace(staged: str, target: str) -> None:
    """Put a file in place, unless that was done before; empty folders give way to it."""
    try:
        os.replace(staged, target)  # noqa: PTH105 - for every page
    except OSError:
        if not Path(staged).exists():
            return
        if not Path(target).is_dir():
            raise
        for folder, _, _ in os.walk(target, topdown=False):
            with suppress(OSError):
                Path(folder).rmdir()
        os.replace(staged, target)  # noqa: PTH105


def _remove_empty_folders(folder: Path, output: Path) -> None:
    """Remove folders that have become empty, up to the output folder itself."""
    while folder != output and folder.is_relative_to(output):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
