"""Builds one thing at a time, off the event loop; whatever changes meanwhile is built together, once, afterwards."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

from briefgen.output.write import OutputFaultError
from briefgen.preview.engine import Rebuilt

AGAIN = 0.5
"""Seconds after which a rebuild that the system got in the way of is tried once more."""


class Worker:
    """A thread that rebuilds whenever it is asked to."""

    def __init__(self, rebuild: Callable[[frozenset[str] | None], Rebuilt], done: Callable[[Rebuilt], None]) -> None:
        self._rebuild = rebuild
        self._done = done
        self._asked: list[frozenset[str] | None] = []
        self._there_is_work = threading.Condition()
        self._ended = False
        # A daemon, since a build may take long and nobody wants to wait for it at the end; writing survives that.
        self._thread = threading.Thread(target=self._run, name="briefgen-build", daemon=True)

    def start(self) -> None:
        """Begin to wait for work."""
        self._thread.start()

    def ask(self, changed: frozenset[str] | None) -> None:
        """Have these files built, or everything looked at; may be called from any thread."""
        with self._there_is_work:
            self._asked.append(changed)
            self._there_is_work.notify()

    def stop(self, patience: float) -> None:
        """End after the build that is running, waiting no longer than so many seconds."""
        with self._there_is_work:
            self._ended = True
            self._there_is_work.notify()
        self._thread.join(patience)

    def _run(self) -> None:
        while True:
            with self._there_is_work:
                self._there_is_work.wait_for(lambda: self._asked or self._ended)
                if self._ended:
                    return
                asked, self._asked = self._asked, []
            self._done(self._built(together(asked)))

    def _built(self, changed: frozenset[str] | None) -> Rebuilt:
        try:
            return self._rebuild(changed)
        except OSError:
            # A file was listed and had gone when it was to be read, as happens while a branch is checked out.
            self._wait()
        except Exception as error:
            return failure(changed, error)
        try:
            return self._rebuild(changed)
        except Exception as error:
            return failure(changed, error)

    def _wait(self) -> None:
        with self._there_is_work:
            self._there_is_work.wait_for(lambda: self._ended, AGAIN)


def together(asked: list[frozenset[str] | None]) -> frozenset[str] | None:
    """Several orders as one."""
    known = [one for one in asked if one is not None]
    return frozenset().union(*known) if len(known) == len(asked) else None


def failure(changed: frozenset[str] | None, error: Exception) -> Rebuilt:
    """A rebuild that came to nothing, told in words; the server goes on."""
    if isinstance(error, OutputFaultError):
        return Rebuilt(sources=changed, trouble=str(error))
    what = f"{type(error).__name__}: {error}"
    if isinstance(error, OSError):
        return Rebuilt(sources=changed, trouble=f"a file could not be read or written ({what})")
    return Rebuilt(
        sources=changed,
        trouble=f"this is a mistake in briefgen, not in your files ({what})",
        details="".join(traceback.format_exception(error)),
    )
