"""A folder on this computer or on a mounted disk.

Where the folder may be a link, each publish makes a release beside it and turns the link to it in one step; files that
did not change are shared between releases (hard links). Where it may not, files are replaced one by one.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from briefgen.model.publishing import FolderTarget
from briefgen.publish.disk import FileLock, read_or_none, sync_folder, told, write_whole
from briefgen.publish.manifest import decode_manifest, encode
from briefgen.publish.target import (
    STATE,
    Atomic,
    Context,
    Held,
    InPlace,
    Manifest,
    OvertakenError,
    PublishFaultError,
    Release,
    Upload,
)

FILE_MODE, FOLDER_MODE = 0o644, 0o755
"""A web server runs as somebody else and must be able to read."""
SYNCED_ONE_BY_ONE = 64
"""Files up to which each is waited for by itself; beyond, all of the computer's disks at once is quicker."""


def open_target(settings: FolderTarget, context: Context) -> InPlace | Atomic:
    """Open the folder: with releases where it can be a link, else in place."""
    path = Path(os.path.abspath(context.root / Path(settings.path).expanduser()))  # noqa: PTH100 - the last part may be a link
    _refuse_own(path, context.root)
    releases = path.with_name(f".{path.name}.releases-by-briefgen")
    with told(str(path)):
        if path.is_symlink():
            if not _leads_into(path, releases):
                raise PublishFaultError(
                    f"{path} is a link that briefgen did not make", "name the folder it leads to, or another path"
                )
            if settings.releases == 0:
                raise PublishFaultError(
                    f"{path} is a link to a release already", "write `releases: 5`, or name another path"
                )
            return Releases(path, releases, settings.releases, settings.precompress)
        if path.exists() and not path.is_dir():
            raise PublishFaultError(f"{path} is a file", "name a folder under `path`")
        if not path.parent.is_dir():
            raise PublishFaultError(f"there is no folder {path.parent}", "create it, or mount the disk it is on")
        free = not path.exists() or not any(path.iterdir())
        if settings.releases and free and _can_link(path, releases):
            return Releases(path, releases, settings.releases, settings.precompress)
    if settings.releases and free:
        context.say(f"{path} cannot be a link, so files are replaced one by one and there is no rollback")
    return Files(path, settings.precompress)


def _refuse_own(path: Path, root: Path) -> None:
    real, project = path.resolve(), root.resolve()
    if project.is_relative_to(real):
        raise PublishFaultError(f"{path} holds the project itself", "name a folder outside it")
    for own in ("content", "seeds", "themes", "site", ".git", ".briefgen"):
        if real.is_relative_to(project / own):
            raise PublishFaultError(f"{path} belongs to the project", "name a folder outside it")


def _leads_into(path: Path, releases: Path) -> bool:
    return (path.parent / path.readlink()).parent == releases


def _can_link(path: Path, releases: Path) -> bool:
    """Whether the disk has links, and what is at the path may give way to one. Leaves nothing behind."""
    trial = path.with_name(f".{path.name}.{os.getpid()}.link-trial")
    try:
        trial.symlink_to(releases.name)
        trial.unlink()
    except OSError:
        return False
    return not _is_mounted(path)


def _is_mounted(path: Path) -> bool:
    """Whether a disk is mounted at the path; a folder of the same disk mounted there (`bind`) shows in the list only."""
    if path.is_mount():
        return True
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return any(_unescaped(line.split(" ")[4]) == str(path) for line in mounts.splitlines() if line.count(" ") > 4)


