"""Remembering what dear pure steps gave. Where it is kept is not known here."""

from __future__ import annotations

from typing import Protocol


class Memo(Protocol):
    """Values of pure steps by the digest of what went into them. A value that cannot be had again is made again."""

    def get(self, key: bytes) -> bytes | None:
        """What was kept; None when nothing is known."""
        ...

    def put(self, key: bytes, *pieces: bytes) -> None:
        """Keep a value, given in one piece or several: what is held anyway need not be held twice."""
        ...


class NoMemo:
    """Remembers nothing."""

    def get(self, key: bytes) -> bytes | None:
        """Nothing is known."""
        return None

    def put(self, key: bytes, *pieces: bytes) -> None:
        """Nothing is kept."""
