"""What a publish will do, and in which order: pure functions from what is wanted and what is there.

An order is good when at every moment each address that readers can find before and after is there, old or new. Files
that others point to go first, new pages before changed ones, the front page last among them; nothing that is still
pointed to goes away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.digest import digest_texts
from briefgen.model.publishing import OutputClass
from briefgen.publish.classes import ORDER
from briefgen.publish.target import Leaving, Manifest, Stored

HOUR = 3600


class Wanted(Struct, frozen=True, kw_only=True):
    """A file that is to be at the target."""

    path: str
    source: str
    """The site's own file; for what is made from it, the file it is made from."""
    digest: str
    size: int
    """Bytes of the site's own file."""
    kind: OutputClass
    content_type: str
    cache_control: str
    encoding: str = ""
    """Content encoding under the file's own path."""
    packed: str = ""
    """`gz` or `br` for a file that must be compressed before it is sent; empty for one sent as it is."""

    @property
    def headers(self) -> str:
        """Digest of all that the host is told besides the bytes."""
        return _headers(self.content_type, self.cache_control, self.encoding)

    @property
    def identity(self) -> str:
        """What the manifest knows the content by."""
        return f"{self.digest}+{self.packed}" if self.packed else self.digest

    def stored(self, tag: str = "", size: int | None = None) -> Stored:
        """The file as the manifest will know it."""
        return Stored(self.identity, self.size if size is None else size, self.kind, self.headers, tag)


@cache
def _headers(*told: str) -> str:
    """Few sorts of files are told few things."""
    return digest_texts(told)[:12]


class Plan(Struct, frozen=True, kw_only=True):
    """What will be done. Paths are sorted."""

    added: tuple[str, ...] = ()
    """Not at the target yet."""
    changed: tuple[str, ...] = ()
    """There, but other than wanted, or not known for certain."""
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """No longer part of the site; they go once `due`."""
    in_the_way: tuple[str, ...] = ()
    """Files of ours that must go first, since a folder comes where they are, or they lie where a file comes."""
    due: tuple[str, ...] = ()
    """Files that left the site long enough ago: deleted now."""
    kept: Mapping[str, Stored] = {}
    """What the manifest says of the unchanged files."""
    leaving: Mapping[str, Leaving] = {}
    """Files that stay for now though they are no longer part of the site."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.added or self.changed or self.removed or self.in_the_way or self.due)


def plan(
    wanted: Mapping[str, Wanted], manifest: Manifest, unsure: Mapping[str, Stored], moment: int, keep_hours: float
) -> Plan:
    """Compare what is wanted with what is there.

    `unsure` are files that an interrupted publish may or may not have put: ours, but of unknown content. `moment` is
    now, in seconds since 1970. A moment of leaving that lies in the future comes from a clock that was ahead, and
    counts as now, so that nothing stays for ever.
    """
    there = {path: one.stored for path, one in manifest.leaving.items()} | manifest.files
    ours = there.keys() | unsure.keys()
    kept: dict[str, Stored] = {}
    added: list[str] = []
    changed: list[str] = []
    for path in sorted(wanted):
        one = there.get(path)
        if (
            one is not None
            and path not in unsure
            and (one.digest, one.headers) == (wanted[path].identity, wanted[path].headers)
        ):
            kept[path] = one
        else:
            (changed if path in ours else added).append(path)
    obstacles = _in_the_way(ours - wanted.keys(), wanted)
    # Of a file that may never have arrived nothing is claimed: were it wanted again, it would have to be sent.
    left = {
        path: Leaving(replace(unsure[path], digest="") if path in unsure else there[path], moment)
        for path in ours - wanted.keys()
    }
    for path, before in manifest.leaving.items():
        if path in left:
            left[path] = Leaving(left[path].stored, min(before.since, moment))
    removed = sorted(path for path in left if path not in manifest.leaving)
    due = sorted(
        path
        for path, one in left.items()
        if path not in obstacles and one.since + keep_hours * HOUR <= moment and (path not in removed or not keep_hours)
    )
    return Plan(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=tuple(kept),
        removed=tuple(removed),
        in_the_way=tuple(sorted(obstacles)),
        due=tuple(due),
        kept=kept,
        leaving={path: left[path] for path in sorted(left) if path not in obstacles},
    )  # fmt: skip


def _in_the_way(gone: Collection[str], wanted: Collection[str]) -> frozenset[str]:
    """Files where a folder must be, files inside a folder where a file must be, and compressed copies of files that go
    on without: a server would send the old copy instead of the new file.
    """
    wanted_paths = set(wanted)
    folders = {str(above) for path in wanted_paths for above in PurePosixPath(path).parents} if gone else set()
    return frozenset(
        path
        for path in gone
        if path in folders
        or (path.endswith(PACKED) and path[:-3] in wanted_paths)
        or any(str(above) in wanted_paths for above in PurePosixPath(path).parents)
    )


def batches(plan: Plan, wanted: Mapping[str, Wanted]) -> Iterator[tuple[str, ...]]:
    """The files to be sent, in groups; each group is done before the next begins. Within one, any order will do."""
    added = frozenset(plan.added)
    for kind in ORDER:
        mine = [path for path in (*plan.added, *plan.changed) if wanted[path].kind == kind]
        if kind != "page":
            yield from _group(mine)
            continue
        yield from _group(path for path in mine if path in added and path != FRONT)
        yield from _group(path for path in mine if path not in added and path != FRONT)
        yield from _group(path for path in mine if path == FRONT)


FRONT = "index.html"
PACKED = (".gz", ".br")
"""Endings of compressed copies."""


def _group(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Compressed copies go after what they are copies of, so that none stands without its file."""
    every = sorted(paths)
    for group in (
        tuple(one for one in every if not one.endswith(PACKED)),
        tuple(one for one in every if one.endswith(PACKED)),
    ):
        if group:
            yield group


def too_many(plan: Plan, most: int) -> bool:
    """Whether so much would go away that somebody must confirm it: more than allowed, or more than half of what is there."""
    gone = len(plan.removed)
    there = gone + len(plan.unchanged) + len(plan.changed)
    return gone > most or (gone >= SOME and gone * 2 > there)


SOME = 5
"""Files of a tiny site that may go without asking even if they are more than half of it."""


def carried(plan: Plan) -> dict[str, Stored]:
    """For hosts that switch: what the next release keeps of the last, since open pages may still ask for it."""
    gone = frozenset(plan.due)
    return {path: one.stored for path, one in plan.leaving.items() if one.stored.kind == "asset" and path not in gone}
