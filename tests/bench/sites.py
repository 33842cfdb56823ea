"""The site benchmark: whole builds of made-up newsrooms, each in a fresh process, as the command line runs them.

After each kind of edit the site that was built step by step is compared, file by file, with a clean build of the
same project into another folder. When they differ, the bench fails.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from .corpus import EDITS, ROUNDS, read_edits
from .processes import Run, python, run

SIZES = (100, 1_000)
ALL_SIZES = (100, 1_000, 10_000)
REPEATS = {100: 3, 1_000: 1, 10_000: 1}
"""Runs of each kind by size, unless the command line says otherwise."""
LABELS = {
    "cold": "the first build, into an empty folder",
    "unchanged": "nothing changed",
    "touched": "nothing changed, but every file is new on the disk",
    "article": "one article edited",
    "person": "one person added, named in three articles",
    "alias": "one alias added, which stands in 1 % of the articles",
    "status": "one status added to a claim",
    "template": "one template edited: that of articles",
}
_LARGEST_COMPARED_OFTEN = 1_000
_COMPARED_ALWAYS = frozenset({"touched", "status", "template"})
"""Larger sites are compared only after the last of the small edits and after the one that concerns all articles: edits
add up, so a page left as it was by an earlier one is seen then as well."""
_SUMMARY = re.compile(r"(?P<written>\d+) written, (?P<kept>\d+) unchanged")
Tell = Callable[[str], None]


class WrongSiteError(Exception):
    """A site built step by step is not the site that a clean build makes."""


class Row(NamedTuple):
    """The figures of one kind of build: medians of its runs."""

    size: int
    kind: str
    runs: int
    wall: float
    cpu: float
    peak: float
    pages: int
    """HTML files of the site."""
    written: int
    """Files that the build says it wrote."""


class Site(NamedTuple):
    """What a folder of output holds."""

    pages: int
    digest: str


class _Done(NamedTuple):
    """One measured build."""

    run: Run
    written: int


def rows(size: int, repeats: int, tell: Tell) -> list[Row]:
    """Measure every kind of build of a project of so many articles. Raises `WrongSiteError`."""
    if not 1 <= repeats <= ROUNDS:
        raise ValueError(f"repeat from 1 to {ROUNDS} times")
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as name:
        folder = Path(name)
        tell(f"{size:,} articles: writing the project")
        run([python(), "-m", "tests.bench.corpus", str(size), str(folder)])
        return list(_Bench(folder, size, repeats, tell).rows())


class _Bench:
    """One project that is built again and again, and a copy of it that is built clean."""

    def __init__(self, folder: Path, size: int, repeats: int, tell: Tell) -> None:
        self._project = folder / "project"
        self._copy = folder / "copy"
        self._edits = read_edits(folder)
        self._size, self._repeats, self._tell = size, repeats, tell
        self._cold: list[_Done] = []
        self._pages = 0

    def rows(self) -> Iterator[Row]:
        self._say("cold")
        self._cold.append(_build(self._project))
        # A cold build serves twice: as a measurement, and to check what was built step by step.
        found = {"unchanged": self._again("unchanged", lambda _: None)}
        found["touched"] = self._again("touched", lambda _: _touch(self._project))
        for kind in EDITS:
            found[kind] = self._again(kind, partial(self._edit, kind))
        yield self._row("cold", self._cold)
        for kind, done in found.items():
            yield self._row(kind, done)

    def _edit(self, kind: str, turn: int) -> None:
        self._edits[kind][turn].apply(self._project)

    def _again(self, kind: str, change: Callable[[int], None]) -> list[_Done]:
        """Build after each of some changes, then compare the site with that of a clean build."""
        self._say(kind)
        done = []
        for turn in range(self._repeats):
            change(turn)
            done.append(_build(self._project))
        if kind in _COMPARED_ALWAYS or (kind in EDITS and self._size <= _LARGEST_COMPARED_OFTEN):
            self._compare(kind)
        return done

    def _compare(self, kind: str) -> None:
        self._say(f"{kind}, clean build to compare")
        # Copied, not linked: a further name is a change to a file, and then every file of the project would be new.
        shutil.copytree(self._project, self._copy, ignore=_only_sources)
        self._cold.append(_build(self._copy))
        step_by_step, clean = look_at(self._project / "site"), look_at(self._copy / "site")
        shutil.rmtree(self._copy)
        if step_by_step != clean:
            raise WrongSiteError(f"{self._size} articles, {kind}: {step_by_step}, but a clean build gives {clean}")
        self._pages = clean.pages

    def _row(self, kind: str, done: list[_Done]) -> Row:
        wall, cpu, peak = (median(getattr(one.run, name) for one in done) for name in ("wall", "cpu", "peak"))
        return Row(
            self._size, kind, len(done), wall, cpu, peak, self._pages, round(median(one.written for one in done))
        )

    def _say(self, what: str) -> None:
        self._tell(f"{self._size:,} articles: {what}")


def _only_sources(folder: str, names: list[str]) -> set[str]:
    """What a copy of a project leaves out: what builds have made."""
    return {"site", ".briefgen"} & set(names)


def _touch(project: Path) -> None:
    """What a fresh copy does to files: the same bytes at another time."""
    for path in (project / "content").rglob("*"):
        if path.is_file():
            os.utime(path)


def _build(project: Path) -> _Done:
    done = run([python(), "-m", "briefgen", "-C", str(project), "build"])
    found = _SUMMARY.search(done.output)
    if found is None:
        raise ValueError(f"the build does not say what it wrote:\n{done.output[-2000:]}")
    return _Done(done, int(found["written"]))


def look_at(folder: Path) -> Site:
    """Count the pages of a site, and digest every file with its path."""
    digest = hashlib.blake2b(digest_size=16)
    pages = 0
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        pages += path.suffix == ".html"
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
    return Site(pages, digest.hexdigest())
