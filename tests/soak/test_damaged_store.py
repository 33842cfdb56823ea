"""Whatever happens to a file of `.briefgen/`, the next build makes the right site."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from .identity import build_by_command, build_clean, project


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data), max(1, len(data) // 5)):
        data[at] ^= 0x55
    path.write_bytes(data)


def _other(path: Path) -> None:
    path.write_bytes(b"Something else altogether.\n" * 40)


@pytest.mark.parametrize("damage", [_cut, _empty, _garble, _other])
def test_a_damaged_store_costs_time_and_nothing_else(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    root = project(tmp_path / "site")
    article = next(path for path in sorted((root / "content/articles").rglob("*.md")))
    time.sleep(0.03)
    build_by_command(root)
    article.write_text(f"{article.read_text(encoding='utf-8')}\nMore words.\n", encoding="utf-8")
    time.sleep(0.03)
    build_by_command(root)
    files = sorted(path for path in (root / ".briefgen").rglob("*") if path.is_file() and path.name != "ledger.sqlite")
    names = [str(path.relative_to(root)) for path in files]
    assert any("kept" in name for name in names)
    whole = tmp_path / "whole"
    shutil.copytree(root, whole)
    for number, name in enumerate(names):
        shutil.rmtree(root)
        shutil.copytree(whole, root)
        damage(root / name)
        article.write_text(f"{article.read_text(encoding='utf-8')}\nStill more {number}.\n", encoding="utf-8")
        time.sleep(0.03)
        found = build_by_command(root)
        expected = build_clean(root, tmp_path / "clean", Random(number))  # noqa: S311 - no secret
        assert found.site == expected.site, name
        assert found.failed == expected.failed, name
