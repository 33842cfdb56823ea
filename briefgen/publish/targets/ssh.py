"""A folder on a server that is reached with ssh: by rsync where both sides have it, else by SFTP.

What must be remembered, the lock included, goes by SFTP in either case. With `releases`, the folder is a link, and a
release appears by turning it; files that did not change are shared between releases (hard links), so nothing of them is
sent.
"""

from __future__ import annotations

import os
import posixpath
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath

from msgspec.structs import replace

from briefgen.model.publishing import SshTarget
from briefgen.publish.fault import OvertakenError, PublishFaultError
from briefgen.publish.manifest import decode_manifest, encode
from briefgen.publish.rsync import denied, full, send
from briefgen.publish.sftp import (
    DENIED,
    NO_FILE,
    POSIX_RENAME,
    Sftp,
    SftpError,
    link,
    make_folder,
    remove,
    remove_folder,
    rename_new,
    replace_by,
    second_name,
)
from briefgen.publish.ssh import Ssh, server
from briefgen.publish.target import STATE, Atomic, Context, Held, InPlace, Manifest, Release, Upload, spread

FILE_MODE = 0o644
"""A web server runs as somebody else and must be able to read."""
AT_ONCE = 16
"""Files that are sent at once by SFTP, on one connection."""
WORTH_RSYNC = 1 << 20
"""Bytes from which `tool: auto` calls rsync, which needs a connection of its own; fewer are sooner there on the one that stands."""
SCARCE = 1 << 20
"""Free bytes below which a refused write is taken for a full disk: the protocol does not say why it refuses."""


def open_target(settings: SshTarget, context: Context) -> InPlace | Atomic:
    """Connect. Raises `PublishFaultError` when the server cannot be reached or the folder cannot be used."""
    ssh = server(settings.host, settings.user, settings.port, settings.key_file, settings.known_hosts, context.root)
    path = _path(settings.path)
    line = Line(ssh, path)
    try:
        with line.told():
            return _opened(settings, context, line, path)
    except BaseException:
        line.close()
        raise


def _path(text: str) -> str:
    """A folder of the server, from the home folder on unless it is absolute."""
    path = posixpath.normpath(text.removeprefix("~/"))
    if path in {"/", ".", "~"} or path.startswith(("..", "~")) or "\n" in path:
        raise PublishFaultError(f"`path: {text}` is no folder for a site", "name one such as /srv/www/site or site")
    return path


def _both_have_rsync(ssh: Ssh, tool: str) -> bool:
    if tool == "sftp":
        return False
    here = shutil.which("rsync") is not None
    there = here and ssh.runs("rsync --version")
    if tool == "rsync" and not there:
        raise PublishFaultError(
            f"{ssh.where if here else 'this computer'} has no rsync", "install it, or write `tool: sftp`"
        )
    return there


def _opened(settings: SshTarget, context: Context, line: Line, path: str) -> InPlace | Atomic:
    sftp = line.sftp()
    if POSIX_RENAME not in sftp.extensions:
        raise PublishFaultError(
            f"{line.where} cannot replace a file in one step by SFTP, so readers would miss pages",
            "use a server with OpenSSH, or send the site in another way: `kind: archive`",
        )
    above = posixpath.dirname(path) or "."
    there = sftp.look(path)
    releases = posixpath.join(above, f".{posixpath.basename(path)}.releases-by-briefgen")
    if there is not None and there.is_link and _leads_into(sftp, path, releases):
        if not settings.releases:
            raise PublishFaultError(f"{line.where} is a link to a release already", "write `releases: 5`, or another path")  # fmt: skip
        return Releases(line, path, releases, settings, context)
    if there is not None and not (there.is_folder or there.is_link):
        raise PublishFaultError(f"{line.where} is a file", "name a folder under `path`")
    if there is None and sftp.look(above, through_links=True) is None:
        raise PublishFaultError(f"there is no folder {above} on {line.ssh.where}", "create it, or correct `path`")
    if settings.releases:
        free = there is None or (there.is_folder and not sftp.names(path))
        if free and _can_link(sftp, above, posixpath.basename(path)):
            return Releases(line, path, releases, settings, context)
        context.say(f"{line.where} cannot be a link, so files are replaced one by one and there is no rollback")
    return Files(line, path, settings, context)


