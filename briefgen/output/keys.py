"""Keys of pages in `.briefgen/`: what each was made from, so that a page whose answers are the same is not made again.

A cache: when it is lost, damaged or from another version, every view is made again and compared with the ledger.
Questions are kept once, in a table; a page lists their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from briefgen.model.output import Page
from briefgen.output.store import File
from briefgen.pages.reads import Answers, Read, page_key

FORM = 2
Stat = tuple[int, int, int]
"""Times of change of a file's content and of its entry, in nanoseconds, and its size."""
NO_STAT: Stat = (0, 0, 0)


class PageEntry(Struct, frozen=True, array_like=True):
    """One page as it was last made."""

    key: bytes
    """Digest of its place in the plan and of all answers."""
    made: str
    """Digest of the template with all it includes, the theme's options and briefgen itself."""
    reads: tuple[int, ...]
    """Numbers of the questions it asks."""
    stat: Stat
    """The written file."""
    fingerprint: str
    """With which it was written: a build that followed a few edits may have written another since."""


class _Stored(Struct, array_like=True):
    form: int
    table: list[tuple[str, str, bytes]]
    pages: dict[str, PageEntry]


class Made(NamedTuple):
    """A page that was made now."""

    page: Page
    made: str
    reads: tuple[Read, ...]
    fingerprint: str


class PageKeys:
    """The keys of one output folder."""

    def __init__(self, path: Path) -> None:
        self._file = File(path)
        stored = _read(self._file)
        self._table: list[Read] = [(field, key) for field, key, _ in stored.table]
        self._digests = [digest for _, _, digest in stored.table]
        self._pages = stored.pages

    @property
    def faults(self) -> list[str]:
        """What is wrong with the file."""
        return self._file.faults

    @property
    def count(self) -> int:
        """Pages that are known."""
        return len(self._pages)

    def entry(self, path: str) -> PageEntry | None:
        """What is known of a page."""
        return self._pages.get(path)

    def reads(self, path: str) -> tuple[Read, ...]:
        """The questions that a page asked when it was last made."""
        entry = self._pages.get(path)
        return tuple([self._table[one] for one in entry.reads]) if entry is not None else ()

    def fits(self, page: Page, made: str, answers: Answers) -> bool:
        """Whether the page would be made from the same answers, by the same template."""
        entry = self._pages.get(page.path)
        if entry is None or entry.made != made:
            return False
        table = self._table
        return page_key(page, [answers[table[number]] for number in entry.reads]) == entry.key

    def changed(self, path: str, answers: Answers) -> tuple[Read, ...]:
        """The questions of a page that are answered differently now."""
        entry = self._pages.get(path)
        numbers = entry.reads if entry is not None else ()
        return tuple(self._table[one] for one in numbers if answers[self._table[one]] != self._digests[one])

    def save(self, kept: Iterable[str], made: Iterable[Made], stats: Mapping[str, Stat], answers: Answers) -> None:
        """Keep what pages were made from; `kept` are pages that stay as they were."""
        numbers: dict[Read, int] = {}
        pages: dict[str, PageEntry] = {}
        for path in kept:
            if (old := self._pages.get(path)) is not None:
                reads = tuple([numbers.setdefault(self._table[one], len(numbers)) for one in old.reads])
                pages[path] = PageEntry(old.key, old.made, reads, stats.get(path, old.stat), old.fingerprint)
        for page, how, asked, fingerprint in made:
            reads = tuple([numbers.setdefault(one, len(numbers)) for one in asked])
            key = page_key(page, [answers[one] for one in asked])
            pages[page.path] = PageEntry(key, how, reads, stats.get(page.path, NO_STAT), fingerprint)
        table = [(field, key, answers[field, key]) for field, key in numbers]
        data = msgspec.msgpack.encode(_Stored(FORM, table, pages))
        try:
            self._file.write(_sum(data) + data)
        except OSError as error:
            self._file.refused(error)


def _read(file: File) -> _Stored:
    """What was kept; nothing when it cannot be read, is not whole, or is from another version."""
    data = file.read()
    if data is not None and data[:16] != _sum(data[16:]):
        file.damaged()
    elif data is not None:
        with suppress(msgspec.MsgspecError):
            stored = msgspec.msgpack.decode(data[16:], type=_Stored)
            size = len(stored.table)
            if stored.form == FORM and all(max(page.reads, default=-1) < size for page in stored.pages.values()):
                return stored
    return _Stored(FORM, [], {})


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
