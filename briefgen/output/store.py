"""What the files of the store in `.briefgen/` have in common: they are written whole, and what is wrong with them is told.

A file that is damaged, foreign or cannot be read is as good as none: whatever it held is found out again. Only files
that bear the names of ours are ever removed.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from briefgen.base.digest import digest_texts
from briefgen.base.patterns import pattern
from briefgen.output.ledger import LedgerError, folders_known, forget_folders
from briefgen.output.places import STORE
from briefgen.output.unchanged import path_name, staging

LEFT_OVER = 3600
"""Seconds after which a draft has been left by a build that was killed."""
ABSENT_KEPT = 8
"""Output folders outside the project that are not there, and are remembered nevertheless: a drive may be away for a while."""
_OURS = {
    "memo": pattern(r"\w+\.(\d+\.)?tmp"),
    "pages": pattern(r"[0-9a-f]{32}\.((\d+\.)?tmp|msgpack)"),
    "kept": pattern(r"[0-9a-f]{32}\.(tmp|state|edits)"),
    "unchanged": pattern(r"[0-9a-f]{16}\.(json|paths|inputs)(\.\d+\.tmp)?"),
    "builds": pattern(r"[0-9a-f]{16}\.json(\.\d+\.tmp)?"),
}
"""Names of what briefgen puts into the folders of the store."""


class File:
    """A file of the store that is read and written as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []
        """What is wrong with it."""

    def read(self) -> bytes | None:
        """What it holds; None when it is not there, or cannot be read."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.faults.append(f"{self._shown} cannot be read ({error.strerror or error})")
            return None

    def write(self, data: bytes) -> None:
        """Put it in place, whole. Raises `OSError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(f".{os.getpid()}.tmp")
        try:
            draft.write_bytes(data)
            draft.replace(self.path)
        except OSError:
            with suppress(OSError):
                draft.unlink()
            raise

    def damaged(self) -> None:
        """Note that it does not hold what was written."""
        if (fault := f"{self._shown} is damaged") not in self.faults:
            self.faults.append(fault)

    def refused(self, error: OSError) -> None:
        """Note that it cannot be written."""
        self.faults.append(f"{self._shown} cannot be written ({error.strerror or error})")

    @property
    def _shown(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"


def tidy(root: Path, output: Path, name: str, ledger: Path) -> None:
    """Remove what killed builds have left, and what is known of output folders that are gone.

    `name` is that of the folder that was just built, in the ledger.
    """
    store = root / STORE
    try:
        known = {one: root / one for one in folders_known(ledger)} if os.path.isfile(ledger) else {}  # noqa: PTH113 - false also where one may not look
        gone = _gone(root, store, {one: path for one, path in known.items() if one != name})
        if gone:
            forget_folders(ledger, gone)
    except LedgerError:
        return
    kept = {**{one: path for one, path in known.items() if one not in gone}, name: output}
    stems = {folder_name(one) for one in kept} | {path_name(path) for path in kept.values()}
    for folder, ours in _OURS.items():
        for path in _files(store / folder):
            if ours.fullmatch(path.name) and (
                _is_left_over(path) if path.suffix == ".tmp" else _is_unknown(path, stems)
            ):
                with suppress(OSError):
                    path.unlink()
    for one in gone:
        shutil.rmtree(staging(known[one]), ignore_errors=True)


def folder_name(folder: str) -> str:
    """Name, without its ending, of the files that hold what is known of an output folder, by its name in the ledger."""
    return digest_texts((folder,))


def _gone(root: Path, store: Path, known: dict[str, Path]) -> list[str]:
    """Output folders that nobody will build into again: those of the project that were removed, and the oldest elsewhere."""
    absent = [name for name, path in known.items() if not os.path.exists(path)]  # noqa: PTH110
    elsewhere = [name for name in absent if not known[name].is_relative_to(root)]
    elsewhere.sort(key=lambda name: _time(store / "pages" / f"{folder_name(name)}.msgpack"), reverse=True)
    return [name for name in absent if name not in elsewhere[:ABSENT_KEPT]]


def _files(folder: Path) -> Iterable[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return ()


def _is_unknown(path: Path, stems: Collection[str]) -> bool:
    return path.parent.name != "memo" and path.stem not in stems


def _is_left_over(path: Path) -> bool:
    return _time(path) < time.time() - LEFT_OVER


def _time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
