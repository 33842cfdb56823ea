"""Which executor an address means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from briefgen.base.executor import Executor, ExecutorError
from briefgen.output.parallel import Processes, StartMethod

SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
"""What may stand before an address, and how the scheduler is spoken to."""


@contextmanager
def executor_of(url: str, jobs: int, start: StartMethod | None = None) -> Iterator[Executor]:
    """The executor that is meant; it lets go of what it holds at the end.

    Raises `ExecutorError` when the address makes no sense or what it needs is not installed.
    """
    if not url:
        yield Processes(jobs, start)
        return
    address = scheduler_of(url)
    try:
        from briefgen.output.cluster import Cluster
    except ImportError:
        raise ExecutorError(f'“{url}” needs Dask; install it with: pip install "briefgen[dask]"') from None
    cluster = Cluster(address, jobs)
    try:
        yield cluster
    finally:
        cluster.close()


def scheduler_of(url: str) -> str:
    """The scheduler’s address as Dask writes it.

    Raises `ExecutorError` when it is no such address.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme not in SCHEMES or not parts.hostname or not port or not plain:
        raise ExecutorError(
            f"“{url}” is no executor; write dask://HOST:PORT, or dask+tls://HOST:PORT, with the address of a Dask scheduler"
        )
    return f"{SCHEMES[parts.scheme]}://{parts.netloc}"