def _unescaped(text: str) -> str:
    """Blanks are written as octal numbers in the list of mounts."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


class _Locked:
    """The lock of a folder, in its place for what must be remembered."""

    locks = True

    def __init__(self, where: Path, state: Path) -> None:
        self.where = str(where)
        self._state_folder = state
        self._lock = FileLock(state / "lock.json")

    def read_lock(self) -> bytes | None:
        """As the contract says."""
        with told(self.where):
            return self._lock.read()

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """As the contract says."""
        with told(self.where):
            return self._lock.swap(expected, note)

    def close(self) -> None:
        """Nothing is held open."""


class Files(_Locked):
    """A folder whose files are replaced one by one."""

    encoding = ""

    def __init__(self, path: Path, sidecars: tuple[str, ...] = ()) -> None:
        super().__init__(path, path / STATE)
        self.sidecars = sidecars
        self._path = path
        self._real = Path(os.path.realpath(path))
        self._known_folders: set[Path] = set()

    def read_state(self, name: str) -> bytes | None:
        """As the contract says."""
        with told(self.where):
            return read_or_none(self._state_folder / name)

    def write_state(self, name: str, data: bytes | None) -> None:
        """As the contract says."""
        with told(self.where):
            write_whole(self._state_folder / name, data)

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says. A link in the way counts as somebody else's."""
        found: dict[str, Held] = {}
        free: set[Path] = set()
        with told(self.where):
            for path in paths:
                held = self._held(self._path / path, free)
                if held is not None:
                    found[path] = held
        return found

    def _held(self, place: Path, free: set[Path]) -> Held | None:
        for above in reversed(place.relative_to(self._path).parents[:-1]):
            folder = self._path / above
            if folder in free:
                continue
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                return Held()
            free.add(folder)
        if not (place.exists() or place.is_symlink()):
            return None
        if place.is_symlink() or not place.is_file():
            return None if place.is_dir() and not place.is_symlink() and _empty(place) else Held()
        return Held(place.stat().st_size, _md5(place))

    def put(self, uploads: Sequence[Upload]) -> Iterator[tuple[str, str]]:
        """As the contract says. All are written and on the disk before the first takes its place."""
        drafts = self._state_folder / "drafts"
        with told(self.where):
            shutil.rmtree(drafts, ignore_errors=True)
            drafts.mkdir(parents=True)
            for number, one in enumerate(uploads):
                _copy(one.source, drafts / str(number))
            _sync([drafts / str(number) for number in range(len(uploads))])
            for number, one in enumerate(uploads):
                self._place(drafts / str(number), self._path / one.path)
                yield one.path, ""
            drafts.rmdir()

    def _place(self, draft: Path, place: Path) -> None:
        if place.parent not in self._known_folders:
            if not Path(os.path.realpath(place.parent)).is_relative_to(self._real):
                raise PublishFaultError(f"{place.parent} leads out of {self._path} through a link", "remove the link")
            place.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
            self._known_folders.add(place.parent)
        if place.is_dir() and not place.is_symlink():
            _remove_if_empty(place)
        draft.replace(place)

    def delete(self, paths: Sequence[str]) -> Iterator[str]:
        """As the contract says."""
        with told(self.where):
            for path in paths:
                _remove(self._path, path)
                yield path
        self._known_folders.clear()


