"""One build at a time writes to an output folder. The lock is the system's, so it ends with its process, however that ends.

It lies beside the folder, as the staging area does, so that builds from other checkouts and other machines that write
there meet it as well. A preview has a folder of its own, and so never meets it.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from briefgen.output.unchanged import lock_of
from briefgen.output.write import OutputFaultError, unfit

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 20.0
"""Seconds to wait for another build: most builds after an edit are over by then, and none that hangs is waited for long."""
_AGAIN = 0.05
"""Seconds between two tries."""
_BEHIND = 1 << 30
"""On Windows a locked byte cannot be read, so the one that is locked lies behind the words."""

Tell = Callable[[str], object]


@contextmanager
def alone(root: Path, output: Path, tell: Tell, patience: float = PATIENCE) -> Iterator[None]:
    """While no other build writes to a folder. `tell` is told when it is necessary to wait.

    Raises `OutputFaultError` when the other one does not end. Where no lock can be kept there is none.
    """
    path = lock_of(output)
    made = [] if unfit(root, output) else _folders_made(path.parent)
    lock = None
    try:
        lock = None if unfit(root, output) else _taken(path, output, tell, patience)
        yield
    finally:
        if lock is not None:
            _give_back(path, lock)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _folders_made(folder: Path) -> list[Path]:
    """Make a folder and those above it; what was made, the innermost first."""
    missing = [one for one in (folder, *folder.parents) if not os.path.exists(one)]  # noqa: PTH110 - false also where one may not look
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return missing


def _taken(path: Path, output: Path, tell: Tell, patience: float) -> int | None:
    """The lock, once it is ours; None where there can be none."""
    until, told = time.monotonic() + patience, False
    while True:
        try:
            lock = _try(path)
        except OSError:
            return None
        if lock is not None:
            return lock
        if time.monotonic() >= until:
            raise OutputFaultError(
                f"another build is writing to {output}{_holder(path)}; wait until it has ended, end it if it hangs, "
                "or give another folder with -o"
            )
        if not told:
            tell(f"another build is writing to {output}{_holder(path)}; waiting for it to end")
            told = True
        time.sleep(_AGAIN)


def _try(path: Path) -> int | None:
    """The lock, or None when somebody else has it. Raises `OSError` where files cannot be locked."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            if not _locked(file):
                os.close(file)
                return None
            # Whoever had it before may have removed the file after we opened it; then there is a new one.
            if os.path.samestat(os.fstat(file), os.stat(path)):  # noqa: PTH116 - beside fstat
                _sign(file)
                return file
        except FileNotFoundError:
            pass
        except OSError:
            os.close(file)
            raise
        os.close(file)


def _sign(file: int) -> None:
    """Write down who has it; on a full disk nobody will know."""
    with suppress(OSError):
        os.truncate(file, 0)
        os.write(file, f"process {os.getpid()} on {platform.node() or 'this computer'}\n".encode())


def _locked(file: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(file, _BEHIND, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _give_back(path: Path, lock: int) -> None:
    """Remove the file while it is still ours, then the lock; an open file cannot be removed on Windows, and stays."""
    with suppress(OSError):
        path.unlink()
    os.close(lock)


def _holder(path: Path) -> str:
    """` (process 123 on desk-3)`, when it is known. What stands in the file may have been written by anybody."""
    try:
        words = path.read_text(encoding="utf-8", errors="replace").strip()[:120]
    except OSError:
        return ""
    return f" ({words})" if words.isprintable() and words else ""
