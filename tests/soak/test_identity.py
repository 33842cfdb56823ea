"""Short walks in every test run; `make soak` takes long ones."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from briefgen.model.records import KINDS
from briefgen.output.themes import load_theme
from briefgen.output.unchanged import look
from briefgen.preparing import BuildOptions, prepare
from briefgen.reading.disk import read_project

from .edits import EDITS, NAMES
from .identity import HERE, WORLD, afternoon, in_one_language, project, sources, walk


def test_incremental_builds_are_identical_to_clean_ones(tmp_path: Path) -> None:
    """After any edits the site holds, byte for byte, what a build from nothing makes, and the same is said."""
    for step in walk(project(tmp_path / "project"), 1, 15):
        assert step.differing == [], (step.edits, step.how)


def test_what_follows_small_edits_is_identical_to_a_clean_build(tmp_path: Path) -> None:
    """A desk's afternoon: most builds only follow the edits, and still leave and say what a build from nothing would."""
    steps = list(afternoon(project(tmp_path / "project"), 1, 25))
    for step in steps:
        assert step.differing == [], step.edits
    assert sum(step.followed for step in steps) > len(steps) // 3


def test_what_follows_edits_of_names_is_identical_to_a_clean_build(tmp_path: Path) -> None:
    """Names come and go, are shared, declined, rejected, nearly stand in texts: builds follow the edits where they can."""
    steps = list(afternoon(in_one_language(project(tmp_path / "project")), 2, 20, NAMES))
    for step in steps:
        assert step.differing == [], step.edits
    assert sum(step.followed for step in steps if "other_names" in step.edits) >= 4


SURROUNDINGS: tuple[tuple[str, Mapping[str, str], str], ...] = (
    ("project", {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"}, "disk"),
    ("a folder of tests, größer", {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1"}, "dice"),
    ("проєкт", {"LC_ALL": "uk_UA.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "77"}, "dice"),
)
"""Name of the folder, environment, order in which folders list their files."""


def test_surroundings_show_nowhere(tmp_path: Path) -> None:
    """The same edits give the same bytes and words in any language, time zone, folder, hash seed and order of files."""
    told = []
    for name, environment, order in SURROUNDINGS:
        command = [sys.executable, "-m", "tests.soak.surroundings", "5", "6", str(tmp_path / name), order]
        done = subprocess.run(
            command, cwd=HERE.parent.parent, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        told.append(done.stdout.splitlines())
    assert len(told[0]) == 6
    assert told[0] == told[1] == told[2]


def test_the_world_holds_everything_that_briefgen_reads() -> None:
    """The site of the walks has every kind of record, and every sort of file that reading and themes know."""
    prepared = prepare(WORLD, BuildOptions())
    files = read_project(WORLD).value
    theme = load_theme(WORLD, prepared.site.config).value
    assert theme is not None
    assert not prepared.failed
    assert {key.partition(":")[0] for key in prepared.site.records} == set(KINDS)
    assert {Path(path).suffix for path in files.texts} == {".md", ".yaml"}
    assert any(path.endswith(".notes.yaml") for path in files.texts)
    assert any(path.endswith(".uk.md") for path in files.texts)
    assert files.files.keys() == {"files/figures.csv", "images/bridge.jpg"}
    assert files.seeds
    assert any(path.startswith("themes/local/") for _, path in theme.templates.values())
    assert any(str(path).startswith(str(WORLD)) for path, _ in theme.static.values())
    assert prepared.waiting
    assert any(page.kind == "redirect" for page in prepared.pages)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_every_edit_does_something(tmp_path: Path, edit) -> None:
    """No edit of the walks is an empty gesture: within a few tries it changes files, or at least their times."""
    root = project(tmp_path / "project")
    for name in ("site/index.html", ".briefgen/memo/texts.index", "content/articles/new-1.md", "content/topics/further-1.yaml"):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("---\ntitle: T\n---\nSome text.\n")
    (root / "content/people/bo-marsh.yaml").write_text("name: Bo Marsh\n")
    before = _seen(root)
    for seed in range(20):
        edit(root, Random(seed))  # noqa: S311 - no secret
        if _seen(root) != before:
            return
    pytest.fail("nothing changed")


def _seen(root: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_the_edits_reach_every_file(tmp_path: Path) -> None:
    """Each file of the world is changed, and not only removed, by some edit sooner or later."""
    root = project(tmp_path / "project")
    before = sources(root)
    untouched = set(before) - {"content/README.md", "content/style.yaml"}  # nothing reads these
    random = Random(1)  # noqa: S311 - no secret
    for _ in range(1500):
        random.choice(EDITS)(root, random)
        now = sources(root)
        untouched -= {path for path in before if now.get(path, before[path]) != before[path]}
        for path in before.keys() - now.keys():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(before[path])
        if not untouched:
            return
    assert not untouched


READ = """
import sys
from pathlib import Path
root = sys.argv[1]
def told(event, about):
    if event == "open" and str(about[0]).startswith(root + "/"):
        print(Path(about[0]).relative_to(root).as_posix())
sys.addaudithook(told)
from briefgen.build import build
from briefgen.preparing import BuildOptions
build(Path(root), BuildOptions(output=Path(sys.argv[2])))
"""


def test_the_quick_answer_looks_at_every_file_that_a_build_reads(tmp_path: Path) -> None:
    """No file goes into a site that could change behind the back of the quick answer."""
    root = project(tmp_path / "project")
    command = [sys.executable, "-c", READ, str(root), str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    read = {path for path in done.stdout.splitlines() if not path.startswith(".briefgen/") and (root / path).exists()}
    seen = {line.partition("\0")[0] for line in look(root, {}).inputs}
    assert len(read) > 25
    assert read <= seen
