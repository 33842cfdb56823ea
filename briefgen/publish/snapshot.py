"""The bytes that are sent, held fast: a build that runs meanwhile changes none of them.

A file is linked into a folder of the store, which costs nothing; builds replace files and never write into them. What
must be compressed is compressed here. The digest of each is checked, so that nothing goes out that no build wrote.
"""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from briefgen.base.digest import digest_bytes
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.plan import Wanted
from briefgen.publish.target import Upload


class Snapshot:
    """A folder with what is about to be sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "outgoing"
        self._count = 0

    def __enter__(self) -> Snapshot:
        self._clear()
        try:
            self._folder.mkdir(parents=True)
        except OSError as error:
            raise PublishFaultError(f"cannot write to {self._folder.parent}: {error.strerror}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def uploads(self, files: Iterable[Wanted]) -> list[Upload]:
        """Hold files fast. Raises `PublishFaultError` when one is not what the build wrote."""
        return [self._upload(one) for one in files]

    def _upload(self, one: Wanted) -> Upload:
        place = self._folder / str(self._count)
        self._count += 1
        try:
            _link(Path(one.source), place)
            data = place.read_bytes()
        except OSError as error:
            raise PublishFaultError(
                f"cannot read {one.source}: {error.strerror}", "run `briefgen build`, then publish"
            ) from error
        if digest_bytes(data) != one.digest:
            raise PublishFaultError(
                f"{one.source} has changed while it was being published",
                "wait for the build to end, then publish again",
            )
        size = len(data)
        if one.packed:
            place.unlink()
            packed = PACK[one.packed](data)
            place.write_bytes(packed)
            size = len(packed)
        return upload_of(one, place, size)


def upload_of(one: Wanted, source: Path, size: int) -> Upload:
    """A wanted file as an upload."""
    return Upload(
        path=one.path, source=source, digest=one.identity, size=size, kind=one.kind, content_type=one.content_type,
        cache_control=one.cache_control, encoding=one.encoding,
    )  # fmt: skip


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError:
        shutil.copyfile(source, place)


def _gzip(data: bytes) -> bytes:
    """Without a date or a name inside, so that equal files are equal bytes."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def _brotli(data: bytes) -> bytes:
    if find_spec("brotli") is None:
        raise PublishFaultError(
            "files are to be compressed with brotli, which is not installed",
            "pip install 'briefgen[brotli]', or leave `br` out",
        )
    return bytes(import_module("brotli").compress(data))


PACK: dict[str, Callable[[bytes], bytes]] = {"gz": _gzip, "br": _brotli}
"""Ways to compress, by the ending of what comes out."""
