"""How often and after how long something that failed is tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct

from briefgen.publish.fault import TransientFaultError

T = TypeVar("T")


class Patience(Struct, frozen=True):
    """Waits between attempts that bring nothing; any progress starts the count anew."""

    attempts: int = 6
    """Attempts without progress before giving up."""
    first: float = 0.5
    """Seconds before the second attempt; doubled each time."""
    longest: float = 30.0
    """Seconds of one wait, whatever the host asks for."""

    def waits(self) -> Iterator[float]:
        """The seconds to wait before each further attempt."""
        for number in range(self.attempts - 1):
            yield min(self.longest, self.first * 2**number)


def retrying(call: Callable[[], T], patience: Patience, sleep: Callable[[float], object]) -> T:
    """Call until it works, the fault is lasting, or patience ends; then the last fault is raised."""
    for wait in patience.waits():
        try:
            return call()
        except TransientFaultError as fault:
            sleep(wait if fault.after is None else min(max(fault.after, wait), patience.longest))
    return call()
