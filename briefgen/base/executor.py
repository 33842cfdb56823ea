"""Pure work on many things, done here or handed out. Who does it is not known here, and shows nowhere in the results.

`work(settings, part)` must be a plain function of a module, and everything that goes in and comes out must be
picklable, so that any process on any machine can do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

S = TypeVar("S")
P = TypeVar("P")
R = TypeVar("R")


class ExecutorError(Exception):
    """Work cannot be handed out as was asked for; the message tells what to do."""


class WorkerLostError(ExecutorError):
    """Somebody who was at work is gone, so the work is not complete."""


class Executor(Protocol):
    """Whoever does the work."""

    @property
    def inherits(self) -> bool:
        """Whether others start with everything that is in memory here, so that it pays to prepare it before."""
        ...

    def worth(self, seconds: float) -> bool:
        """Whether work that takes so long here, by a rough estimate, should be handed out."""
        ...

    def in_order(self, work: Callable[[S, P], R], settings: S, parts: Sequence[P]) -> Iterator[R]:
        """The results of all parts, in their order.

        Raises what `work` raises, for the first part that fails, and `ExecutorError` when nobody can do it.
        """
        ...


class Here:
    """Whoever asks does it."""

    inherits = True

    def worth(self, seconds: float) -> bool:
        """There is nobody else."""
        return False

    def in_order(self, work: Callable[[S, P], R], settings: S, parts: Sequence[P]) -> Iterator[R]:
        """One part after the other."""
        return (work(settings, part) for part in parts)


HERE = Here()


def parts_of(things: Sequence[P], size: int) -> list[Sequence[P]]:
    """The things in parts of a size."""
    return [things[at : at + size] for at in range(0, len(things), size)]
