"""The fixture that most tests of this room begin with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from reading_project import Project, Reading, read, write  # type: ignore[import-not-found]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Call with files, by path below `content/` unless they begin with `/`; gives what was read."""

    def make(files: Mapping[str, str | bytes]) -> Reading:
        write(tmp_path, {one[1:] if one.startswith("/") else f"content/{one}": text for one, text in files.items()})
        return read(tmp_path)

    return make
