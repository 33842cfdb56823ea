"""A folder on this computer or on a mounted disk.

Where the folder may be a link, each publish makes a release beside it and turns the link to it in one step; files that
did not change are shared between releases (hard links). Where it may not, files are replaced one by one.

A release that is no longer kept is the spare: the next one is made from it, so that only names change that differ between
the two. Nothing is ever written into a file of a release, since others may share it; names are taken away and given.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from briefgen.model.publishing import FolderTarget
from briefgen.publish.disk import FileLock, clear_drafts, read_or_none, sync_folder, told, write_whole
from briefgen.publish.fault import OvertakenError, PublishFaultError
from briefgen.publish.manifest import decode_manifest, encode
from briefgen.publish.target import STATE, Atomic, Context, Held, InPlace, Manifest, Release, Upload

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
        md5 = _md5(place)
        return Held(place.stat().st_size, md5, md5)

    def put(self, uploads: Sequence[Upload]) -> Iterator[tuple[str, str]]:
        """As the contract says. All are written and on the disk before the first takes its place."""
        drafts = self._state_folder / "drafts"
        with told(self.where):
            shutil.rmtree(drafts, ignore_errors=True)
            clear_drafts(self._state_folder)
            drafts.mkdir(parents=True)
            try:
                for number, one in enumerate(uploads):
                    _copy(one.source, drafts / str(number))
                _sync([drafts / str(number) for number in range(len(uploads))])
            except OSError:
                # On a full disk what was begun must not keep the room it takes.
                shutil.rmtree(drafts, ignore_errors=True)
                raise
            for number, one in enumerate(uploads):
                tag = _md5(drafts / str(number))
                self._place(drafts / str(number), self._path / one.path)
                yield one.path, tag
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
        part = self._releases / f"{release.name}.part"
        with told(self.where):
            self._clear_parts()
            before = _tree(self._releases / self._seen) if self._seen else Tree()
            theirs = self._theirs(before)
            there = self._begin(part, theirs)
            try:
                self._fill(part, there, before, theirs, release, progress)
            except OSError:
                # On a full disk what was begun must not keep the room it takes.
                shutil.rmtree(part, ignore_errors=True)
                raise
        tags = {path: _md5(release.files[path].source) for path in release.changed}
        files = {path: replace(one, tag=tags.get(path, one.tag)) for path, one in release.manifest.files.items()}
        return replace(release.manifest, files=files)

    def _theirs(self, before: Tree) -> frozenset[str]:
        """Files of others inside the current release."""
        manifest = (self._manifest(self._seen) if self._seen else None) or Manifest()
        return frozenset(before.files.keys() - manifest.files.keys() - manifest.leaving.keys())

    def _begin(self, part: Path, theirs: frozenset[str]) -> Tree:
        """What the release is made from, and what is in it: the spare, unless somebody has put files into it that no other release has."""
        part.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        self._mend_spares()
        there = Tree()
        for spare in sorted(self._releases.glob("*.spare")):
            name = spare.name.removesuffix(".spare")
            manifest = self._manifest(f"{name}.spare") or Manifest()
            tree = _tree(spare)
            foreign = tree.files.keys() - manifest.files.keys() - manifest.leaving.keys() - theirs
            if foreign or part.exists():
                self._discard(f"{name}.spare")
            else:
                spare.rename(part)
                there = tree
        for listed in self._releases.glob("*.spare.json"):
            listed.unlink()
        part.mkdir(exist_ok=True, mode=FOLDER_MODE)
        return there

    def _fill(
        self,
        part: Path,
        there: Tree,
        before: Tree,
        theirs: frozenset[str],
        release: Release,
        progress: Callable[[str], None],
    ) -> None:
        """Give names to what is shared, copy what is new, take away what is left over. `part` may hold a release already."""
        sizes = {path: one.size for path, one in release.files.items() if path not in release.changed}
        sizes |= {path: one.size for path, one in release.carried.items()}
        shared = {
            path: one
            for path, size in sizes.items()
            if (one := before.files.get(path)) is not None and one.size == size
        }
        stays = {path for path, one in shared.items() if there.files.get(path) == one}
        left = there.files.keys() - stays
        for path in left:
            _remove(part, path)
        for path in sorted(there.folders & (release.files.keys() | release.carried.keys() | theirs)):
            _remove_if_empty(part / path)
        fresh = [path for path in release.files if path not in shared]
        foreign = theirs - shared.keys() - frozenset(fresh)
        named = [path for path in shared if path not in stays]
        folders = {str(one) for path in (*fresh, *named, *foreign) for one in PurePosixPath(path).parents}
        for folder in sorted(folders - {"."} - (there.folders if not left else frozenset())):
            (part / folder).mkdir(mode=FOLDER_MODE, exist_ok=True)
        old = self._releases / (self._seen or "")
        for path in named:
            _share(f"{old}/{path}", f"{part}/{path}")
        for path in fresh:
            _copy(release.files[path].source, part / path)
            progress(path)
        for path in foreign:
            _take_along(old / path, part / path)
        _sync([part / path for path in fresh])

    def _clear_parts(self) -> None:
        """What interrupted publishes have left."""
        for one in self._releases.glob("*.part"):
            shutil.rmtree(one, ignore_errors=True)
        for one in self._releases.glob("2*.json"):
            if not one.name.endswith(".spare.json") and not one.with_suffix("").is_dir():
                one.unlink()
        clear_drafts(self._releases)

    def switch(self, release: Release) -> None:
        """As the contract says."""
        part, whole = self._releases / f"{release.name}.part", self._releases / release.name
        with told(self.where):
            if self._current_name() != (self._seen or ""):
                raise OvertakenError(f"{self.where} was switched by somebody else meanwhile", "publish again")
            if part.exists():
                if whole.exists():
                    self._discard(release.name)
                # The list comes first: a release without one could not be told from what others have left.
                listed = encode(replace(release.manifest, release=release.name))
                write_whole(self._releases / f"{release.name}.json", listed)
                part.rename(whole)
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
            return tuple(
                sorted((one for one in names if "." not in one and (self._releases / one).is_dir()), reverse=True)
            )

    def rollback(self, name: str) -> None:
        """As the contract says."""
        with told(self.where):
            self._bring_theirs(name)
            self._turn(name)

    def _bring_theirs(self, name: str) -> None:
        """Files of others stay as they are now, whichever release readers see."""
        current = self._current_name()
        if not current or current == name:
            return
        self._seen = current
        manifest = self._manifest(name) or Manifest()
        for path in self._theirs(_tree(self._releases / current)) - manifest.files.keys() - manifest.leaving.keys():
            place = self._releases / name / path
            try:
                place.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
            except (FileExistsError, NotADirectoryError):
                # A file of the earlier release is where their folder would be.
                continue
            place.unlink(missing_ok=True)
            _take_along(self._releases / current / path, place)

    def _prune(self) -> None:
        """Throw old releases away, never the current one; the newest of them stays as the spare."""
        current = self._current_name()
        old = [one for one in self.releases() if one != current][max(self._keep - 1, 0) :]
        spares = any(self._releases.glob("*.spare"))
        for name in old:
            if spares:
                self._discard(name)
            else:
                (self._releases / name).rename(self._releases / f"{name}.spare")
                self._mend_spares()
                spares = True
        for one in self._releases.glob("*.discarded"):
            self._discard(one.name.removesuffix(".discarded"))

    def _mend_spares(self) -> None:
        """The list of files of a release follows when it has become the spare, also after an interruption."""
        for spare in self._releases.glob("*.spare"):
            with suppress(FileNotFoundError):
                spare.with_suffix(".json").replace(spare.with_suffix(".spare.json"))

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


class Seen(NamedTuple):
    """A file in a folder: which it is on its disk, and how large. Links are none of ours: they have no size."""

    device: int
    inode: int
    size: int


class Tree(NamedTuple):
    """What is below a folder, by path."""

    files: Mapping[str, Seen] = MappingProxyType({})
    folders: frozenset[str] = frozenset()


def _tree(root: Path) -> Tree:
    files: dict[str, Seen] = {}
    folders: list[str] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(root / below) as found:
            for one in found:
                path = f"{below}{one.name}"
                if one.is_dir(follow_symlinks=False):
                    folders.append(path)
                    waiting.append(f"{path}/")
                else:
                    about = one.stat(follow_symlinks=False)
                    files[path] = Seen(about.st_dev, about.st_ino, -1 if one.is_symlink() else about.st_size)
    return Tree(files, frozenset(folders))


def _share(old: str, place: str) -> None:
    """A second name for an unchanged file."""
    try:
        os.link(old, place, follow_symlinks=False)
    except OSError:
        # A disk without hard links, or too many of them on one file.
        shutil.copy2(old, place)


def _take_along(old: Path, place: Path) -> None:
    """A copy of a file of somebody else, who may write into it."""
    if old.is_symlink():
        place.symlink_to(old.readlink())
    else:
        shutil.copy2(old, place)


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
