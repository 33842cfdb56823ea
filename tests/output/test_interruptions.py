"""Builds that are stopped half-way: readers meet whole pages, and the next build puts everything right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import power_cut
import pytest
from power_cut import NEW, OLD, publish

from briefgen.output.write import Folder, OutputFaultError


def files_in(root: Path) -> dict[str, bytes]:
    site = root / "site"
    return {one.relative_to(site).as_posix(): one.read_bytes() for one in site.rglob("*") if one.is_file()}


@pytest.fixture
def interrupted(tmp_path: Path) -> Path:
    """A project whose second build was stopped after its first page."""
    publish(tmp_path, OLD)
    with pytest.raises(OutputFaultError, match="cannot write"):
        publish(tmp_path, NEW, obstacle="people/ann.html")
    return tmp_path


def test_each_page_is_the_old_or_the_new_one(interrupted: Path) -> None:
    """While a build is stopped half-way, readers meet whole pages of the last or of the new build."""
    left = files_in(interrupted)
    assert left.pop("people/ann.html/theirs/file.txt") == b"theirs"
    assert left == {"index.html": b"new front", "gone.html": b"going"}


def test_the_next_command_finishes_the_switch(interrupted: Path) -> None:
    """Once what stood in the way is gone, the next build first finishes what the last one began."""
    shutil.rmtree(interrupted / "site/people/ann.html")
    Folder(interrupted, interrupted / "site")
    assert files_in(interrupted) == NEW
    assert not (interrupted / ".site.staged-by-briefgen").exists()


def test_pages_that_came_with_the_healing_are_known_as_ours(interrupted: Path) -> None:
    """The build after an interrupted one neither takes its new pages for somebody else's nor forgets to remove them."""
    shutil.rmtree(interrupted / "site/people/ann.html")
    publish(interrupted, NEW)
    publish(interrupted, {"index.html": b"new front"})
    assert files_in(interrupted) == {"index.html": b"new front"}


def test_what_stays_in_the_way_is_named(interrupted: Path) -> None:
    """As long as the folder of somebody else is in the way, the build says so and leaves it alone."""
    with pytest.raises(OutputFaultError, match=r"people/ann\.html"):
        publish(interrupted, NEW)
    assert (interrupted / "site/people/ann.html/theirs/file.txt").read_bytes() == b"theirs"


def test_a_power_cut_at_any_moment_is_healed_by_the_next_build(tmp_path: Path) -> None:
    """Wherever a build is cut off, every page is whole, and the next build leaves exactly what it plans."""
    for step in count(1):
        root = tmp_path / f"cut-{step}"
        publish(root, OLD)
        done = subprocess.run([sys.executable, power_cut.__file__, str(root), str(step)], check=False)
        assert all(data in {OLD.get(name), NEW.get(name)} for name, data in files_in(root).items()), step
        publish(root, NEW)
        assert files_in(root) == NEW, step
        publish(root, {"index.html": b"new front"})
        assert files_in(root) == {"index.html": b"new front"}, step
        assert sorted(one.name for one in root.iterdir()) == [".briefgen", "site"]
        if done.returncode == 0:
            break
        assert done.returncode == power_cut.CUT
    assert step > len(NEW) * 2  # every page is staged and put in place


@pytest.mark.parametrize(
    "journal",
    ["", "{", "[]", '{"put": 1}', '{"put": [["x"]], "remove": []}', '{"put": [], "remove": ["../precious.txt"]}'],
)
def test_a_damaged_journal_is_set_aside(tmp_path: Path, journal: str) -> None:
    """A leftover that cannot be read neither stops the next build nor harms a file."""
    (tmp_path / "precious.txt").write_bytes(b"theirs")
    publish(tmp_path, OLD)
    stage = tmp_path / ".site.staged-by-briefgen"
    stage.mkdir()
    (stage / "switch.json").write_text(journal)
    publish(tmp_path, NEW)
    assert files_in(tmp_path) == NEW
    assert (tmp_path / "precious.txt").exists()


def test_a_staging_area_that_cannot_be_made_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    """When there is no room to prepare the new pages, not one old page is touched."""
    publish(tmp_path, OLD)
    (tmp_path / ".site.staged-by-briefgen").write_text("a file in the way")
    with pytest.raises(OutputFaultError, match="cannot write"):
        publish(tmp_path, NEW)
    assert files_in(tmp_path) == OLD


FULL_DISK = """
import resource, sys
from briefgen.cli.main import run
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.argv = ["briefgen", "-C", sys.argv[1], "build"]
run()
"""


def test_a_full_disk_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    """When the disk refuses the new pages, the command says so, and readers keep the last good site."""
    (tmp_path / "content/articles").mkdir(parents=True)
    article = tmp_path / "content/articles/storm.md"
    article.write_text("---\ntitle: Storm\ndate: 2022-04-02\n---\nIt rained.\n")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1649376000"}
    subprocess.run([sys.executable, "-m", "briefgen", "-C", tmp_path, "build"], check=True, env=environment)
    before = files_in(tmp_path)
    article.write_text(article.read_text() + "\nIt rained and rained.\n" * 3000)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "cannot write to" in done.stderr
    assert "File too large" in done.stderr
    assert files_in(tmp_path) == before
    assert not (tmp_path / ".site.staged-by-briefgen").exists()
