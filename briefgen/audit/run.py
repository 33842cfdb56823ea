"""The whole audit of a site: every check, findings in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from briefgen.audit.data import check_data
from briefgen.audit.feeds import check_feeds, check_robots, check_sitemaps
from briefgen.audit.findings import KINDS, Finding
from briefgen.audit.markup import check_links, check_safety, check_source, check_traces
from briefgen.audit.site import Site
from briefgen.formats.profile import is_address

CHECKS: Mapping[str, Callable[[Site], Iterator[Finding]]] = {
    "links": check_links,
    "source": check_source,
    "data": check_data,
    "feeds": check_feeds,
    "sitemaps": check_sitemaps,
    "robots": check_robots,
    "safety": check_safety,
    "traces": check_traces,
}
"""By name, in the order in which they run."""


class Report(NamedTuple):
    """What an audit found."""

    base: str
    """The address under which the site was judged."""
    pages: int
    files: int
    findings: tuple[Finding, ...]

    def count(self, level: str) -> int:
        """Findings of a level."""
        return sum(1 for one in self.findings if KINDS[one.kind].level == level)


def audit(folder: Path, base: str = "", only: tuple[str, ...] = ()) -> Report:
    """Judge a built site. `base` is where it will live; found out from the site when empty.

    Raises `NotADirectoryError` when there is no such folder, `LookupError` when there is no page in it,
    `ValueError` when `base` is no address.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"there is no folder {folder}")
    if base and not is_address(base):
        raise ValueError(f"“{base}” is no address; write it with https:// and the host")
    site = Site(folder, base)
    if not site.pages:
        raise LookupError(f"there is no page in {folder}")
    found = [one for name, check in CHECKS.items() if not only or name in only for one in check(site)]
    order = {name: number for number, name in enumerate(KINDS)}
    found.sort(key=lambda one: (order[one.kind], one.path, one.line, one.message))
    return Report(site.base, len(site.pages), len(site.files), tuple(dict.fromkeys(found)))
