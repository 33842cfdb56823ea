"""The preview benchmark: how long after a file is saved its new words are served, and what an idle server costs.

The server runs in a process of its own, as `briefgen serve` starts it. Articles spread over the archive are edited one
after the other. Each time the page is asked for again and again until the new words are in it; the clock runs from before
the file is written until the answer has come. Afterwards the server is left alone; once it takes nobody to be at work any more, its processor time is counted. Then one more
edit is made, which finds it in that state.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import NamedTuple

from briefgen.preview.watch import AT_WORK

from .processes import ROOT, FailedError, cpu_of_tree, memory_of_tree, python, run

SIZES = (1_000,)
ALL_SIZES = (1_000, 10_000)
EDITS = 9
FILES = 3_000
"""Files of content that an idle server watches at least; files to download make up what articles and records are too few for."""
IDLE = 30.0
"""Seconds for which an idle server is watched."""
_PAUSE = 0.005
"""Seconds between two times that the page is asked for."""
_PATIENCE = 900.0
"""Seconds after which a server that does not answer has failed."""
_QUIET = 1.0
"""Seconds without work after which a server has settled."""
Tell = Callable[[str], None]


class Row(NamedTuple):
    """The figures for one size."""

    size: int
    files: int
    """Files of content that were watched."""
    ready: float
    """Seconds until the first page was served, from an empty store."""
    median: float
    """Seconds from saving to new words, of all edits."""
    slowest: float
    """The most of them."""
    late: float
    """Seconds for an edit after a pause of more than a minute."""
    cpu: float
    """Processor seconds of the server for one edit, what it does after the page was served included; median."""
    idle: float
    """Share of one core that the server takes when nothing happens."""
    memory: float
    """MB that its processes hold together."""


def rows(size: int, tell: Tell) -> Row:
    """Measure the preview of a project of so many articles. Raises `FailedError`."""
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as name:
        folder = Path(name)
        tell(f"serve, {size:,} articles: writing the project")
        run([python(), "-m", "tests.bench.corpus", str(size), str(folder)])
        project = folder / "project"
        files = _filled_up(project)
        tell(f"serve, {size:,} articles: starting")
        started = perf_counter()
        with _server(project) as (pid, port):
            ready = perf_counter() - started
            _settle(pid)
            waits, used = [], []
            for number, path in enumerate(_articles(project)):
                before = cpu_of_tree(pid)
                waits.append(_edit(path, port, f"Zqx{number}word"))
                _settle(pid)
                used.append(cpu_of_tree(pid) - before)
            tell(f"serve, {size:,} articles: idle")
            sleep(AT_WORK)
            before, since = cpu_of_tree(pid), perf_counter()
            sleep(IDLE)
            idle = (cpu_of_tree(pid) - before) / (perf_counter() - since)
            late = _edit(_articles(project)[0], port, "Zqxlateword")
            return Row(size, files, ready, median(waits), max(waits), late, median(used), idle, memory_of_tree(pid))


def _filled_up(project: Path) -> int:
    """Add files to download until there are enough; how many there are then."""
    count = sum(path.is_file() for path in (project / "content").rglob("*"))
    folder = project / "content" / "files"
    folder.mkdir(exist_ok=True)
    for number in range(FILES - count):
        (folder / f"table-{number:04}.csv").write_text(f"day,count\n1,{number}\n", encoding="utf-8")
    return max(count, FILES)


def _articles(project: Path) -> list[Path]:
    """Articles to edit, from the whole archive."""
    found = sorted((project / "content" / "articles").rglob("*.md"))
    return found[len(found) // (2 * EDITS) :: len(found) // EDITS][:EDITS]


@contextmanager
def _server(project: Path) -> Iterator[tuple[int, int]]:
    """A preview server that answers: its process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python(), "-m", "briefgen", "-C", str(project), "serve", "--port", str(port)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    with tempfile.TemporaryFile() as output:
        server = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
        try:
            until = perf_counter() + _PATIENCE
            while not _page(port, "/"):
                if server.poll() is not None or perf_counter() > until:
                    output.seek(0)
                    raise FailedError(f"the preview does not answer:\n{output.read().decode(errors='replace')[-2000:]}")
                sleep(_PAUSE)
            yield server.pid, port
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def _page(port: int, url: str) -> bytes:
    """What a page says; nothing as long as it cannot be had."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", url)
        answer = connection.getresponse()
        data = answer.read()
        return data if answer.status == 200 else b""
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


def _edit(path: Path, port: int, word: str) -> float:
    """Add a paragraph to an article as an editor saves it; seconds until it is served."""
    text = path.read_text(encoding="utf-8")
    url = f"/articles/{path.stem}/"
    started = perf_counter()
    path.write_text(f"{text}\nThe marker {word} was added.\n", encoding="utf-8")
    while word.encode() not in _page(port, url):
        if perf_counter() - started > _PATIENCE:
            raise FailedError(f"an edit of {path.name} is never served at {url}")
        sleep(_PAUSE)
    return perf_counter() - started


def _settle(pid: int) -> None:
    """Wait until the server has done what it does after an edit."""
    while True:
        before = cpu_of_tree(pid)
        sleep(_QUIET)
        if cpu_of_tree(pid) - before < _QUIET / 20:
            return
