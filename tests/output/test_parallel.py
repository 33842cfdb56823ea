"""Work in several processes gives what one process gives, in the same order, and a lost process is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from small_sites import SmallSite

from briefgen.build import build
from briefgen.output import press
from briefgen.output.parallel import StartMethod, WorkerLostError, in_order
from briefgen.preparing import BuildOptions


def doubled(by: int, part: int) -> int:
    return part * by


def dies(_: None, part: int) -> int:
    if part == 3:
        os._exit(9)
    return part


def refuses(_: None, part: int) -> int:
    raise ValueError(f"not {part}")


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("start", ["fork", "forkserver", "spawn"])
def test_results_come_in_order(jobs: int, start: StartMethod) -> None:
    assert list(in_order(doubled, 2, range(30), jobs, start)) == [number * 2 for number in range(30)]


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(WorkerLostError, match="--jobs 1"):
        list(in_order(dies, None, range(6), 2, "fork"))


def test_what_a_process_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="not 0"):
        list(in_order(refuses, None, range(3), 2, "fork"))


FILES = {
    "/briefgen.yaml": "title: T\nas_of: 2022-04-08\n",
    "people.yaml": "".join(f"ann-{n}: {{name: Ann Lee{n}, summary: One.}}\n" for n in range(120)),
    "articles/storm.md": "---\ntitle: Storm\ndate: 2022-04-02\n---\nAnn Lee7 spoke.\n",
    "articles/notes.md": "---\ntitle: Notes\ndate: 2022-04-03\n---\nAnn Lee5 spoke of [[ann-6]] to Jo Strange.\n",
    "articles/notes.notes.yaml": "who:\n  - {ref: ann-7, note: Ann Lee7 may answer to Ann Lee8.}\n",
    **{
        f"articles/fair-{n}.md": f"---\ntitle: Fair {n}\ndate: 2022-04-02\n---\nAnn Lee{n}, *Ann Lee{n + 1}* and Mo Strange{n}.\n"
        for n in range(70)
    },
}


@pytest.mark.parametrize("start", ["fork", "forkserver", "spawn"])
def test_a_site_is_the_same_from_any_number_of_processes(
    small_site: Callable[[Mapping[str, str | bytes]], SmallSite], start: StartMethod
) -> None:
    """Texts are parsed and linked, and pages are rendered, here and in others; with notes and things to complain about."""
    root = small_site(FILES).root
    trees, said = [], []
    for jobs in (1, 2):
        output = root / f"site-{jobs}"
        shutil.rmtree(root / ".briefgen", ignore_errors=True)
        built = build(root, BuildOptions(output=output, jobs=jobs, start=start))
        written = built.written
        assert written is not None
        said.append(built.prepared.diagnostics)
        assert written.written > 2 * press.PART
        trees.append({str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()})
    assert trees[0] == trees[1]
    assert said[0] == said[1]
    assert said[0], "names that no record has"


def test_what_other_processes_found_is_remembered(
    small_site: Callable[[Mapping[str, str | bytes]], SmallSite], tmp_path: Path
) -> None:
    """The memo is the same whoever did the work."""
    root = small_site(FILES).root
    memos = []
    for jobs in (1, 2):
        shutil.rmtree(root / ".briefgen", ignore_errors=True)
        build(root, BuildOptions(jobs=jobs, start="fork"))
        memos.append({path.name: path.read_bytes() for path in (root / ".briefgen/memo").iterdir()})
    assert memos[0] == memos[1]
    assert {"texts.data", "links.data"} <= memos[0].keys()


def test_a_broken_template_is_told_from_another_process(
    small_site: Callable[[Mapping[str, str | bytes]], SmallSite], tmp_path: Path
) -> None:
    files = {**FILES, "/themes/broadsheet/templates/person.html": "{{ nothing.at.all }}"}
    built = build(small_site(files).root, BuildOptions(jobs=2, start="fork"))
    assert built.written is None
    assert {one.code for one in built.prepared.diagnostics if one.level == "error"} == {"E405"}


LEFT_ALONE = """
import os, sys, time
from briefgen.output.parallel import in_order

def slow(_, part):
    print(os.getpid(), flush=True)
    time.sleep(0.2)

if __name__ == "__main__":
    list(in_order(slow, None, range(1000), 2, sys.argv[1]))
"""


@pytest.mark.parametrize("start", ["fork", "forkserver", "spawn"])
def test_no_process_outlives_a_build_that_was_killed(tmp_path: Path, start: StartMethod) -> None:
    """When the main process is killed outright, those it started end by themselves."""
    script = tmp_path / "script.py"
    script.write_text(LEFT_ALONE, encoding="utf-8")
    started: set[str] = set()
    with subprocess.Popen(
        [sys.executable, script, start], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as main:
        assert main.stdout is not None
        while len(started) < 2 and "" not in started:
            started.add(main.stdout.readline())
        main.kill()
        # The pipe ends when the last process that could write into it has ended; this gives up if it never does.
        _, said = main.communicate(timeout=30)
    assert "" not in started, said
