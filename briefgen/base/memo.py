"""Remembering what dear pure steps gave. Where it is kept is not known here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Memo(Protocol):
    """Values of pure steps by the digest of what went into them. A value that cannot be had again is made again."""

    def expect(self, keys: Sequence[bytes]) -> None:
        """These will be asked for: whoever keeps values far away may fetch them together."""
        ...

    def get(self, key: bytes) -> bytes | None:
        """What was kept; None when nothing is known."""
        ...

    def put(self, key: bytes, *pieces: bytes) -> None:
        """Keep a value, given in one piece or several: what is held anyway need not be held twice."""
        ...
