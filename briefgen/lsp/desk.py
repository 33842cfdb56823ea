"""One project that is open in an editor: what is unsaved in it, what is known of it, and what its editor has been told.

Lives in the server's event loop. Work is done in two threads: one looks at single edits, the other reads everything, so
that an answer to an edit never waits for the whole.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from briefgen.base.diagnostics import Diagnostic
from briefgen.lsp.analysis import Findings, Known, look, read
from briefgen.lsp.complete import prepare
from briefgen.preparing import BuildOptions
from briefgen.reading.decode import decode
from briefgen.reading.disk import CONFIG_FILE, TextsOnDisk, is_text

T = TypeVar("T")
PAUSE = 0.3
"""Seconds without an edit after which everything is read anew, if an edit asks for it."""
Tell = Callable[[Path, str, tuple[Diagnostic, ...]], None]
"""Told what there is to say of a file: the project, the path in it, and all its findings."""


class Desk:
    """An open project."""

    def __init__(self, root: Path, options: BuildOptions, tell: Tell, failed: Callable[[Exception], None]) -> None:
        self.root = root
        self.unsaved: dict[str, str] = {}
        """Texts that the editor holds, as reading takes them, by path in the project."""
        self.known: Known | None = None
        self.findings: dict[str, tuple[Diagnostic, ...]] = {}
        """What was told last, by file."""
        self._options, self._tell, self._failed = options, tell, failed
        self._ready = asyncio.Event()
        self._base: Findings = {}
        """What there is to say of what is known, by file."""
        self._edited: set[str] = set()
        """Files that differ from what is known."""
        self._back: set[str] = set()
        """Files that are again what is known, of which that has not been told yet."""
        self._meanwhile: set[str] = set()
        """Files that have changed, perhaps to and fro, while everything was read."""
        self._edits = 0
        self._looking: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._stale = False
        self._quick = ThreadPoolExecutor(1, "look")
        self._slow = ThreadPoolExecutor(1, "read")

    # --- what happens to files ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the project."""
        self._read_anew()

    def typed(self, path: str, source: str) -> None:
        """The editor holds this text of a file."""
        text = decode(path, source.encode("utf-8", "replace")).text
        if text is not None and (is_text(path) or path == CONFIG_FILE):
            self.unsaved[path] = text
            self.changed([path])

    def closed(self, path: str) -> None:
        """The disk counts again for this file."""
        if self.unsaved.pop(path, None) is not None:
            self.changed([path])

    def changed(self, paths: Iterable[str]) -> None:
        """These files may be others now."""
        self._edits += 1
        for path in paths:
            self._meanwhile.add(path)
            if self.known is None or self.known.texts.get(path) != self.text(path) or not is_text(path):
                self._edited.add(path)
            elif path in self._edited:
                self._edited.discard(path)
                self._back.add(path)
        if self.known is None:
            self._read_anew()
        elif self._looking is None:
            self._looking = asyncio.create_task(self._look())

    def text(self, path: str) -> str | None:
        """What a file holds, for its writer; None when it is not there."""
        found = self.unsaved.get(path)
        return found if found is not None else TextsOnDisk(self.root, {}).get(path)

    def texts(self) -> Mapping[str, str]:
        """All texts of the project as they are now; what was edited outside of the editor may be older."""
        return {**(self.known.texts if self.known is not None else {}), **self.unsaved}

    # --- answers -----------------------------------------------------------------------------------------------------

    async def ready(self) -> Known | None:
        """What is known, once everything was read for the first time."""
        await self._ready.wait()
        return self.known

    async def quickly(self, work: Callable[[], T]) -> T:
        """Have something done that takes no longer than looking at an edit."""
        return await asyncio.get_running_loop().run_in_executor(self._quick, work)

    async def slowly(self, work: Callable[[], T]) -> T:
        """Have something done that takes as long as reading everything."""
        return await asyncio.get_running_loop().run_in_executor(self._slow, work)

    def close(self) -> None:
        """End all work."""
        for task in (self._looking, self._reading):
            if task is not None:
                task.cancel()
        self._quick.shutdown(wait=False, cancel_futures=True)
        self._slow.shutdown(wait=False, cancel_futures=True)

    # --- work --------------------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        """Look at what was edited until nothing new comes."""
        try:
            done = -1
            while done != self._edits and self.known is not None:
                known, done, back = self.known, self._edits, frozenset(self._back)
                self._back -= back
                edited = {path: self.text(path) for path in self._edited}
                there = {path: text for path, text in edited.items() if text is not None and _is_read(path)}
                if there.keys() != edited.keys():
                    self._read_anew()
                if not there:
                    self._told(self._all(self._base, back), back)
                    continue
                seen = await asyncio.get_running_loop().run_in_executor(self._quick, look, known, there)
                if self.known is not known:
                    done = -1  # everything was read in the meantime; what has been edited since is looked at again
                    continue
                if done != self._edits:
                    self._back |= back
                    continue  # there is a newer text already
                if seen.known is not known:
                    self.known = seen.known
                    self._base = {path: found for path, found in seen.findings.items() if found}
                    self._edited -= there.keys()
                self._told(self._all({**self._base, **seen.findings}, back), {*there, *back})
                if not seen.whole:
                    self._read_anew()
        except Exception as error:
            self._failed(error)
        finally:
            self._looking = None

    def _read_anew(self) -> None:
        self._stale = True
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """Read everything, once the writer pauses, until nothing is left to read anew."""
        try:
            while self._stale:
                seen = -1
                while seen != self._edits and self.known is not None:
                    seen = self._edits
                    await asyncio.sleep(PAUSE)
                self._stale = False
                unsaved = dict(self.unsaved)
                self._meanwhile.clear()
                known, findings = await self.slowly(lambda: self._all_read(unsaved))  # noqa: B023 - waited for
                # What is known stays until it is replaced: nothing in it need be looked at by the collector.
                gc.freeze()
                self.known, self._base = known, findings
                doubtful = {*self._edited, *self._meanwhile}
                left = {path for path in doubtful if self.text(path) != unsaved.get(path, self._read_text(path))}
                self._edited = left
                self._ready.set()
                self._told({path: found for path, found in self._all(findings).items() if path not in left}, ())
                if left:
                    self.changed(left)
        except Exception as error:
            self._failed(error)
            self._ready.set()
        finally:
            self._reading = None

    def _all_read(self, unsaved: Mapping[str, str]) -> tuple[Known | None, Findings]:
        known, findings = read(self.root, self._options, unsaved)
        if known is not None:
            prepare(known)
        return known, findings

    def _read_text(self, path: str) -> str | None:
        return self.known.texts.get(path) if self.known is not None else None

    def _all(self, findings: Findings, further: Iterable[str] = ()) -> Findings:
        """Findings with an empty list for each other file of which something was said."""
        return {**dict.fromkeys(self.findings, ()), **dict.fromkeys(further, ()), **findings}

    def _told(self, findings: Findings, edited: Iterable[str]) -> None:
        """Tell what differs from what was told; of edited files always, since their lines have moved."""
        again = frozenset(edited)
        for path, found in findings.items():
            if path in again or self.findings.get(path, ()) != found:
                self._tell(self.root, path, found)
            if found:
                self.findings[path] = found
            else:
                self.findings.pop(path, None)


def _is_read(path: str) -> bool:
    return is_text(path) or path == CONFIG_FILE
