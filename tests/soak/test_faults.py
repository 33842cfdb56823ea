"""Builds that are killed, find no room, or are meddled with; `make soak` has many more of them."""

from __future__ import annotations

from pathlib import Path

from .faults import faults
from .identity import project


def test_whatever_happens_to_a_build_the_next_one_is_right(tmp_path: Path) -> None:
    """At every moment each page is the old or the new one; afterwards the site is right, and nothing lies about."""
    codes = set()
    for fault in faults(project(tmp_path / "project"), 3, 12):
        assert fault.torn == [], fault.told
        assert fault.wrong == [], fault.told
        assert fault.left == [], fault.told
        assert fault.code in {0, 2, -9}, fault.said
        codes.add(fault.code)
    assert codes >= {0, -9}
