"""Notices that files changed: the system's reports as a hint, a look at every file as the truth.

Two threads, none of them the event loop: one waits for reports, the other looks and tells. Both sleep while nothing
happens.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from livereload.watcher import Watcher
from watchfiles._rust_notify import RustNotify

from briefgen.preview.sweep import FILES, FOLDERS, Stamp, Sweep, differing, identity, is_watched, stamp_of, sweep

STEP = 10
"""Milliseconds without a report after which the reports so far are passed on."""
CALM_STEP = 40
"""The same while nobody is at work. The system is asked this often, and at 10 ms that alone takes up to 1 % of a core."""
AT_WORK = 60.0
"""Seconds after a report in which somebody is taken to be at work."""
TURN = 5_000
"""Milliseconds after which listening begins another turn, perhaps at another pace."""
LONGEST = 1_600
"""Milliseconds for which reports that keep coming are held back."""
HEARTBEAT = 0.5
"""Seconds between two looks at the few places where the system reports nothing, such as a folder that was replaced."""
EVERY = 10.0
"""Seconds between two looks at every file when nothing was reported."""
SOON = 2.0
"""Seconds after beginning to listen in which every heartbeat looks: what happened before the system was ready is not reported."""
DEAF = 1.0
"""The same while the system cannot report."""
FEW = 5
"""Changed files up to which they are taken for a save; more are taken for a check-out that is not over."""
SETTLING = 0.1
"""Seconds without a further change after which a check-out is over."""
PATIENCE = 30
"""Looks after which it is built all the same."""

Changed = Callable[[frozenset[str] | None], None]
"""Told the paths that changed; None says that everything is to be looked at."""


class Hinter(Watcher):
    """livereload's watcher without its polling: it reports on its own, and changed files all at once."""

    def __init__(self, root: Path, output: Path, changed: Changed, poll: float = 0) -> None:
        super().__init__()
        # livereload watches the current folder unless there is a task.
        self._tasks: dict[str, dict[str, object]] = {"briefgen": {}}
        self._root = root
        self._output = output
        self._changed = changed
        self._poll = poll
        self._before: dict[str, Stamp] = sweep(root)
        self._hinted = threading.Event()
        self._ended = threading.Event()
        self._reports: SimpleQueue[set[str]] = SimpleQueue()
        self._listening: _Listening | None = None
        self._began = monotonic()

    def start(self, callback: object) -> bool:
        """Begin; livereload is told not to poll."""
        threading.Thread(target=self._watch, name="briefgen-watch", daemon=True).start()
        return True

    def examine(self) -> tuple[None, None]:
        """Nothing for livereload to do."""
        return None, None

    def stop(self) -> None:
        """End both threads."""
        self._ended.set()
        self._hinted.set()

    def _watch(self) -> None:
        looked, there = monotonic(), False
        while not self._ended.is_set():
            self._listen()
            hinted = self._hinted.wait(self._poll or HEARTBEAT)
            self._hinted.clear()
            if hinted or self._nearby() or monotonic() - looked >= self._pause:
                self._look()
                looked = monotonic()
            there = self._keep_output(there)
        self._silence()

    @property
    def _pause(self) -> float:
        if self._poll:
            return self._poll
        if monotonic() - self._began < SOON:
            return 0
        return EVERY if self._listening is not None and self._listening.is_alive() else DEAF

    def _nearby(self) -> bool:
        """Whether one of the files outside the watched folders differs."""
        return any(stamp_of(self._root / name) != self._before.get(name) for name in FILES)

    def _keep_output(self, there: bool) -> bool:
        """Have everything built again when somebody removed the preview's own folder."""
        still = self._output.is_dir()
        if there and not still:
            self._changed(None)
        return still

    # --- looking ----------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Find out what changed, and tell; what was reported first, since that is quick."""
        self._tell(self._glance(_all_of(self._reports)))
        after = sweep(self._root)
        for _ in range(PATIENCE):
            if _is_calm(differing(self._before, after), after):
                break
            if self._ended.wait(SETTLING):
                return
            last, after = after, sweep(self._root)
            if last == after:
                break
        found, self._before = differing(self._before, after), after
        self._tell(found)

    def _glance(self, reports: set[str]) -> frozenset[str]:
        """Which of a few files that were reported differ; they are remembered as they are now."""
        if len(reports) > FEW:
            return frozenset()
        now = {path: stamp_of(self._root / path) for path in reports if is_watched(path)}
        found = frozenset(path for path, stamp in now.items() if stamp != self._before.get(path))
        there = {path: stamp for path in found if (stamp := now[path]) is not None}
        if not _is_calm(found, there):
            return frozenset()
        self._before |= there
        return found

    def _tell(self, found: frozenset[str]) -> None:
        if found:
            self._changed(found)

    # --- listening --------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Listen to the folders that are there now; anew when one was replaced."""
        if self._poll:
            return
        now = identity(self._root)
        if self._listening is not None and self._listening.identity == now and not self._listening.is_outdated:
            return
        self._silence()
        self._listening = _Listening(self._root, now, self._report)
        self._listening.start()
        self._began = monotonic()
        self._hinted.set()

    def _silence(self) -> None:
        if self._listening is not None:
            self._listening.ended.set()

    def _report(self, paths: set[str]) -> None:
        self._reports.put(paths)
        self._hinted.set()


def _is_calm(found: frozenset[str], now: Sweep) -> bool:
    """Whether this looks like a finished save: some editors empty or remove a file before they write it."""
    return len(found) <= FEW and all(path in now and now[path][2] > 0 for path in found)


def _all_of(reports: SimpleQueue[set[str]]) -> set[str]:
    found: set[str] = set()
    try:
        while True:
            found |= reports.get_nowait()
    except Empty:
        return found


class _Listening(threading.Thread):
    """Waits for what the system reports about the watched folders."""

    def __init__(self, root: Path, identity: object, report: Callable[[set[str]], None]) -> None:
        super().__init__(name="briefgen-listen", daemon=True)
        self.identity = identity
        self.is_outdated = False
        """True once a watched folder itself came or went: nothing more is heard of it, whatever is put in its place."""
        self.ended = threading.Event()
        self._root = root
        self._report = report

    def run(self) -> None:
        """Report until told to end, or until the system refuses: then looking has to do."""
        folders = [f"{self._root / name}" for name in FOLDERS if (self._root / name).is_dir()]
        if not folders:
            return
        try:
            # Its generator `watchfiles.watch` keeps one pace for ever.
            with RustNotify(folders, False, False, 0, True, False) as reports:
                self._follow(reports)
        except (OSError, RuntimeError):
            return

    def _follow(self, reports: RustNotify) -> None:
        last = monotonic()
        while True:
            step = STEP if monotonic() - last < AT_WORK else CALM_STEP
            found = reports.watch(LONGEST, step, TURN, self.ended)
            if found == "timeout":
                continue
            if isinstance(found, str):
                return
            if paths := {path for _, path in found if self._is_wanted(path)}:
                last = monotonic()
                named = {self._relative(path) for path in paths}
                self.is_outdated = not named.isdisjoint(FOLDERS)
                self._report(named)
                if self.is_outdated:
                    return

    def _is_wanted(self, path: str) -> bool:
        relative = self._relative(path)
        return not relative or is_watched(relative)

    def _relative(self, path: str) -> str:
        """The path in the project; empty for what a link leads to."""
        try:
            return Path(path).relative_to(self._root).as_posix()
        except ValueError:
            return ""