def _leads_into(sftp: Sftp, path: str, releases: str) -> bool:
    return posixpath.dirname(sftp.read_link(path)) == posixpath.basename(releases)


def _can_link(sftp: Sftp, above: str, name: str) -> bool:
    """Whether a link can be made there and be read as it was meant. Leaves nothing behind."""
    trial = posixpath.join(above, f".{name}.{os.getpid()}.link-trial")
    try:
        sftp.done(link("nowhere", trial))
        right = sftp.read_link(trial) == "nowhere"
        sftp.done(remove(trial))
    except SftpError:
        return False
    return right


class Line:
    """The connection to a server: made when it is needed, and made again when it was cut."""

    def __init__(self, ssh: Ssh, path: str) -> None:
        self.ssh = ssh
        self.where = f"{ssh.where}:{path}"
        self._path = path
        self._sftp: Sftp | None = None
        self._guard = threading.Lock()

    def sftp(self) -> Sftp:
        """The connection."""
        with self._guard:
            if self._sftp is None or not self._sftp.alive:
                if self._sftp is not None:
                    self._sftp.close()
                self._sftp = Sftp(self.ssh)
            return self._sftp

    @contextmanager
    def told(self) -> Iterator[None]:
        """Refusals of the server, in words."""
        try:
            yield
        except SftpError as error:
            raise self._fault(error) from error

    def _fault(self, error: SftpError) -> PublishFaultError:
        if error.code == DENIED:
            return denied(self.where)
        with suppress(PublishFaultError):
            for one in (self._path, posixpath.dirname(self._path) or "."):
                room = self.sftp().room(one)
                if room is not None and room < SCARCE:
                    return full(self.where)
        if error.code == NO_FILE:
            return PublishFaultError(f"the folder {self.where} is not there", "create it, or correct `path`")
        return PublishFaultError(
            f"{self.where} refuses: {error or 'no reason given'}",
            "look at the rights and the free space there, then publish again",
        )

    def close(self) -> None:
        """End the connection."""
        with self._guard:
            if self._sftp is not None:
                self._sftp.close()
                self._sftp = None
        self.ssh.close()


