"""A Dask cluster as a user would start one: a scheduler and workers in processes of their own, on the loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WITHOUT_BRIEFGEN = "import sys; sys.modules['briefgen'] = None; from dask.__main__ import main; main()"
"""A scheduler needs nothing but Dask, so it is not even allowed to import more."""
TOGETHER = Path(__file__).parents[1]
"""Where workers find the modules of these tests."""


class Running:
    """A scheduler and its workers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        self.port = int(self._line("scheduler", "Scheduler at:").rpartition(":")[2])

    @property
    def url(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join((str(Path(__file__).parent), str(TOGETHER)))
        with (self._folder / f"{kind}{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *(["-c", WITHOUT_BRIEFGEN] if kind == "scheduler" else ["-m", "dask"]), kind, *words],
                cwd=self._folder, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": paths},
            )  # fmt: skip

    def _line(self, log: str, words: str) -> str:
        """Wait for a line in a log."""
        path = next(self._folder.glob(f"{log}*.log"))
        for _ in range(600):
            for line in path.read_text(encoding="utf-8").splitlines():
                if words in line:
                    return line
            time.sleep(0.1)
        raise AssertionError(path.read_text(encoding="utf-8"))

    def worker(self) -> subprocess.Popen[bytes]:
        """Start one more and wait until it is there."""
        number = len(self.workers)
        one = self._start(
            "worker", f"tcp://127.0.0.1:{self.port}", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1"
        )  # fmt: skip
        self.workers.append(one)
        self._line(f"worker{number}", "Registered to")
        return one

    def end(self) -> None:
        for one in (*self.workers, self.scheduler):
            one.kill()
            one.wait()


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Running]:
    """A scheduler with so many workers, as long as the block lasts."""
    folder.mkdir(exist_ok=True)
    running = Running(folder)
    try:
        for _ in range(workers):
            running.worker()
        yield running
    finally:
        running.end()
