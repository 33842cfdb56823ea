"""The output ledger in `.briefgen/`: which files of an output folder briefgen wrote, and from what.

Only files that stand here are ever removed or overwritten. The ledger is a cache: when it is lost or damaged
nothing is removed, and the next build writes it anew.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath

from msgspec import Struct

SCHEMA = 1


class Entry(Struct, frozen=True):
    """One file that briefgen wrote."""

    fingerprint: str
    """Digest of what the file was made from."""
    digest: str
    """Digest of its bytes."""
    size: int
    """Bytes."""


class LedgerError(Exception):
    """The ledger is there and is of no use; the message says why."""


def read_ledger(path: Path, output: str, only: Collection[str] | None = None) -> dict[str, Entry]:
    """What was written to an output folder, or of it `only` these files; empty when nothing is known. Raises `LedgerError`."""
    if not os.path.exists(path):  # noqa: PTH110 - false also where one may not look
        return {}
    try:
        with closing(_open(path)) as database:
            rows = _rows(database, output, only)
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"{path.name} cannot be read ({error})") from error
    return {
        str(name): Entry(str(fingerprint), str(digest), int(str(size)))
        for name, fingerprint, digest, size in rows
        if is_inside(str(name))
    }


def _rows(database: sqlite3.Connection, output: str, only: Collection[str] | None) -> list[tuple[object, ...]]:
    asked = "SELECT path, fingerprint, digest, size FROM outputs WHERE folder = ?"
    if only is None:
        return database.execute(asked, (output,)).fetchall()
    found = (database.execute(f"{asked} AND path = ?", (output, path)).fetchone() for path in only)
    return [row for row in found if row is not None]


def folders_known(path: Path) -> list[str]:
    """Every output folder of which something is known. Raises `LedgerError`."""
    try:
        with closing(_open(path)) as database:
            return [str(name) for (name,) in database.execute("SELECT DISTINCT folder FROM outputs ORDER BY folder")]
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"{path.name} cannot be read ({error})") from error


def forget_folders(path: Path, folders: Iterable[str]) -> None:
    """Forget output folders that are gone. Raises `LedgerError`."""
    try:
        with closing(_open(path)) as database, database:
            database.executemany("DELETE FROM outputs WHERE folder = ?", [(name,) for name in folders])
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"{path.name} cannot be written ({error})") from error


def is_inside(path: str) -> bool:
    """Whether a path stays below the output folder: a cache may have been made by somebody else."""
    if ".." not in path and not path.startswith("/"):
        return True
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def write_ledger(path: Path, output: str, entries: Mapping[str, Entry], before: Mapping[str, Entry]) -> None:
    """Bring the ledger of an output folder up to date, in one transaction."""
    gone = [(output, name) for name in before if name not in entries]
    changed = [
        (output, name, one.fingerprint, one.digest, one.size)
        for name, one in entries.items()
        if before.get(name) != one
    ]
    if not gone and not changed and os.path.isfile(path):  # noqa: PTH113
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _change(path, gone, changed)
    except sqlite3.OperationalError as error:
        raise OSError(f"cannot write {path}: {error}") from error
    except sqlite3.DatabaseError:
        # A damaged ledger is thrown away: everything in it can be made again.
        path.unlink(missing_ok=True)
        _change(path, (), [(output, name, one.fingerprint, one.digest, one.size) for name, one in entries.items()])


def _change(path: Path, gone: Iterable[tuple[str, str]], changed: Iterable[tuple[str, str, str, str, int]]) -> None:
    with closing(_open(path)) as database, database:
        database.executemany("DELETE FROM outputs WHERE folder = ? AND path = ?", gone)
        database.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)", changed)


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA:
            database.execute("DROP TABLE IF EXISTS outputs")
            database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.execute(
            "CREATE TABLE IF NOT EXISTS outputs (folder TEXT, path TEXT, fingerprint TEXT, digest TEXT, "
            "size INTEGER, PRIMARY KEY (folder, path)) WITHOUT ROWID"
        )
        database.commit()
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
