"""Files that records name: pictures, logos, map shapes, notes and the texts behind sources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from briefgen.base.diagnostics import Checked, Diagnostic, Loc, Spot
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean, nfc
from briefgen.model.records import Source
from briefgen.model.site import Records
from briefgen.reading.decode import decode
from briefgen.reading.disk import CONTENT, ProjectFiles
from briefgen.reading.walks import walk

_ABSOLUTE = pattern(r"/|\\|~|[A-Za-z]:[\\/]")
_ADDRESS = pattern(r"[a-z][a-z0-9+.-]+://")


def attach(
    records: Records, files: ProjectFiles, notes_read: frozenset[str], diagnostics: tuple[Diagnostic, ...]
) -> Checked[Records]:
    """Look for every file that a record names, and take in the texts behind sources."""
    search = _Search(files, notes_read)
    for key, record in records.records.items():
        search.record(key, record)
    return Checked(replace(records, source_texts=search.source_texts), (*diagnostics, *search.diagnostics))


class _Search:
    """Goes from record to record and remembers what was not found."""

    def __init__(self, files: ProjectFiles, notes_read: frozenset[str]) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.source_texts: dict[str, str] = {}
        self._files = files
        self._notes_read = notes_read

    def record(self, key: str, record: Any) -> None:
        """Check the files of one record."""

        def visit(text: str, notes: Mapping[str, Any], loc: Loc) -> str:
            self._file(key, text, notes["file"], loc)
            return text

        walk(record, "file", visit)
        if isinstance(record, Source) and record.text:
            self._source_text(key, _normal(record.text))

    def _file(self, key: str, text: str, base: str, loc: Loc) -> None:
        if _ADDRESS.match(text):
            self._report(
                "E023", key, loc, "an address is given where a file is expected", "put the file into the project"
            )
        elif _ABSOLUTE.match(text) or _normal(text).startswith("../"):
            folder = CONTENT if base == "content" else "the project"
            hint = f"copy the file into {folder} and write its path from there"
            self._report("E015", key, loc, f"“{text}” is no path inside {folder}", hint)
        elif not self._exists(_normal(text), base):
            known = self._known(base, loc)
            hint = did_you_mean(text, known) or _same_name(text, known) or _where(base, loc)
            self._report("E023", key, loc, f"there is no file “{text}”", hint)

    def _exists(self, path: str, base: str) -> bool:
        if base == "content":
            return path in self._files.files or f"{CONTENT}/{path}" in self._files.unread
        return path in self._notes_read or path in self._files.seeds or path in self._files.unread

    def _known(self, base: str, loc: Loc) -> list[str]:
        if base == "content":
            return list(self._files.files)
        if loc[-1] == "notes":
            return [one for one in self._files.texts if ".notes." in one]
        return list(self._files.seeds)

    def _source_text(self, key: str, path: str) -> None:
        data = self._files.seeds.get(path)
        if data is None:
            if path in self._files.unread:
                self._report("E017", key, ("text",), f"“{path}” cannot be read or is larger than 2 MB", "shorten it")
            return
        decoded = decode(path, data)
        self.diagnostics.extend(decoded.diagnostics)
        if decoded.text is not None:
            self.source_texts[key] = decoded.text

    def _report(self, code: str, key: str, loc: Loc, message: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code, Spot(key, loc), message, hint, record=key))


def _normal(path: str) -> str:
    return posixpath.normpath(nfc(path.strip()))


def _same_name(text: str, known: Iterable[str]) -> str:
    """A file of that name in another folder."""
    name = posixpath.basename(text.replace("\\", "/")).lower()
    found = next((one for one in known if posixpath.basename(one).lower() == name), "")
    return f"did you mean “{found}”?" if found else ""


def _where(base: str, loc: Loc) -> str:
    if base == "content":
        return f"the path begins below {CONTENT}/, as in images/bridge.jpg"
    return (
        "the path begins at the project, as in seeds/report.txt"
        if loc[-1] == "text"
        else "as in content/articles/x.notes.yaml"
    )
