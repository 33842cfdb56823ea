"""What all targets on a file system share: faults in words, files that are whole or not there, a lock of one small file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from briefgen.publish.fault import PublishFaultError, TransientFaultError

_HINTS = {
    errno.ENOSPC: ("the disk is full", "make room, then publish again: it continues where it ended"),
    errno.EDQUOT: ("your share of the disk is used up", "make room, then publish again: it continues where it ended"),
    errno.EFBIG: ("a file is larger than allowed", "raise the limit, then publish again"),
    errno.EACCES: ("you may not write there", "ask whoever looks after that folder for the right to write to it"),
    errno.EPERM: ("you may not write there", "ask whoever looks after that folder for the right to write to it"),
    errno.EROFS: ("the disk can only be read", "mount it so that it can be written to"),
    errno.ENOENT: ("the folder is not there", "create it, or mount the disk it is on"),
    errno.ENOTDIR: ("part of the path is a file", "correct `path` in briefgen.yaml"),
}
_PASSING = {errno.ESTALE, errno.ETIMEDOUT, errno.EINTR, errno.EAGAIN, errno.EBUSY, errno.ENETDOWN, errno.ENETUNREACH}
"""Faults of disks behind a network that may go away."""


@contextmanager
def told(where: str) -> Iterator[None]:
    """Faults of the disk, in words."""
    try:
        yield
    except OSError as error:
        raise fault_of(error, where) from error


def fault_of(error: OSError, where: str) -> PublishFaultError:
    """A fault of the disk as something that a person can mend."""
    what, hint = _HINTS.get(error.errno or 0, (error.strerror or str(error), "mend that, then publish again"))
    if error.errno in _PASSING:
        return TransientFaultError(f"cannot write to {where}: {what}", hint)
    return PublishFaultError(f"cannot write to {where}: {what}", hint)


def read_or_none(path: Path) -> bytes | None:
    """A file, or None when there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_whole(path: Path, data: bytes | None, mode: int = 0o644) -> None:
    """Replace a file in one step, and have it on the disk when this returns; None removes it."""
    if data is None:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    sync_folder(path.parent)


def clear_drafts(folder: Path) -> None:
    """Remove what `write_whole` has left unfinished. Drafts of locks may be those of others who wait."""
    for draft in folder.glob(".*.tmp"):
        if not draft.name.startswith(".lock."):
            draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class FileLock:
    """A lock that is a file. Taking it is safe everywhere; replacing it is where the system knows `flock`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes | None:
        """The note in it."""
        return read_or_none(self._path)

    def swap(self, expected: bytes | None, note: bytes | None) -> bool:
        """As `Locking.swap_lock`."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _guarded(self._path.with_name(f"{self._path.name}.guard")):
            if expected is None:
                return note is None or self._create(note)
            if self.read() != expected:
                return False
            write_whole(self._path, note)
            return True

    def _create(self, note: bytes) -> bool:
        """Whole or not at all, and only if there is none: a finished draft is given the name."""
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        draft.write_bytes(note)
        try:
            os.link(draft, self._path)
        except FileExistsError:
            return False
        except OSError:
            # No hard links here (FAT, some network disks): creating exclusively is as safe, but not whole at once.
            return self._create_plainly(note)
        finally:
            with suppress(OSError):
                draft.unlink()
        return True

    def _create_plainly(self, note: bytes) -> bool:
        try:
            with self._path.open("xb") as file:
                file.write(note)
        except FileExistsError:
            return False
        return True


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """One at a time, as far as the system can do that; whoever dies lets go."""
    if find_spec("fcntl") is None:
        yield
        return
    fcntl = import_module("fcntl")
    with path.open("ab") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
