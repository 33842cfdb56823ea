"""Reads the project for commands that ask questions of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.cli.console import Console

if TYPE_CHECKING:
    from briefgen.asking.project import Project
    from briefgen.base.dates import When


def read(console: Console, root: Path, as_of: When | None = None) -> Project:
    """The project; when something in it cannot be read, that is said. Raises `ValueError`."""
    from briefgen.asking.project import Project

    project = Project.read(root, as_of)
    if project.files.unread or project.records.broken or project.records.unreadable_kinds:
        console.remark("not everything could be read, so something may be missing here; briefgen check tells what")
    return project
