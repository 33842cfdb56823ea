"""Builds on a disk that is full, truly: a small one in memory, mounted where nobody else sees it (Linux, if permitted)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from .faults import torn
from .identity import HERE, build_clean, project, tree

SIZE = "7m"
LEFT = (0, 4, 12, 40, 100, 200, 400, 800, 1600, 3200)
"""Kilobytes that are left when a build begins: the site of the walks is two thousand, and is staged beside the old one."""
_MOUNT = f'mount -t tmpfs -o size={SIZE} none "$1" && exec "$2" -m tests.soak.small_disk "$1"'


def filled_disks() -> str:
    """What came of it, in words; empty when nothing was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
        tried = subprocess.run(
            [*alone, "sh", "-c", _MOUNT, "sh", folder, sys.executable], cwd=HERE.parent.parent, capture_output=True, text=True, check=False
        )  # fmt: skip
    return "" if tried.returncode == 0 else tried.stdout + tried.stderr


def main(folder: str) -> None:
    root = project(Path(folder) / "project")
    random = Random(1)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as other:
        assert _build(root) == 0
        codes = set()
        for number, left in enumerate(LEFT):
            old = tree(root / "site")
            settings = root / "briefgen.yaml"
            settings.write_text(settings.read_text(encoding="utf-8").replace("title: ", f"title: {number} "), encoding="utf-8")  # fmt: skip
            new = build_clean(root, Path(other) / "clean", random).site
            filler = Path(folder) / "filler"
            _fill(filler, left * 1024)
            codes.add(_build(root))
            assert torn(tree(root / "site"), old, new) == [], left
            filler.unlink()
            assert _build(root) == 0, left
            assert tree(root / "site") == new, left
            assert {one.name for one in root.iterdir()} == {"briefgen.yaml", "content", "seeds", "themes", "site", ".briefgen"}  # fmt: skip
        assert codes == {0, 2}, "either there was always room or never"


def _fill(path: Path, left: int) -> None:
    """Take all room there is, but for so many bytes."""
    free = os.statvfs(path.parent)
    with path.open("wb") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - left)))


def _build(root: Path) -> int:
    command = [sys.executable, "-m", "briefgen", "-C", str(root), "build", "--quiet"]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode


if __name__ == "__main__":
    main(sys.argv[1])