class _Remote:
    """What both ways of publishing to a server share: the lock, small files, sending."""

    locks = True
    encoding = ""

    def __init__(self, line: Line, path: str, state: str, settings: SshTarget, context: Context) -> None:  # fmt: skip
        self.where = line.where
        self.sidecars: tuple[str, ...] = settings.precompress
        self._line, self._path, self._state, self._store = line, path, state, context.store
        self._tool = settings.tool
        self._rsync: bool | None = None
        """Whether both sides have rsync; None as long as nothing was large enough to ask."""
        self._least = 0 if settings.tool == "rsync" else WORTH_RSYNC
        self._folders: set[str] = set()
        """Folders that are there for certain."""

    def close(self) -> None:
        """As the contract says."""
        self._line.close()

    def read_lock(self) -> bytes | None:
        """As the contract says."""
        return self._read(f"{self._state}/lock.json")

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """As the contract says. A finished note is given its name if that is free, which the server does in one step."""
        place = f"{self._state}/lock.json"
        with self._line.told():
            sftp = self._line.sftp()
            if expected is None:
                if note is None:
                    return sftp.look(place) is None
                draft = self._draft(sftp, "lock", note)
                taken = sftp.done(rename_new(draft, place))
                if not taken:
                    sftp.done(remove(draft))
                return taken
            if sftp.read(place) != expected:
                return False
            if note is None:
                sftp.done(remove(place))
                return True
            sftp.done(replace_by(self._draft(sftp, "lock", note), place))
            return sftp.read(place) == note
        raise AssertionError

    def _read(self, place: str) -> bytes | None:
        with self._line.told():
            return self._line.sftp().read(place)
        raise AssertionError

    def _write(self, place: str, data: bytes | None) -> None:
        """Replace a small file in one step; None removes it."""
        with self._line.told():
            sftp = self._line.sftp()
            if data is None:
                sftp.done(remove(place))
            else:
                sftp.done(replace_by(self._draft(sftp, posixpath.basename(place), data), place))

    def _draft(self, sftp: Sftp, name: str, data: bytes) -> str:
        """A finished file that waits for its name. Its own name is that of nobody else's draft."""
        place = f"{self._state}/{name}.{os.urandom(6).hex()}.tmp"
        try:
            sftp.write(place, data, FILE_MODE)
        except SftpError as error:
            if error.code != NO_FILE:
                raise
            for folder in _upwards(self._state):
                sftp.done(make_folder(folder))
            sftp.write(place, data, FILE_MODE)
        return place

    def _send(self, uploads: Sequence[Upload], root: str) -> Iterator[str]:
        """Put files below a folder; each path once readers of that folder get it."""
        drafts = f"{self._state}/drafts"
        sftp = self._line.sftp()
        self._clear(sftp)
        for folder in _upwards(drafts):
            sftp.done(make_folder(folder))
        if sum(one.size for one in uploads) >= self._least and self._has_rsync():
            # In a release nobody sees drafts. Elsewhere rsync wants their folder below the one that it sends to.
            visible = root == self._path
            send(self._line.ssh, uploads, root, f"{STATE}/drafts" if visible else "", self._store)
            yield from (one.path for one in uploads)
            return
        self._make_folders(sftp, root, (one.path for one in uploads))

        def put(numbered: tuple[int, Upload]) -> str:
            number, one = numbered
            draft = f"{drafts}/{number}"
            sftp.write(draft, one.source, FILE_MODE)
            sftp.done(replace_by(draft, f"{root}/{one.path}"))
            return one.path

        try:
            yield from spread(put, enumerate(uploads), AT_ONCE)
        except SftpError:
            # On a full disk what was begun must not keep the room it takes.
            with suppress(SftpError, PublishFaultError):
                self._clear(sftp)
            raise

    def _has_rsync(self) -> bool:
        if self._rsync is None:
            self._rsync = _both_have_rsync(self._line.ssh, self._tool)
        return self._rsync

    def _make_folders(self, sftp: Sftp, root: str, paths: Iterable[str]) -> None:
        below = {str(folder) for path in paths for folder in PurePosixPath(path).parents}
        missing = sorted(f"{root}/{one}" for one in below - {"."} if f"{root}/{one}" not in self._folders)
        for folder, one in zip(missing, sftp.all_done(map(make_folder, missing)), strict=True):
            del one
            self._folders.add(folder)

    def _held(self, root: str, paths: Sequence[str]) -> Mapping[str, Held]:
        """What is at some paths of a folder. A link in the way counts as somebody else's."""
        with self._line.told():
            sftp = self._line.sftp()
            above = sorted({str(one) for path in paths for one in PurePosixPath(path).parents} - {"."})
            found = zip(above, sftp.look_at([f"{root}/{one}" for one in above]), strict=True)
            blocked = {path for path, one in found if one is not None and not one.is_folder}
            taken = {
                path: Held(one.size) if one.is_file else Held()
                for path, one in zip(paths, sftp.look_at([f"{root}/{one}" for one in paths]), strict=True)
                if one is not None and not (one.is_folder and self._is_empty(sftp, f"{root}/{path}"))
            }
            behind = [path for path in paths if any(str(one) in blocked for one in PurePosixPath(path).parents)]
            return {**taken, **dict.fromkeys(behind, Held())}
        raise AssertionError

    def _is_empty(self, sftp: Sftp, folder: str) -> bool:
        return all(
            one.is_folder and self._is_empty(sftp, f"{folder}/{name}") for name, one in sftp.names(folder).items()
        )

    def _clear(self, sftp: Sftp) -> None:
        """Unfinished files that an interrupted publish has left. Drafts of locks may be those of others who wait."""
        drafts = f"{self._state}/drafts"
        every = [f"{drafts}/{name}" for name, one in sftp.names(drafts).items() if not one.is_folder]
        beside = (name for name in sftp.names(self._state) if name.endswith(".tmp") and not name.startswith("lock."))
        every.extend(f"{self._state}/{name}" for name in beside)
        for _ in sftp.all_done(map(remove, every)):
            pass


