"""What is of others and shipped with briefgen: unmodified, with licence and version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "briefgen"
FOLDERS = sorted(one for vendor in PACKAGE.glob("**/vendor") for one in vendor.iterdir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_of_others_is_as_they_made_it(folder: Path) -> None:
    """Every file has the digest that is written down, and its licence beside it."""
    told = json.loads((folder / "vendored.json").read_text(encoding="utf-8"))
    assert {"name", "version", "licence", "source"} <= told.keys()
    there = {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.iterdir()
        if one.name != "vendored.json"
    }
    assert there == told["files"]
    assert any(name.upper().startswith(("LICENSE", "LICENCE", "OFL")) for name in there)


def test_there_is_something_to_look_at() -> None:
    """The folders are found."""
    assert "minisearch" in [folder.name for folder in FOLDERS]
