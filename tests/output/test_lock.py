"""Two builds at once: one waits for the other, says so, and is never kept out by a process that is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from small_sites import SmallSite

from briefgen.output.lock import alone
from briefgen.output.write import OutputFaultError

FILES = {
    "/briefgen.yaml": "title: T\nas_of: 2022-04-08\n",
    "articles/storm.md": "---\ntitle: Storm\ndate: 2022-04-02\n---\nIt rained.\n",
}
HOLD = """
import sys
import time
from pathlib import Path
from briefgen.output.lock import alone
with alone(Path(sys.argv[1]), Path(sys.argv[2]), print):
    print("mine", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def root(small_site: Callable[[Mapping[str, str | bytes]], SmallSite]) -> Path:
    return small_site(FILES).root


def holding(root: Path, output: Path) -> subprocess.Popen[str]:
    """A process that has the lock until it reads a line."""
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, root, output], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert held.stdout is not None
    assert held.stdout.readline() == "mine\n"
    return held


def briefgen(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "briefgen", "-C", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def test_a_build_waits_for_another_and_names_it(root: Path) -> None:
    """The second build says who writes, waits, and then shows what was saved meanwhile."""
    with holding(root, root / "site") as other, briefgen(root, "build") as second:
        assert second.stderr is not None
        told = second.stderr.readline()
        assert told.startswith(f"another build is writing to {root / 'site'} (process {other.pid} on ")
        assert not (root / "site").exists()
        (root / "content/articles/storm.md").write_text(str(FILES["articles/storm.md"]) + "\nIt snowed.\n")
        other.communicate("\n")
        said, _ = second.communicate()
    assert second.returncode == 0
    assert "written" in said
    assert "It snowed" in (root / "site/articles/storm/index.html").read_text(encoding="utf-8")
    assert sorted(one.name for one in root.iterdir()) == [".briefgen", "briefgen.yaml", "content", "site"]


def test_a_build_that_hangs_is_not_waited_for_for_ever(root: Path) -> None:
    """After a while the message says what holds the folder and what to do."""
    with holding(root, root / "site") as other:
        told = rf"process {other.pid} on .*; wait .*, end it .*, or give another"
        with pytest.raises(OutputFaultError, match=told), alone(root, root / "site", print, patience=0.1):
            pytest.fail("two at once")
        other.communicate("\n")


def test_a_killed_build_holds_nothing(root: Path) -> None:
    """A lock ends with its process, whatever ended it; the file it leaves keeps nobody out and goes."""
    with holding(root, root / "site") as other:
        os.kill(other.pid, signal.SIGKILL)
    lock = root / ".site.locked-by-briefgen"
    assert lock.exists()
    with briefgen(root, "build") as done:
        assert done.communicate()[1] == ""
    assert done.returncode == 0
    assert not lock.exists()


def test_a_killed_build_leaves_nothing_though_nothing_has_changed(root: Path) -> None:
    """The next build has nothing to do but to remove what the killed one left."""
    for _ in range(2):
        with briefgen(root, "build") as done:
            done.communicate()
        time.sleep(0.1)
    lock = root / ".site.locked-by-briefgen"
    lock.write_text("process 1 on desk-3\n", encoding="utf-8")
    with briefgen(root, "build") as done:
        assert " 0 written" in done.communicate()[0]
    assert not lock.exists()


def test_other_folders_and_the_preview_are_not_kept_waiting(root: Path) -> None:
    """Only builds into the same folder wait; from another project as well, and by whatever name the folder is given."""
    (root / "link").symlink_to(root / "site", target_is_directory=True)
    with holding(root, root / "site") as other:
        for free in ("other", ".briefgen/preview"):
            with alone(root, root / free, pytest.fail, patience=0):
                pass
        for taken, project in (("link", root), ("site", root.parent / "another project")):
            with pytest.raises(OutputFaultError), alone(project, root / taken, print, patience=0):
                pytest.fail("two at once")
        other.communicate("\n")


def test_many_builds_at_once_all_end_well(root: Path) -> None:
    """Five builds that are started together leave one good site, and all say so."""
    builds = [briefgen(root, "build") for _ in range(5)]
    for one in builds:
        _, said = one.communicate()
        assert one.returncode == 0, said
    with briefgen(root, "build", "--clean") as done:
        assert ": 0 written" in done.communicate()[0]


def test_cleaning_waits_as_well(root: Path) -> None:
    with holding(root, root / "site") as other, briefgen(root, "clean") as done:
        assert done.stderr is not None
        assert "another build is writing" in done.stderr.readline()
        other.communicate("\n")
        done.communicate()
    assert done.returncode == 0


def test_a_refused_folder_leaves_no_trace(root: Path) -> None:
    """No lock is left beside a folder that is not written to, nor folders above one."""
    before = sorted(root.parent.rglob("*"))
    for output in (root, root / "content/articles", Path("/")):
        with briefgen(root, "build", "-o", output) as done:
            done.communicate()
        assert done.returncode == 2
    (root / "content/articles/storm.md").write_text("---\ntitel: Storm\n---\n")
    with briefgen(root, "build", "-o", root / "new/folder") as done:
        done.communicate()
    assert done.returncode == 1
    assert [one for one in sorted(root.parent.rglob("*")) if ".briefgen" not in one.parts] == before
