"""Looking at what readers get: pages are fetched from the target's address and compared with what the build wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from briefgen.base.digest import digest_bytes
from briefgen.publish.classes import address_of
from briefgen.publish.fault import PublishFaultError, TransientFaultError
from briefgen.publish.plan import Plan, Wanted
from briefgen.publish.retry import Patience, retrying
from briefgen.publish.web import Answer

SAMPLE = 24
"""Files of a sample."""
PATIENCE = Patience(attempts=6, first=1.0, longest=15.0)
"""Hosts with many computers need some seconds until all of them have a new file."""
HIDDEN = frozenset({"404.html", "_headers", "_redirects", "netlify.toml", "vercel.json", "CNAME", ".nojekyll"})
"""Files that hosts use themselves and may not show."""


class Difference(Struct, frozen=True):
    """An address at which readers get something else."""

    address: str
    reason: str


def sample(plan: Plan, wanted: Mapping[str, Wanted], whole: bool) -> tuple[str, ...]:
    """Which files to look at: of what changed, all or some spread evenly; the front page, and some that did not change."""
    fresh = [path for path in (*plan.added, *plan.changed) if _visible(path, wanted)]
    old = [path for path in plan.unchanged if _visible(path, wanted)]
    chosen = fresh if whole else _spread(fresh, SAMPLE)
    front = ["index.html"] if "index.html" in wanted else []
    return tuple(dict.fromkeys((*front, *chosen, *_spread(old, max(SAMPLE // 3, SAMPLE - len(chosen))))))


def _visible(path: str, wanted: Mapping[str, Wanted]) -> bool:
    one = wanted.get(path)
    return one is not None and path not in HIDDEN and not (one.packed and not one.encoding)


def _spread(paths: Sequence[str], count: int) -> Sequence[str]:
    if len(paths) <= count:
        return paths
    return [paths[number * len(paths) // count] for number in range(count)]


def verify(
    paths: Iterable[str],
    wanted: Mapping[str, Wanted],
    url: str,
    ask: Callable[[str], Answer],
    sleep: Callable[[float], object],
) -> tuple[Difference, ...]:
    """Fetch files and compare. Every difference is told; a host that is slow to show new files is asked again."""
    found = []
    for path in paths:
        address = url.rstrip("/") + "/" + quote(address_of(path), safe="/%~!$&'()*+,;=:@")
        reason = _look(address, wanted[path].digest, ask, sleep)
        if reason:
            found.append(Difference(address, reason))
    return tuple(found)


def _look(address: str, digest: str, ask: Callable[[str], Answer], sleep: Callable[[float], object]) -> str:
    def once() -> str:
        answer = ask(address)
        reason = _reason(answer, digest)
        if reason:
            raise TransientFaultError(reason)
        return ""

    try:
        return retrying(once, PATIENCE, sleep)
    except PublishFaultError as fault:
        return str(fault)


def _reason(answer: Answer, digest: str) -> str:
    if answer.status != 200:
        return f"the server answers {answer.status}"
    return "" if digest_bytes(answer.data) == digest else "readers get something else than the build wrote"
