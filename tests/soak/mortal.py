"""`briefgen build` to which something happens: `python -m tests.soak.mortal ROOT WHAT MOMENT [FILE]`.

Moments are counted in touches of the project: whenever the build opens, makes, renames or removes something below its
folder. Told at the end, when the build gets there: how many there were.

killed      at that moment, as with kill -9
full        from that moment on nothing new can be written, as on a full disk
small       no file may be larger than so many bytes, that of a database included
meddled     at that moment another program writes FILE
meddled-back  the same, and writes back what stood there, with its time, when the build has ended
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

_TOUCHES = frozenset({"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "sqlite3.connect"})
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MEDDLED = "\nMeddled with.\n"
COUNTED = "touches: "


class Fate:
    """Counts touches and does what is to be done."""

    def __init__(self, root: Path, what: str, moment: int, file: str) -> None:
        self._root, self._what, self._moment = str(root), what, moment
        self._file = root / file
        self.count = 0
        self._busy = False

    def touched(self, event: str, about: tuple[Any, ...]) -> None:
        if event not in _TOUCHES or self._busy or not about or not str(about[0]).startswith(self._root):
            return
        self.count += 1
        if self._what == "full" and self.count >= self._moment and _is_new(event, about):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(about[0]))
        if self.count == self._moment and self._what == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.count == self._moment and self._what.startswith("meddled"):
            self._busy = True
            self.meddle()
            self._busy = False

    def meddle(self) -> None:
        about = self._file.stat()
        before = self._file.read_bytes()
        self._file.write_bytes(before + MEDDLED.encode())
        self._before = before, (about.st_atime_ns, about.st_mtime_ns)

    def end(self) -> None:
        print(f"{COUNTED}{self.count}", flush=True)  # noqa: T201
        if self._what == "meddled-back" and self.count >= self._moment:
            data, times = self._before
            self._file.write_bytes(data)
            os.utime(self._file, ns=times)


def _is_new(event: str, about: tuple[Any, ...]) -> bool:
    """Whether room on the disk is asked for."""
    return event == "os.mkdir" or (event == "open" and bool(int(about[2] or 0) & _WRITES))


def main(root: str, what: str, moment: str, file: str = "briefgen.yaml") -> None:
    from briefgen.cli.main import main as briefgen

    fate = Fate(Path(root), what, int(moment), file)
    if what == "small":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(moment), int(moment)))
    sys.addaudithook(fate.touched)
    code = briefgen(["-C", root, "build"], standalone_mode=False)
    fate.end()
    sys.exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
