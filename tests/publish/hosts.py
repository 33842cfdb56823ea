"""A host in memory, for every moment of a publish to be looked at: it cuts the power at any call, and may be slow or busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import md5
from pathlib import Path

from briefgen.base.digest import digest_bytes
from briefgen.publish.classes import cache_control, class_of, content_type
from briefgen.publish.engine import Done, Orders, World, publish
from briefgen.publish.fault import TransientFaultError
from briefgen.publish.lock import Choice, Timing
from briefgen.publish.plan import Plan, Wanted
from briefgen.publish.retry import Patience
from briefgen.publish.snapshot import Snapshot
from briefgen.publish.target import Held, Upload

BREAKING = Choice(break_it=True)


class PowerCut(BaseException):
    """The publishing process is dead: it does nothing more, not even tidy up."""


class Shelf:
    """Files one by one, each visible at once, as in a bucket."""

    where = "the shelf"
    locks = True
    sidecars: tuple[str, ...] = ()
    encoding = ""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.state: dict[str, bytes] = {}
        self.lock: bytes | None = None
        self.watch: Callable[[Mapping[str, bytes]], None] = lambda files: None
        self.fuse = -1
        """Calls that change something until the power is cut; −1 for never."""
        self.busy: Iterator[bool] = iter(())
        """For each put, whether the host is too busy for it."""
        self.order: list[str] = []
        """Paths as they were put and deleted."""

    def _change(self) -> None:
        if self.fuse == 0:
            raise PowerCut
        self.fuse -= 1

    def read_lock(self) -> bytes | None:
        return self.lock

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        if self.fuse == 0:
            raise PowerCut
        if self.lock != expected:
            return False
        self.lock = note
        return True

    def read_state(self, name: str) -> bytes | None:
        return self.state.get(name)

    def write_state(self, name: str, data: bytes | None) -> None:
        self._change()
        if data is None:
            self.state.pop(name, None)
        else:
            self.state[name] = data

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        return {
            one: Held(len(self.files[one]), md5(self.files[one], usedforsecurity=False).hexdigest())
            for one in paths
            if one in self.files
        }

    def put(self, uploads: Sequence[Upload]) -> Iterator[tuple[str, str]]:
        for one in uploads:
            self._change()
            if next(self.busy, False):
                raise TransientFaultError("busy", after=7.0)
            self.files[one.path] = one.source.read_bytes()
            self.order.append(one.path)
            self.watch(self.files)
            yield one.path, "tag"

    def delete(self, paths: Sequence[str]) -> Iterator[str]:
        for path in paths:
            self._change()
            self.files.pop(path, None)
            self.order.append(f"-{path}")
            self.watch(self.files)
            yield path

    def close(self) -> None:
        """Nothing is open."""


class Clock:
    """Steady seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        self.meanwhile()

    @property
    def timing(self) -> Timing:
        return Timing(lambda: self.seconds, self.sleep)


def world(clock: Clock, said: list[str] | None = None) -> World:
    heard = [] if said is None else said
    return World(timing=clock.timing, say=heard.append, progress=lambda done, total: None, patience=Patience())


def wanted(folder: Path, files: Mapping[str, bytes]) -> dict[str, Wanted]:
    """Files as a build leaves them, in a folder of their own."""
    found = {}
    for path, data in files.items():
        digest = digest_bytes(data)
        source = folder / digest
        source.write_bytes(data)
        kind = class_of(path)
        found[path] = Wanted(
            path=path, source=str(source), digest=digest, size=len(data), kind=kind, content_type=content_type(path),
            cache_control=cache_control(path, kind, {}),
        )  # fmt: skip
    return found


def orders(folder: Path, files: Mapping[str, bytes], moment: int = 0, keep_hours: float = 24, adopt: bool = False, recheck: bool = False, choice: Choice = BREAKING) -> Orders:  # fmt: skip
    return Orders(wanted=wanted(folder, files), url="https://example.org/", moment=moment, keep_hours=keep_hours, adopt=adopt, recheck=recheck, choice=choice)  # fmt: skip


def everything(plan: Plan) -> None:
    """No plan is refused."""


def run(
    host: Shelf, folder: Path, files: Mapping[str, bytes], moment: int = 0, clock: Clock | None = None, **more: object
) -> Done:
    """Publish files to a host."""
    with Snapshot(folder) as snapshot:
        return publish(host, orders(folder, files, moment, **more), world(clock or Clock()), snapshot, everything)  # type: ignore[arg-type]
