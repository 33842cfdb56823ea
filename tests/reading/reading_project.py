"""A project written from a dictionary of files, read to the end, and its diagnostics as short lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.model.site import Records
from briefgen.reading.content import read_content
from briefgen.reading.disk import read_project
from briefgen.reading.marks import Places, locate
from briefgen.reading.references import resolve

ARTICLE = "---\ntitle: What happened\ndate: 2022-04-02\n---\nText.\n"


class Reading(NamedTuple):
    """What came of a project."""

    records: Records
    diagnostics: tuple[Diagnostic, ...]

    @property
    def places(self) -> list[str]:
        """`E003 content/people.yaml:2:3-8`, one for each diagnostic."""
        return [f"{one.code} {place(one.where)}" for one in self.diagnostics]

    def only(self, code: str) -> Diagnostic:
        """The one diagnostic there is, which has this code."""
        assert [one.code for one in self.diagnostics] == [code], self.places
        return self.diagnostics[0]


def place(where: object) -> str:
    assert isinstance(where, Mark)
    return f"{where.path}:{where.line}:{where.column}-{where.end_column}"


def read(root: Path) -> Reading:
    files, from_disk = read_project(root)
    records, from_content = read_content(files)
    resolved, from_references = resolve(records)
    found = (*from_disk, *from_content, *from_references)
    return Reading(resolved, locate(found, Places(records), files.texts.get))


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    (root / "content").mkdir(exist_ok=True)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


Project = Callable[..., Reading]
