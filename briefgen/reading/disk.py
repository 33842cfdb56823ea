"""The only place in this room that touches the disk: a project's files, in an order of their own.

What is read does not depend on the file system: names are sorted, hidden files and editors' leavings are skipped,
links are followed only inside the project and never in circles.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic, Mark
from briefgen.base.patterns import pattern
from briefgen.base.text import nfc
from briefgen.reading.decode import Decoded, decode

CONFIG_FILE = "briefgen.yaml"
CONTENT = "content"
SEEDS = "seeds"
DATA = f"{CONTENT}/data/"
"""Files that texts show as tables."""
LARGEST = 2 * 1024 * 1024
"""Bytes a text file may have: some four hundred thousand words."""

LARGEST_REGISTRY = 64 * 1024 * 1024
"""Bytes a YAML file may have: some hundred thousand claims."""

_MEDIA = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm",
    ".vtt", ".geojson",
)  # fmt: skip
"""Endings of files that are published wherever below `content/` they lie."""
_TEXT_SUFFIXES = (".md", ".yaml", ".yml")
_DATA_SUFFIXES = (".csv", ".json")
_SKIPPED = pattern(r"\..*|.*~|#.*#|4913|~\$.*|Thumbs\.db|desktop\.ini", re.IGNORECASE | re.DOTALL)


class ProjectFiles(Struct, frozen=True):
    """What the disk held, before anything is known about its meaning. Paths have forward slashes."""

    texts: Mapping[str, str]
    """Text of the site record and of every `.md`, `.yaml` and `.yml` below `content/`, by path in the project."""
    files: Mapping[str, str] = {}
    """Everything else below `content/`: path below `content/` to digest."""
    seeds: Mapping[str, bytes] = {}
    """Files below `seeds/`, undecoded, since only those that a record names are texts for certain."""
    excerpts: Mapping[str, str] = {}
    """What could be made out of files that are no text, for showing the place that is wrong."""
    unread: frozenset[str] = frozenset()
    """Paths of files that are there but could not be read; each has its diagnostic already."""


def read_project(root: Path) -> Checked[ProjectFiles]:
    """Read the files a site is made from."""
    reader = _Reader(root)
    if os.path.lexists(root / CONFIG_FILE):
        reader.text(_Entry(root / CONFIG_FILE, CONFIG_FILE))
    if (root / CONTENT).is_dir():
        for entry in reader.entries(CONTENT):
            reader.content(entry)
    else:
        hint = "run briefgen where your site is, or make a new site with `briefgen init`"
        reader.report("E018", CONTENT, f"there is no folder “{CONTENT}” here", hint)
    if (root / SEEDS).is_dir():
        for entry in reader.entries(SEEDS):
            reader.seed(entry)
    return reader.result()


def with_unsaved(read: Checked[ProjectFiles], unsaved: Mapping[str, str]) -> Checked[ProjectFiles]:
    """The files as they are on the screen of somebody who has not saved them; what the disk holds of these does not count."""
    if not unsaved:
        return read
    files = ProjectFiles(
        {**read.value.texts, **unsaved},
        read.value.files,
        read.value.seeds,
        {path: text for path, text in read.value.excerpts.items() if path not in unsaved},
        read.value.unread - unsaved.keys(),
    )
    said = (one for one in read.diagnostics if not (isinstance(one.where, Mark) and one.where.path in unsaved))
    return Checked(files, tuple(said))


def is_text(path: str) -> bool:
    """Whether a file of a project would be read as a text of its content."""
    return path.startswith(f"{CONTENT}/") and path.endswith(_TEXT_SUFFIXES)


def read_texts(root: Path, paths: Iterable[str]) -> dict[str, str] | None:
    """A few files that are known to hold text; None when there is anything to say about one of them."""
    reader = _Reader(root)
    for path in paths:
        reader.text(_Entry(root / path, path))
    found = reader.result()
    return None if found.diagnostics else dict(found.value.texts)


class TextsOnDisk(Mapping[str, str]):
    """Files of a project as reading takes them, for showing a line; what cannot be read is not there."""

    def __init__(self, root: Path, read: Mapping[str, str]) -> None:
        self._root, self._read = root, read

    def __getitem__(self, path: str) -> str:
        if path in self._read:
            return self._read[path]
        try:
            data = (self._root / path).read_bytes()
        except (OSError, ValueError):
            raise KeyError(path) from None
        text = decode(path, data).text
        return data.decode("utf-8", "replace") if text is None else text

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def read_private(root: Path, path: str) -> str | None:
    """A file that is no content; None when it is not there. Raises `OSError` when it is, and cannot be read."""
    try:
        return (root / path).read_text(encoding="utf-8-sig", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None


def read_settings(root: Path) -> Checked[ProjectFiles]:
    """Read the site record alone."""
    reader = _Reader(root)
    if os.path.lexists(root / CONFIG_FILE):
        reader.text(_Entry(root / CONFIG_FILE, CONFIG_FILE))
    return reader.result()


class _Entry(Struct, frozen=True):
    """A file or folder on the disk and its name in the project."""

    disk: Path
    path: str
    listed: os.stat_result | None = None
    """What the disk said when its folder was listed: of a link, not of what it leads to."""

    def is_link(self) -> bool:
        """Whether it leads elsewhere."""
        return self.listed is not None and stat.S_ISLNK(self.listed.st_mode)

    def about(self) -> os.stat_result:
        """What the disk knows about it, or about what it leads to; asked once for all that is no link."""
        return self.disk.stat() if self.listed is None or self.is_link() else self.listed

    def is_folder(self) -> bool:
        """Whether it is a folder, or leads to one."""
        if self.listed is None or self.is_link():
            return self.disk.is_dir()
        return stat.S_ISDIR(self.listed.st_mode)


class _Reader:
    """Collects texts, digests and complaints."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real_root = Path(os.path.realpath(root))
        self._texts: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._seeds: dict[str, bytes] = {}
        self._excerpts: dict[str, str] = {}
        self._unread: set[str] = set()
        self._windows: list[str] = []
        self._diagnostics: list[Diagnostic] = []

    def result(self) -> Checked[ProjectFiles]:
        """All that was read."""
        if self._windows:
            more = f" (and in {len(self._windows) - 1} more)" if len(self._windows) > 1 else ""
            hint = "nothing needs to be done; line ends were converted while reading"
            message = f"lines end with carriage returns, as on Windows, in this file{more}"
            self._diagnostics.append(Diagnostic("I024", Mark(self._windows[0]), message, hint))
        files = ProjectFiles(self._texts, self._files, self._seeds, self._excerpts, frozenset(self._unread))
        return Checked(files, tuple(self._diagnostics))

    def report(self, code: str, path: str, message: str, hint: str) -> None:
        """Say that something about a file is wrong."""
        self._diagnostics.append(Diagnostic(code, Mark(path), message, hint))

    def entries(self, folder: str) -> Iterator[_Entry]:
        """Every file below a folder, sorted by path."""
        start = _Entry(self._root / folder, folder)
        waiting: list[tuple[_Entry, frozenset[str]]] = [(start, frozenset({os.path.realpath(start.disk)}))]
        found: list[_Entry] = []
        while waiting:
            entry, above = waiting.pop()
            for inner in self._names(entry):
                if not self._may_follow(inner, above):
                    continue
                if not inner.path.endswith(_TEXT_SUFFIXES) and inner.is_folder():
                    waiting.append((inner, above | {os.path.realpath(inner.disk)}))
                else:
                    found.append(inner)
        yield from sorted(found, key=lambda one: one.path)

    def _names(self, folder: _Entry) -> list[_Entry]:
        try:
            inside = sorted(folder.disk.iterdir(), key=lambda one: one.name)
        except OSError as error:
            self._cannot_read(folder.path, error)
            return []
        return [
            _Entry(one, f"{folder.path}/{_printable(one.name)}", _listed(one))
            for one in inside
            if not _SKIPPED.fullmatch(one.name)
        ]

    def _may_follow(self, entry: _Entry, above: frozenset[str]) -> bool:
        if not entry.is_link():
            return True
        real = os.path.realpath(entry.disk)
        if not Path(real).is_relative_to(self._real_root):
            self._unread.add(entry.path)
            self.report("E015", entry.path, "this link leads out of the project", "put the file itself here")
            return False
        if real in above or _circular(entry.disk):
            self._unread.add(entry.path)
            self.report("E015", entry.path, "this link leads in a circle", "remove the link")
            return False
        return True

    def content(self, entry: _Entry) -> None:
        """Take in one file below `content/`."""
        if entry.path.endswith(_TEXT_SUFFIXES) or (entry.path.startswith(DATA) and entry.path.endswith(_DATA_SUFFIXES)):
            self.text(entry)
        elif not _is_for_readers(entry.path):
            self._unpublished(entry.path)
        elif (digest := self._digest(entry)) is not None:
            self._files[entry.path.removeprefix(CONTENT + "/")] = digest

    def _unpublished(self, path: str) -> None:
        """A file that is neither a text of ours nor a picture: it may be a draft or a note, so it stays at home."""
        hint = "if readers are to have it, put it into content/files/; else keep it outside content/"
        self.report("W020", path, "this file is neither read nor published", hint)

    def text(self, entry: _Entry) -> None:
        """Take in a text file."""
        if (data := self._bytes(entry)) is None:
            return
        if entry.path in self._texts:
            self.report("E018", entry.path, "two files here have the same name in different encodings", "remove one")
            return
        decoded = decode(entry.path, data)
        self._note(entry.path, decoded)
        if decoded.text is None:
            self._unread.add(entry.path)
            self._excerpts[entry.path] = data.decode("utf-8", "replace")
        else:
            self._texts[entry.path] = decoded.text

    def seed(self, entry: _Entry) -> None:
        """Take in a seed text; one that is too large matters only if a record names it."""
        if entry.disk.is_file() and entry.about().st_size > LARGEST:
            self._unread.add(entry.path)
        elif (data := self._bytes(entry)) is not None:
            self._seeds[entry.path] = data

    def _note(self, path: str, decoded: Decoded) -> None:
        self._diagnostics.extend(decoded.diagnostics)
        if decoded.windows_lines:
            self._windows.append(path)

    def _bytes(self, entry: _Entry) -> bytes | None:
        try:
            about = entry.about()
            if not stat.S_ISREG(about.st_mode):
                self._no_file(entry.path)
            elif about.st_size > largest(entry.path):
                self._too_large(entry.path, about.st_size)
            else:
                return entry.disk.read_bytes()
        except OSError as error:
            self._cannot_read(entry.path, error)
        return None

    def _digest(self, entry: _Entry) -> str | None:
        try:
            if not stat.S_ISREG(entry.about().st_mode):
                self._no_file(entry.path)
                return None
            with entry.disk.open("rb") as stream:
                return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        except OSError as error:
            self._cannot_read(entry.path, error)
            return None

    def _no_file(self, path: str) -> None:
        self._unread.add(path)
        self.report("E018", path, "a file is expected here, but this is something else", "rename or remove it")

    def _too_large(self, path: str, size: int) -> None:
        self._unread.add(path)
        message = f"the file has {size / 1024 / 1024:.1f} MB; it may have {largest(path) // 1024 // 1024}"
        self.report("E017", path, message, _smaller(path))

    def _cannot_read(self, path: str, error: OSError) -> None:
        self._unread.add(path)
        reason = (error.strerror or "unknown reason").lower()
        self.report("E018", path, f"the file cannot be read: {reason}", "check that it exists and that you may read it")


def _listed(path: Path) -> os.stat_result | None:
    """What the disk says about a name, or None when it says nothing: the reading of it will tell why."""
    try:
        return path.lstat()
    except OSError:
        return None


def _is_for_readers(path: str) -> bool:
    """Whether a file is published as it is: pictures, sound, film and maps anywhere, anything below `content/files/`."""
    return path.startswith(f"{CONTENT}/files/") or path.lower().endswith(_MEDIA)


def largest(path: str) -> int:
    """Bytes a file may have: registries hold many records, a text only one."""
    return LARGEST_REGISTRY if path.endswith((".yaml", ".yml")) else LARGEST


def _smaller(path: str) -> str:
    if path.endswith(".md"):
        return "split it into several articles; pictures belong into files of their own"
    return "split it: one file for each record, or several mapping files in folders"


def _circular(link: Path) -> bool:
    """A link to itself, directly or through others."""
    try:
        link.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _printable(name: str) -> str:
    """The name as text; bytes that are none are shown as replacement characters."""
    return name if name.isascii() else nfc(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
