"""Everything that is to be at a target: the site's files, what the host needs beside them, and compressed copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from briefgen.base.digest import digest_bytes
from briefgen.model.publishing import GitTarget, PublishTarget
from briefgen.publish.built import Built
from briefgen.publish.classes import cache_control, class_of, compressible, content_type
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.host_files import SERVED, Hosted
from briefgen.publish.plan import Wanted
from briefgen.publish.target import Target

ENCODING_ENDS: Mapping[str, str] = {"gzip": "gz", "br": "br"}


def extra_files(settings: PublishTarget, hosted: Callable[[], Hosted], key: str) -> dict[str, bytes]:
    """Files that no build writes: settings for the host, the proof that an IndexNow key is ours. By path."""
    files: dict[str, bytes] = {name: SERVED[name](hosted()).encode() for name in settings.host_files}
    if isinstance(settings, GitTarget):
        if settings.nojekyll:
            files[".nojekyll"] = b""
        if settings.cname:
            files["CNAME"] = f"{settings.cname}\n".encode()
    if key:
        files[f"{key}.txt"] = key.encode()
    return files


def outgoing(
    built: Built, settings: PublishTarget, target: Target, extras: Mapping[str, bytes], store: Path
) -> dict[str, Wanted]:
    """By path. `extras` are kept in the store, so that they can be sent like any file.

    Raises `PublishFaultError` when a file of the site has a path that the host itself needs.
    """
    wanted: dict[str, Wanted] = {}
    for path, entry in sorted(built.files.items()):
        wanted[path] = _wanted(path, f"{built.output}/{path}", entry.digest, entry.size, settings)
    if taken := sorted(extras.keys() & wanted.keys()):
        raise PublishFaultError(f"{taken[0]} is written by the site and by `publish`", "leave it out in one of the two")
    for path, data in sorted(extras.items()):
        wanted[path] = _wanted(path, str(_kept(store, path, data)), digest_bytes(data), len(data), settings)
    if target.encoding:
        wanted = {path: _encoded(one, target.encoding) for path, one in wanted.items()}
    for one in tuple(wanted.values()):
        wanted.update((copy.path, copy) for copy in _copies(one, target.sidecars))
    return wanted


def _wanted(path: str, source: str, digest: str, size: int, settings: PublishTarget) -> Wanted:
    kind = class_of(path)
    return Wanted(
        path=path, source=source, digest=digest, size=size, kind=kind, content_type=content_type(path),
        cache_control=cache_control(path, kind, settings.cache),
    )  # fmt: skip


def _kept(store: Path, path: str, data: bytes) -> Path:
    place = store / "extra" / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    except OSError as error:
        raise PublishFaultError(f"cannot write to {place.parent}: {error.strerror}") from error
    return place


SMALLEST = 256
"""Bytes below which compressing brings nothing."""


def _encoded(one: Wanted, encoding: str) -> Wanted:
    if not compressible(one.path) or one.size < SMALLEST:
        return one
    return replace(one, encoding=encoding, packed=ENCODING_ENDS[encoding])


def _copies(one: Wanted, endings: tuple[str, ...]) -> Iterator[Wanted]:
    if endings and one.size >= SMALLEST and compressible(one.path):
        for ending in endings:
            yield replace(one, path=f"{one.path}.{ending}", packed=ending)
