"""When nothing has changed a build says so at once, and never when something has."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_sites import SmallSite

from briefgen.cli.main import main
from briefgen.output import unchanged

FILES = {
    "/briefgen.yaml": "title: T\nas_of: 2022-04-08\n",
    "people.yaml": "ann: {name: Ann Lee, summary: One.}\n",
    "articles/storm.md": "---\ntitle: Storm\ndate: 2022-04-02\n---\nAnn Lee spoke.\n",
    "images/a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.fixture
def root(small_site: Callable[[Mapping[str, str | bytes]], SmallSite]) -> Path:
    """A project whose files are old enough for their times to be trusted, built once."""
    root = small_site(FILES).root
    time.sleep(0.1)
    assert "written" in run(root)
    return root


def run(root: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["-C", str(root), "build", *options], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.output


def was_quick(root: Path) -> bool:
    """Whether a build neither reads nor renders: nothing of Jinja is imported by a process of its own."""
    command = [sys.executable, "-X", "importtime", "-m", "briefgen", "-C", str(root), "build"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "0 written" in done.stdout
    return "jinja2" not in done.stderr


def test_an_unchanged_project_is_not_even_read(root: Path) -> None:
    assert was_quick(root)


def test_what_was_said_is_said_again(root: Path) -> None:
    """Warnings and remarks are repeated, word for word, by the quick answer."""
    (root / "content/people.yaml").write_text("ann: {name: Ann Lee}\n", encoding="utf-8")
    time.sleep(0.1)
    first, second = run(root), run(root)
    assert "BG-W032" in first
    assert first.partition("site/:")[0] == second.partition("site/:")[0]
    assert first.rpartition("; ")[2] == second.rpartition("; ")[2]


def edit_in_place(root: Path) -> None:
    """The same length and the same time of change: only the inode's own time tells."""
    path = root / "content/articles/storm.md"
    stat = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("spoke", "slept"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def add_template(root: Path) -> None:
    (root / "themes/broadsheet/templates").mkdir(parents=True)
    text = '{% extends "broadsheet/article.html" %}{% block head_extra %}<meta name="x" content="y">{% endblock %}'
    (root / "themes/broadsheet/templates/article.html").write_text(text, encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "edit": edit_in_place,
    "new file": lambda root: (root / "content/images/b.png").write_bytes(b"x"),
    "picture": lambda root: (root / "content/images/a.svg").write_bytes(
        b"<svg xmlns='http://www.w3.org/2000/svg' id='a'/>"
    ),
    "delete": lambda root: (root / "content/articles/storm.md").unlink(),
    "template": add_template,
    "page gone": lambda root: (root / "site/index.html").unlink(),
    "page changed": lambda root: (root / "site/index.html").write_text("x", encoding="utf-8"),
    "site record": lambda root: (root / "briefgen.yaml").write_text(
        "title: New\nas_of: 2022-04-08\n", encoding="utf-8"
    ),
}


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_any_change_is_noticed(root: Path, change: str) -> None:
    """After a change the site is what a clean build makes of it."""
    CHANGES[change](root)
    assert " 0 written, " not in run(root) or change == "delete"
    clean = root.parent / "clean"
    run(root, "--clean", "-o", str(clean))
    assert tree(root / "site") == tree(clean)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("damage", ["", "{", '{"in": 1}', "null"])
def test_a_damaged_memory_is_ignored(root: Path, damage: str) -> None:
    for path in (root / ".briefgen/unchanged").iterdir():
        path.write_text(damage, encoding="utf-8")
    assert "0 written" in run(root)


def test_the_day_counts_unless_it_is_pinned(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without a day of its own is asked again when another day is given."""
    (root / "briefgen.yaml").write_text("title: T\n", encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1648771200")
    time.sleep(0.1)
    assert "1 article not shown" in run(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1649376000")
    assert "not shown" not in run(root)


def test_a_linked_folder_is_looked_into_each_time(root: Path) -> None:
    """What lies behind a link may change without a trace here."""
    (root / "more").mkdir()
    (root / "more/b.md").write_text(FILES["articles/storm.md"], encoding="utf-8")  # type: ignore[arg-type]
    (root / "content/articles/more").symlink_to(root / "more")
    time.sleep(0.1)
    run(root)
    assert not was_quick(root)


def test_a_clock_that_was_set_back_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time.sleep(0.1)
    seen = unchanged.look(root, {})
    unchanged.remember(root, root / "site", seen, unchanged.Told("", "-", 0), ["index.html"], 2**62)
    assert unchanged.answer(root, root / "site", seen) is not None
    now = time.time_ns()
    monkeypatch.setattr(unchanged, "time_ns", lambda: now - 86_400 * 10**9)
    assert unchanged.answer(root, root / "site", seen) is None
