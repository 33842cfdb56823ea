"""One publisher at a time: who holds the lock at the target, how long others wait, and when it is broken.

Clocks of two computers are never compared. Whoever holds the lock changes its note every few seconds; a note that has not
changed for some minutes, by the steady clock of the one who waits, belongs to somebody who is gone. On one computer the
process itself is looked for, so that after a crash nobody waits.
"""

from __future__ import annotations

import getpass
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen.publish.fault import OvertakenError, PublishFaultError
from briefgen.publish.retry import Patience, retrying
from briefgen.publish.target import Locking

BEAT = 15.0
"""Seconds between two changes of the holder's note."""
GONE_AFTER = 120.0
"""Seconds without a change after which a holder counts as gone."""
POLL = 2.0
"""Seconds between two looks of one who waits."""


class Note(Struct, frozen=True, kw_only=True):
    """What lies at the target while somebody publishes."""

    who: str
    since: str
    """By the holder's clock; for people only."""
    machine: str = ""
    """Names one start of one computer (and container); empty when that cannot be told."""
    process: int = 0
    beat: int = 0


class Timing(Struct, frozen=True):
    """Steady seconds and how to let them pass; tests bring their own."""

    now: Callable[[], float]
    sleep: Callable[[float], object]


class Choice(Struct, frozen=True, kw_only=True):
    """What the person wants when somebody else holds the lock."""

    wait: bool = False
    break_it: bool = False


class Lock:
    """The lock of a target, held from `with` to its end."""

    def __init__(self, target: Locking, note: Note, choice: Choice, timing: Timing, say: Callable[[str], None]) -> None:
        self._target, self._choice, self._timing, self._say = target, choice, timing, say
        self._note = note
        self._bytes = msgspec.json.encode(note)
        self._guard = threading.Lock()
        self._done = threading.Event()
        self._lost = False
        self._beating = threading.Thread(target=self._beat, name="lock", daemon=True)

    def __enter__(self) -> Lock:
        """Take the lock. Raises `PublishFaultError` when somebody else has it."""
        self._take()
        self._beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back; a target that cannot be reached any more keeps it until it is stale."""
        self._done.set()
        self._beating.join()
        with suppress(PublishFaultError), self._guard:
            if not self._lost:
                self._target.swap_lock(self._bytes, None)

    def confirm(self) -> None:
        """Raise `OvertakenError` when the lock was taken from us: then nothing more may be written."""
        with self._guard:
            if self._lost or self._read() != self._bytes:
                self._lost = True
                raise OvertakenError(
                    "another publish has taken over",
                    "look at the target, then publish again: it continues where this one ended",
                )

    def _beat(self) -> None:
        while not self._done.wait(BEAT):
            with suppress(PublishFaultError), self._guard:
                note = replace(self._note, beat=self._note.beat + 1)
                data = msgspec.json.encode(note)
                # A change that was made although the answer was lost on the way is found by looking.
                if self._target.swap_lock(self._bytes, data) or self._target.read_lock() == data:
                    self._note, self._bytes = note, data
                else:
                    self._lost = True
                    return

    def _take(self) -> None:
        seen: bytes | None = None
        steady = self._timing.now()
        told = False
        while not self._swap(None):
            held = self._read()
            if held == self._bytes:
                return
            if held is None:
                continue
            if held != seen:
                seen, steady = held, self._timing.now()
            holder = _read(held)
            reason = self._may_break(holder, self._timing.now() - steady)
            if reason and self._swap(held):
                self._say(f"{_words(holder)}, {reason}; this publish takes over")
                return
            if reason:
                continue
            if not self._choice.wait:
                raise PublishFaultError(
                    f"{_words(holder)}", "wait for it with --wait; if nobody publishes, take over with --break-lock"
                )
            if not told:
                self._say(f"{_words(holder)}; waiting")
                told = True
            self._timing.sleep(POLL)

    def _swap(self, expected: bytes | None) -> bool:
        return retrying(lambda: self._target.swap_lock(expected, self._bytes), Patience(), self._timing.sleep)

    def _read(self) -> bytes | None:
        return retrying(self._target.read_lock, Patience(), self._timing.sleep)

    def _may_break(self, holder: Note, idle: float) -> str:
        """Why the lock may be taken from its holder; empty when it may not."""
        if self._choice.break_it:
            return "and was told to give way"
        if is_gone(holder):
            return "but was interrupted"
        return f"but has not stirred for {int(idle)} seconds" if idle >= GONE_AFTER else ""


def _read(data: bytes) -> Note:
    try:
        return msgspec.json.decode(data, type=Note)
    except msgspec.MsgspecError:
        return Note(who="somebody", since="")


def _words(holder: Note) -> str:
    return f"{holder.who} is publishing here" + (f" since {holder.since}" if holder.since else "")


def own_note(since: str) -> Note:
    """The note of this process."""
    with suppress(KeyError, OSError, ImportError):
        return Note(
            who=f"{getpass.getuser()} on {socket.gethostname()}",
            since=since,
            machine=this_machine(),
            process=os.getpid(),
        )
    return Note(who=f"a process on {socket.gethostname()}", since=since, machine=this_machine(), process=os.getpid())


def this_machine() -> str:
    """One start of this computer, and the room its process numbers are valid in; empty when that cannot be told."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def is_gone(holder: Note) -> bool:
    """Whether the holder was a process of this computer that is no more."""
    if not holder.machine or holder.machine != this_machine() or holder.process <= 0:
        return False
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