class Releases(_Locked):
    """A link that leads to the current one of several releases."""

    carries = True
    encoding = ""

    def __init__(self, path: Path, releases: Path, keep: int, sidecars: tuple[str, ...] = ()) -> None:
        super().__init__(path, releases)
        self.sidecars = sidecars
        self._path, self._releases, self._keep = path, releases, keep
        self._seen: str | None = None

    def _current_name(self) -> str:
        """Name of the release that the link leads to; empty when there is none."""
        return self._path.readlink().name if self._path.is_symlink() else ""

    def _manifest(self, name: str) -> Manifest | None:
        return decode_manifest(read_or_none(self._releases / f"{name}.json"), self.where)

    def current(self) -> Manifest | None:
        """As the contract says."""
        with told(self.where):
            self._seen = self._current_name()
            if not self._seen:
                return None
            manifest = self._manifest(self._seen)
            if manifest is None:
                raise PublishFaultError(
                    f"the list of files of {self._seen} is missing in {self._releases}",
                    "switch to another release with `briefgen rollback`",
                )
            return manifest

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says: somebody may have put files into a release."""
        with told(self.where):
            folder = self._releases / self._seen if self._seen else None
            return {} if folder is None or not paths else Files(folder).held(paths)

    def stage(self, release: Release, progress: Callable[[str], None]) -> Manifest:
        """As the contract says. Nothing is used of an earlier attempt: making it anew is cheap."""
        before = self._releases / self._seen if self._seen else None
        part = self._releases / f"{release.name}.part"
        with told(self.where):
            self._clear_parts()
            part.mkdir(parents=True, mode=FOLDER_MODE)
            try:
                self._fill(part, before, release, progress)
            except OSError:
                # On a full disk what was begun must not keep the room it takes.
                shutil.rmtree(part, ignore_errors=True)
                raise
        return release.manifest

    def _fill(self, part: Path, before: Path | None, release: Release, progress: Callable[[str], None]) -> None:
        known = {*release.files, *release.carried}
        folders = {str(one) for path in known for one in PurePosixPath(path).parents}
        for folder in sorted(folders - {"."}):
            (part / folder).mkdir(mode=FOLDER_MODE)
        fresh: list[Path] = []
        for path, upload in release.files.items():
            if path in release.changed or not _share(before, path, part / path, upload.size):
                _copy(upload.source, part / path)
                fresh.append(part / path)
                progress(path)
        for path, stored in release.carried.items():
            _share(before, path, part / path, stored.size)
        if before is not None:
            self._take_along(before, part, known)
        _sync(fresh)

    def _take_along(self, before: Path, part: Path, known: set[str]) -> None:
        """Files of others inside the release come along; what was ours and is not wanted does not."""
        manifest = self._manifest(before.name) or Manifest()
        for path in _files_below(before):
            if path not in known and path not in manifest.files and path not in manifest.leaving:
                place = part / path
                place.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
                if (before / path).is_symlink():
                    place.symlink_to((before / path).readlink())
                else:
                    shutil.copy2(before / path, place)

    def _clear_parts(self) -> None:
        """What interrupted publishes have left."""
        if self._releases.is_dir():
            for one in self._releases.glob("*.part"):
                shutil.rmtree(one, ignore_errors=True)

    def switch(self, release: Release) -> None:
        """As the contract says."""
        part, whole = self._releases / f"{release.name}.part", self._releases / release.name
        with told(self.where):
            if self._current_name() != (self._seen or ""):
                raise OvertakenError(f"{self.where} was switched by somebody else meanwhile", "publish again")
            if part.exists():
                if whole.exists():
                    self._discard(release.name)
                part.rename(whole)
            write_whole(
                self._releases / f"{release.name}.json", encode(replace(release.manifest, release=release.name))
            )
            self._turn(release.name)
            self._seen = release.name
            with suppress(OSError):
                self._prune()

    def _turn(self, name: str) -> None:
        """Turn the link, in one step."""
        link = self._path.with_name(f".{self._path.name}.{os.getpid()}.link")
        with suppress(FileNotFoundError):
            link.unlink()
        link.symlink_to(f"{self._releases.name}/{name}")
        if self._path.is_dir() and not self._path.is_symlink():
            self._path.rmdir()
        link.replace(self._path)
        sync_folder(self._path.parent)

    def releases(self) -> Sequence[str]:
        """As the contract says."""
        with told(self.where):
            if not self._releases.is_dir():
                return ()
            names = (one.name.removesuffix(".json") for one in self._releases.glob("*.json"))
            return tuple(sorted((one for one in names if (self._releases / one).is_dir()), reverse=True))

    def rollback(self, name: str) -> None:
        """As the contract says."""
        with told(self.where):
            self._turn(name)

    def _prune(self) -> None:
        """Throw old releases away, never the current one."""
        current = self._current_name()
        for name in [one for one in self.releases() if one != current][max(self._keep - 1, 0) :]:
            self._discard(name)
        for one in self._releases.glob("*.discarded"):
            self._discard(one.name.removesuffix(".discarded"))

    def _discard(self, name: str) -> None:
        """Remove what briefgen put into a release; files of others stay. May be interrupted and begun again."""
        listed, leaving = self._releases / f"{name}.json", self._releases / f"{name}.discarded"
        with suppress(FileNotFoundError):
            listed.replace(leaving)
        manifest = decode_manifest(read_or_none(leaving), self.where) or Manifest()
        folder = self._releases / name
        for path in (*manifest.files, *manifest.leaving):
            with suppress(FileNotFoundError, NotADirectoryError):
                (folder / path).unlink()
        _remove_if_empty(folder)
        with suppress(FileNotFoundError):
            leaving.unlink()


def _share(before: Path | None, path: str, place: Path, size: int) -> bool:
    """Take an unchanged file over from the last release; whether that was possible."""
    if before is None:
        return False
    old = before / path
    try:
        if old.is_symlink() or old.stat().st_size != size:
            return False
        os.link(old, place)
    except FileNotFoundError:
        return False
    except OSError:
        # A disk without hard links, or too many of them on one file.
        shutil.copy2(old, place)
    return True


def _copy(source: Path, place: Path) -> None:
    shutil.copyfile(source, place)
    place.chmod(FILE_MODE)


def _sync(files: Sequence[Path]) -> None:
    """Have the files on the disk before any reader is led to them: a power cut must not leave empty pages."""
    if len(files) > SYNCED_ONE_BY_ONE and hasattr(os, "sync"):
        os.sync()
        return
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _files_below(folder: Path) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        below = os.path.relpath(where, folder)
        links = [one for one in folders if Path(where, one).is_symlink()]
        for name in (*names, *links):
            yield name if below == "." else f"{below}/{name}"


def _remove(root: Path, path: str) -> None:
    """Remove a file of ours and the folders that become empty; never through a link."""
    place = root / path
    if any((root / one).is_symlink() for one in PurePosixPath(path).parents if str(one) != "."):
        return
    if not place.is_dir() or place.is_symlink():
        with suppress(FileNotFoundError, NotADirectoryError):
            place.unlink()
    for above in place.relative_to(root).parents[:-1]:
        try:
            (root / above).rmdir()
        except OSError:
            return


def _remove_if_empty(folder: Path) -> None:
    """Remove folders that hold nothing but folders."""
    for where, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(where).rmdir()


def _empty(folder: Path) -> bool:
    return not any(names for _, _, names in os.walk(folder))


def _md5(path: Path) -> str:
    from hashlib import md5

    return md5(path.read_bytes(), usedforsecurity=False).hexdigest()
