"""Newest-first lists in pages that never change their address.

Pages are numbered from the oldest entries, so that a new entry changes only the newest page. The page at the list's own
address holds the newest entries: at least one full page of them, and at most one less than two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def page_count(entries: int, size: int) -> int:
    """Numbered pages besides the first one, for newest-first lists."""
    return max(0, entries // size - 1)


def page_of(entries: Sequence[T], size: int, number: int) -> tuple[T, ...]:
    """The entries of one page of a newest-first list; number 0 is the page at the list's own address."""
    numbered = page_count(len(entries), size)
    if number == 0:
        return tuple(entries[: len(entries) - numbered * size])
    end = len(entries) - (number - 1) * size
    return tuple(entries[end - size : end])
