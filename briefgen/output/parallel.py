"""Work spread over processes, with results in the order of the work. The only file that starts processes.

`work(settings, part)` must be a plain function of a module, so that every way to start a process can find it. Where a
process is forked it inherits the settings; elsewhere they are pickled once a process.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Literal, TypeVar

S = TypeVar("S")
P = TypeVar("P")
R = TypeVar("R")

StartMethod = Literal["fork", "forkserver", "spawn"]
AHEAD = 3
"""Parts a process that are under way or waiting to be taken: bounds the memory that results hold."""


class WorkerLostError(Exception):
    """A process died, so the work is not complete."""


def jobs_available() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def start_method(wanted: StartMethod | None = None) -> StartMethod:
    """How to start processes: by forking where that is safe, which is the cheapest, since nothing is read twice."""
    known = multiprocessing.get_all_start_methods()
    if wanted is not None and wanted in known:
        return wanted
    if "fork" in known and threading.active_count() == 1 and os.uname().sysname == "Linux":
        return "fork"
    return "spawn"


def parts_of(things: Sequence[P], size: int) -> list[Sequence[P]]:
    """The things in parts of a size."""
    return [things[at : at + size] for at in range(0, len(things), size)]


def in_order(
    work: Callable[[S, P], R], settings: S, parts: Iterable[P], jobs: int, start: StartMethod | None = None
) -> Iterator[R]:
    """The results of all parts, in their order. With one job everything happens here.

    Raises what `work` raises, for the first part that fails, and `WorkerLostError` when a process dies.
    """
    if jobs < 2:
        for part in parts:
            yield work(settings, part)
        return
    context = multiprocessing.get_context(start_method(start))
    pool = ProcessPoolExecutor(jobs, context, _begin, (work, settings))
    try:
        yield from _windowed(pool, parts, jobs * AHEAD)
    except BrokenProcessPool:
        raise WorkerLostError(
            "a process that made pages has died, perhaps for want of memory; try again with --jobs 1"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _windowed(pool: ProcessPoolExecutor, parts: Iterable[Any], ahead: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for part in parts:
        waiting.append(pool.submit(_do, part))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


_work: Callable[[Any, Any], Any]
_settings: Any


def _begin(work: Callable[[Any, Any], Any], settings: object) -> None:
    """In a new process: keep what all parts need."""
    global _work, _settings
    _work, _settings = work, settings


def _do(part: object) -> Any:
    return _work(_settings, part)
