"""Work spread over machines by Dask. Needs the extra `dask`; nothing else imports this file before it is asked for.

The machines have briefgen, but nothing of the project. What all parts of some work need is pickled once and sent to
every worker; each part is small. Dask does a part again when its worker is lost. A worker with another briefgen, other
libraries or another Python would make other pages, so none is given work.
"""

from __future__ import annotations

import gc
import logging
import pickle
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from uuid import uuid4

import distributed
from distributed.scheduler import KilledWorker
from distributed.security import Security

from briefgen.base.executor import ExecutorError, WorkerLostError
from briefgen.base.generator import difference, generator, surroundings

S = TypeVar("S")
P = TypeVar("P")
R = TypeVar("R")

WORTH = 2.0
"""Seconds of work below which sending it away costs more than it saves."""
AHEAD = 3
"""Parts a worker that are under way or waiting to be taken."""
CONNECTING, PATIENCE, LOOK = 10, 30, 2
"""Seconds: to reach the scheduler and a worker, to wait when all workers are gone, and between two looks at them."""
SENDINGS = 3
"""How often what all parts need is sent again when everybody who had it is gone."""
PROTOCOL = 5


class OtherBriefgenError(Exception):
    """A worker would make other pages; carries the versions of what it has."""

    def __init__(self, there: Mapping[str, str]) -> None:
        super().__init__(there)
        self.there = there


class Cluster:
    """The workers of a Dask scheduler. The first work connects to it."""

    inherits = False

    def __init__(self, address: str, jobs: int = 0) -> None:
        self._address, self._jobs = address, jobs
        self._client: distributed.Client | None = None

    def worth(self, seconds: float) -> bool:
        """Whether there is enough to do. A number of parts at a time that was asked for is not argued with."""
        return self._jobs > 0 or seconds >= WORTH

    def in_order(self, work: Callable[[S, P], R], settings: S, parts: Sequence[P]) -> Iterator[R]:
        """The results of all parts, in their order.

        Raises what `work` raises, `WorkerLostError` when nobody is left who could do it, and `ExecutorError` when the
        scheduler cannot be reached or a worker has another briefgen.
        """
        if not parts:
            return
        sending = _Sending(self._connected(), self._address, pickle.dumps((work, settings), PROTOCOL))
        ahead = self._jobs or AHEAD * sending.workers()
        try:
            for part in parts:
                sending.send(part)
                if sending.under_way >= ahead:
                    yield sending.take()
            while sending.under_way:
                yield sending.take()
        finally:
            sending.end()

    def close(self) -> None:
        """Let go of the cluster, and have it forget."""
        if self._client is not None:
            with suppress(Exception):
                self._client.close(timeout=CONNECTING)

    def _connected(self) -> distributed.Client:
        if self._client is None:
            self._check_certificates()
            # What it has to say is said here, in other words.
            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    self._client = distributed.Client(
                        self._address, timeout=CONNECTING, set_as_default=False, name="briefgen"
                    )
            except (OSError, ValueError) as error:
                raise ExecutorError(
                    f"no Dask scheduler answers at {self._address} ({_first_line(error)}); start one with: dask scheduler"
                ) from None
            self._check(self._client)
        return self._client

    def _check_certificates(self) -> None:
        """Raise when the address wants encryption and Dask’s configuration names no certificates."""
        if self._address.startswith("tls:"):
            try:
                context = Security().get_connection_args("client")["ssl_context"]
            except (OSError, ValueError) as error:
                raise ExecutorError(
                    f"the certificates that Dask is to use cannot be read: {_first_line(error)}"
                ) from None
            if context is None:
                raise ExecutorError(
                    f"{self._address} needs certificates; name them in Dask’s configuration, "
                    "distributed.comm.tls.ca-file, client.cert and client.key"
                )

    def _check(self, client: distributed.Client) -> None:
        """Raise unless there are workers and all of them have this very briefgen."""
        try:
            client.wait_for_workers(1, timeout=CONNECTING)
        except TimeoutError:
            raise ExecutorError(
                f"the Dask scheduler at {self._address} has no workers; start some with: dask worker {self._address}"
            ) from None
        for worker, told in sorted(client.run(surroundings_there, on_error="return").items()):
            if isinstance(told, Exception):
                raise ExecutorError(
                    f"the Dask worker {worker} cannot use briefgen ({_first_line(told)}); "
                    "install the same version, with its extra dask, on all machines"
                )
            _compare(worker, told)


