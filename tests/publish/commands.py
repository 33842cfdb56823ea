"""Runs briefgen's commands, each in a process of its own with its own folder, environment and output, as a shell does.

The modules are imported once, in the process from which those of the commands are forked: starting up takes most of the
time of a command on a small site. `Commands` is the side of the tests, `main` that of the process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

MODULES = ("briefgen.build", "briefgen.cli.build", "briefgen.cli.console", "briefgen.cli.publish", "briefgen.publish.session", "briefgen.publish.targets.folder")  # fmt: skip
LONGEST = 0.02
"""Seconds of a wait where a test is in a hurry."""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Commands:
    """A process that commands are forked from, until the tests end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def run(self, words: list[str], folder: Path, env: Mapping[str, str], hurry: bool = False, killed_after: float = 0.0) -> Ran:  # fmt: skip
        """Run one command. In a hurry, it waits for busy hosts as often as ever, but not as long.

        It may be killed after some seconds, which count from when it begins its work.
        """
        if self._process is None:
            # It ends when the tests do, since then nobody can ask it any more.
            self._process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        with tempfile.TemporaryDirectory() as said:
            out, err = Path(said, "out"), Path(said, "err")
            asked = {"words": words, "folder": str(folder), "env": dict(env), "out": str(out), "err": str(err), "hurry": hurry, "killed_after": killed_after}  # fmt: skip
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            return Ran(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def main() -> None:
    """Read what is to be run, one line each; answer with the exit codes."""
    from importlib import import_module

    for name in MODULES:
        import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        killed_after = asked.pop("killed_after")
        child = os.fork()
        if not child:
            become(**asked)
        if killed_after:
            time.sleep(killed_after)
            os.kill(child, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


def become(words: list[str], folder: str, env: dict[str, str], out: str, err: str, hurry: bool) -> None:
    """This process is the command from now on."""
    for number, path, mode in ((0, os.devnull, os.O_RDONLY), (1, out, os.O_WRONLY | os.O_CREAT), (2, err, os.O_WRONLY | os.O_CREAT)):  # fmt: skip
        os.dup2(os.open(path, mode, 0o600), number)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    tempfile.tempdir = None
    if hurry:
        really = time.sleep
        time.sleep = lambda seconds: really(min(seconds, LONGEST))
    sys.argv = ["briefgen", *words]
    from briefgen.cli.main import start

    start()


if __name__ == "__main__":
    main()