class Files(_Remote):
    """A folder whose files are replaced one by one."""

    def __init__(self, line: Line, path: str, settings: SshTarget, context: Context) -> None:
        super().__init__(line, path, f"{path}/{STATE}", settings, context)

    def read_state(self, name: str) -> bytes | None:
        """As the contract says."""
        return self._read(f"{self._state}/{name}")

    def write_state(self, name: str, data: bytes | None) -> None:
        """As the contract says."""
        self._write(f"{self._state}/{name}", data)

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says."""
        return self._held(self._path, paths)

    def put(self, uploads: Sequence[Upload]) -> Iterator[tuple[str, str]]:
        """As the contract says."""
        with self._line.told():
            sftp = self._line.sftp()
            places = [f"{self._path}/{one.path}" for one in uploads]
            for place, one in zip(places, sftp.look_at(places), strict=True):
                if one is not None and one.is_folder:
                    self._remove_empty(sftp, place)
            self._refuse_links(sftp, uploads)
            for path in self._send(uploads, self._path):
                yield path, ""

    def _refuse_links(self, sftp: Sftp, uploads: Sequence[Upload]) -> None:
        """A folder that somebody has made a link leads to files of others."""
        above = {str(folder) for one in uploads for folder in PurePosixPath(one.path).parents} - {"."}
        unknown = sorted(f"{self._path}/{one}" for one in above if f"{self._path}/{one}" not in self._folders)
        for place, there in zip(unknown, sftp.look_at(unknown), strict=True):
            if there is not None and there.is_link:
                raise PublishFaultError(f"{place} on {self._line.ssh.where} is a link", "remove the link")

    def _remove_empty(self, sftp: Sftp, folder: str) -> None:
        """Folders that hold nothing but folders give way to a file."""
        for name, one in sftp.names(folder).items():
            if one.is_folder:
                self._remove_empty(sftp, f"{folder}/{name}")
        sftp.done(remove_folder(folder))

    def delete(self, paths: Sequence[str]) -> Iterator[str]:
        """As the contract says."""
        with self._line.told():
            sftp = self._line.sftp()
            above = sorted({str(one) for path in paths for one in PurePosixPath(path).parents} - {"."})
            looked = zip(above, sftp.look_at([f"{self._path}/{one}" for one in above]), strict=True)
            links = {path for path, one in looked if one is not None and not one.is_folder}
            # Never through a link: what lies behind it is somebody else's.
            mine = [path for path in paths if not any(str(one) in links for one in PurePosixPath(path).parents)]
            for _ in sftp.all_done(remove(f"{self._path}/{path}") for path in mine):
                pass
            for _ in sftp.all_done(remove_folder(f"{self._path}/{one}") for one in reversed(above) if one not in links):
                pass
            self._folders.clear()
            yield from paths


class Releases(_Remote):
    """A link that leads to the current one of several releases."""

    carries = True

    def __init__(self, line: Line, path: str, releases: str, settings: SshTarget, context: Context) -> None:  # fmt: skip
        super().__init__(line, path, releases, settings, context)
        self._releases, self._keep = releases, settings.releases
        self._seen = ""

    def _current_name(self, sftp: Sftp) -> str:
        """Name of the release that the link leads to; empty when there is none."""
        there = sftp.look(self._path)
        return posixpath.basename(sftp.read_link(self._path)) if there is not None and there.is_link else ""

    def current(self) -> Manifest | None:
        """As the contract says."""
        with self._line.told():
            sftp = self._line.sftp()
            self._seen = self._current_name(sftp)
            if not self._seen:
                return None
            manifest = decode_manifest(sftp.read(f"{self._releases}/{self._seen}.json"), self.where)
            if manifest is None:
                raise PublishFaultError(
                    f"the list of files of {self._seen} is missing in {self._releases}",
                    "switch to another release with `briefgen rollback`",
                )
            return manifest
        raise AssertionError

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says: somebody may have put files into a release."""
        release = f"{self._releases}/{self._seen}"
        return self._held(release, paths) if self._seen and paths else {}

    def stage(self, release: Release, progress: Callable[[str], None]) -> Manifest:
        """As the contract says. Nothing is used of an earlier attempt: sharing files again is quick."""
        part = f"{self._releases}/{release.name}.part"
        with self._line.told():
            sftp = self._line.sftp()
            self._clear_parts(sftp)
            for folder in _upwards(part):
                sftp.done(make_folder(folder))
            self._folders.clear()
            self._make_folders(sftp, part, (*release.files, *release.carried))
            missing = self._share(sftp, part, release)
            sending = [one for path, one in release.files.items() if path in release.changed or path in missing]
            for path in self._send(sending, part):
                progress(path)
            self._take_along(sftp, part, release)
        return release.manifest

    def _share(self, sftp: Sftp, part: str, release: Release) -> set[str]:
        """Take files that did not change over from the last release; those that it could not supply."""
        if not self._seen:
            return set(release.files)
        before = f"{self._releases}/{self._seen}"
        same = [*(path for path in release.files if path not in release.changed), *release.carried]
        shared = sftp.all_done(second_name(f"{before}/{path}", f"{part}/{path}") for path in same)
        return {path for path, done in zip(same, shared, strict=True) if not done}

    def _take_along(self, sftp: Sftp, part: str, release: Release) -> None:
        """Files and folders of others at the top of the release come along, such as proofs that a certificate is asked for."""
        if self._seen:
            self._give_theirs(sftp, self._seen, part, (*release.files, *release.carried))

    def _give_theirs(self, sftp: Sftp, name: str, into: str, there: Iterable[str]) -> None:
        """Give what is of others at the top of a release to another folder, in which files of ours are `there`."""
        before = f"{self._releases}/{name}"
        manifest = decode_manifest(sftp.read(f"{before}.json"), self.where) or Manifest()
        ours = {path.split("/", 1)[0] for path in (*there, *manifest.files, *manifest.leaving)}
        for theirs, one in sftp.names(before).items():
            if theirs not in ours:
                self._copy(sftp, f"{before}/{theirs}", f"{into}/{theirs}", one.is_folder)

    def _copy(self, sftp: Sftp, old: str, new: str, is_folder: bool) -> None:
        if not is_folder:
            sftp.done(remove(new))
            sftp.done(second_name(old, new))
            return
        sftp.done(make_folder(new))
        for name, one in sftp.names(old).items():
            self._copy(sftp, f"{old}/{name}", f"{new}/{name}", one.is_folder)

    def _clear_parts(self, sftp: Sftp) -> None:
        """What interrupted publishes have left."""
        there = sftp.names(self._releases)
        for name, one in there.items():
            if one.is_folder and name.endswith(".part"):
                self._remove_tree(sftp, f"{self._releases}/{name}")
            elif name.startswith("2") and name.endswith(".json") and name.removesuffix(".json") not in there:
                sftp.done(remove(f"{self._releases}/{name}"))

    def _remove_tree(self, sftp: Sftp, folder: str) -> None:
        inside = sftp.names(folder)
        for name, one in inside.items():
            if one.is_folder:
                self._remove_tree(sftp, f"{folder}/{name}")
        for _ in sftp.all_done(remove(f"{folder}/{name}") for name, one in inside.items() if not one.is_folder):
            pass
        sftp.done(remove_folder(folder))

    def switch(self, release: Release) -> None:
        """As the contract says."""
        part, whole = f"{self._releases}/{release.name}.part", f"{self._releases}/{release.name}"
        with self._line.told():
            sftp = self._line.sftp()
            current = self._current_name(sftp)
            if current == release.name:
                # The answer to an earlier attempt was lost.
                return
            if current != self._seen:
                raise OvertakenError(f"{self.where} was switched by somebody else meanwhile", "publish again")
            if sftp.look(part) is not None:
                if sftp.look(whole) is not None:
                    self._discard(sftp, release.name)
                # The list comes first: a release without one could not be told from what others have left.
                self._write(f"{whole}.json", encode(replace(release.manifest, release=release.name)))
                sftp.done(replace_by(part, whole))
            self._turn(sftp, release.name)
            self._seen = release.name
            with suppress(SftpError):
                self._prune(sftp)

    def _turn(self, sftp: Sftp, name: str) -> None:
        """Turn the link, in one step."""
        place = posixpath.join(posixpath.dirname(self._path), f".{posixpath.basename(self._path)}.{os.getpid()}.link")
        sftp.done(remove(place))
        sftp.done(link(f"{posixpath.basename(self._releases)}/{name}", place))
        there = sftp.look(self._path)
        if there is not None and there.is_folder:
            sftp.done(remove_folder(self._path))
        sftp.done(replace_by(place, self._path))

    def releases(self) -> Sequence[str]:
        """As the contract says."""
        with self._line.told():
            names = self._line.sftp().names(self._releases)
            listed = (one.removesuffix(".json") for one in names if one.endswith(".json"))
            return tuple(sorted((one for one in listed if one in names and names[one].is_folder), reverse=True))
        raise AssertionError

    def rollback(self, name: str) -> None:
        """As the contract says."""
        with self._line.told():
            sftp = self._line.sftp()
            current = self._current_name(sftp)
            if current and current != name:
                into = f"{self._releases}/{name}"
                manifest = decode_manifest(sftp.read(f"{into}.json"), self.where) or Manifest()
                self._give_theirs(sftp, current, into, (*manifest.files, *manifest.leaving))
            self._turn(sftp, name)

    def _prune(self, sftp: Sftp) -> None:
        """Throw old releases away, never the current one."""
        current = self._current_name(sftp)
        for name in [one for one in self.releases() if one != current][max(self._keep - 1, 0) :]:
            self._discard(sftp, name)
        for name in sftp.names(self._releases):
            if name.endswith(".discarded"):
                self._discard(sftp, name.removesuffix(".discarded"))

    def _discard(self, sftp: Sftp, name: str) -> None:
        """Remove what briefgen put into a release; files of others stay. May be interrupted and begun again."""
        listed, leaving = f"{self._releases}/{name}.json", f"{self._releases}/{name}.discarded"
        if sftp.look(listed) is not None:
            sftp.done(replace_by(listed, leaving))
        manifest = decode_manifest(sftp.read(leaving), self.where) or Manifest()
        paths = (*manifest.files, *manifest.leaving)
        folder = f"{self._releases}/{name}"
        for _ in sftp.all_done(remove(f"{folder}/{path}") for path in paths):
            pass
        above = sorted({str(one) for path in paths for one in PurePosixPath(path).parents} - {"."}, reverse=True)
        for _ in sftp.all_done(remove_folder(f"{folder}/{one}") for one in above):
            pass
        sftp.done(remove_folder(folder))
        sftp.done(remove(leaving))


def _upwards(folder: str) -> list[str]:
    """A folder and those above it, the highest first."""
    return [str(one) for one in reversed((PurePosixPath(folder), *PurePosixPath(folder).parents)) if one.name]
