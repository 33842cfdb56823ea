"""The notice board: what browsers must know of the preview, and what they have missed.

Every good rebuild has a number. A browser says which number its page was made at and is told what has changed since,
so that nothing is lost between loading a page and listening, in a tab that slept, or while the server was away.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from time import monotonic

import msgspec
from msgspec import Struct

from briefgen.asking.stale import Stale
from briefgen.preview.engine import Change, Rebuilt
from briefgen.preview.told import SHOWN, Told, told

REMEMBERED = 60
"""Rebuilds that are remembered; a browser that missed more loads its page again."""
NAMED = 2000
"""Addresses that a message names at most."""


class Entry(Struct, frozen=True):
    """A rebuild, as the desk shows it."""

    number: int
    """Number of the site after it; a rebuild that failed leaves the number as it was."""
    at: float
    """When, by the clock of the process."""
    sources: tuple[str, ...] | None
    failed: bool
    problems: int
    written: tuple[Change, ...]
    removed: tuple[str, ...]
    styles: Mapping[str, str]
    restyled: int
    stages: tuple[tuple[str, float], ...]


class Notice(Struct, frozen=True, rename={"is_ready": "ready"}):
    """What one browser is told."""

    run: str
    """The server's own name: another one after it was started anew."""
    number: int
    news: int
    base: str
    is_ready: bool
    """Whether there is a site to show."""
    failed: bool
    trouble: str
    problems: tuple[Told, ...]
    """Errors, the first hundred."""
    errors: int
    changed: tuple[str, ...] | None
    """Paths that changed since the browser's number; None when that is not known, or too much to name."""
    styles: Mapping[str, str]
    unpublished: Mapping[str, str]


class Board:
    """Keeps what is known, and wakes those who wait for news. Belongs to the event loop."""

    def __init__(self) -> None:
        self.run = secrets.token_hex(4)
        self.number = 0
        self.base = "/"
        self.is_ready = False
        self.files = 0
        self.failed = False
        self.trouble = ""
        self.details = ""
        self.problems: tuple[Told, ...] = ()
        self.unpublished: Mapping[str, str] = {}
        self.due: Callable[[], Stale] | None = None
        self.history: deque[Entry] = deque(maxlen=REMEMBERED)
        self.news = 0
        """How often there was something new, failures included."""
        self._woken = asyncio.Event()
        self._closed = False

    @property
    def stamp(self) -> str:
        """What a page carries to say when it was made."""
        return f"{self.run}-{self.number}"

    def post(self, rebuilt: Rebuilt, folder_has_site: bool) -> None:
        """Note a rebuild, and wake everybody."""
        self.problems = told(rebuilt.diagnostics, rebuilt.texts.get)
        self.failed, self.trouble, self.details = rebuilt.failed, rebuilt.trouble, rebuilt.details
        if not rebuilt.failed:
            self.number += 1
            self.unpublished, self.files = rebuilt.unpublished, rebuilt.files
            self.due = rebuilt.due
        if not rebuilt.failed or not self.is_ready:
            self.base = rebuilt.base
        self.is_ready = self.is_ready or not rebuilt.failed or folder_has_site
        self.history.append(self._entry(rebuilt))
        self._wake()

    def _entry(self, rebuilt: Rebuilt) -> Entry:
        return Entry(
            number=self.number,
            at=monotonic(),
            sources=None if rebuilt.sources is None else tuple(sorted(rebuilt.sources)),
            failed=rebuilt.failed,
            problems=sum(1 for one in self.problems if one.level != "note"),
            written=rebuilt.written,
            removed=rebuilt.removed,
            styles=rebuilt.styles,
            restyled=rebuilt.restyled,
            stages=rebuilt.stages,
        )

    def close(self) -> None:
        """Nothing more will come: those who wait may go."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self.news += 1
        self._woken.set()
        self._woken = asyncio.Event()

    async def news_after(self, seen: int, patience: float) -> int | None:
        """Wait until there is more news than were seen; how many there are then, or None at the end of the preview.

        After so many seconds without any it gives the same number again.
        """
        if self.news == seen and not self._closed:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), patience)
        return None if self._closed else self.news

    def notice(self, stamp: str) -> Notice:
        """What a browser must know whose page has this stamp."""
        errors = [one for one in self.problems if one.level == "error"]
        entries = self._since(stamp)
        return Notice(
            run=self.run,
            number=self.number,
            news=self.news,
            base=self.base,
            is_ready=self.is_ready,
            failed=self.failed,
            trouble=self.trouble,
            problems=tuple(errors[:SHOWN]),
            errors=len(errors),
            changed=None if entries is None else self._paths(entries),
            styles={} if entries is None else self._styles(entries),
            unpublished={self.base + url: reason for url, reason in self.unpublished.items()},
        )

    def _since(self, stamp: str) -> list[Entry] | None:
        """The good rebuilds since a number, oldest first; None when they are not all remembered."""
        run, _, number = stamp.rpartition("-")
        if run != self.run or not (number.isascii() and number.isdigit()):
            return None
        found = [one for one in self.history if not one.failed and one.number > int(number)]
        return found if len(found) == self.number - int(number) else None

    def _paths(self, entries: Iterable[Entry]) -> tuple[str, ...] | None:
        urls = {url for one in entries for url in (*(change.url for change in one.written), *one.removed)}
        return tuple(sorted(self.base + url for url in urls)) if len(urls) <= NAMED else None

    def _styles(self, entries: Iterable[Entry]) -> dict[str, str]:
        """Every address that a style sheet had, to the one it has now."""
        found: dict[str, str] = {}
        for one in entries:
            found = {old: one.styles.get(new, new) for old, new in found.items()} | dict(one.styles)
        return {self.base + old: self.base + new for old, new in found.items()}


def encoded(notice: Notice) -> bytes:
    """A notice as one line of JSON."""
    return msgspec.json.encode(notice)