class _Sending:
    """One piece of work on its way through a cluster."""

    def __init__(self, client: distributed.Client, address: str, needed: bytes) -> None:
        self._client, self._address, self._needed = client, address, needed
        self._id = uuid4().hex
        self._count = 0
        self._sendings = 0
        self._waiting: deque[tuple[object, distributed.Future]] = deque()
        self._held = self._scattered()

    @property
    def under_way(self) -> int:
        """Parts whose results were not taken yet."""
        return len(self._waiting)

    def workers(self) -> int:
        """How many there are just now."""
        try:
            return len(self._client.nthreads())
        except (OSError, TimeoutError, RuntimeError):
            return 0

    def send(self, part: object) -> None:
        """Have a part done."""
        self._waiting.append((part, self._submitted(part)))

    def take(self) -> Any:
        """The result of the part that was sent first."""
        while True:
            try:
                told = self._result(self._waiting[0][1])
            except CancelledError:
                self._again()
                continue
            except KilledWorker:
                raise WorkerLostError(
                    "Dask workers died again and again over one part of the work, perhaps for want of memory; "
                    "look at their logs, or build without --executor"
                ) from None
            self._waiting.popleft()
            good, result = pickle.loads(told)  # noqa: S301 - the cluster is trusted, see the docs
            if isinstance(result, OtherBriefgenError):
                _compare("that came later", result.there)
            if not good:
                raise result
            return result

    def end(self) -> None:
        """Nothing more is wanted."""
        with suppress(Exception):
            if self._waiting:
                self._client.cancel([future for _, future in self._waiting])
            self._client.run(forget, self._id, on_error="ignore")
        self._waiting.clear()
        del self._held

    def _scattered(self) -> distributed.Future:
        try:
            held: distributed.Future = self._client.scatter(self._needed, broadcast=True, hash=False)
        except (OSError, TimeoutError, CancelledError, ValueError):
            raise self._lost() from None
        return held

    def _submitted(self, part: object) -> distributed.Future:
        self._count += 1
        data = pickle.dumps(part, PROTOCOL)
        key = f"briefgen-{self._id}-{self._count}"
        return self._client.submit(_by_value(), generator(), self._id, self._held, data, key=key, pure=False)

    def _result(self, future: distributed.Future) -> bytes:
        """Wait for a result as long as there is anybody who could give it."""
        alone = 0
        while True:
            try:
                result: bytes = future.result(timeout=LOOK)
                return result
            except TimeoutError:
                if future.status == "error":
                    raise
                alone = 0 if self.workers() else alone + LOOK
            if alone >= PATIENCE:
                raise self._lost() from None

    def _again(self) -> None:
        """Everybody who had what all parts need is gone: send it, and all that was under way, once more."""
        self._sendings += 1
        if self._sendings > SENDINGS or self._client.status != "running":
            raise self._lost()
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise self._lost() from None
        self._held = self._scattered()
        self._waiting = deque((part, self._submitted(part)) for part, _ in self._waiting)

    def _lost(self) -> WorkerLostError:
        return WorkerLostError(
            f"all workers of the Dask scheduler at {self._address} are gone, perhaps for want of memory, or the scheduler "
            "itself is; the site is as it was. Try again, or build without --executor"
        )


def _compare(worker: str, there: Mapping[str, str]) -> None:
    """Raise `ExecutorError` when a worker's surroundings are not those here."""
    if told := difference(surroundings(), there):
        raise ExecutorError(
            f"the Dask worker {worker} has {told}, so it would not make the same pages; install the same on all machines"
        )


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__


# --- what is run by a worker ------------------------------------------------------------------------------------

KEPT = 4
"""Pieces of work whose needs a worker keeps: several builds may share a cluster."""
_turn = threading.Lock()
_kept: dict[str, tuple[Callable[[Any, Any], Any], Any]] = {}


def surroundings_there() -> dict[str, str]:
    """What the worker has."""
    return dict(surroundings())


def do(wanted: str, id: str, needed: bytes, part: bytes) -> bytes:
    """Do one part: whether it went well, and the result or what was raised, packed so that the scheduler need not know it.

    One at a time in a process: all of it is Python, so threads would only wait for each other.
    """
    try:
        if generator() != wanted:
            raise OtherBriefgenError(surroundings_there())
        with _turn, _without_collections():
            work, settings = _needs(id, needed)
            return pickle.dumps((True, work(settings, pickle.loads(part))), PROTOCOL)  # noqa: S301
    except Exception as error:  # it is raised again by whoever asked
        return pickle.dumps((False, error), PROTOCOL)


@contextmanager
def _without_collections() -> Iterator[None]:
    """No search for unreachable cycles while a site is unpacked and rendered: it would take four times as long."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _needs(id: str, needed: bytes) -> tuple[Callable[[Any, Any], Any], Any]:
    if id not in _kept:
        while len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
        _kept[id] = pickle.loads(needed)  # noqa: S301 - Dask itself runs what its clients pickle
    return _kept[id]


def _by_value() -> Callable[..., bytes]:
    """`do` for a scheduler that has no briefgen: a function within another is sent as code, not by its name."""

    def do_there(*given: Any) -> bytes:
        from briefgen.output.cluster import do

        return do(*given)

    return do_there


def forget(id: str) -> None:
    """Free what a piece of work needed."""
    _kept.pop(id, None)
