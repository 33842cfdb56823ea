"""What is to be told about a text besides the text: mistakes and links to files, by line and column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.model.document import FileLink
from briefgen.reading.markdown_containers import BlockTrouble
from briefgen.reading.markdown_offsets import Ground, place_of
from briefgen.reading.markdown_state import Trouble


class Found(NamedTuple):
    """A link to a file, not yet located."""

    link: FileLink
    at: int
    """Offset in the block's text."""


class Findings:
    """Diagnostics and file links of one text."""

    def __init__(self, path: str, first_line: int) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.files: list[FileLink] = []
        self.tables: list[FileLink] = []
        self._path = path
        self._first_line = first_line

    def tell(self, trouble: BlockTrouble) -> None:
        """Something wrong, by row and column."""
        line = trouble.row + self._first_line
        where = Mark(self._path, line, trouble.start + 1, trouble.end + 1)
        self.diagnostics.append(Diagnostic(trouble.code, where, trouble.message, trouble.hint))

    def report(self, troubles: Iterable[Trouble], ground: Sequence[Ground]) -> None:
        """What is wrong, by offset in a block's text."""
        for start, end, code, message, hint in troubles:
            line, column = self._where(start, ground)
            last, behind = self._where(max(end - 1, start), ground)
            where = Mark(self._path, line, column, behind + 1 if last == line else 0)
            self.diagnostics.append(Diagnostic(code, where, message, hint))

    def add_files(self, found: Iterable[Found], ground: Sequence[Ground]) -> None:
        """Links to files in a block's text."""
        for link, at in found:
            line, column = self._where(at, ground)
            self.files.append(replace(link, line=line, column=column))

    def _where(self, at: int, ground: Sequence[Ground]) -> tuple[int, int]:
        row, column = place_of(ground, at)
        return row + self._first_line, column + 1
