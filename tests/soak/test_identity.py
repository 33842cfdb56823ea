"""A short walk in every test run; `make soak` takes long ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from .identity import project, walk


@pytest.mark.parametrize("seed", [1, 2])
def test_incremental_builds_are_identical_to_clean_ones(tmp_path: Path, seed: int) -> None:
    """After any edits the site holds, byte for byte, what a build from nothing makes."""
    (tmp_path / "project").mkdir()
    for told, found, expected in walk(project(tmp_path / "project"), seed, 8):
        assert found == expected, told
