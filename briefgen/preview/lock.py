"""A folder for each running preview: two servers that write into one would overwrite each other."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from msgspec import Struct

from briefgen.output.places import STORE

NAME = "preview"
SERVERS = 9
"""Previews of one project at a time."""


class LockError(Exception):
    """There is no folder to build into; the message says why."""


class Claimed(Struct, frozen=True):
    """A folder that is ours as long as the process runs."""

    folder: Path
    is_first: bool
    lock: sqlite3.Connection


def claim(root: Path) -> Claimed:
    """The first preview folder of the project that no running server uses. Raises `LockError`."""
    store = root / STORE
    try:
        store.mkdir(exist_ok=True)
    except OSError as error:
        raise LockError(f"cannot write to {store}: {error.strerror or error}") from None
    for number in range(1, SERVERS + 1):
        name = NAME if number == 1 else f"{NAME}-{number}"
        if (lock := _locked(store / f"{name}.lock")) is not None:
            return Claimed(store / name, number == 1, lock)
    raise LockError(f"{SERVERS} previews of this project are running already; end one of them")


def _locked(path: Path) -> sqlite3.Connection | None:
    """A lock that the system gives back whatever becomes of the process, on every system: that of an SQLite file."""
    # Given back at the end by whichever thread comes last.
    database = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        database.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        database.close()
        if "locked" in str(error):
            return None
        raise LockError(f"cannot write to {path}: {error}") from None
    except sqlite3.DatabaseError:
        # Not a lock of ours: somebody else's file, or a damaged one.
        database.close()
        return None
    return database
