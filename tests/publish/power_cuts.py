"""Publishes over an older site with the power cut at the n-th touch of the disk, for every n, and looks at what is left."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from hosts import orders  # type: ignore[import-not-found]

from briefgen.model.publishing import FolderTarget
from briefgen.publish.engine import World, publish
from briefgen.publish.lock import Choice, Timing
from briefgen.publish.secrets import Secrets
from briefgen.publish.snapshot import Snapshot
from briefgen.publish.target import Context
from briefgen.publish.targets.folder import open_target

BEFORE = {
    "index.html": b"front before",
    "people": b"not a folder yet",
    "assets/x.0123456789ab.css": b"a",
}
OLD = {
    "index.html": b"old front",
    "people/ann.html": b"old ann",
    "gone.html": b"going",
    "assets/x.0123456789ab.css": b"a",
}
NEW = {
    "index.html": b"new front",
    "people/ann.html": b"new ann",
    "people/bob.html": b"bob",
    "assets/x.ba9876543210.css": b"b",
}
TOUCHES = frozenset(
    {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "shutil.rmtree"}
)
CUT, DONE = 77, 0


def send(root: Path, site: dict[str, bytes], releases: int, moment: int) -> None:
    """Publish a site."""
    (root / "built").mkdir(exist_ok=True)
    settings = FolderTarget(kind="folder", path=str(root / "www"), releases=releases)
    target = open_target(
        settings, Context("live", root / "project", root / "store", Secrets("live", {}), "", lambda _: None)
    )
    around = World(timing=Timing(time.monotonic, time.sleep), say=lambda _: None, progress=lambda _, __: None)
    with Snapshot(root / "store") as snapshot:
        publish(target, orders(root / "built", site, moment, choice=Choice()), around, snapshot, lambda _: None)


def in_child(root: Path, releases: int, fuse: int) -> int:
    """Publish the new site in a process that dies before the given touch; how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = fuse

    def touched(event: str, _: object) -> None:
        nonlocal left
        if event in TOUCHES:
            left -= 1
            if left == 0:
                os._exit(CUT)

    sys.addaudithook(touched)
    send(root, NEW, releases, 2_000_002_000)
    os._exit(DONE)


def seen(root: Path) -> dict[str, bytes]:
    """What readers find."""
    return {path: (root / "www" / path).read_bytes() for path in {*OLD, *NEW} if (root / "www" / path).is_file()}


def main(root: Path, releases: int) -> int:
    """Cut at each touch; the number of cuts."""
    base = root / "base"
    base.mkdir()
    # With one release kept, the one before is the spare that the next is made from.
    send(base, BEFORE, releases, 2_000_000_000)
    send(base, OLD, releases, 2_000_001_000)
    for fuse in range(1, 10_000):
        here = root / "run"
        shutil.copytree(base, here, symlinks=True)
        ended = in_child(here, releases, fuse)
        assert ended in {CUT, DONE}, ended
        now = seen(here)
        for path in OLD.keys() & NEW.keys():
            assert now.get(path) in {OLD[path], NEW[path]}, (fuse, path, now.get(path))
        send(here, NEW, releases, 2_000_003_000)
        now = seen(here)
        assert {path: now.get(path) for path in NEW} == NEW, (fuse, now)
        left = sorted(
            one.name
            for one in here.glob(".www.releases-by-briefgen/*")
            if one.suffix != ".json" and not one.name.startswith("lock.")
        )
        assert len(left) <= releases + 1, (fuse, left)
        shutil.rmtree(here)
        if ended == DONE:
            return fuse - 1
    raise AssertionError("it never ends")


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), int(sys.argv[2])), "cuts")  # noqa: T201
