"""Every way in which files change is noticed, whatever the system reports of it."""

from __future__ import annotations

import os
import queue
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefgen.preview import watch
from briefgen.preview.sweep import differing, is_watched, sweep
from briefgen.preview.watch import Hinter
from briefgen.reading.disk import read_project

from .running import PATIENT


class Noticed:
    """A project, its watcher, and what the watcher told."""

    def __init__(self, root: Path, poll: float) -> None:
        self.root = root
        self.output = root / ".briefgen/preview"
        self.output.mkdir(parents=True)
        self._told: queue.Queue[frozenset[str] | None] = queue.Queue()
        self.hinter = Hinter(root, self.output, self._told.put, poll)

    def until(self, *wanted: str) -> set[str]:
        """Wait until all these paths were told of; everything that was told."""
        told: set[str] = set()
        while not told.issuperset(wanted):
            try:
                told |= self._told.get(timeout=PATIENT) or frozenset({"everything"})
            except queue.Empty:
                raise AssertionError(f"told only of {sorted(told)}, not of all of {wanted}") from None
        return told


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = (tmp_path / "project").resolve()
    for name in (
        "content/articles/a.md",
        "content/articles/b.md",
        "content/people.yaml",
        "seeds/x.txt",
        "briefgen.yaml",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("old", encoding="utf-8")
    return root


@pytest.fixture(params=[0, 0.1], ids=["reports", "polling"])
def noticed(root: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Noticed]:
    monkeypatch.setattr(watch, "HEARTBEAT", 0.1)
    one = Noticed(root, request.param)
    one.hinter.start(None)
    yield one
    one.hinter.stop()


def save_by_rename(root: Path) -> None:
    (root / "content/articles/.a.md.tmp").write_text("new", encoding="utf-8")
    (root / "content/articles/.a.md.tmp").replace(root / "content/articles/a.md")


def save_by_backup(root: Path) -> None:
    """As vim does with `backupcopy=no`."""
    path = root / "content/articles/a.md"
    path.rename(f"{path}~")
    path.write_text("new", encoding="utf-8")
    Path(f"{path}~").unlink()


def swap_the_content_folder(root: Path) -> None:
    """As another work tree does."""
    shutil.copytree(root / "content", root / "other")
    (root / "other/articles/a.md").write_text("another", encoding="utf-8")
    (root / "content").rename(root / "before")
    (root / "other").rename(root / "content")


def make_nested_folders(root: Path) -> None:
    for number in range(20):
        path = root / f"content/new/deep/{number}/x.md"
        path.parent.mkdir(parents=True)
        path.write_text("new", encoding="utf-8")


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "an edit": (lambda root: (root / "content/articles/a.md").write_text("new"), {"content/articles/a.md"}),
    "a save by rename": (save_by_rename, {"content/articles/a.md"}),
    "a save by backup": (save_by_backup, {"content/articles/a.md"}),
    "a new file": (lambda root: (root / "content/c.md").write_text("new"), {"content/c.md"}),
    "a removed file": (lambda root: (root / "content/articles/b.md").unlink(), {"content/articles/b.md"}),
    "a file renamed": (
        lambda root: (root / "content/articles/b.md").rename(root / "content/articles/c.md"),
        {"content/articles/b.md", "content/articles/c.md"},
    ),
    "a folder renamed": (
        lambda root: (root / "content/articles").rename(root / "content/pages"),
        {"content/articles/a.md", "content/articles/b.md", "content/pages/a.md", "content/pages/b.md"},
    ),
    "new folders in folders": (make_nested_folders, {f"content/new/deep/{number}/x.md" for number in range(20)}),
    "a removed folder": (
        lambda root: shutil.rmtree(root / "content"),
        {"content/articles/a.md", "content/articles/b.md", "content/people.yaml"},
    ),
    "another content folder": (swap_the_content_folder, {"content/articles/a.md"}),
    "the site record": (lambda root: (root / "briefgen.yaml").write_text("new"), {"briefgen.yaml"}),
    "the first template": (
        lambda root: ((root / "themes/x").mkdir(parents=True), (root / "themes/x/a.html").write_text("new")),
        {"themes/x/a.html"},
    ),
    "the preview folder gone": (lambda root: shutil.rmtree(root / ".briefgen"), {"everything"}),
}


def test_every_change_is_noticed(noticed: Noticed) -> None:
    """One after the other in one project: nothing makes the watcher blind for what comes next."""
    for number, (change, expected) in enumerate(CHANGES.values()):
        shutil.rmtree(noticed.root / "content", ignore_errors=True)
        for name in ("articles/a.md", "articles/b.md", "people.yaml"):
            path = noticed.root / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("old again", encoding="utf-8")
        noticed.output.mkdir(parents=True, exist_ok=True)
        # Two marks, one after the other: when the second is told of, everything that came before the first is known.
        for mark in (f"content/{number}-first.md", f"content/{number}-second.md"):
            (noticed.root / mark).write_text("mark", encoding="utf-8")
            noticed.until(mark)
        change(noticed.root)
        noticed.until(*expected)


def test_a_watcher_that_hears_nothing_still_sees(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses to report, as when its limits are reached, looking has to do."""

    def refuses(*_: object, **__: object) -> object:
        raise OSError("no space left on device")

    monkeypatch.setattr(watch, "RustNotify", refuses)
    one = Noticed(root, 0)
    one.hinter.start(None)
    (root / "content/articles/a.md").write_text("new", encoding="utf-8")
    assert one.until("content/articles/a.md") == {"content/articles/a.md"}
    one.hinter.stop()


LEAVINGS = (".hidden.md", ".a.md.swp", ".#a.md", "#a.md#", "a.md~", "4913", "~$a.md", "Thumbs.db", "desktop.ini")


@pytest.mark.parametrize("name", LEAVINGS)
def test_what_editors_leave_lying_is_not_looked_at(root: Path, name: str) -> None:
    """The same names are passed over here and where content is read."""
    before = sweep(root)
    (root / "content" / name).write_text("x", encoding="utf-8")
    assert differing(before, sweep(root)) == frozenset()
    assert not is_watched(f"content/{name}")
    assert set(read_project(root).value.texts) <= set(before)


def test_everything_that_is_read_is_looked_at(root: Path) -> None:
    (root / "content/files").mkdir()
    (root / "content/files/data.bin").write_text("x", encoding="utf-8")
    read = read_project(root).value
    seen = set(sweep(root))
    assert seen >= {*read.texts, *read.seeds, *(f"content/{name}" for name in read.files)}


def test_a_file_set_back_in_time_differs(root: Path) -> None:
    """A program may write other words of the same length and give the file its old date."""
    path, before = root / "content/articles/a.md", sweep(root)
    about = path.stat()
    path.write_text("new", encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert differing(before, sweep(root)) == {"content/articles/a.md"}


def test_links_are_followed_inside_the_project_and_never_in_circles(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.md").write_text("x", encoding="utf-8")
    (root / "content/out").symlink_to(tmp_path / "outside")
    (root / "content/round").symlink_to(root / "content")
    (root / "content/broken.md").symlink_to(root / "nowhere")
    seen = sweep(root)
    assert not any("secret" in path for path in seen)
    assert "content/broken.md" in seen
    assert len(seen) < 30
