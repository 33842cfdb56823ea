"""Builds to which something happens: while it does, each file is the old or the new one; the next build is right."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from . import mortal
from .edits import EDITS, lose_output, lose_store, swap_articles, unreadable
from .identity import HERE, Result, Tree, build_by_command, build_clean, restore, sources, tree

QUIET = tuple(one for one in EDITS if one not in {lose_output, lose_store, unreadable, swap_articles})
"""Edits that harm nothing by themselves."""
SORTS = ("killed", "killed", "killed late", "full", "small", "meddled", "meddled-back")
OURS = {".site.staged-by-briefgen", ".site.locked-by-briefgen"}
"""What a build that was killed may leave beside the site, and the next one removes."""


class Fault(NamedTuple):
    """One build that something happened to, and the next one."""

    told: str
    what: str
    code: int
    """How it ended: 0 good, 2 it said why not, -9 killed."""
    torn: list[str]
    """Files of the site that were neither old nor new in between."""
    wrong: list[str]
    """Files and words that were not as they should be after the next build."""
    left: list[str]
    """What lay beside the site after it."""
    said: str


def faults(root: Path, seed: int, times: int) -> Iterator[Fault]:
    """Edit, have something happen to the build, look, build again, look again."""
    random = Random(seed)  # noqa: S311 - no secret
    clean = root.parent / "clean"
    build_by_command(root)
    beside = {one.name for one in root.iterdir()}
    touches = 300
    for _ in range(times):
        edits, expected = _edited(root, random, clean)
        old = tree(root / "site")
        what = random.choice(SORTS)
        moment = random.randrange(200, 60_000) if what == "small" else random.randrange(1, touches + 1)
        file = random.choice(sorted(path for path in sources(root) if path.endswith((".md", ".png")) and "articles" in path))  # fmt: skip
        time.sleep(random.choice((0, 0.03)))
        done, counted = _run(root, what, moment, file, random)
        touches = counted or touches
        found = tree(root / "site")
        # Of a build that was meddled with nobody can say what is new.
        odd = [] if what.startswith("meddled") else torn(found, old, expected.site)
        if what == "meddled":
            expected = build_clean(root, clean, random)
        healed = build_by_command(root)
        wrong = [
            path for path in healed.site.keys() | expected.site if healed.site.get(path) != expected.site.get(path)
        ]
        if not expected.failed:
            wrong += sorted({*healed.said} ^ {*expected.said})
        left = sorted({one.name for one in root.iterdir()} - beside)
        told = f"{', '.join(edits)}: {what} at {moment}, {file}"
        yield Fault(told, what, done.returncode, odd, [] if expected.failed else wrong, left, done.stderr)
        if expected.failed:
            (root / file).write_bytes((root / file).read_bytes().replace(mortal.MEDDLED.encode(), b""))
            build_by_command(root)


def _edited(root: Path, random: Random, clean: Path) -> tuple[list[str], Result]:
    """Some edits after which there is a site, and that site."""
    good = sources(root)
    while True:
        edits = random.sample(QUIET, random.choice((1, 2, 4)))
        for edit in edits:
            edit(root, random)
        expected = build_clean(root, clean, random)
        if not expected.failed:
            return [edit.__name__ for edit in edits], expected
        restore(root, good)


def _run(root: Path, what: str, moment: int, file: str, random: Random) -> tuple[subprocess.CompletedProcess[str], int]:
    """Have it happen. A late kill comes from outside, after some time, wherever the build is then."""
    wanted = ("killed", 10**9) if what == "killed late" else (what, moment)
    command = [sys.executable, "-m", "tests.soak.mortal", str(root), *map(str, wanted), file]
    with subprocess.Popen(
        command, cwd=HERE.parent.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        if what == "killed late":
            time.sleep(random.uniform(0.1, 1.2))
            process.kill()
        out, said = process.communicate()
    counted = [int(line.removeprefix(mortal.COUNTED)) for line in out.splitlines() if line.startswith(mortal.COUNTED)]
    return subprocess.CompletedProcess(command, process.returncode, out, said), sum(counted)


def torn(found: Tree, old: Tree, new: Tree) -> list[str]:
    return [path for path, data in found.items() if data not in (old.get(path), new.get(path))] + [
        path for path in old.keys() & new if path not in found
    ]
