"""Looking at what readers get: pages are fetched from the target's address and compared with what the build wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from briefgen.base.digest import digest_bytes
from briefgen.publish.classes import address_of
from briefgen.publish.fault import PublishFaultError, UnreachableError
from briefgen.publish.plan import Plan, Wanted
from briefgen.publish.retry import Patience
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
    """Fetch files and compare. Every difference is told; a host that is slow to show new files is asked again.

    All addresses share the waits, so that a site that is wrong as a whole is told as soon as a single page. Raises
    `PublishFaultError` when nobody answers there.
    """
    waiting = {path: url.rstrip("/") + "/" + quote(address_of(path), safe="/%~!$&'()*+,;=:@") for path in paths}
    for wait in (0.0, *PATIENCE.waits()):
        sleep(wait)
        reasons, unreachable = _look(waiting, wanted, ask)
        if not reasons and not unreachable:
            return ()
        waiting = {path: one for path, one in waiting.items() if path in reasons or unreachable}
    if unreachable:
        raise PublishFaultError(
            f"the site was published, but nobody could look at {url}: {unreachable}",
            "look at the connection, and whether `url` in briefgen.yaml is where readers find the site",
        )
    return tuple(Difference(address, reasons[path]) for path, address in waiting.items())


def _look(
    addresses: Mapping[str, str], wanted: Mapping[str, Wanted], ask: Callable[[str], Answer]
) -> tuple[dict[str, str], str]:
    """Why files are not as built, by path; and why nobody answers, which ends the look."""
    reasons: dict[str, str] = {}
    for path, address in addresses.items():
        try:
            reason = _reason(ask(address), wanted[path].digest)
        except UnreachableError as fault:
            return reasons, str(fault)
        except PublishFaultError as fault:
            reason = str(fault)
        if reason:
            reasons[path] = reason
    return reasons, ""


def _reason(answer: Answer, digest: str) -> str:
    if answer.status != 200:
        return f"the server answers {answer.status}"
    return "" if digest_bytes(answer.data) == digest else "readers get something else than the build wrote"
