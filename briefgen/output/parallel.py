"""Work spread over processes of this machine, with results in the order of the work. The only file that starts processes.

Where a process is forked it inherits what the work needs; elsewhere that is pickled once a process.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from briefgen.base.executor import HERE, WorkerLostError

if TYPE_CHECKING:
    from concurrent.futures import Future

# What starts processes is imported when one is started: most builds are small.

S = TypeVar("S")
P = TypeVar("P")
R = TypeVar("R")

StartMethod = Literal["fork", "forkserver", "spawn"]
AHEAD = 3
"""Parts a process that are under way or waiting to be taken: bounds the memory that results hold."""
WORTH, WORTH_ANEW = 0.4, 3.0
"""Seconds of work below which starting processes costs more than it saves: by forking, and anew."""


def jobs_available() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def start_method(wanted: StartMethod | None = None) -> StartMethod:
    """How to start processes: by forking where that is safe, which is the cheapest, since nothing is read twice."""
    import multiprocessing

    known = multiprocessing.get_all_start_methods()
    if wanted is not None and wanted in known:
        return wanted
    if "fork" in known and threading.active_count() == 1 and os.uname().sysname == "Linux":
        return "fork"
    return "spawn"


class Processes:
    """Processes of this machine: as many as are asked for, else one a processor where that is worth it."""

    def __init__(self, jobs: int = 0, start: StartMethod | None = None) -> None:
        self._jobs, self._start = jobs, start

    @property
    def inherits(self) -> bool:
        """Whether processes are forked."""
        return start_method(self._start) == "fork"

    def worth(self, seconds: float) -> bool:
        """Whether there is enough to do. A number of processes that was asked for is not argued with."""
        if self._jobs:
            return self._jobs > 1
        if seconds < WORTH or jobs_available() < 2:
            return False
        return self.inherits or seconds >= WORTH_ANEW

    def in_order(self, work: Callable[[S, P], R], settings: S, parts: Sequence[P]) -> Iterator[R]:
        """The results of all parts, in their order.

        Raises what `work` raises, for the first part that fails, and `WorkerLostError` when a process dies.
        """
        return in_order(work, settings, parts, self._jobs or jobs_available(), self._start)


def in_order(
    work: Callable[[S, P], R], settings: S, parts: Sequence[P], jobs: int, start: StartMethod | None = None
) -> Iterator[R]:
    """The same for so many processes. A single part, and with one job everything, is done here."""
    if min(jobs, len(parts)) < 2:
        yield from HERE.in_order(work, settings, parts)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context(start_method(start))
    pool = ProcessPoolExecutor(min(jobs, len(parts)), context, _begin, (work, settings))
    try:
        yield from windowed(lambda part: pool.submit(_do, part), parts, jobs * AHEAD)
    except BrokenProcessPool:
        raise WorkerLostError(
            "a process that was at work has died, perhaps for want of memory; try again with --jobs 1"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def windowed(submit: Callable[[P], Future[R]], parts: Sequence[P], ahead: int) -> Iterator[R]:
    """The results in order, with no more than `ahead` parts under way."""
    waiting: deque[Future[R]] = deque()
    for part in parts:
        waiting.append(submit(part))
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
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the process that started this one has died: nobody would take the results, and nobody would end it."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do(part: object) -> Any:
    return _work(_settings, part)
