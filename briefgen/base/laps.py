"""How long the stages of a build take, in seconds of this process's processor time. Only told, never decided upon."""

from __future__ import annotations

from time import process_time
from typing import NamedTuple


class Lap(NamedTuple):
    """One stage."""

    name: str
    seconds: float


class Laps:
    """A watch that is read at the end of each stage."""

    def __init__(self) -> None:
        self.laps: list[Lap] = []
        self._since = process_time()

    def end(self, name: str) -> None:
        """A stage has ended; what follows belongs to the next."""
        now = process_time()
        self.laps.append(Lap(name, now - self._since))
        self._since = now
