"""The one promise of incremental building: for any history of edits, the same bytes as a clean build, and the same words."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from click.testing import CliRunner

from briefgen.build import build
from briefgen.cli.main import main
from briefgen.preparing import BuildOptions

from .edits import EDITS, EVERYDAY, SMALL, Edit

HERE = Path(__file__).parent
WORLD = HERE / "world"
"""A small site with every kind of record and of file."""
EXAMPLE = HERE.parent.parent
PARTS = ("briefgen.yaml", "content", "seeds", "themes")
Tree = Mapping[str, bytes]
OF_ONE_RUN = (" written, ", "Nothing was written", "note: what earlier builds left")
"""What stands in lines that tell of one run and not of the site."""


def project(folder: Path, original: Path = WORLD) -> Path:
    """A copy of a site, in a folder that may be there. Of the example the theme is not copied: it is the shipped one."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(original / "content", folder / "content")
    shutil.copytree(original / "seeds", folder / "seeds")
    shutil.copy(original / "briefgen.yaml", folder / "briefgen.yaml")
    if original != EXAMPLE:
        shutil.copytree(original / "themes", folder / "themes")
    return folder


def in_one_language(root: Path) -> Path:
    """The same project without editions; articles in another language stay, as articles of their own."""
    config = root / "briefgen.yaml"
    text = re.sub(r"^(languages|editions):.*\n(  .*\n)*", "", config.read_text(encoding="utf-8"), flags=re.M)
    config.write_text(text, encoding="utf-8")
    for path in (root / "content").rglob("*.uk.*"):
        if path.parent.name == "articles" and path.suffix == ".md":
            text = path.read_text(encoding="utf-8").replace("---\n", "---\nlang: uk\n", 1)
            (path.parent / path.name.replace(".uk.", "-uk.")).write_text(text, encoding="utf-8")
        path.unlink()
    for path in (root / "content").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(article:[\w-]+)\.uk\b", r"\1-uk", text), encoding="utf-8")
    return root


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def sources(root: Path) -> dict[str, bytes]:
    """All that a site is made from, by path."""
    found = {f"{part}/{name}": data for part in PARTS[1:] for name, data in tree(root / part).items()}
    return {"briefgen.yaml": (root / "briefgen.yaml").read_bytes(), **found}


def restore(root: Path, wanted: Tree, random: Random | None = None) -> None:
    """Bring the sources back to what they were, by touching only what differs; perhaps in another order."""
    here = sources(root)
    for path in here.keys() - wanted.keys():
        (root / path).unlink()
    differing = [path for path in wanted if here.get(path) != wanted[path]]
    if random is not None:
        random.shuffle(differing)
    for path in differing:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(wanted[path])


class Result(NamedTuple):
    """What a build left and said."""

    failed: bool
    site: Tree
    said: tuple[str, ...]


class Step(NamedTuple):
    """What was done to a project, and what an incremental and a clean build made of it."""

    edits: tuple[str, ...]
    how: str
    found: Result
    expected: Result
    followed: bool
    """Whether the incremental one only followed the edits from what was kept, without reading anything else."""

    @property
    def differing(self) -> list[str]:
        """Files and words that are not as they should be."""
        site = [
            path
            for path in sorted(self.found.site.keys() | self.expected.site.keys())
            if self.found.site.get(path) != self.expected.site.get(path)
        ]
        said = sorted({*self.found.said} ^ {*self.expected.said})
        failed = [] if self.found.failed == self.expected.failed else [f"failed: {self.found.failed}"]
        return [*failed, *site, *said]


