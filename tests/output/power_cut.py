"""A build of three pages over three others, and the same in a process whose power is cut at its n-th touch of the disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefgen.base.digest import digest_bytes
from briefgen.output.write import Folder

OLD = {"index.html": b"old front", "people/ann.html": b"old ann", "gone.html": b"going"}
NEW = {"index.html": b"new front", "people/ann.html": b"new ann", "people/bob.html": b"bob is new"}
CUT = 77
"""Exit code of a process whose power was cut."""
_TOUCHES = frozenset({"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "sqlite3.connect", "shutil.rmtree"})


def publish(root: Path, pages: Mapping[str, bytes], obstacle: str = "") -> None:
    """Write pages; an obstacle is a folder of somebody else that turns up while the build is running."""
    folder = Folder(root, root / "site")
    folder.check_room(pages)

    def fresh() -> Iterator[tuple[str, bytes, str]]:
        for path, data in pages.items():
            yield path, data, digest_bytes(data)
        if obstacle:
            (root / "site" / obstacle).unlink(missing_ok=True)
            (root / "site" / obstacle / "theirs").mkdir(parents=True)
            (root / "site" / obstacle / "theirs" / "file.txt").write_bytes(b"theirs")

    folder.publish(fresh(), {})


def main(root: Path, steps: int) -> None:
    """Publish, with the power cut just before the given touch of the disk."""
    left = steps

    def touched(event: str, _: object) -> None:
        nonlocal left
        if event in _TOUCHES:
            left -= 1
            if left == 0:
                os._exit(CUT)

    sys.addaudithook(touched)
    publish(root, NEW)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
