"""What all tests share: a small site made from a dictionary, and a world without colours, clocks or zones of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from small_sites import SmallSite

# Shared machines are slow at times; a slow example is no fault of ours.
settings.register_profile("briefgen", deadline=None, print_blob=True)
settings.load_profile("briefgen")


@pytest.fixture(autouse=True)
def _plain_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colours, and no “now” but the one a test gives."""
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("FORCE_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def small_site(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], SmallSite]:
    """Call with files, by path below `content/` unless they begin with `/`; gives the site they make."""

    def make(files: Mapping[str, str | bytes]) -> SmallSite:
        return SmallSite.written(tmp_path / "project", files)

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite` puts what came out into the expected files; the tests still fail, so that somebody reads the change."""
    parser.addoption("--rewrite", action="store_true", help="write the expected files anew")