def build_by_command(root: Path, *options: str) -> Result:
    """`briefgen build`, with the quick answer; the line with times and counts is left out."""
    done = CliRunner().invoke(main, ["-C", str(root), "build", "-v", *options], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    said = [line for line in done.output.splitlines() if not any(one in line for one in OF_ONE_RUN)]
    return Result(done.return_value != 0, tree(root / "site"), tuple(said))


def build_clean(root: Path, folder: Path, random: Random, *options: str) -> Result:
    """The same sources in another folder, written in another order, built without anything from before."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "content").mkdir(parents=True)
    (folder / "briefgen.yaml").write_bytes(b"")
    restore(folder, sources(root), random)
    return build_by_command(folder, *options)


def walk(root: Path, seed: int, steps: int, edits: tuple[Edit, ...] = EDITS) -> Iterator[Step]:
    """Edit and build, again and again; after each build, what it left and what a clean one leaves.

    Without `edits` of its own, a walk is at times a run of the small edits of one afternoon.
    """
    random = Random(seed)  # noqa: S311 - no secret
    clean = root.parent / "clean, прибрано"
    good = before = sources(root)
    build_by_command(root)
    options: tuple[str, ...] = ()
    waiting: list[Edit] = []
    for _ in range(steps):
        waiting = waiting or random.sample(edits, len(edits))
        if edits is EDITS and random.random() < 0.3:
            chosen = random.choices(SMALL, k=random.choice((1, 1, 2)))
        else:
            chosen = [waiting.pop() for _ in range(min(len(waiting), random.choice((1, 1, 1, 2, 3))))]
        told = [edit.__name__ for edit in chosen]
        if random.random() < 0.06:
            before, now = sources(root), before
            restore(root, now, random)
            told.append("back to an earlier state")
        for edit in chosen:
            edit(root, random)
        if random.random() < 0.1:
            options = random.choice(((), ("--drafts",), ("--strict",), ("--as-of", "2022-04-05"), ("--base-url", "https://example.com/x/")))  # fmt: skip
        if random.random() < 0.5:
            time.sleep(0.03)  # long enough for the times of files to be trusted, so that the quick answer is possible
        kept = _kept(root)
        how, found = _build(root, random, options)
        followed = _followed(kept, _kept(root))
        expected = build_clean(root, clean, random, *options)
        # A failing build leaves the site as it was, so there is nothing to compare but words.
        if expected.failed:
            found, expected = found._replace(site={}), expected._replace(site={})
        yield Step(tuple(told), how, found, expected, followed)
        if expected.failed:
            restore(root, good)
            options = ()
        else:
            good = sources(root)
            _assert_quiet(root, options, told)


def afternoon(root: Path, seed: int, steps: int, edits: tuple[Edit, ...] = EVERYDAY) -> Iterator[Step]:
    """Small edits of texts and of what pages show, one build after another, with now and then something else between."""
    random = Random(seed)  # noqa: S311 - no secret
    clean = root.parent / "clean, прибрано"
    good = earlier = sources(root)
    time.sleep(0.03)
    build_by_command(root)
    for _ in range(steps):
        chosen = random.choices(edits, k=random.choice((1, 1, 1, 2, 3)))
        if random.random() < 0.08:
            chosen.append(random.choice(EDITS))
        told = [edit.__name__ for edit in chosen]
        if random.random() < 0.1:
            restore(root, earlier, random)
            told.append("back to an earlier state")
        for edit in chosen:
            edit(root, random)
        time.sleep(0.03)  # long enough for the times of files to be trusted
        kept = _kept(root)
        found = build_by_command(root)
        followed = _followed(kept, _kept(root))
        expected = build_clean(root, clean, random)
        if expected.failed:
            found, expected = found._replace(site={}), expected._replace(site={})
        yield Step(tuple(told), "", found, expected, followed)
        if expected.failed:
            restore(root, good)
            time.sleep(0.03)
            build_by_command(root)
        else:
            earlier, good = (good if random.random() < 0.5 else earlier), sources(root)


def _kept(root: Path) -> dict[str, int]:
    """When each file was written that edits start from."""
    return {path.suffix: path.stat().st_mtime_ns for path in (root / ".briefgen/kept").glob("*.*")}


def _followed(before: Mapping[str, int], now: Mapping[str, int]) -> bool:
    """Whether what an edit changed was noted beside what was kept, and nothing was kept anew."""
    whole = before.get(".state"), now.get(".state")
    return whole[0] == whole[1] is not None and before.get(".edits") != now.get(".edits")


def _build(root: Path, random: Random, options: tuple[str, ...]) -> tuple[str, Result]:
    """Build as the command does, or by several processes, which are started in any way."""
    if random.random() < 0.85 or options:
        jobs = random.choice(((), (), ("--jobs", "1"), ("--jobs", "2"), ("--jobs", "4")))
        return " ".join((*options, *jobs)), build_by_command(root, *options, *jobs)
    start = random.choice(("fork", "forkserver", "spawn"))
    build(root, BuildOptions(jobs=2, start=start))
    return start, build_by_command(root)


def _assert_quiet(root: Path, options: tuple[str, ...], told: list[str]) -> None:
    """A build without a change changes no file, not even its time."""
    before = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    build_by_command(root, *options)
    assert before == {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}, told
