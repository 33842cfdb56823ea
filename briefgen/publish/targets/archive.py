"""One file with the whole site: equal sites give equal bytes. It is written beside and then takes its place in one step."""

from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, cast

from msgspec.structs import replace

from briefgen.model.publishing import ArchiveTarget
from briefgen.publish.disk import sync_folder, told
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.manifest import MANIFEST, decode_manifest, encode
from briefgen.publish.target import STATE, Context, Held, Manifest, Release

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first date a zip file can hold: dates would make equal sites different."""
MODE = 0o644


def open_target(settings: ArchiveTarget, context: Context) -> Archive:
    """Open the archive. Raises `PublishFaultError` when its ending says nothing or its folder is missing."""
    path = (context.root / Path(settings.path).expanduser()).resolve()
    form = next((one for one in (".zip", ".tar.gz", ".tgz", ".tar") if path.name.endswith(one)), "")
    if not form:
        raise PublishFaultError(
            f"{path.name} is no archive that briefgen can write", "write a path that ends with .zip, .tar.gz or .tar"
        )
    if path.is_dir():
        raise PublishFaultError(f"{path} is a folder", "write the path of a file")
    if not path.parent.is_dir() and path.parent.parent.is_dir():
        with told(str(path.parent)):
            path.parent.mkdir()
    if not path.parent.is_dir():
        raise PublishFaultError(f"there is no folder {path.parent}", "create it")
    return Archive(path, form, settings.folder.strip("/"))


class Archive:
    """The file. Whoever comes second simply replaces it as a whole, so it needs no lock."""

    locks = False
    carries = False
    sidecars: tuple[str, ...] = ()
    encoding = ""

    def __init__(self, path: Path, form: str, folder: str) -> None:
        self.where = str(path)
        self._path, self._form = path, form
        self._inside = f"{folder}/" if folder else ""
        self._draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")

    def read_lock(self) -> bytes | None:
        """There is no lock."""
        return None

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """There is no lock."""
        return expected is None

    def close(self) -> None:
        """Throw away what was begun."""
        with suppress(OSError):
            self._draft.unlink(missing_ok=True)

    def current(self) -> Manifest | None:
        """As the contract says. A file that briefgen did not write is not replaced."""
        if not self._path.exists():
            return None
        with told(self.where):
            data = self._listed()
        if data is None:
            raise PublishFaultError(
                f"{self.where} is there already, and briefgen did not write it", "move it away, or write another path"
            )
        return decode_manifest(data, self.where)

    def _listed(self) -> bytes | None:
        """The manifest inside."""
        name = f"{self._inside}{STATE}/{MANIFEST}"
        try:
            if self._form == ".zip":
                with zipfile.ZipFile(self._path) as archive:
                    return archive.read(name)
            with tarfile.open(self._path) as archive:
                found = archive.extractfile(name)
                return None if found is None else found.read()
        except (KeyError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile):
            return None

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """The file is ours as a whole."""
        return {}

    def stage(self, release: Release, progress: Callable[[str], None]) -> Manifest:
        """As the contract says. The manifest inside says nothing of when, so that equal sites give equal bytes."""
        manifest = replace(release.manifest, release="", leaving={})
        with told(self.where):
            try:
                with self._draft.open("wb") as file:
                    self._write(file, _contents(release, manifest, self._inside, progress))
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                self.close()
                raise
        return release.manifest

    def _write(self, file: IO[bytes], contents: Iterator[tuple[str, bytes]]) -> None:
        if self._form == ".zip":
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
                for name, data in contents:
                    about = zipfile.ZipInfo(name, OLDEST)
                    about.create_system, about.external_attr = 3, MODE << 16
                    archive.writestr(about, data, zipfile.ZIP_DEFLATED, 9)
        elif self._form == ".tar":
            _tar(file, contents)
        else:
            with gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
                _tar(cast("IO[bytes]", packed), contents)

    def switch(self, release: Release) -> None:
        """As the contract says."""
        with told(self.where):
            self._draft.replace(self._path)
            sync_folder(self._path.parent)

    def releases(self) -> Sequence[str]:
        """An archive is one release."""
        return ()

    def rollback(self, name: str) -> None:
        """An archive has no earlier release."""
        raise PublishFaultError(
            f"{self.where} holds one release only", "go back to the earlier texts, build, then publish"
        )


def _tar(file: IO[bytes], contents: Iterator[tuple[str, bytes]]) -> None:
    with tarfile.open(mode="w", fileobj=file, format=tarfile.PAX_FORMAT) as archive:
        for name, data in contents:
            about = tarfile.TarInfo(name)
            about.size, about.mode = len(data), MODE
            archive.addfile(about, BytesIO(data))


def _contents(
    release: Release, manifest: Manifest, inside: str, progress: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """The files in the order of their paths, and the manifest, which tells one of ours from others."""
    for path, upload in sorted(release.files.items()):
        yield f"{inside}{path}", upload.source.read_bytes()
        if path in release.changed:
            progress(path)
    yield f"{inside}{STATE}/{MANIFEST}", encode(manifest)
