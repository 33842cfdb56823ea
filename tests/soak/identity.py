"""The one promise of incremental building: for any history of edits, the same bytes as a clean build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from briefgen.build import BuildOptions, build

from .edits import EDITS, mend

EXAMPLE = Path(__file__).parent.parent.parent


def project(folder: Path) -> Path:
    """A copy of the example: a site with every kind of record."""
    for name in ("content", "seeds"):
        shutil.copytree(EXAMPLE / name, folder / name)
    shutil.copy(EXAMPLE / "briefgen.yaml", folder / "briefgen.yaml")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def walk(root: Path, seed: int, steps: int) -> Iterator[tuple[str, dict[str, bytes], dict[str, bytes]]]:
    """After each step: what was done, the site as it is, and the site as it should be."""
    random = Random(seed)  # noqa: S311 - no secret
    clean = root.parent / "clean"
    expected: dict[str, bytes] = {}
    for _ in range(steps):
        edits = random.sample(EDITS, random.choice((1, 1, 1, 2, 3)))
        mend(root)
        for edit in edits:
            edit(root, random)
        built = build(root, BuildOptions(jobs=random.choice((1, 1, 2))))
        shutil.rmtree(clean, ignore_errors=True)
        fresh = build(root, BuildOptions(output=clean, clean=True, jobs=1))
        told = ", ".join(edit.__name__ for edit in edits)
        assert (built.written is None) == (fresh.written is None), told
        assert built.prepared.diagnostics == fresh.prepared.diagnostics, told
        if fresh.written is not None:
            expected = tree(clean)
            yield told, tree(root / "site"), expected
            again = build(root, BuildOptions()).written
            assert again is not None, told
            assert (again.written, again.removed) == (0, 0), told
