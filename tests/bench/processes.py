"""Runs a command in a process of its own and measures it: wall clock, processor time and memory of the whole tree."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
"""The project that is measured: the one in which this file stands."""
MEGA = 1_000_000
"""MB are 10^6 bytes everywhere."""

_EVERY = 0.05
"""Seconds between two looks at the memory, at least."""
_SHARE = 20
"""A look that takes long is followed by a pause so many times as long, so that looking does not slow what is measured."""
_PROC = Path("/proc")


class FailedError(Exception):
    """A measured command failed; the message holds what it said."""


class Run(NamedTuple):
    """What a command took."""

    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of processor time, user and system, of the process and all it started."""
    peak: float
    """MB that all processes held together at most."""
    output: str
    """What it printed."""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end and measure it.

    Processor time is the kernel's account for the process and everything it has waited for. Memory is sampled every
    50 ms or so: the proportional share (PSS) of each process of the tree, summed, so that pages shared by two count once;
    a process without children is asked for its own peak, which no sample can miss. Raises `FailedError`.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **(environment or {})}
    with tempfile.TemporaryFile() as output:
        started = perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    if process.returncode:
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, watch.peak or used.ru_maxrss * 1024 / MEGA, said)


class _Watch(threading.Thread):
    """Looks at a tree of processes again and again, and keeps the most memory that it saw."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.peak = 0.0

    def run(self) -> None:
        over = False
        while not over:
            started = perf_counter()
            self.peak = max(self.peak, self._now() / MEGA)
            over = self._over.wait(max(_EVERY, _SHARE * (perf_counter() - started)))

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()

    def _now(self) -> int:
        tree = _tree(self._pid)
        if len(tree) == 1:
            return _kilobytes(_PROC / str(self._pid) / "status", "VmHWM:") * 1024
        return sum(_kilobytes(_PROC / str(pid) / "smaps_rollup", "Pss:") for pid in tree) * 1024


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for task in (_PROC / str(found[-1]) / "task").glob("*/children"):
            waiting += [int(child) for child in _read(task).split()]
    return found


def _kilobytes(path: Path, label: str) -> int:
    for line in _read(path).splitlines():
        if line.startswith(label):
            return int(line.split()[1])
    return 0


def _read(path: Path) -> str:
    """Nothing when the process has just ended, and where there is no such file system."""
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def cpu_of_tree(pid: int) -> float:
    """Processor seconds that a process and all below it have used so far; those that have ended count with their parents."""
    ticks = 0
    for one in _tree(pid):
        fields = _read(_PROC / str(one) / "stat").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of_tree(pid: int) -> float:
    """MB that a process and all below it hold, memory they share counted once."""
    return sum(_kilobytes(_PROC / str(one) / "smaps_rollup", "Pss:") for one in _tree(pid)) * 1024 / MEGA


def memory_now() -> float:
    """MB that this process holds."""
    return _kilobytes(_PROC / "self" / "status", "VmRSS:") * 1024 / MEGA


def memory_peak() -> float:
    """MB that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGA


def machine() -> str:
    """What the figures were measured on, without saying whose it is."""
    cores = _cores()
    system, kind = platform.system(), platform.machine()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} core{'s' if cores > 1 else ''}, {system} on {kind}, {python}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Neighbours:
    """How much else the machine had to do since this was made. Where the system does not tell, nothing."""

    def __init__(self) -> None:
        self._started, self._others = perf_counter(), self._seconds()

    def remark(self) -> str:
        """Words for figures that were measured beside other work; empty when there was little of it."""
        busy = (self._seconds() - self._others) / (perf_counter() - self._started)
        return f", while other work kept {busy:.1f} cores busy" if busy > _cores() / 20 else ""

    def _seconds(self) -> float:
        """Processor time of everything but the bench."""
        fields = _read(_PROC / "stat").partition("\n")[0].split()[1:]
        if len(fields) < 8:
            return 0.0
        user, nice, system, _idle, _waiting, *interrupts = map(int, fields[:8])
        everything = (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")
        own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return everything - sum(one.ru_utime + one.ru_stime for one in own)


def python() -> str:
    """The interpreter that runs the bench."""
    return sys.executable
